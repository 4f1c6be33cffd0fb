"""A table as its address asks for it: nothing lost, nothing twice, nothing taken for an order."""

from collections import Counter

import pytest
from django.http import HttpResponse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.web.pages.tables.listed import Row, asked, listing, numbers, rows

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.pages.tables import Listing, page_of

_names = st.text(max_size=3)
_rows = st.lists(
    st.builds(
        Row,
        number=st.integers(0, 30),
        name=_names,
        minor=st.none() | st.integers(-500, 500),
        state=st.sampled_from(["open", "closed"]),
    ),
    max_size=120,
)


def pages(given: list[Row], address: str) -> list[tuple[str, ...]]:
    """Return the cells of every page, following the links to the next one."""
    found, at = [], address
    while True:
        page = listing(given, at)
        found += [tuple(cell.text for cell in row.cells) for row in page.rows]
        if not page.next_url:
            return found
        at = f"/{page.next_url}"


def text(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


@given(_rows, st.sampled_from(["", "number", "-number", "name", "-amount", "at", "state", "x"]))
def test_pages_of_every_order_hold_every_row_once(given: list[Row], order: str) -> None:
    whole = Counter(tuple(c.text for c in r.cells) for r in listing(given, "/?size=200").rows)

    found = Counter(pages(given, f"/?size=25&sort={order}"))

    assert found == whole


@given(_rows, st.sampled_from(["open", "closed"]))
def test_what_one_choice_leaves_out_the_others_hold(given: list[Row], state: str) -> None:
    other = {"open": "closed", "closed": "open"}[state]

    one, two = (pages(given, f"/?f-state={chosen}&size=25") for chosen in (state, other))

    assert Counter(one) + Counter(two) == Counter(pages(given, "/?size=25"))


def test_sums_are_sorted_as_numbers_and_what_has_none_comes_last() -> None:
    given = [Row(1, "a", 90_000), Row(2, "b", None), Row(3, "c", 1_000_000)]

    up, down = (numbers(listing(given, f"/?sort={way}amount")) for way in ("", "-"))

    assert (up, down) == (["1", "3", "2"], ["3", "1", "2"])


def test_a_head_leads_to_the_other_order_the_second_time() -> None:
    once = listing(rows(3), "/?sort=number&f-name=x&page=2")

    head = once.headings[0]

    assert head.direction == "ascending"
    assert head.url == "?sort=-number&f-name=x"


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("f-name=АРЫЗ+1", ["1", "4"]),
        ("f-amount-from=3&f-amount-to=4", ["3", "4"]),
        ("f-amount-from=3,01", ["4", "5"]),
        ("f-at-from=20.05.2026", []),
        ("f-at-to=2026-05-19", ["0", "1", "2", "3", "4", "5"]),
        ("f-state=closed", []),
        ("f-state=nonsense", ["0", "1", "2", "3", "4", "5"]),
    ],
)
def test_filters_choose_rows(address: str, left: list[str]) -> None:
    assert numbers(listing(rows(6), f"/?{address}")) == left


def test_a_day_of_almaty_begins_before_that_of_greenwich() -> None:
    # 19 May 09:02 in Greenwich is 14:02 in Almaty; ten hours later it is the 20th there alone.
    assert numbers(listing(rows(12), "/?f-at-from=20.05.2026")) == ["10", "11"]


def test_a_filter_that_makes_no_sense_says_so_and_leaves_every_row() -> None:
    found = listing(rows(3), "/?f-at-from=yesterday&f-amount-from=much")

    assert found.wrong == {"at": "tables_not_a_day", "amount": "tables_not_a_sum"}
    assert len(found.rows) == 3


@pytest.mark.parametrize(
    "address", ["page=0", "page=-1", "page=x", "size=7", "size=x", "sort=\x00"]
)
def test_what_makes_no_sense_counts_as_not_asked(address: str) -> None:
    assert numbers(listing(rows(3), f"/?{address}")) == ["0", "1", "2"]


def test_totals_are_of_all_pages_and_of_what_was_chosen() -> None:
    found = listing(rows(60), "/?size=25&f-amount-from=58", totals=["amount"])

    assert [cell.text for cell in found.totals or ()][2] == "117\xa0₸"


def test_sums_of_two_currencies_have_no_total() -> None:
    found = listing([Row(1, "a", 5), Row(2, "b", 5, "USD")], totals=["amount"])

    assert [cell.text for cell in found.totals or ()][2] == ""


def test_columns_that_were_chosen_are_remembered() -> None:
    chosen = listing(rows(2), "/?show=day&show=name")

    answer = page_of(chosen.request, "tables/listing.html", {"listing": chosen}, chosen)

    assert [one.name for one in chosen.shown] == ["name", "day"]
    assert isinstance(answer, HttpResponse)
    assert answer.cookies["columns-sample"].value == "name.day"


def test_a_cookie_of_somebody_elses_making_changes_nothing() -> None:
    request = asked()
    request.COOKIES["columns-sample"] = "name.<script>.nothing"

    found = Listing(
        request,
        name="sample",
        rows=rows(1),
        columns=listing([]).columns,
        caption="column_number",
        empty="tables_nothing_found",
    )

    assert [one.name for one in found.shown] == ["name"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_table_is_sent_to_whoever_asks_for_it_alone(lang: Lang) -> None:
    headers = {"hx-request": "true", "hx-target": "listing-sample"}
    request = asked("/?sort=number", **headers)
    found = Listing(
        request,
        name="sample",
        rows=rows(60),
        columns=listing([]).columns,
        caption="column_number",
        empty="tables_nothing_found",
        link=lambda row: f"/rows/{row.number}/",
    )

    with translation.override(lang):
        answer = text(found.respond("pages/nowhere.html"))

    assert answer.startswith('<section class="listing" id="listing-sample"')
    assert '<a class="row" href="/rows/0/">0</a>' in answer
    assert 'aria-sort="ascending"' in answer
    assert say("tables_next", lang) in answer


def test_what_rows_hold_is_never_markup() -> None:
    found = listing([Row(1, "<script>alert(1)</script>", 5)])

    answer = text(page_of(found.request, "tables/listing.html", {"listing": found}, found))

    assert "<script>alert" not in answer
    assert "&lt;script&gt;" in answer


def test_an_empty_table_says_what_to_do_and_a_filtered_one_leads_back() -> None:
    empty, filtered = listing([]), listing(rows(2), "/?f-name=nobody&sort=name")

    shown = [
        text(page_of(one.request, "tables/listing.html", {"listing": one}, one))
        for one in (empty, filtered)
    ]

    assert all('class="empty"' in one for one in shown)
    assert 'href="?sort=name"' in shown[1]
