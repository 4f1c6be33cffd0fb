"""What the invented bank writes in an exchange file is what is read out of it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from izdes.adapters.statements import read_bytes
from izdes.core.law.institutions import Register, read_institutions
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, StatementRow
from izdes.twin.bank import LOCAL
from izdes.twin.dialects import exchange1c
from izdes.twin.dialects.rows import PartyCells, row_cells
from izdes.twin.facts import Facts, facts_of
from izdes.twin.pages import Entry, Page
from izdes.twin.tables import case_tables

HABITS = 3 * 4 * 5 * 7


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(11, 24)


@pytest.fixture(scope="module")
def register(facts: Facts) -> Register:
    columns, rows = case_tables(facts)["institutions.csv"]
    table = io.StringIO()
    csv.writer(table).writerows([columns, *rows])
    return Register(read_institutions(table.getvalue(), file="institutions.csv"))


def pages(facts: Facts) -> Iterator[Page]:
    """Yield every page as this form, and one of them in every habit that a bank may have."""
    for page in facts.pages:
        yield replace(page, answer=replace(page.answer, form="exchange1c"))
    page = min(facts.pages, key=lambda p: len(p.entries))
    # A shop may have a name that DOS cannot write; without shops every encoding is possible.
    entries = tuple(e for e in page.entries if e.transfer.kind != "card_payment")
    for serial in range(HABITS):
        account = replace(page.account, serial=serial)
        answer = replace(page.answer, form="exchange1c")
        yield replace(page, account=account, answer=answer, entries=entries)


def reading_of(data: bytes, register: Register) -> FileReading:
    return read_bytes(data, name="kl_to_1c.txt", register=register, manifest={})


def told_key(page: Page, entry: Entry) -> str | None:
    """Return the far account as far as the page tells it, None where it tells less than a key."""
    transfer = entry.transfer
    cells = row_cells(page, entry)
    shown: PartyCells = cells.payer if entry.is_credit else cells.payee
    side = transfer.payer if entry.is_credit else transfer.payee
    is_named = side.key.startswith(("@cash:", "@fee:", "@merchant:", "@abroad:"))
    is_whole = shown.account and shown.account == side.printed
    return side.key if is_whole or is_named else None


def far_key(row: StatementRow) -> str:
    return (row.payee if row.direction == "debit" else row.payer).account


def test_every_row_is_read_as_it_was_written(facts: Facts, register: Register) -> None:
    for page in pages(facts):
        file = exchange1c.written(page)

        (statement,) = reading_of(file.data, register).statements

        assert statement.account == page.account.side.key
        assert [tuple(map(int, r.row_id.split("/")[1:])) for r in statement.rows] == [*file.rows]
        for row, entry in zip(statement.rows, page.entries, strict=True):
            cells = row_cells(page, entry)
            shown = cells.payer if entry.is_credit else cells.payee
            assert row.amount_minor == entry.transfer.amount_minor
            assert (row.direction == "credit") == entry.is_credit
            assert row.booked_at.astimezone(LOCAL).date() == entry.at.astimezone(LOCAL).date()
            assert row.time_precision == "day"
            assert (row.purpose_code, row.operation != "") == (cells.purpose_code, True)
            assert told_key(page, entry) in (far_key(row), None)
            assert row.kind != "other"
            if b"DOS" not in file.data[:99]:
                assert (row.payee if row.direction == "debit" else row.payer).name == shown.name
                assert row.purpose == cells.purpose


def test_every_page_reconciles_without_a_remark(facts: Facts, register: Register) -> None:
    for page in pages(facts):
        reading = reading_of(exchange1c.written(page).data, register)

        (statement,) = reading.statements
        assert (reading.faults, statement.faults) == ((), ())
        assert statement.opening_minor == page.opening_minor
        assert statement.closing_minor == page.closing_minor
        found = reconcile(statement)
        assert found.outcome == "reconciled"
        assert found.coverage is not None
        assert found.coverage.covered_from == page.window.start
        assert found.coverage.covered_to == page.window.end


def test_a_page_gives_the_same_bytes_each_time(facts: Facts) -> None:
    for page in pages(facts):
        assert exchange1c.written(page) == exchange1c.written(page)


def test_every_habit_of_a_bank_occurs(facts: Facts) -> None:
    files = [exchange1c.written(page).data for page in pages(facts)]

    said = {data.splitlines()[2].partition(b"=")[2] for data in files}
    sections = {data.count("СекцияРасчСчет".encode()) for data in files}
    assert said == {b"Windows", b"DOS", b"UTF-8"}
    assert any(data.startswith(b"\xef\xbb\xbf") for data in files)
    assert max(sections) > 1
    assert all(data.count(b"\r\n") == data.count(b"\n") for data in files)
    for field in ("СуммаРасход=", "Сумма=", "ПлательщикБИН_ИИН=", "Плательщик_БИН=", "СУММА="):
        assert any(field.encode() in data for data in files)


def test_a_purpose_may_go_on_in_a_second_line(facts: Facts) -> None:
    lines = [
        line
        for page in pages(facts)
        for line in exchange1c.written(page).data.decode("utf-8", "ignore").splitlines()
    ]

    assert any(line and "=" not in line and " " in line for line in lines)
