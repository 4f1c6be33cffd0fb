"""Tabled: the rows of a table that lies beside an answer, as CSV or .xlsx, each cell as text.

CSV is UTF-8 with a header in its first row. Of a workbook every sheet is taken whose first row
names the needed column; its sheets are read in a process of their own, by the reader of statements
(`izdes.adapters.statements.named_columns`). A cell that Excel holds as a date is the clock of
Kazakhstan, as it is in statements.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from izdes.adapters.statements.cells import NotATime, moment, stated
from izdes.adapters.statements.named_columns import NamedTable, Plain, Wanted
from izdes.adapters.statements.parties import person_number
from izdes.adapters.statements.standing import read_named_columns
from izdes.core.errors import Fault

MOST_BYTES = 16_000_000
MOST_ROWS = 100_000
_FIRST_DATA_ROW = 2
_CSV, _WORKBOOK = ".csv", ".xlsx"
# Excel drops the zeros with which these numbers may begin.
_PERSON_NUMBERS = frozenset({"holder_iin"})


@dataclass(frozen=True, slots=True)
class TabledRow:
    """One row of a table.

    Attributes:
        record: Its number in the file, from 1; of a workbook its sheets are counted on.
        sheet: Name of the sheet; empty of CSV.
        row: Its number as its user sees it.
        cells: Text by column; a column may be missing.
    """

    record: int
    sheet: str
    row: int
    cells: Mapping[str, str]


def is_tabled(file: str) -> bool:
    """Say whether a file is read as a table, by its name."""
    return file.casefold().endswith((_CSV, _WORKBOOK))


def rows_of(
    data: bytes, *, file: str, columns: Sequence[str], faults: list[Fault]
) -> Iterator[TabledRow]:
    """Yield the rows of a table.

    Args:
        file: Its name, by which CSV and workbook are told apart.
        columns: Those that are looked for; without the first of them it is no such table.
        faults: Takes what is wrong with the table and its rows.
    """
    if len(data) > MOST_BYTES:
        faults.append(Fault("not_a_table", file=file))
    elif file.casefold().endswith(_WORKBOOK):
        yield from _of_workbook(data, file, columns, faults)
    else:
        yield from _of_csv(data, file, columns, faults)


def _of_csv(
    data: bytes, file: str, columns: Sequence[str], faults: list[Fault]
) -> Iterator[TabledRow]:
    """Yield the rows of a CSV; columns of other names cost nothing, however many there are."""
    if b"\0" in data:
        faults.append(Fault("not_a_table", file=file))
        return
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = {name.strip(): place for place, name in enumerate(next(lines, ()))}
        if columns[0] not in header:
            faults.append(_missing(file, columns[0]))
            return
        places = {name: header[name] for name in columns if name in header}
        for number, cells in enumerate(lines, start=_FIRST_DATA_ROW):
            if number > MOST_ROWS + 1:
                faults.append(_too_long(file))
                return
            if cells:
                yield TabledRow(number, "", number, _given(cells, places))
    except (UnicodeDecodeError, csv.Error):
        faults.append(Fault("not_a_table", file=file))


def _given(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """Return the cells of a line by column; a line may be shorter than its header."""
    return {name: cells[at].strip() for name, at in places.items() if at < len(cells)}


def _of_workbook(
    data: bytes, file: str, columns: Sequence[str], faults: list[Fault]
) -> Iterator[TabledRow]:
    """Yield the rows of the sheets of a workbook, one sheet after another."""
    with TemporaryDirectory(prefix="izdes-table-") as folder:
        path = Path(folder) / f"table{_WORKBOOK}"
        path.write_bytes(data)
        found = read_named_columns(path, Wanted(tuple(columns), MOST_ROWS))
    faults += [replace(fault, file=file) for fault in found.faults]
    if not found.tables and not found.faults:
        faults.append(_missing(file, columns[0]))
    before = 0
    for table in found.tables:
        faults += [replace(fault, file=file) for fault in table.faults]
        yield from _of_sheet(table, before)
        before += table.length
        if before > MOST_ROWS + 1:
            faults.append(replace(_too_long(file), sheet=table.sheet))
            return


def _of_sheet(table: NamedTable, before: int) -> Iterator[TabledRow]:
    """Yield the rows of one sheet, as far as they are within the limit."""
    for row in table.rows:
        record = before + row.number
        if record > MOST_ROWS + 1:
            return
        given = {n: _text(n, c) for n, c in zip(table.columns, row.cells, strict=True)}
        yield TabledRow(record, table.sheet, row.number, given)


def _text(column: str, cell: Plain) -> str:
    """Return a cell as CSV would hold it."""
    if isinstance(cell, datetime):
        try:
            return moment(cell).at.isoformat()
        except NotATime:
            return str(cell)
    return person_number(cell) if column in _PERSON_NUMBERS else stated(cell)


def _missing(file: str, column: str) -> Fault:
    """Return that the needed column is not there."""
    return Fault("table_missing_column", file=file, row=1, column=column)


def _too_long(file: str) -> Fault:
    """Return that what follows is not read."""
    return Fault("table_too_long", file=file, details=(("most", str(MOST_ROWS)),))
