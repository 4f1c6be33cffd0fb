"""Workbooks: .xlsx and .xls into plain grids of cells, row one being the sheet's first row.

The cells come from python-calamine, typed dates as dates, formulas as their last result. A
hostile .xls can make its reader ask for more memory than there is and end the process, which is
why files are read in a process of their own (`izdes.adapters.statements.isolation`).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import python_calamine

from izdes.adapters.statements.cells import Cell
from izdes.adapters.statements.detect import Unusable

_PANIC = "PanicException"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its number from 1, its name, and its cells from the top left corner."""

    number: int
    name: str
    grid: list[list[Cell]]


def sheets_of(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises:
        Unusable: It is encrypted or damaged.
    """
    try:
        return list(_sheets(data))
    except python_calamine.PasswordError:
        raise Unusable("file_encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError):
        raise Unusable("file_damaged") from None
    except BaseException as error:
        # The library's own alarm is no ordinary exception and has no importable class.
        if type(error).__name__ == _PANIC:
            raise Unusable("file_damaged") from None
        raise


def _sheets(data: bytes) -> Iterator[Sheet]:
    """Yield each sheet with its cells."""
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for number, name in enumerate(book.sheet_names, start=1):
            sheet = book.get_sheet_by_index(number - 1)
            yield Sheet(number, name, list(map(list, sheet.to_python(skip_empty_area=False))))
