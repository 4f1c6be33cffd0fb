"""Local time: the calendar that the law of Kazakhstan counts by.

Instants are kept in UTC; terms of days and months are counted in local days. The country has had
one time zone since 1 March 2024, when its larger part went from UTC+6 to UTC+5; the last day of
February 2024 therefore lasted 25 hours there.

The zone is read from the pinned ``tzdata`` and never from the machine, whose own tables may be
older than the change; `zone_is_current` tells a start-up whether what the rest of the program sees
knows it. Before 2024 the western regions already stood at UTC+5: for them this zone counts the
midnights of those years one hour early.

Source: time zone database of IANA, zone ``Asia/Almaty``.

>>> end_of(date(2024, 2, 29)).isoformat(), end_of(date(2024, 2, 28)).isoformat()
('2024-02-29T19:00:00+00:00', '2024-02-28T18:00:00+00:00')
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from importlib.resources import files
from typing import ClassVar
from zoneinfo import ZoneInfo

from izdes.core.errors import IzdesError

ZONE_NAME = "Asia/Almaty"
_CHANGED_AT = datetime(2024, 2, 29, 18, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_OFFSETS = (timedelta(hours=6), timedelta(hours=5))


class NaiveMoment(IzdesError):
    """A moment was given without its offset, so nobody can say which day it belongs to."""

    code: ClassVar[str] = "naive_moment"


def _pinned() -> ZoneInfo:
    """Read the zone from the pinned package."""
    region, _, city = ZONE_NAME.partition("/")
    with files(f"tzdata.zoneinfo.{region}").joinpath(city).open("rb") as table:
        return ZoneInfo.from_file(table, key=ZONE_NAME)


LOCAL = _pinned()


def zone_is_current(zone: tzinfo | None = None) -> bool:
    """Say whether a zone knows the change of 1 March 2024.

    Args:
        zone: None asks for what every other part of the program gets by the zone's name.
    """
    asked = ZoneInfo(ZONE_NAME) if zone is None else zone
    sides = (_CHANGED_AT - _INSTANT, _CHANGED_AT)
    return tuple(side.astimezone(asked).utcoffset() for side in sides) == _OFFSETS


def in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC.

    Raises:
        NaiveMoment: It has no offset.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveMoment
    return moment.astimezone(UTC)


def local_day(moment: datetime) -> date:
    """Return the local day of a moment; the last hours of the calendar count to its last day."""
    found = in_utc(moment)
    try:
        return found.astimezone(LOCAL).date()
    except OverflowError:
        return found.date()


def start_of(day: date) -> datetime:
    """Return 00:00 of a local day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=LOCAL).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return 24:00 of a local day, in UTC: the first instant that no longer belongs to it."""
    return start_of(day + timedelta(days=1))


def last_day_before(moment: datetime) -> date:
    """Return the local day that ends at a moment or in which the moment lies."""
    return local_day(moment - _INSTANT)


def next_hour(moment: datetime) -> datetime:
    """Return when the hour after that of a moment begins: the hour of the moment is left out."""
    whole = in_utc(moment).replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=1)


def printed(moment: datetime) -> str:
    """Return a moment in local time, to the minute; midnight is 24:00 of the day that it ends."""
    local = in_utc(moment).astimezone(LOCAL)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{last_day_before(moment).isoformat()} 24:00"
    return local.strftime("%Y-%m-%d %H:%M")
