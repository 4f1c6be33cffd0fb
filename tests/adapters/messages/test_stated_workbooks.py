"""Tables of answers as workbooks: they state what the same table as CSV states, and no less."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import pytest
import xlsxwriter
from tests.adapters.statements.answers import Value, xls
from tests.adapters.statements.mutations import mutated
from tests.adapters.statements.workbooks import book_of

from izdes.adapters.messages import tabled
from izdes.adapters.messages.stating import StatedRow, read_stated
from izdes.adapters.words import entries

_ACCOUNT = "iban:KZ091010000000000001"
_IIN = "000101800010"
_HEAD = ("account", "holder_iin", "phone", "email", "at", "ip", "device", "imei")
_ROWS = (
    (_ACCOUNT, _IIN, "+77001000123", "anar@poshta.example", "", "", "", ""),
    (_ACCOUNT, "", "", "", "2026-05-18T11:00:00+05:00", "203.0.113.9", "B2F0-C7-01", ""),
    ("KZ09 1010 0000 0000 0001", "", "", "", "", "2001:db8::1", "", "001011234567895"),
)


def rows_of(*grid: Sequence[Value]) -> tuple[StatedRow, ...]:
    """Return what a workbook states; nothing is wrong with it."""
    found = read_stated(book_of(grid), file="logins.xlsx")
    assert not found.faults
    return found.rows


def as_csv(grid: tuple[tuple[str, ...], ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(grid)
    return text.getvalue().encode()


def test_a_workbook_states_what_the_same_csv_states() -> None:
    grid = (_HEAD, *_ROWS)

    found = rows_of(*grid)

    assert len(found) == 7
    assert found == read_stated(as_csv(grid), file="logins.csv").rows


def test_a_date_of_excel_is_the_clock_of_kazakhstan() -> None:
    typed = datetime(2026, 5, 18, 11, 0)  # noqa: DTZ001 - a clock on a wall, as Excel holds it

    (row,) = rows_of(("account", "at", "ip"), (_ACCOUNT, typed, "203.0.113.9"))

    assert row.at == datetime(2026, 5, 18, 6, tzinfo=UTC)


def test_numbers_that_excel_took_for_numbers_are_read() -> None:
    grid = (("account", "holder_iin", "phone", "imei"), (_ACCOUNT, 101800010.0, 77001000123.0, 1e3))

    assert [(row.kind, row.value, row.is_sure) for row in rows_of(*grid)] == [
        ("iin", _IIN, True),
        ("phone", "+77001000123", True),
    ]


def test_rows_of_several_sheets_have_numbers_of_their_own() -> None:
    head, row = ("account", "ip"), (_ACCOUNT, "203.0.113.9")

    found = read_stated(_two_sheets((head, row), (head, row, row)), file="T.XLSX")

    assert [one.record for one in found.rows] == [2, 4, 5]


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        ((("holder_iin",), (_IIN,)), ("table_missing_column", "", 1, "account")),
        ((("account", "ip"), ("", "203.0.113.9")), ("empty_cell", "Выписка", 2, "account")),
        (
            (("account", "at", "ip"), (_ACCOUNT, "18.05.2026 11:00", "203.0.113.9")),
            ("not_a_time", "Выписка", 2, "at"),
        ),
        (
            (("account", "at", "ip"), (), (_ACCOUNT, 46161.5, "203.0.113.9")),
            ("not_a_time", "Выписка", 3, "at"),
        ),
    ],
)
def test_what_is_wrong_is_said_with_sheet_row_and_column(
    grid: tuple[Sequence[Value], ...], told: tuple[str, str, int, str]
) -> None:
    found = read_stated(book_of(grid), file="logins.xlsx")

    (fault,) = found.faults
    assert (fault.code, fault.sheet, fault.row, fault.column) == told
    assert (fault.file, found.rows) == ("logins.xlsx", ())


@pytest.mark.parametrize("data", [b"", b"account\n", xls([[*_HEAD]]), b"%PDF-1.7", b"\0" * 99])
def test_what_is_no_workbook_is_a_fault_of_the_file(data: bytes) -> None:
    found = read_stated(data, file="logins.xlsx")

    (fault,) = found.faults
    assert (fault.file, found.rows) == ("logins.xlsx", ())


@pytest.mark.parametrize("name", ["logins.csv", "logins.xlsx"])
def test_what_exceeds_the_rows_of_a_table_is_not_read_and_it_is_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabled, "MOST_ROWS", 4)
    grid = (("account", "ip"), *[(_ACCOUNT, f"203.0.113.{n}") for n in range(1, 9)])

    found = read_stated(as_csv(grid) if name.endswith("csv") else book_of(grid), file=name)

    assert [fault.code for fault in found.faults] == ["table_too_long"]
    assert [row.record for row in found.rows] == [2, 3, 4, 5]


@pytest.mark.parametrize("name", ["logins.csv", "logins.xlsx"])
def test_a_table_of_as_many_rows_as_are_read_is_read_whole(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabled, "MOST_ROWS", 4)
    grid = (("account", "ip"), *[(_ACCOUNT, f"203.0.113.{n}") for n in range(1, 5)])

    found = read_stated(as_csv(grid) if name.endswith("csv") else book_of(grid), file=name)

    assert found.faults == ()
    assert len(found.rows) == 4


def test_rows_below_words_above_the_header_have_numbers_of_their_own_too() -> None:
    head, row = ("account", "ip"), (_ACCOUNT, "203.0.113.9")

    found = read_stated(_two_sheets((("",), ("",), head, row), (head, row)), file="t.xlsx")

    assert [one.record for one in found.rows] == [4, 6]


def test_a_cell_beyond_all_measure_states_nothing() -> None:
    grid = (("account", "at", "ip"), (_ACCOUNT, "1" * 1_500, "203.0.113.9"))

    found = read_stated(book_of(grid), file="logins.xlsx")

    assert found.rows == ()
    assert [fault.code for fault in found.faults] == ["not_a_time"]


@pytest.mark.parametrize("seed", range(40))
def test_no_broken_workbook_breaks_the_reader(seed: int) -> None:
    found = read_stated(mutated(book_of((_HEAD, *_ROWS)), Random(seed)), file="logins.xlsx")

    assert {fault.code for fault in found.faults} <= entries().keys()
    assert all(row.value and row.account for row in found.rows)


def _two_sheets(*grids: tuple[Sequence[Value], ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for grid in grids:
            page = book.add_worksheet()
            for number, line in enumerate(grid):
                page.write_row(number, 0, line)
    return stream.getvalue()
