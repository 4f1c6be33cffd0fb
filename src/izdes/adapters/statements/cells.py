"""Cells: what one spreadsheet cell or XML text states, exactly or not at all.

The one audited way from a cell to minor units and to an instant. An amount that is not exact to
the minor unit is refused, never rounded. A number is a date only where its cell is typed as one,
or where its whole column says so (`izdes.adapters.statements.moments`). Local times are those of
Kazakhstan, and no time is moved: a printed instant stays that instant.

Marks that nobody sees (zero width, direction of writing) and control characters are no part of
what is stated: they are left out, and whoever reads a table says that they were there.

>>> minor("1 250 000,00", "KZT"), minor(12.5, "KZT")
(125000000, 1250)
>>> moment("19.05.2026 14:02").precision
'minute'
>>> text("KZ09\u200b1010")
'KZ091010'
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self

from izdes.adapters.statements.dates import Order, dates_within, order_of, read_date
from izdes.adapters.words.figures import LOCAL, minor_digits
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import NotAnAmount, minor_of_number, minor_of_text
from izdes.core.money.transfer import Precision

Cell = int | float | str | bool | datetime | date | time | timedelta

# Beyond fifteen digits a spreadsheet has already replaced the last ones by zeros.
_LONGEST_NUMBER = 10**15
_HIDDEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_INVISIBLE = re.compile(f"[{_HIDDEN}{_CONTROL}]")
_MARKS = re.compile(f"[{_HIDDEN}]")
_DASHES = frozenset({"-", "--", "–", "—"})
_YEARS = range(1990, 2101)
_SERIALS = range(2000, 2101)
_MONEY_SIGN = re.compile(r"\s*(?:₸|тг\.?|тенге|теңге)$", re.IGNORECASE)
_CODE = re.compile(r"\s*([A-Z]{3})$")
_OFFSET = re.compile(r".+T.+(?:Z|[+-][0-9]{2}:[0-9]{2})")
# The day before the first, counted on through a 29 February 1900 that never was.
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  # a clock on a wall
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001


class NotATime(IzdesError):
    """The cell states no date in a notation that we know."""

    code = "time_unreadable"


class UnclearDate(NotATime):
    """Which of two numbers is the day, and which the month, is not said."""

    code = "date_unclear"


class Spoilt(str):
    """A cell whose value its workbook lost: an error, a result never computed, a part of a merge.

    Attributes:
        fault: Why the row cannot be read by it, as a code.
    """

    __slots__ = ("fault",)
    fault: str

    def __new__(cls, fault: str, shown: str = "") -> Self:
        """Make a cell of what it shows and of what is wrong with it."""
        made = super().__new__(cls, shown)
        made.fault = fault
        return made


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as printed.

    Attributes:
        at: Aware, in UTC; local midnight where only a day is printed.
        is_typed: From a cell typed as a date: whether midnight is a time or a mere day is then
            seen only from the whole column.
        has_offset: Printed with its offset from UTC, so that no clock has to be assumed.
    """

    at: datetime
    precision: Precision
    is_typed: bool = False
    has_offset: bool = False


def text(cell: Cell | None) -> str:
    """Return a cell as text in one line, a whole number without its ``.0``."""
    if isinstance(cell, str):
        if not cell.isprintable():
            return _in_line(_INVISIBLE.sub("", cell))
        # What is printable has no marks to drop and no blank other than the plain one.
        stripped = cell.strip()
        return stripped if "  " not in stripped else _in_line(stripped)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONGEST_NUMBER:
        return str(int(cell))
    return str(cell)


def _in_line(several: str) -> str:
    """Put a text in one line, every blank a plain one."""
    return " ".join(several.split())


def has_hidden_marks(row: str) -> bool:
    """Say whether a text holds marks that nobody sees."""
    return not row.isprintable() and _INVISIBLE.search(row) is not None


def is_rounded_number(cell: Cell | None) -> bool:
    """Say whether the cell is a number too long for a spreadsheet to keep all its digits."""
    return isinstance(cell, int | float) and not abs(cell) < _LONGEST_NUMBER


def stated(cell: Cell | None) -> str:
    """Return a cell as text, empty where it states nothing (a dash, a blank)."""
    if cell == "" or cell is None:
        return ""
    words = text(cell)
    return "" if words in _DASHES else words


