"""Zones: in which clock an institution prints its times.

Most print the country's own; until 1 March 2024 its east was an hour ahead of its west, and not
every system was changed on the day. Where nobody says otherwise the country's main zone is
assumed, and the assumption is recorded with every statement. A time printed with its own offset
needs none.

Source: Government decision moving Kazakhstan to UTC+5 from 1 March 2024, as the tz database has it.

>>> zone_named("UTC+06:00").utcoffset(None), zone_named("Mars/Olympus")
(datetime.timedelta(seconds=21600), None)
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from izdes.adapters.statements.cells import Moment
from izdes.adapters.words.figures import LOCAL

DEFAULT = "Asia/Almaty"
PRINTED = "printed"
_OFFSET = re.compile(r"UTC(?:([+-])([0-9]{2}):([0-9]{2}))?")
_LARGEST_HOURS = 14


@cache
def zone_named(name: str) -> tzinfo | None:
    """Return a zone by its IANA name or as ``UTC+06:00``; None when there is none of that name."""
    if found := _OFFSET.fullmatch(name):
        sign, hours, minutes = found.groups(default="0")
        away = timedelta(hours=int(hours), minutes=int(minutes))
        if away > timedelta(hours=_LARGEST_HOURS):
            return None
        return timezone(-away if sign == "-" else away)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moved(moment: Moment, zone: tzinfo) -> Moment:
    """Return a moment whose printed clock is that of another zone; an offset printed stands."""
    if moment.has_offset or zone == LOCAL:
        return moment
    return replace(moment, at=moved_instant(moment.at, zone))


def moved_instant(at: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which a clock of the zone shows what the country's clock showed."""
    printed = at.astimezone(LOCAL).replace(tzinfo=None, fold=0)
    return printed.replace(tzinfo=zone).astimezone(UTC)


def is_shown_twice(at: datetime, zone: tzinfo) -> bool:
    """Say whether the zone's clock showed this time twice, because it was set back."""
    local = at.astimezone(zone).replace(tzinfo=None)
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and (first or timedelta()) > (second or timedelta())
