"""Arithmetic: how a term of each unit is counted, every step written down.

A step is a code with parameters, never a sentence; its words stand in the topic ``clocks``. Hours
are exact durations, whatever local clocks show meanwhile. Days, months and working days lead to a
last day that ends at 24:00 local time; banking days end at the institution's cut-off.

Source: the norm of each rule; counting, norm ``cpc.counting``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from izdes.core.law.clocks.counting import Walk, months_after, rolled, run, walk
from izdes.core.law.clocks.days import WorkCalendar
from izdes.core.law.clocks.rules import Rule
from izdes.core.law.clocks.spans import Excluded, Stillness
from izdes.core.law.clocks.zone import LOCAL, end_of, local_day, next_hour, printed

CountedIn = Literal["seconds", "days", "working_days", "banking_days"]

_ONE_DAY = timedelta(days=1)
_OF_WORK: dict[str, CountedIn] = {"working_days": "working_days", "banking_days": "banking_days"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: a name of the words, and what they need."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock that stands still, with the time used so far and left.

    Attributes:
        counted_in: What `used` and `left` count: ``seconds``, or days of a kind.
    """

    since: datetime
    used: int
    left: int
    counted_in: CountedIn


@dataclass(frozen=True, slots=True)
class Term:
    """What is counted, with everything that it takes.

    Attributes:
        started_at: In UTC.
        excluded: Each interval once, in order.
        cut_off: Local time until which a banking day takes papers.
    """

    rule: Rule
    started_at: datetime
    count: int
    calendar: WorkCalendar
    excluded: tuple[Excluded, ...]
    cut_off: time

    @property
    def still(self) -> Stillness:
        """Return the union of what is excluded."""
        return Stillness.of(self.excluded)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting gave: both ends, or a standstill."""

    at: datetime | None
    safe_at: datetime | None
    steps: tuple[Step, ...]
    standing: Standing | None = None


def step(name: str, **details: str | int | date) -> Step:
    """Make a step of a name and what its words need."""
    return Step(f"clock_step_{name}", tuple((k, str(v)) for k, v in details.items()))


def counted(term: Term) -> Counted:
    """Count a term that runs forward, by its unit."""
    how = {"hours": _hours, "banking_days": _banking}.get(term.rule.unit, _days)
    found = how(term)
    steps = (*_opening(term), *found.steps, *closing(found.at, found.safe_at))
    return Counted(found.at, found.safe_at, steps, found.standing)


def closing(at: datetime | None, safe_at: datetime | None) -> tuple[Step, ...]:
    """Return the steps that every clock with an end closes with."""
    if at is None or safe_at is None:
        return ()
    ends = step("ends", at=printed(at))
    return (ends,) if safe_at == at else (ends, step("safe", at=printed(safe_at)))


def _opening(term: Term) -> tuple[Step, ...]:
    """Return the steps that every clock begins with."""
    steps = [step("started", at=printed(term.started_at))]
    if 0 < term.rule.count != term.count:
        steps.append(step("shorter", count=term.count, most=term.rule.count))
    return (*steps, *(_stretch(interval) for interval in term.excluded))


def _stretch(interval: Excluded) -> Step:
    """Return the step of one excluded interval; its ground is part of the name."""
    since = printed(interval.since)
    if interval.until is None:
        return step(f"open_{interval.kind}", since=since)
    return step(f"excluded_{interval.kind}", since=since, until=printed(interval.until))


def _hours(term: Term) -> Counted:
    """Count exact hours; what local clocks show meanwhile does not matter."""
    length = timedelta(hours=term.count)
    strict = run(term.started_at, length, still=term.still)
    if term.rule.starting_hour == "counted":
        begin, first = term.started_at, step("hour_counted", at=printed(term.started_at))
    else:
        begin = next_hour(term.started_at)
        first = step("hour_left_out", at=printed(begin))
    lawful = run(begin, length, still=term.still)
    if lawful.end is None:
        used, left = _seconds(lawful.used), _seconds(lawful.left)
        last = step("stands_hours", used=_clock(lawful.used), left=_clock(lawful.left))
        standing = Standing(_open_since(term), used, left, "seconds")
        return Counted(None, None, (first, last), standing)
    passed = step("hours", count=term.count, at=printed(lawful.end))
    return Counted(lawful.end, strict.end, (first, passed))


def _days(term: Term) -> Counted:
    """Count days, months or working days to the last day, and move it off a day off."""
    start = local_day(term.started_at)
    first = step("day_left_out", day=start)
    if term.rule.unit == "working_days":
        found = walk(start, term.count, still=term.still, counts=term.calendar.is_working)
        steps = [first, *_off(found.off, term.calendar)]
    else:
        nominal = _nominal(term, start)
        found = walk(start, (nominal - start).days, still=term.still)
        steps = [first, *_nominal_steps(term, start=start, nominal=nominal)]
    if found.last is None:
        return _stands(term, steps, found)
    steps += _reached(term, found, found.last)
    if term.rule.roll == "none":
        return Counted(end_of(found.last), end_of(found.last), tuple(steps))
    last = rolled(found.last, calendar=term.calendar, still=term.still)
    if last is None:
        return _stands(term, steps, found)
    steps += _roll_steps(term, found.last, last)
    return Counted(end_of(last), end_of(found.last), tuple(steps))


def _banking(term: Term) -> Counted:
    """Count banking days; what comes after the cut-off comes on the next of them."""
    local = term.started_at.astimezone(LOCAL)
    start = local.date()
    if local.time() >= term.cut_off:
        start += _ONE_DAY
    received = term.calendar.next_working(start)
    until = term.cut_off.strftime("%H:%M")
    steps = [step("banking_received", day=received, cut_off=until)]
    found = walk(received, term.count, still=term.still, counts=term.calendar.is_working)
    steps += _off(found.off, term.calendar)
    if found.last is None:
        return _stands(term, steps, found)
    steps += _reached(term, found, found.last)
    end = datetime.combine(found.last, term.cut_off, tzinfo=LOCAL).astimezone(UTC)
    return Counted(end, end, tuple(steps))


def _nominal(term: Term, start: date) -> date:
    """Return the last day of a term without excluded time."""
    if term.rule.unit == "months":
        return months_after(start, term.count)
    return start + term.count * _ONE_DAY


def _nominal_steps(term: Term, *, start: date, nominal: date) -> list[Step]:
    """Return how the last day without excluded time was found."""
    steps = [step(term.rule.unit, count=term.count, day=nominal)]
    if term.rule.unit == "months" and nominal.day != start.day:
        steps.append(step("month_shorter", date=start.day, day=nominal))
    return steps


def _reached(term: Term, found: Walk, last: date) -> list[Step]:
    """Return the last counted day, where counting moved it."""
    steps = []
    if found.excluded:
        steps.append(step("days_excluded", count=found.excluded, day=last))
    if term.rule.unit in _OF_WORK:
        steps.append(step(term.rule.unit, count=term.count, day=last))
    return steps


def _roll_steps(term: Term, last: date, moved: date) -> list[Step]:
    """Return why the last day gave way, and to which."""
    if last == moved:
        return []
    between = [last + n * _ONE_DAY for n in range((moved - last).days)]
    return [*_off(between, term.calendar), step("rolled", day=moved)]


def _off(days: Iterable[date], calendar: WorkCalendar) -> list[Step]:
    """Return why days are not working days."""
    why = [(day, calendar.why_off(day)) for day in days]
    return [step(f"off_{reason}", day=day) for day, reason in why if reason]


def _stands(term: Term, steps: list[Step], found: Walk) -> Counted:
    """Return a clock in days that stands still."""
    kind = _OF_WORK.get(term.rule.unit, "days")
    last = step(f"stands_{kind}", used=found.used, left=found.left)
    standing = Standing(_open_since(term), found.used, found.left, kind)
    return Counted(None, None, (*steps, last), standing)


def _open_since(term: Term) -> datetime:
    """Return since when the clock stands still: it was found to."""
    since = term.still.open_since
    return term.started_at if since is None else since


def _seconds(length: timedelta) -> int:
    """Return whole seconds, rounded down."""
    return length // timedelta(seconds=1)


def _clock(length: timedelta) -> str:
    """Print a duration as hours and minutes."""
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return f"{hours}:{minutes:02d}"