def is_empty(cell: Cell | None) -> bool:
    """Say whether the cell states nothing."""
    if isinstance(cell, str):
        return not cell or not cell.strip(" \t\r\n\u00a0-–—")
    return cell is None


def minor(cell: Cell | None, currency: str) -> int:
    """Return the minor units that an amount cell states; negative as printed.

    Raises:
        NotAnAmount, UnclearAmount, InexactAmount: See `izdes.core.money.amounts`.
    """
    digits = minor_digits(currency)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return minor_of_number(cell, digits=digits)
    if isinstance(cell, str):
        # A control character among digits is damage: it is left in and refused.
        return minor_of_text(_without_unit(_MARKS.sub("", cell), currency), digits=digits)
    raise NotAnAmount


def _without_unit(printed: str, currency: str) -> str:
    """Drop the currency printed after the number, when it is the right one."""
    bare = printed.strip()
    if currency == "KZT":
        bare = _MONEY_SIGN.sub("", bare)
    code = _CODE.search(bare)
    return bare[: code.start()] if code and code[1] == currency else bare


def moment(cell: Cell | None, order: Order = "") -> Moment:
    """Return the instant that a date cell states.

    Args:
        order: Which of two numbers before slashes is the day, where the column tells.

    Raises:
        NotATime: A bare number, an impossible date, a notation that we do not know.
        UnclearDate: Day and month cannot be told apart.
    """
    if isinstance(cell, datetime):
        return _typed(cell)
    if isinstance(cell, date):
        return _typed(datetime.combine(cell, time()))
    if isinstance(cell, str):
        return _printed(text(cell), order)
    raise NotATime


def moment_of_serial(number: float, *, is_1904: bool = False) -> Moment:
    """Return the instant that a number states where it counts days as spreadsheets do.

    Raises:
        NotATime: It lies outside this century.

    >>> moment_of_serial(46161.5).at.isoformat()
    '2026-05-19T07:00:00+00:00'
    """
    try:
        local = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(days=number)
    except (OverflowError, ValueError):
        raise NotATime from None
    if local.year not in _SERIALS:
        raise NotATime
    return _typed(local)


def moments_within(printed: str) -> list[Moment]:
    """Return every date inside a text, left to right."""
    dates = dates_within(text(printed))
    order = order_of(dates)
    return [_printed(found, order) for found in dates]


def _typed(local: datetime) -> Moment:
    """Return the instant of a typed cell.

    A serial number is binary: a second may come out up to a millisecond early.
    """
    _require_likely_year(local)
    whole = (local + timedelta(milliseconds=1)).replace(microsecond=0)
    return Moment(_in_utc(whole), _precision_of(whole), is_typed=True)


def _precision_of(local: datetime) -> Precision:
    """Return the coarsest precision that the instant itself allows."""
    if local.second:
        return "second"
    return "minute" if local.hour or local.minute else "day"


@lru_cache(maxsize=4096)
def _printed(given: str, order: Order = "") -> Moment:
    """Return the instant of a printed date."""
    if _OFFSET.fullmatch(given):
        return Moment(_with_offset(given), "second", has_offset=True)
    found = read_date(given, order)
    if found is None:
        raise NotATime
    if not found.is_clear:
        raise UnclearDate
    hour, minute, second = found.clock
    clock = (hour or 0, minute or 0, second or 0)
    try:
        local = datetime(found.year, found.month, found.day, *clock, tzinfo=LOCAL)
    except ValueError:
        raise NotATime from None
    precision: Precision = "day" if hour is None else "minute" if second is None else "second"
    return Moment(_in_utc(local), precision)


def _with_offset(given: str) -> datetime:
    """Return an instant printed with its offset from UTC, to the second."""
    try:
        whole = datetime.fromisoformat(given).replace(microsecond=0)
        _require_likely_year(whole)
        return whole.astimezone(UTC)
    except ValueError:
        raise NotATime from None


def _in_utc(local: datetime) -> datetime:
    """Return a local time of Kazakhstan in UTC."""
    _require_likely_year(local)
    return local.replace(tzinfo=LOCAL).astimezone(UTC)


def _require_likely_year(when: datetime) -> None:
    """Refuse years in which no statement was printed: the cell is something else."""
    if when.year not in _YEARS:
        raise NotATime
