"""Rows: whatever a cell holds, it is read back, and nothing but our refusal leaves the reader."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from izdes.adapters.tables.rows import Columns, read_table, write_csv
from izdes.core.errors import InputRefused

COLUMNS: Columns = {"one": "text", "other": "text"}
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


def read(path: Path) -> list[tuple[str, str]]:
    return read_table(path).each(lambda cells: (cells.text("one"), cells.text("other")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3))
@example([("a\rb", "c")])
@example([("a\n", "\r\n")])
def test_whatever_a_cell_holds_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, COLUMNS, rows)

    assert read(path) == rows


def test_a_lone_carriage_return_is_quoted_and_lines_end_as_before(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, COLUMNS, [("a\rb", "c"), ("d", "e")])

    assert path.read_bytes() == b'one,other\n"a\rb",c\nd,e\n'
    with path.open(encoding="utf-8", newline="") as lines:
        assert next(csv.DictReader(lines))["one"] == "a\rb"


def refused(folder: Path, column: str, cell: str, read_cell: str) -> Iterable[str]:
    path = folder / "table.csv"
    path.write_text(f"{column}\n{cell}\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refusal:
        read_table(path).each(lambda cells: getattr(cells, read_cell)(column))
    return [fault.code for fault in refusal.value.faults]


@pytest.mark.parametrize("cell", ["9" * 5_000, "-" + "1" * 4_400, "1.5", "--1", "٣"])
def test_what_is_no_number_of_this_world_is_refused(tmp_path: Path, cell: str) -> None:
    assert refused(tmp_path, "count", cell, "integer") == ["not_an_integer"]


@pytest.mark.parametrize("cell", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "noon"])
def test_a_moment_beyond_time_is_refused(tmp_path: Path, cell: str) -> None:
    assert refused(tmp_path, "at", cell, "time") == ["not_a_time"]
