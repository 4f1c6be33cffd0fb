"""Moments: when something happened, as victims say it, with how exact it is.

A day and its clock that stand together are one moment. What lacks something gets it from the
telling: the year is that of the latest such day before it, "кеше" is the day before it, a clock
alone belongs to the day last named. What would lie after the telling is a deadline, and days of
birth, of contracts and of laws are no moments of the story.

A moment is what somebody remembers; "около 14:30" is read as 14:30, to the minute.

Source: RFC 3339.

>>> from datetime import UTC
>>> from izdes.core.identifiers.narrative.found import Taken
>>> text, told = "19 мая около 14:30 позвонили, кеше снова", datetime(2026, 5, 21, 9, tzinfo=UTC)
>>> [f.value for f in find_moments(Tokens.of(text), Taken(len(text)), reported_at=told, zone=UTC)]
['2026-05-19T14:30:00+00:00', '2026-05-20T00:00:00+00:00']
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from izdes.core.identifiers.narrative.clocks import Clock
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.lexicon import flag
from izdes.core.identifiers.narrative.sayings import Saying, sayings_of
from izdes.core.identifiers.narrative.story import is_of_the_story
from izdes.core.identifiers.narrative.tokens import Tokens

_CLOSES_WITHIN = 3
_OLDEST_YEARS = 3
_WEEK = 7


def find_moments(
    tokens: Tokens, taken: Taken, *, reported_at: datetime | None, zone: tzinfo
) -> Iterator[Found]:
    """Yield the moments of a story.

    Args:
        tokens: Of the plain text.
        taken: Places that are something else already.
        reported_at: When it was told; without it only what is complete by itself has a value.
        zone: Where clocks are read.
    """
    told = reported_at.astimezone(zone) if reported_at else None
    last: date | None = None
    opening = -_CLOSES_WITHIN - 1
    for saying in sayings_of(tokens, taken):
        # "Работает с 9:00 до 20:00": of hours that something is open neither is of the story.
        is_closing = saying.date is None and saying.first - opening <= _CLOSES_WITHIN
        if is_closing or not is_of_the_story(tokens, saying):
            opening = saying.past if saying.date is None else opening
            continue
        start, end = tokens.starts[saying.first], tokens.ends[saying.past - 1]
        day = _day(saying, told, last)
        if day is None:
            if told is None:
                taken.take(start, end)
                yield Found("moment", start, end, None, "no_reference_time")
            continue
        clock = saying.clock
        moment = datetime.combine(day, _time(clock), zone)
        if saying.date and clock and _is_universal(tokens, saying.past):
            moment = moment.replace(tzinfo=UTC).astimezone(zone)
        if clock and not saying.date and last is None and told and moment > told:
            day -= timedelta(1)
            moment = datetime.combine(day, _time(clock), zone)
        if told is None or _is_before(moment, told):
            last = day
            taken.take(start, end)
            precision = clock.precision if clock else "day"
            yield Found("moment", start, end, moment.isoformat(), precision=precision)


def _is_universal(tokens: Tokens, index: int) -> bool:
    """Say whether "Z" or "UTC" stands here."""
    return index < tokens.count and bool(tokens.flags[index] & flag("universal_time"))


def _time(clock: Clock | None) -> time:
    """Return a clock's time, the day's beginning without one."""
    return time(clock.hour, clock.minute, clock.second) if clock else time()


def _is_before(moment: datetime, told: datetime) -> bool:
    """Say whether a moment lies in the few years before the telling."""
    return moment <= told and moment.year >= told.year - _OLDEST_YEARS


def _day(saying: Saying, told: datetime | None, last: date | None) -> date | None:
    """Return the day of a saying, None where it cannot be known."""
    said = saying.date
    if said is None:
        return last or (told.date() if told else None)
    if said.month and said.day and said.year:
        return _existing(said.year, said.month, said.day)
    if told is None:
        return None
    today = told.date()
    if said.month and said.day:
        return _latest(today, said.month, said.day)
    if said.day:
        return _of_the_month(last or today, said.day, today)
    days = said.days_ago
    if said.weekday is not None:
        days = (today.weekday() - said.weekday - 1) % _WEEK + 1
    return today - timedelta(days or 0)


def _of_the_month(spoken_of: date, day: int, today: date) -> date | None:
    """Return such a day of the month spoken of, or of the one before where it lies ahead."""
    found = _existing(spoken_of.year, spoken_of.month, day)
    if found is None or found <= today:
        return found
    before = spoken_of.replace(day=1) - timedelta(1)
    return _existing(before.year, before.month, day)


def _existing(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(today: date, month: int, day: int) -> date | None:
    """Return the latest such day that is not after today."""
    for year in range(today.year, today.year - 5, -1):
        found = _existing(year, month, day)
        if found and found <= today:
            return found
    return None
