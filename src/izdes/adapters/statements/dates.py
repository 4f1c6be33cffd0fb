"""Dates: the notations in which banks print a day and a clock, taken apart exactly or not at all.

Day first with dots or dashes (``19.05.2026``, ``19.05.26``), year first, the month as a word in
Kazakh, Russian or English, and day and month behind slashes in either order. Which of two numbers
before slashes is the day only a number above twelve tells: in its own date, or in another one of
the same column. Where nothing tells, nothing is guessed.

>>> read_date("19 мамыр 2026 ж. 14:02").clock, read_date("03/04/2026").is_clear
((14, 2, None), False)
>>> order_of(["03/04/2026", "19/04/2026"])
'day'
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

# Which of the two numbers before slashes comes first; empty where nothing tells.
Order = Literal["", "day", "month"]

Clock = tuple[int | None, int | None, int | None]

_CLOCK = r"(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?)?"
_YEAR_WORD = r"(?: ?(?:года|год|г|жылы|жыл|ж)\b\.?)?"
_DAY = '[«"]?([0-9]{1,2})[»"]?'
_MONTH = r"([^\W\d_]{3,12})\.?"
_NOTATIONS = {
    "dots": rf"([0-9]{{1,2}})\.([0-9]{{1,2}})\.([0-9]{{4}}|[0-9]{{2}}){_YEAR_WORD}{_CLOCK}",
    "dashes": rf"([0-9]{{2}})-([0-9]{{2}})-([0-9]{{4}}){_CLOCK}",
    "slashes": rf"([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}}){_CLOCK}",
    "year": rf"([0-9]{{4}})([./-])([0-9]{{2}})\2([0-9]{{2}}){_CLOCK}",
    "word": rf"{_DAY} {_MONTH} ([0-9]{{4}}){_YEAR_WORD}{_CLOCK}",
    "year_word": rf"([0-9]{{4}}) ?(?:жылғы|жыл|ж\.?) {_DAY} {_MONTH}{_CLOCK}",
}
_WHOLE = {name: re.compile(pattern) for name, pattern in _NOTATIONS.items()}
_INSIDE = [re.compile(rf"(?<![0-9]){p}(?![0-9])") for p in _NOTATIONS.values()]
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}(?![0-9])")
_CENTURY = 2000
_SHORT = 2
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Written:
    """A date taken apart; it may still be no day of the calendar.

    Attributes:
        clock: Hour, minute and second, each None where it is not printed.
        is_clear: Day and month are told apart; else they stand as printed.
    """

    year: int
    month: int
    day: int
    clock: Clock
    is_clear: bool = True


def read_date(given: str, order: Order = "") -> Written | None:
    """Return the date that a text consists of, or None when it is none.

    Args:
        given: In one line.
        order: What other dates of the column tell about slashes.
    """
    for name, pattern in _WHOLE.items():
        if found := pattern.fullmatch(given):
            *parts, hour, minute, second = found.groups()
            clock = _number(hour), _number(minute), _number(second)
            return _slashed(parts, order, clock) if name == "slashes" else _put(name, parts, clock)
    return None


def _put(name: str, parts: list[str], clock: Clock) -> Written | None:
    """Return the parts of a notation that says which of them is what."""
    match name:
        case "year":
            year, _, month, day = parts
        case "year_word":
            year, day, month = parts
        case _:
            day, month, year = parts
    number = int(month) if month.isdigit() else _month_named(month)
    century = _CENTURY if len(year) == _SHORT else 0
    return Written(int(year) + century, number, int(day), clock) if number else None


def _slashed(parts: list[str], order: Order, clock: Clock) -> Written:
    """Return a date behind slashes, by its own numbers or else by its column."""
    first, second, year = map(int, parts)
    own = order_of(["/".join(parts)]) or order
    day, month = (second, first) if own == "month" else (first, second)
    return Written(year, month, day, clock, is_clear=bool(own) or first == second)


def dates_within(text: str) -> list[str]:
    """Return every text inside a text that is written as a date, left to right."""
    found = sorted(
        ((match.start(), -match.end()), match[0])
        for pattern in _INSIDE
        for match in pattern.finditer(text)
    )
    kept: list[str] = []
    end = -1
    for (start, minus_end), date in found:
        if start >= end:
            kept.append(date)
            end = -minus_end
    return kept


def order_of(dates: Iterable[str]) -> Order:
    """Return which number before slashes is the day, where numbers above twelve agree on it."""
    firsts, seconds = False, False
    for date in dates:
        if found := _SLASHED.match(date):
            firsts = firsts or int(found[1]) > _MONTHS
            seconds = seconds or int(found[2]) > _MONTHS
    if firsts == seconds:
        return ""
    return "day" if firsts else "month"


def _number(part: str | None) -> int | None:
    """Return a part of the clock as a number."""
    return None if part is None else int(part)


def _month_named(printed: str) -> int:
    """Return the number of a month's name, zero when it is no month."""
    name = printed.casefold()
    fitting = [
        (len(stem), number)
        for number, stems in enumerate(_months(), start=1)
        for stem in stems
        if name.startswith(stem)
    ]
    return max(fitting)[1] if fitting else 0


@cache
def _months() -> list[list[str]]:
    """Return the packaged beginnings of the months' names."""
    data: list[list[str]] = yaml.safe_load(
        files(__package__).joinpath("months.yaml").read_text("utf-8")
    )
    return data
