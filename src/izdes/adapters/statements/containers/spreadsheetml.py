"""SpreadsheetML: the workbook as one XML document, as Excel 2003 wrote it and exports still do.

Source: XML Spreadsheet Reference of Office 2003 (``urn:schemas-microsoft-com:office:spreadsheet``).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from izdes.adapters.statements.cells import Cell, Spoilt
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.containers.xml import Element, child, children, parse

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,12}")
_MOST_CELLS = 20_000_000
_WIDEST = 16_384


def grids_of(data: bytes) -> Iterator[tuple[str, bool, list[list[Cell]]]]:
    """Yield each sheet: its name, whether it is hidden, its cells.

    Raises:
        Unusable: The document is damaged, or larger than any statement.
    """
    for sheet in children(parse(data), "Worksheet"):
        hidden = child(sheet, "WorksheetOptions/Visible")
        is_hidden = hidden is not None and "hidden" in (hidden.text or "").casefold()
        yield _given(sheet, "Name"), is_hidden, _grid(child(sheet, "Table"))


def _grid(table: Element | None) -> list[list[Cell]]:
    """Return the rows of a sheet, those that are skipped as empty ones."""
    grid: list[list[Cell]] = []
    covered: dict[int, int] = {}
    size = 0
    for row in children(table, "Row"):
        skipped = _number(row, "Index", len(grid) + 1) - 1 - len(grid)
        size += max(skipped, 0)
        if size <= _MOST_CELLS:
            grid += [[] for _ in range(skipped)]
            grid.append(_row(row, covered))
            size += len(grid[-1])
        if size > _MOST_CELLS:
            raise Unusable("workbook_too_long", megabytes=size // 2**15)
    return grid


def _row(row: Element, covered: dict[int, int]) -> list[Cell]:
    """Return one row; ``covered`` holds over how many rows more a cell above a column reaches."""
    cells: list[Cell] = []
    reaching = dict(covered)
    for cell in children(row, "Cell"):
        _fill(cells, covered, until=_number(cell, "Index", 1) - 1)
        while len(cells) in covered:
            cells.append(Spoilt("cell_merged"))
        wide = _number(cell, "MergeAcross", 0) + 1
        if len(cells) + wide > _WIDEST:
            raise Unusable("file_damaged")
        high = _number(cell, "MergeDown", 0) + 1
        reaching |= dict.fromkeys(range(len(cells), len(cells) + wide), high)
        cells += [_value(cell), *[""] * (wide - 1)]
    _fill(cells, covered, until=max(covered, default=-1) + 1)
    covered.clear()
    covered |= {column: rows - 1 for column, rows in reaching.items() if rows > 1}
    return cells


def _fill(cells: list[Cell], covered: Mapping[int, int], *, until: int) -> None:
    """Put empty cells, or what is left of cells that a merge covers, up to a column."""
    while len(cells) < min(until, _WIDEST):
        cells.append(Spoilt("cell_merged") if len(cells) in covered else "")


def _value(cell: Element) -> Cell:
    """Return what a cell holds by its type; what does not fit its type stays text."""
    data = child(cell, "Data")
    if data is None:
        return Spoilt("formula_without_value", "=") if _given(cell, "Formula") else ""
    printed = "".join(str(part) for part in data.itertext())
    match _given(data, "Type"):
        case "Number" if _NUMBER.fullmatch(printed):
            return float(printed)
        case "DateTime" if _LOCAL.fullmatch(printed):
            with suppress(ValueError):
                return datetime.fromisoformat(printed)
        case "Boolean":
            return printed.strip() == "1"
    return printed


def _given(element: Element, name: str) -> str:
    """Return an attribute by its local name."""
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")


def _number(element: Element, name: str, default: int) -> int:
    """Return an attribute that is a small whole number."""
    printed = _given(element, name)
    fits = printed.isascii() and printed.isdigit() and len(printed) <= len("1048576")
    return int(printed) if fits else default
