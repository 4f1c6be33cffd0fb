"""Body: the rows under one header, sorted by what they are.

A row that cannot be read is a fault with its place, and the rows after it are read all the same.
Rows without date, amount and accounts are remarks and signatures; rows that sum up others are no
movements and are compared with what they sum up; rows that number the columns say nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from izdes.adapters.statements.cells import (
    Cell,
    NotATime,
    UnclearDate,
    has_hidden_marks,
    is_empty,
    moment,
    text,
)
from izdes.adapters.statements.columns18.header import Grid, Header, is_numbering
from izdes.adapters.statements.columns18.movements import Habits, line_of, tenge_differs
from izdes.adapters.statements.fields import Cells, Unreadable
from izdes.adapters.statements.lines import Line, with_column_precision
from izdes.adapters.statements.moments import column_of_dates
from izdes.adapters.statements.wording import is_total, label_of

RowKind = Literal["movement", "sum", "numbers", "remark"]

_SUMS = frozenset({"opening", "closing", "turnover", "turnover_debit", "turnover_credit"})
_TELLING = ("amount", "credit", "debit", "tenge", "payer_account", "payee_account")
_ACCOUNTS = ("payer_account", "payee_account")
_FIRST_CELLS = 4
_DIGIT = re.compile(r"[0-9]")
# Of an error, and of a formula without a value.
_ERROR_STARTS = ("#", "=")


@dataclass(slots=True)
class Table:
    """The rows under one header, sorted by what they are.

    Attributes:
        after: Remarks below the last movement.
        hidden: Rows with marks that nobody sees.
        has_serials: Its dates are numbers that count days.
    """

    lines: list[Line] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    totals: list[Cells] = field(default_factory=list)
    remarks: list[Sequence[Cell]] = field(default_factory=list)
    after: list[Sequence[Cell]] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    has_serials: bool = False

    @property
    def is_bare(self) -> bool:
        """Say whether no row of it claims to be a movement."""
        return not (self.lines or self.unread or self.empty)

    def add(self, more: "Table") -> None:
        """Go on with another table of the same account."""
        self.lines += more.lines
        self.unread += more.unread
        self.empty += more.empty
        self.totals += more.totals
        self.remarks += more.remarks
        self.after = more.after
        self.differing += more.differing
        self.hidden += more.hidden
        self.has_serials = self.has_serials or more.has_serials

    def forget(self, count: int) -> None:
        """Leave the last remarks to the table below: they are its heading."""
        del self.remarks[len(self.remarks) - count :]


def read_table(
    grid: Grid,
    header: Header,
    habits: Habits,
    *,
    end: int | None = None,
    is_1904: bool = False,
) -> Table:
    """Read every row under the header.

    Args:
        grid: The whole sheet.
        header: Where its table begins.
        habits: How its cells are read; what its dates tell is found here.
        end: The row, from 0, at which it ends; else the sheet's last.
        is_1904: Numbers that are dates count from 1904.
    """
    table = Table()
    movements = []
    for number, row in enumerate(grid[header.data : end], start=header.data + 1):
        cells = Cells(row, header.columns)
        kind = _kind_of(cells)
        if kind == "movement":
            movements.append((number, cells))
            table.after = []
        elif kind != "numbers":
            table.totals += [cells] if kind == "sum" else []
            table.remarks.append(row)
            table.after.append(row)
    dates = column_of_dates((cells["moment"] for _, cells in movements), is_1904=is_1904)
    table.has_serials = dates.has_serials
    for number, cells in movements:
        _take(table, number, cells, replace(habits, dates=dates))
    table.lines = with_column_precision(table.lines)
    return table


def _kind_of(cells: Cells) -> RowKind:
    """Return what a row is; it is a movement where any of its telling cells states a number."""
    first = next((cell for cell in cells.row if not is_empty(cell)), "")
    words = text(first) if isinstance(first, str) else ""
    if words and not words[0].isdigit():
        if is_total(words):
            return "sum"
        if label_of(words) in _SUMS:
            return "remark"
    elif first in (1, "1") and is_numbering(cells.row):
        return "numbers"
    elif _is_sum_of_day(cells):
        return "sum"
    is_movement = any(_tells(cells[m]) for m in _TELLING) or _is_moment(cells["moment"])
    return "movement" if is_movement else "remark"


def _is_sum_of_day(cells: Cells) -> bool:
    """Say whether a row names no account and says beside a date that it sums up."""
    if any(map(cells.has, _ACCOUNTS)):
        return False
    beginning = (cell for cell in cells.row[:_FIRST_CELLS] if isinstance(cell, str))
    return any(is_total(text(cell)) for cell in beginning if not is_empty(cell))


def _tells(cell: Cell) -> bool:
    """Say whether a cell could be a number: an amount, an account, or the wreck of one."""
    if isinstance(cell, str):
        return _DIGIT.search(cell) is not None or cell[:1] in _ERROR_STARTS
    return not is_empty(cell)


def _is_moment(cell: Cell) -> bool:
    """Say whether a cell states an instant."""
    try:
        moment(cell)
    except NotATime as error:
        return isinstance(error, UnclearDate)
    return True


def _take(table: Table, number: int, cells: Cells, habits: Habits) -> None:
    """Read one movement into the table."""
    if has_hidden_marks("".join(cell for cell in cells.row if isinstance(cell, str))):
        table.hidden.append(number)
    try:
        line = line_of(number, cells, habits)
    except Unreadable as unreadable:
        table.unread.append((number, unreadable))
        return
    if not line.amount.minor:
        table.empty.append(number)
        return
    if tenge_differs(cells, line):
        table.differing.append(number)
    table.lines.append(line)
