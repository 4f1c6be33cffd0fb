"""Workbooks in memory: a grid of cells written as .xlsx or .xls, with every date fixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
import xlwt

from izdes.twin.dialects.rows import Cell

_WRITTEN = datetime(2026, 6, 1, 9, tzinfo=UTC)
_MOMENT = "dd.mm.yyyy hh:mm:ss"

GridCell = Cell | datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, from 0, both ends included; its text stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def xlsx(sheet: str, grid: Sequence[Sequence[GridCell]], merges: Sequence[Merge] = ()) -> bytes:
    """Return a workbook of one sheet in the form of Excel since 2007."""
    return xlsx_book({sheet: grid}, merges)


def xlsx_book(
    sheets: Mapping[str, Sequence[Sequence[GridCell]]], merges: Sequence[Merge] = ()
) -> bytes:
    """Return a workbook of several sheets; what is merged is merged in each."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": _WRITTEN, "author": ""})
    moment = book.add_format({"num_format": _MOMENT})
    for name, grid in sheets.items():
        page = book.add_worksheet(name)
        for merge in merges:
            page.merge_range(merge.top, merge.left, merge.bottom, merge.right, merge.text)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(row, column, cell, moment)
                elif isinstance(cell, int | Decimal):
                    page.write_number(row, column, cell)
                elif cell:
                    page.write_string(row, column, cell)
    book.close()
    return out.getvalue()


def xls(sheet: str, grid: Sequence[Sequence[GridCell]]) -> bytes:
    """Return a workbook of one sheet in the form of Excel until 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    moment = xlwt.easyxf(num_format_str=_MOMENT)
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                page.write(row, column, cell, moment)
            elif cell is not None and cell != "":
                page.write(row, column, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
