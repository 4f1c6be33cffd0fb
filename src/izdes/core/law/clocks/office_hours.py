"""Office hours: from when to when an office of prosecutors is open, and when it is closed.

Which days are working days is the calendar's; the hours are those of the table of the law pack
(``data/office_hours.csv``), where a shortened day has a row of its own. No clock of the law stands
still while an office is closed: the hours say who looks at what came in, and nothing else.

Source: ``data/office_hours.csv``, each row with its own; the first is a convention of this program.

>>> hours_on(date(2026, 5, 22)).closes, hours_on(date(2026, 5, 22)).verified
(datetime.time(18, 0), False)
>>> closed_at(datetime(2026, 5, 23, 8, tzinfo=UTC)).until.isoformat()
'2026-05-25T04:00:00+00:00'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from izdes.core.law.clocks.days import calendar_of
from izdes.core.law.clocks.zone import LOCAL, local_day
from izdes.core.law.release import LawPack, once_a_pack
from izdes.core.law.tables import office_hours as table
from izdes.core.law.tables.office_hours import COLUMNS, OfficeHours, read_office_hours

__all__ = ["COLUMNS", "Closed", "OfficeHours", "closed_at", "hours_on", "read_office_hours"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """A time in which an office is closed: it begins and ends with a working day's hours."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Say whether the office is closed at a moment."""
        return self.since <= at < self.until


def hours_on(day: date, law: LawPack | None = None) -> OfficeHours:
    """Return the hours of a working day: its own, or those of every other.

    Whether it is a working day is not asked here.

    Args:
        law: None is the packaged release.
    """
    known = _by_day(law)
    return known.get(day, known[None])


def closed_at(at: datetime, law: LawPack | None = None) -> Closed:
    """Return the time in which an office is closed at a moment, or was closed last before it.

    Raises:
        NaiveMoment: The moment has no offset.
        DayOutOfCalendar: Nobody knows the working days of that year.
    """
    calendar, today = calendar_of(law), local_day(at)
    is_over = calendar.is_working(today) and at >= _moment(today, hours_on(today, law).closes)
    last = today if is_over else calendar.previous_working(today - _DAY)
    following = calendar.next_working(last + _DAY)
    return Closed(
        _moment(last, hours_on(last, law).closes),
        _moment(following, hours_on(following, law).opens),
    )


def _moment(day: date, at: time) -> datetime:
    """Return a local hour of a day."""
    return datetime.combine(day, at, LOCAL).astimezone(UTC)


@once_a_pack
def _by_day(law: LawPack) -> Mapping[date | None, OfficeHours]:
    """Return the hours of a law: day -> hours; None -> of every other working day."""
    found = (table.hours_of(row) for row in law.tables["clocks/office_hours.csv"])
    return {hours.day: hours for hours in found}
