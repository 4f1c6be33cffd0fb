"""Moments: what a whole column of dates tells of the cells in it.

A cell typed as a number is a date only where no date of the column is printed as a text and every
number counts days of this century: then the column has lost its format and nothing else. A mixture
of texts and numbers is what a spreadsheet makes of foreign dates, where day and month of the
numbers may have changed places; there the numbers stay refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from izdes.adapters.statements.cells import (
    Cell,
    Moment,
    NotATime,
    UnclearDate,
    moment,
    moment_of_serial,
    text,
)
from izdes.adapters.statements.dates import Order, order_of

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How the cells of a column of dates are read.

    Attributes:
        order: Which of two numbers before slashes is the day.
        has_serials: Its numbers count days.
        is_1904: They count from 1904, as the workbook says.
    """

    order: Order = ""
    has_serials: bool = False
    is_1904: bool = False

    def moment(self, cell: Cell) -> Moment:
        """Return the instant that a cell states.

        Raises:
            NotATime: See `izdes.adapters.statements.cells.moment`.
        """
        if _is_number(cell) and self.has_serials:
            return moment_of_serial(float(cell), is_1904=self.is_1904)
        if self.order and isinstance(cell, date) and cell.day <= _MONTHS:
            # Beside dates with slashes a typed one was a text that a spreadsheet took for its own.
            raise UnclearDate
        return moment(cell, self.order)


def column_of_dates(cells: Iterable[Cell], *, is_1904: bool = False) -> DateColumn:
    """Look through a column before any of its cells is read."""
    filled = [cell for cell in cells if cell != ""]
    order = order_of(text(cell) for cell in filled if isinstance(cell, str) and "/" in cell)
    numbers = [float(cell) for cell in filled if _is_number(cell)]
    has_serials = (
        bool(numbers)
        and all(_is_serial(number, is_1904=is_1904) for number in numbers)
        and not any(isinstance(cell, str) for cell in filled)
    )
    return DateColumn(order, has_serials, is_1904)


def _is_number(cell: Cell) -> TypeGuard[int | float]:
    """Say whether a cell is a number and not a truth value."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_serial(number: float, *, is_1904: bool) -> bool:
    """Say whether a number counts the days of an instant in this century."""
    try:
        moment_of_serial(number, is_1904=is_1904)
    except NotATime:
        return False
    return True
