"""Origin: one row of a file as it stands there, before anything was made of it.

The way back from a figure to its source: the cells of a spreadsheet row, the lines of a text or of
a printed page, the element of an XML message. Nothing is interpreted: a number stays the number
that the cell holds, a text keeps its blanks. Runs where files are read, under the same limits
(`izdes.adapters.statements.isolation`).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from izdes.adapters.statements.cells import Cell
from izdes.adapters.statements.containers import biff, marks
from izdes.adapters.statements.containers.decoding import decoded
from izdes.adapters.statements.containers.detect import container_of
from izdes.adapters.statements.containers.marks import BookMarks
from izdes.adapters.statements.containers.workbook import Sheet, sheets_of
from izdes.adapters.statements.containers.xml import parse
from izdes.adapters.statements.origin.pdf import of_page
from izdes.adapters.statements.origin.text import of_text
from izdes.adapters.statements.origin.value import Origin, Place, RawCell, column_letters
from izdes.adapters.statements.origin.xml import of_message

_MARKS = {"xlsx": marks.marks_of, "xls": biff.marks_of}
# A spreadsheet keeps fifteen digits; what is longer is shown as the program holds it.
_EXACT = 10**15


def origin_of(data: bytes, place: Place) -> Origin:
    """Return a row as it stands in a file.

    Raises:
        Unusable: The file cannot be opened at all.
    """
    match container := container_of(data):
        case "xml":
            return of_message(parse(data), place)
        case "text":
            return of_text(decoded(data), place)
        case "pdf":
            return of_page(data, place)
        case _:
            book = _MARKS[container](data) if container in _MARKS else BookMarks()
            return _of_sheets(sheets_of(data, book), place)


def _of_sheets(sheets: Iterable[Sheet], place: Place) -> Origin:
    """Return a row of a sheet; cells beyond its last filled one are left away."""
    for sheet in sheets:
        if sheet.number == place.sheet and 0 < place.row <= len(sheet.grid):
            cells = [raw_cell(n, cell) for n, cell in enumerate(sheet.grid[place.row - 1], 1)]
            while cells and cells[-1].kind == "empty":
                cells.pop()
            return Origin("sheet", sheet.name, tuple(cells))
    return Origin()


def raw_cell(number: int, cell: Cell) -> RawCell:
    """Return a cell with its type and with what it holds, to the last digit."""
    column = column_letters(number)
    match cell:
        case bool():
            return RawCell(column, "yes_no", str(cell).lower())
        case str():
            return RawCell(column, "text" if cell else "empty", str(cell))
        case datetime() | date() | time() | timedelta():
            return RawCell(column, "date", str(cell))
        case _:
            is_whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT
            return RawCell(column, "number", str(int(cell)) if is_whole else repr(cell))
