"""Workbooks: .xlsx, .xls, .ods and what is named so into plain grids, row one being the first.

The cells come from python-calamine, typed dates as dates, formulas as their last result. What the
library leaves out is put back from the file itself: errors stand as text, a formula that was never
computed and what a merge over several rows covers are spoilt cells. A web page or an XML document
that a bank names .xls is a workbook too.

A hostile .xls can make its reader ask for more memory than there is and end the process, which is
why files are read in a process of their own (`izdes.adapters.statements.isolation`).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import python_calamine

from izdes.adapters.statements.cells import Cell, Spoilt
from izdes.adapters.statements.containers import html_table, spreadsheetml
from izdes.adapters.statements.containers.detect import MOST_ROWS, OLE2, ZIP, Unusable, is_xml
from izdes.adapters.statements.containers.marks import BookMarks, SheetMarks

_PANIC = "PanicException"
_LARGEST_AREA = 20_000_000
_Grid = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its number from 1, its name, and its cells from the top left corner."""

    number: int
    name: str
    grid: _Grid
    marks: SheetMarks = field(default_factory=SheetMarks)


def sheets_of(data: bytes, book: BookMarks | None = None) -> Iterator[Sheet]:
    """Yield the sheets of a workbook.

    Args:
        data: Its bytes.
        book: What its parts say, where they were looked at; then it shows in the cells.

    Raises:
        Unusable: It is encrypted or damaged, or longer than can be read at once.
    """
    if data.startswith((ZIP, OLE2)):
        yield from _binary(data, book or BookMarks())
    elif is_xml(data):
        for number, (name, is_hidden, grid) in enumerate(spreadsheetml.grids_of(data), start=1):
            yield Sheet(number, name, grid, SheetMarks(is_hidden=is_hidden))
    else:
        yield Sheet(1, "", html_table.grid_of(data))


def _binary(data: bytes, book: BookMarks) -> Iterator[Sheet]:
    """Yield the sheets that the library reads; whatever it meets is one of our errors."""
    try:
        yield from _sheets(data, book)
    except python_calamine.PasswordError:
        raise Unusable("file_encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError):
        raise Unusable("file_damaged") from None
    except BaseException as error:
        # The library's own alarm is no ordinary exception and has no importable class.
        if type(error).__name__ == _PANIC:
            raise Unusable("file_damaged") from None
        raise


def _sheets(data: bytes, book: BookMarks) -> Iterator[Sheet]:
    """Yield each sheet with its cells."""
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        metadata = workbook.sheets_metadata
        if book.sheets and len(book.sheets) != len(metadata):
            raise Unusable("file_damaged")
        for number, meta in enumerate(metadata, start=1):
            sheet = workbook.get_sheet_by_index(number - 1)
            rows = sheet.end[0] + 1 if sheet.end else 0
            if rows > MOST_ROWS:
                raise Unusable("sheet_too_long", rows=rows, most=MOST_ROWS)
            grid: _Grid = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
            del sheet
            marks = book.sheets[number - 1] if book.sheets else SheetMarks()
            _put_back(grid, marks)
            _cover(grid, merged)
            is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            yield Sheet(number, meta.name, grid, replace(marks, is_hidden=is_hidden))


def _put_back(grid: _Grid, marks: SheetMarks) -> None:
    """Put errors and missing results where the library leaves an empty cell."""
    for (row, column), shown in marks.errors.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = shown
    for row, column in marks.uncomputed:
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = Spoilt("formula_without_value", "=")


def _cover(grid: _Grid, merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Mark the cells that stand below the first row of a merge: what they say is not known."""
    area = 0
    for (top, left), (bottom, right) in merged:
        rows = grid[top + 1 : bottom + 1]
        area += len(rows) * (right - left + 1)
        if area > _LARGEST_AREA:
            raise Unusable("file_damaged")
        for row in rows:
            for column in range(left, min(right + 1, len(row))):
                if row[column] == "":
                    row[column] = Spoilt("cell_merged")
