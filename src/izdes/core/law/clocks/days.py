"""Working days: Saturdays, Sundays, holidays, and the days that the government moves.

The library `holidays` knows the holidays of Kazakhstan, the days off that holidays on a weekend
bring, and what was moved up to its release. The table of the law pack (``data/days.csv``) wins
over it, and what an installation or a case gives wins over the table. A working day is one of the
five-day week.

The calendar proves nothing about a day that the government moved after the release and nobody
entered. Days outside 2014 to 2060 are refused, not guessed.

Source: Law on Holidays, 13.12.2001 № 267-II; Labour Code, 23.11.2015 № 414-V; `holidays`.

>>> calendar = packaged_calendar()
>>> calendar.why_off(date(2026, 5, 11)), calendar.next_working(date(2026, 5, 9)).isoformat()
('holiday', '2026-05-12')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import ClassVar, Literal

import holidays

from izdes.core.errors import IzdesError
from izdes.core.law.release import LawPack, once_a_pack
from izdes.core.law.tables.days import (
    COLUMNS,
    FIRST_YEAR,
    LAST_YEAR,
    DayRow,
    read_days,
    row_of,
)

__all__ = [
    "COLUMNS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "DayOutOfCalendar",
    "DayRow",
    "WhyOff",
    "WorkCalendar",
    "basis",
    "calendar_of",
    "packaged_calendar",
    "read_days",
]

WhyOff = Literal["weekend", "holiday", "estimated", "moved"]

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class DayOutOfCalendar(IzdesError):
    """A term runs into years whose holidays nobody can know."""

    code: ClassVar[str] = "day_out_of_calendar"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are working days; rows win over the library."""

    rows: Mapping[date, DayRow] = field(default_factory=dict)

    def why_off(self, day: date) -> WhyOff | None:
        """Say why a day is not a working one; None: it is."""
        if (row := self.rows.get(day)) is not None:
            return None if row.is_working else "moved"
        return _why_off(day)

    def is_working(self, day: date) -> bool:
        """Say whether a day is a working day."""
        return self.why_off(day) is None

    def next_working(self, day: date) -> date:
        """Return the day itself or the first working day after it."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """Return the day itself or the last working day before it."""
        while not self.is_working(day):
            day -= _ONE_DAY
        return day

    def with_rows(self, rows: Iterable[DayRow]) -> "WorkCalendar":
        """Return a calendar in which the given rows win over those already here."""
        return WorkCalendar({**self.rows, **{row.day: row for row in rows}})


@once_a_pack
def calendar_of(law: LawPack) -> WorkCalendar:
    """Return the working days of a law."""
    return WorkCalendar().with_rows(row_of(row) for row in law.tables["clocks/days.csv"])


def packaged_calendar() -> WorkCalendar:
    """Return the working days of the packaged law."""
    return calendar_of()


def basis() -> str:
    """Name the library and its release: another release may know other days."""
    return f"holidays {version('holidays')}"


def _why_off(day: date) -> WhyOff | None:
    """Say why a day is not a working one, as far as the library knows."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DayOutOfCalendar(year=day.year)
    known = _holidays()
    if name := known.get(day):
        return "estimated" if "(estimated)" in name else "holiday"
    if day.weekday() >= _SATURDAY and day not in known.weekend_workdays:
        return "weekend"
    return None


@cache
def _holidays() -> holidays.HolidayBase:
    """Return the holidays of every year at once: a moved day may lie in the year before its own."""
    years = range(FIRST_YEAR, LAST_YEAR + 2)
    return holidays.country_holidays("KZ", years=years, language="en_US")
