"""Named columns of a workbook: what is wanted comes out, whatever else is there or is broken."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import Value, xls
from tests.adapters.statements.mutations import mutated
from tests.adapters.statements.workbooks import book_of, edited, packed, parts_of

from izdes.adapters.statements.named_columns import NamedTable, NamedTables, Wanted, named_tables
from izdes.adapters.words import entries

WANTED = Wanted(("account", "ip", "at"), 5)
_MOMENT = datetime(2026, 5, 18, 11, 0)  # noqa: DTZ001 - a clock on a wall, as Excel holds it
GRID: tuple[Sequence[Value], ...] = (
    ("account", "name", "at", "ip"),
    ("KZ1", "Анар", _MOMENT, "203.0.113.9"),
    ("KZ2", "Болат", "2026-05-18T11:00:00+05:00", None),
)

_WHOLE = book_of(GRID)


def taken(data: bytes) -> NamedTables:
    return named_tables(data, WANTED, file="t.xlsx")


def only(data: bytes) -> NamedTable:
    found = taken(data)
    assert not found.faults
    (table,) = found.tables
    return table


def test_wanted_columns_come_in_their_order_with_the_numbers_of_their_rows() -> None:
    table = only(book_of(GRID, "Входы"))

    assert (table.sheet, table.columns, table.length) == ("Входы", ("account", "ip", "at"), 3)
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("KZ1", "203.0.113.9", _MOMENT)),
        (3, ("KZ2", "", "2026-05-18T11:00:00+05:00")),
    ]


def test_blank_rows_above_and_between_are_passed_over_and_counted() -> None:
    table = only(book_of(((), *GRID[:2], (), GRID[2])))

    assert ([row.number for row in table.rows], table.length) == ([3, 5], 5)


def test_a_sheet_without_the_needed_column_is_a_remark() -> None:
    assert len(taken(book_of(GRID, cover="Хат")).tables) == 1
    assert taken(book_of((("name", "ip"), ("KZ1", "203.0.113.9")))).tables == ()


def test_no_more_rows_come_than_are_wanted_and_it_is_told_how_many_there_are() -> None:
    table = only(book_of((GRID[0], *(GRID[1] for _ in range(9)))))

    assert (len(table.rows), table.length) == (5, 10)


def test_a_cell_that_was_never_computed_is_a_fault_and_empty() -> None:
    data = edited(book_of((GRID[0], ("KZ1", "", "", 77.0))), b"<v>77</v>", b"<f>NOW()</f>")

    table = only(data)

    assert [(f.code, f.sheet, f.row, f.column) for f in table.faults] == [
        ("formula_without_value", "Выписка", 2, "ip")
    ]
    assert table.rows[0].cells == ("KZ1", "", "")


def test_a_hidden_sheet_is_read_and_noted() -> None:
    data = edited(book_of(GRID), b'sheetId="1"', b'sheetId="1" state="hidden"', "xl/workbook.xml")

    table = only(data)

    assert [(f.code, f.severity) for f in table.faults] == [("sheet_hidden", "noted")]
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"account\nKZ1\n", "form_unknown"),
        (xls([[*row] for row in GRID]), "form_unknown"),
        (book_of(GRID)[:-40], "file_truncated"),
        (packed({**parts_of(book_of(GRID)), "x": b"0" * 50_000_000}), "file_too_large"),
    ],
)
def test_what_is_no_workbook_says_why(data: bytes, code: str) -> None:
    found = taken(data)

    assert ([f.code for f in found.faults], found.tables) == ([code], ())


def codes(found: NamedTables) -> set[str]:
    return {f.code for f in (*found.faults, *(f for t in found.tables for f in t.faults))}


@pytest.mark.parametrize("seed", range(100))
def test_a_broken_workbook_has_faults_with_words(seed: int) -> None:
    assert codes(taken(mutated(_WHOLE, Random(seed)))) <= entries().keys()


_CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - as above
)


@given(st.lists(st.lists(_CELLS, max_size=5), max_size=6))
def test_no_cells_break_the_reader(rows: list[list[Value]]) -> None:
    found = taken(book_of((GRID[0], *rows)))

    assert found.faults == ()
    assert all(len(row.cells) == len(t.columns) for t in found.tables for row in t.rows)
