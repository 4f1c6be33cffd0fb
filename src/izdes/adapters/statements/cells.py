"""Cells: what one spreadsheet cell or XML text states, exactly or not at all.

The one audited way from a cell to minor units and to an instant. An amount that is not exact to
the minor unit is refused, never rounded. A number is a date only where its cell is typed as one.
Local times are those of Kazakhstan, and no time is moved: a printed instant stays that instant.

>>> minor("1 250 000,00", "KZT"), minor(12.5, "KZT")
(125000000, 1250)
>>> moment("19.05.2026 14:02").precision
'minute'
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from izdes.adapters.words.figures import LOCAL, minor_digits
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import InexactAmount, minor_of_number, minor_of_text
from izdes.core.money.transfer import Precision

Cell = int | float | str | bool | datetime | date | time | timedelta

# Beyond fifteen digits a spreadsheet has already replaced the last ones by zeros.
_LONGEST_NUMBER = 10**15
_INVISIBLE = re.compile("[\u200b\ufeff]")
_DASHES = frozenset({"-", "--", "–", "—"})
_YEARS = range(1990, 2101)
_MONEY_SIGN = re.compile(r"\s*(?:₸|тг\.?|тенге|теңге)$", re.IGNORECASE)
_CODE = re.compile(r"\s*([A-Z]{3})$")
_CLOCK = r"(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?)?"
_DAY_FIRST = re.compile(rf"([0-9]{{2}})\.([0-9]{{2}})\.([0-9]{{4}})(?: ?г\.?)?{_CLOCK}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([.-])([0-9]{{2}})\2([0-9]{{2}}){_CLOCK}")
_OFFSET = re.compile(r".+T.+(?:Z|[+-][0-9]{2}:[0-9]{2})")


class NotATime(IzdesError):
    """The cell states no date in a notation that we know."""

    code = "time_unreadable"


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
        visible = cell if cell.isascii() else _INVISIBLE.sub("", cell)
        return " ".join(visible.split())
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONGEST_NUMBER:
        return str(int(cell))
    return str(cell)


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
        return minor_of_text(_without_unit(cell, currency), digits=digits)
    raise InexactAmount


def _without_unit(printed: str, currency: str) -> str:
    """Drop the currency printed after the number, when it is the right one."""
    bare = printed.strip()
    if currency == "KZT":
        bare = _MONEY_SIGN.sub("", bare)
    code = _CODE.search(bare)
    return bare[: code.start()] if code and code[1] == currency else bare


def moment(cell: Cell | None) -> Moment:
    """Return the instant that a date cell states.

    Raises:
        NotATime: A bare number, an impossible date, a notation that we do not know.
    """
    if isinstance(cell, datetime):
        return _typed(cell)
    if isinstance(cell, date):
        return _typed(datetime.combine(cell, time()))
    if isinstance(cell, str):
        return _printed(text(cell))
    raise NotATime


def moments_within(printed: str) -> list[Moment]:
    """Return every date inside a text, left to right."""
    found = sorted(
        (match.start(), match[0])
        for pattern in (_DAY_FIRST, _YEAR_FIRST)
        for match in pattern.finditer(text(printed))
    )
    return [_printed(match) for _, match in found]


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
def _printed(given: str) -> Moment:
    """Return the instant of a printed date."""
    if _OFFSET.fullmatch(given):
        return Moment(_with_offset(given), "second", has_offset=True)
    if found := _DAY_FIRST.fullmatch(given):
        day, month, year, *clock = found.groups()
    elif found := _YEAR_FIRST.fullmatch(given):
        year, _, month, day, *clock = found.groups()
    else:
        raise NotATime
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        local = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=LOCAL)
    except ValueError:
        raise NotATime from None
    precision: Precision = "second" if clock[2] else "minute" if clock[0] else "day"
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
