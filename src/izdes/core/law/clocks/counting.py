"""Counting: from a day or an instant, so many units on, without what is excluded.

The day on which a term begins is not counted. A term of months ends on the same date of its last
month, or on the last day of a shorter month; it is then as many days long as lie between, and
days that do not count put its end off one by one.

>>> months_after(date(2025, 12, 31), 2), months_after(date(2026, 5, 20), 1)
(datetime.date(2026, 2, 28), datetime.date(2026, 6, 20))
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from izdes.core.law.clocks.days import WorkCalendar
from izdes.core.law.clocks.spans import Stillness

_MONTHS_IN_YEAR = 12
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where counted days lead.

    Attributes:
        last: The last of them; None where the clock stands still before it.
        used: Days counted.
        left: Days still to be counted.
        excluded: Days passed over because time stood still.
        off: Days passed over because they are not working days.
    """

    last: date | None
    used: int
    left: int
    excluded: int
    off: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Where a duration leads: to an end, or to a standstill with time used and left."""

    end: datetime | None
    used: timedelta
    left: timedelta


def months_after(day: date, months: int) -> date:
    """Return the same date some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def walk(
    start: date, count: int, *, still: Stillness, counts: Callable[[date], bool] | None = None
) -> Walk:
    """Count days after a day, passing over those that are excluded or do not count.

    Args:
        start: Not counted itself.
        counts: Which days count; None: all of them.
    """
    day, used, excluded = start, 0, 0
    off: list[date] = []
    while used < count:
        day += _ONE_DAY
        if still.never_counts_from(day):
            return Walk(None, used, count - used, excluded, tuple(off))
        if still.covers_end_of(day):
            excluded += 1
        elif counts is not None and not counts(day):
            off.append(day)
        else:
            used += 1
    return Walk(day, used, 0, excluded, tuple(off))


def rolled(day: date, *, calendar: WorkCalendar, still: Stillness) -> date | None:
    """Return the day, or the first working day after it that counts; None: time stands still."""
    while not calendar.is_working(day) or still.covers_end_of(day):
        if still.never_counts_from(day):
            return None
        day += _ONE_DAY
    return day


def run(begin: datetime, length: timedelta, *, still: Stillness) -> Run:
    """Let an exact duration pass, without the time that is excluded."""
    end = begin + length
    for span in still.spans:
        since = max(span.since, begin)
        if since >= end:
            break
        if span.until is None:
            return Run(None, length - (end - since), end - since)
        end += max(span.until - since, timedelta())
    return Run(end, length, timedelta())
