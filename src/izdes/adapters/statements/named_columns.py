"""Named columns: tables of an .xlsx that are no statements, as a bank's list of log-ins is one.

A sheet is such a table where the first row in which anything stands names the first column that
is wanted; other sheets are covers and remarks. Of its rows the wanted columns alone are taken. A
cell that its workbook lost (an error never computed, a part of a merge) is a fault, and empty.

It is read where statements are: in a process of its own (`izdes.adapters.statements.isolation`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from izdes.adapters.statements.cells import Cell, Spoilt, is_empty, text
from izdes.adapters.statements.containers.detect import Unusable, container_of
from izdes.adapters.statements.containers.marks import marks_of
from izdes.adapters.statements.containers.workbook import Sheet, sheets_of
from izdes.core.errors import Fault

# What is typed as a date stays one; its clock is that on a wall.
Plain: TypeAlias = str | int | float | datetime
# A cell that is longer states nothing that is looked for, and is not handed on.
_LONGEST, _TOO_LONG = 1_000, "…"


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row: its number as a spreadsheet program shows it, and a cell for each column."""

    number: int
    cells: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class NamedTable:
    """The wanted columns of one sheet.

    Attributes:
        sheet: Its name.
        columns: Those of the wanted that are there.
        length: How many rows the sheet has with its header and what stands above, whether they
            are here or not.
    """

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[NamedRow, ...]
    length: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns are wanted, the needed one first, and how many rows of a sheet at most."""

    columns: tuple[str, ...]
    most_rows: int


@dataclass(frozen=True, slots=True)
class NamedTables:
    """The tables of a workbook, or why it cannot be used."""

    tables: tuple[NamedTable, ...]
    faults: tuple[Fault, ...] = ()


def named_tables(data: bytes, wanted: Wanted, *, file: str) -> NamedTables:
    """Return the wanted columns of every sheet that is such a table.

    Args:
        file: Its name, for faults.
    """
    try:
        if container_of(data) != "xlsx":
            return NamedTables((), (Fault("form_unknown", file),))
        found = [_table(sheet, wanted, file) for sheet in sheets_of(data, marks_of(data))]
    except Unusable as unusable:
        details = tuple(sorted(unusable.details.items()))
        return NamedTables((), (Fault(unusable.fault, file, details=details),))
    return NamedTables(tuple(one for one in found if one is not None))


def _table(sheet: Sheet, wanted: Wanted, file: str) -> NamedTable | None:
    """Return the wanted columns of a sheet; None where it is no such table."""
    first = next((n for n, row in enumerate(sheet.grid) if not all(map(is_empty, row))), None)
    if first is None:
        return None
    places = _places(sheet.grid[first], wanted.columns)
    if wanted.columns[0] not in places:
        return None
    rows = sheet.grid[first + 1 : first + 1 + wanted.most_rows]
    numbered = [(n, row) for n, row in enumerate(rows, start=first + 2) if not _is_blank(row)]
    hidden = Fault("sheet_hidden", file, sheet.name, severity="noted")
    return NamedTable(
        sheet.name,
        tuple(places),
        tuple(NamedRow(n, tuple(_plain(row, at) for at in places.values())) for n, row in numbered),
        len(sheet.grid),
        (
            *((hidden,) if sheet.marks.is_hidden else ()),
            *(fault for n, row in numbered for fault in _lost(row, places, n, sheet.name, file)),
        ),
    )


def _places(header: Sequence[Cell], wanted: Sequence[str]) -> dict[str, int]:
    """Return where the wanted columns stand; of two of one name the last."""
    found = {text(cell): place for place, cell in enumerate(header)}
    return {name: found[name] for name in wanted if name in found}


def _is_blank(row: Sequence[Cell]) -> bool:
    """Say whether nothing stands in a row, as below many tables; what is lost is something."""
    return all(is_empty(cell) and not isinstance(cell, Spoilt) for cell in row)


def _plain(row: Sequence[Cell], place: int) -> Plain:
    """Return a cell as it is handed on; empty where its workbook lost it."""
    cell = row[place] if place < len(row) else ""
    if isinstance(cell, Spoilt):
        return ""
    if isinstance(cell, datetime | int | float) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    told = text(cell)
    return told if len(told) <= _LONGEST else _TOO_LONG


def _lost(
    row: Sequence[Cell], places: dict[str, int], number: int, sheet: str, file: str
) -> Iterator[Fault]:
    """Yield every wanted cell of a row that its workbook lost."""
    for name, place in places.items():
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, Spoilt):
            yield Fault(cell.fault, file, sheet, number, name)
