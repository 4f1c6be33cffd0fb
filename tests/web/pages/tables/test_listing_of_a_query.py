"""A table of rows that the database holds: few queries, a stable order, exports written down."""

import csv
import io

import pytest
from django.http import FileResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import Cast

from izdes.web.journal.models import Reading
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import officers_visible_to
from izdes.web.pages.tables import Choice, Column, Listing, Text

COLUMNS = (
    Column("login", "login", sort="login", filter=Text("login"), words="page_field_login"),
    Column("name", "full_name", sort="full_name", filter=Text("full_name")),
    Column(
        "state",
        "is_active",
        sort="is_active",
        filter=Choice("is_active", choices={"True": "иә", "False": "жоқ"}),
    ),
    Column("number", "pk", sort="pk", kind="number"),
)


def listing(me: Officer, address: str) -> Listing:
    request = RequestFactory().get(address)
    request.user = me
    return Listing(
        request,  # type: ignore[arg-type] # of somebody who is signed in
        name="officers",
        rows=officers_visible_to(me),
        columns=COLUMNS,
        caption="page_people",
        empty="page_people_nobody",
        order="name",
        totals=["number"],
    )


def taken_from(answer: FileResponse) -> str:
    """Return the text of a file that is sent, and close it."""
    file = answer.file_to_stream
    assert file is not None
    with file:
        return b"".join(answer).decode("utf-8-sig")


def logins(found: Listing) -> list[str]:
    return [row.cells[0].text for row in found.rows]


@pytest.mark.parametrize("order", ["login", "-name", "state", "-state", "number", ""])
def test_pages_hold_every_officer_once(cast: Cast, order: str) -> None:
    with cast.acts("administrator") as me:
        everybody = set(officers_visible_to(me).values_list("login", flat=True))
        found, address = list[str](), f"/?size=25&sort={order}"
        while address:
            page = listing(me, address)
            found += logins(page)
            address = page.next_url and f"/{page.next_url}"

    assert len(found) == len(everybody)
    assert set(found) == everybody


@pytest.mark.parametrize("size", [25, 200])
def test_a_page_takes_as_few_queries_with_many_rows_as_with_few(
    cast: Cast, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with cast.acts("administrator") as me:
        page = listing(me, f"/?size={size}")
        assert page.rows

        with django_assert_num_queries(2 if page.has_next else 1):
            assert page.totals
            assert page.count >= len(page.rows)


def test_what_the_database_finds_is_what_a_reader_would(cast: Cast) -> None:
    with cast.acts("administrator") as me:
        found = logins(listing(me, "/?f-login=INVESTIGATOR_A&sort=login&size=200"))

    assert found == sorted(found)
    assert found
    assert all("investigator_a" in login for login in found)


def test_a_total_is_of_all_rows(cast: Cast) -> None:
    with cast.acts("administrator") as me:
        total = sum(officers_visible_to(me).values_list("pk", flat=True))
        page = listing(me, "/?size=25")

        assert page.totals is not None
        assert page.totals[3].value == total


def test_an_export_holds_every_row_and_is_written_down(cast: Cast) -> None:
    with cast.acts("administrator") as me:
        answer = listing(me, "/?as=csv&size=25&page=2&f-state=True").respond("nowhere.html")
        assert isinstance(answer, FileResponse)
        text = taken_from(answer)
        active = set(officers_visible_to(me).filter(is_active=True).values_list("login", flat=True))
        reading = Reading.objects.latest("pk")

    taken = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert {line[0] for line in taken} == active
    assert len(taken) == len(active)
    assert 'filename="officers-' in answer.headers["Content-Disposition"]
    assert (reading.subject_type, reading.subject_id, reading.purpose) == (
        "table",
        "officers",
        "export csv",
    )


def test_whoever_sees_nobody_exports_nobody(cast: Cast) -> None:
    with cast.acts("administrator") as me:
        answer = listing(me, "/?as=csv&f-login=nobody-is-called-so").respond("nowhere.html")
        assert isinstance(answer, FileResponse)
        text = taken_from(answer)

    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 1
