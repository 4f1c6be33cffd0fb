"""What the invented bank prints is what is read."""

import pytest
from tests.adapters.statements.of_twin import PAGES, in_form, read_page
from tests.adapters.statements.retail_papers import only

from izdes.core.money.reconcile import reconcile
from izdes.twin.bank import LOCAL
from izdes.twin.dialects import retail, statement_file
from izdes.twin.dialects.rows import row_cells
from izdes.twin.pages import Page

SERIALS = range(0, 840, 61)
CARDS = [page for page in PAGES if page.account.side.card]


@pytest.mark.parametrize("page", CARDS, ids=lambda p: str(p.account.serial))
def test_every_row_is_read_where_it_was_printed(page: Page) -> None:
    file, reading = read_page(page, "retail")

    (statement,) = reading.statements
    assert (reading.form, reading.faults) == ("pdf-retail", ())
    places = [tuple(map(int, r.row_id.split("/")[1:])) for r in statement.rows]
    assert places == [*file.rows]
    for row, entry in zip(statement.rows, page.entries, strict=True):
        day, true_day = (at.astimezone(LOCAL).date() for at in (row.booked_at, entry.at))
        assert (day, row.amount_minor) == (true_day, entry.transfer.amount_minor)
        assert (row.direction == "credit", row.time_precision) == (entry.is_credit, "day")


@pytest.mark.parametrize("page", CARDS, ids=lambda p: str(p.account.serial))
def test_the_account_and_its_balances_are_those_of_the_page(page: Page) -> None:
    _, reading = read_page(page, "retail")

    (statement,) = reading.statements
    assert reconcile(statement).outcome == "reconciled"
    assert (statement.account, statement.holder) == (page.account.side.key, page.account.side.name)
    assert (statement.opening_minor, statement.closing_minor) == (
        page.opening_minor,
        page.closing_minor,
    )
    assert [tie.key[-4:] for tie in statement.aliases] == [page.account.side.card[-4:]]


@pytest.mark.parametrize("page", CARDS[:12], ids=lambda p: str(p.account.serial))
def test_the_other_side_is_named_as_far_as_it_is_printed(page: Page) -> None:
    _, reading = read_page(page, "retail")

    for row, entry in zip(reading.statements[0].rows, page.entries, strict=True):
        cells = row_cells(in_form(page, "retail"), entry)
        shown = cells.payer if entry.is_credit else cells.payee
        far = row.payer if entry.is_credit else row.payee
        true = entry.transfer.payer if entry.is_credit else entry.transfer.payee
        if entry.transfer.kind not in {"fee", "interest"}:
            assert far.name == shown.name
        if shown.account == true.printed != "" or true.key.startswith(("@cash:", "@merchant:")):
            assert far.account == true.key
        if entry.transfer.kind == "transfer":
            assert row.purpose == cells.purpose


@pytest.mark.parametrize("serial", SERIALS)
def test_every_habit_of_print_is_read(serial: int) -> None:
    page = in_form(CARDS[0], "retail", serial=serial)

    statement = only(statement_file(page).data)

    assert reconcile(statement).outcome == "reconciled"
    assert [r.amount_minor for r in statement.rows] == [
        e.transfer.amount_minor for e in page.entries
    ]


def test_the_same_page_gives_the_same_bytes() -> None:
    page = in_form(CARDS[0], "retail")

    assert retail.written(page) == retail.written(page)
