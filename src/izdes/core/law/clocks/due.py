"""Due: when a clock ends, with the arithmetic as steps that a court can follow.

Two ends are given. `at` is the end by the text of the norm: the hour or day of the event is left
out, and a last day that is not a working day gives way to the next one. `safe_at` is the end by
the strictest reading, with the hour of the event counted and no day moved; alarms run from it.
Both are the first instant that is too late: a term of days that ends at 24:00 is kept by whatever
happened before the next day began.

A step is a code with parameters, never a sentence. What is due proves nothing about what happened:
the event that started the clock is taken as it was given.

Source: the norm of each rule; counting, norm ``cpc.counting``. Normative description:
``docs/reference/clocks.md``.

>>> started = datetime(2026, 5, 21, 9, 35, tzinfo=UTC)
>>> held = due_of("DL_FREEZE_SELF_10D", started)
>>> held.last_day.isoformat(), held.safe_last_day.isoformat(), held.at.isoformat()
('2026-06-01', '2026-05-31', '2026-06-01T19:00:00+00:00')
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.arithmetic import Standing, Step, Term, closing, counted, step
from izdes.core.law.clocks.cut_offs import cut_off_of, default_cut_off
from izdes.core.law.clocks.days import WorkCalendar, calendar_of
from izdes.core.law.clocks.rules import Rule, rule_on
from izdes.core.law.clocks.spans import Excluded, Stillness, in_order
from izdes.core.law.clocks.zone import end_of, in_utc, last_day_before, local_day
from izdes.core.law.release import LawPack

__all__ = [
    "UTC",
    "ClockRunsBackward",
    "CountNotAllowed",
    "Due",
    "NotExcludedHere",
    "Standing",
    "Step",
    "due",
    "due_before",
    "due_of",
]

_ONE_DAY = timedelta(days=1)


class CountNotAllowed(IzdesError):
    """A decision may set a shorter term than the law's longest, never a longer one."""

    code: ClassVar[str] = "clock_count_not_allowed"


class NotExcludedHere(IzdesError):
    """The rule does not let time stand still on that ground."""

    code: ClassVar[str] = "clock_does_not_exclude"


class ClockRunsBackward(IzdesError):
    """The rule counts back from the end of another clock, or forward and not back."""

    code: ClassVar[str] = "clock_direction_wrong"


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends.

    Attributes:
        at: First instant that is too late, in UTC; None while the clock stands still.
        last_day: Local day in which the term ends; it is kept until `at`.
        safe_at: The same by the strictest reading, never after `at`.
        standing: Set exactly where `at` is None.
    """

    rule: Rule
    started_at: datetime
    at: datetime | None
    last_day: date | None
    safe_at: datetime | None
    safe_last_day: date | None
    stillness: Stillness
    standing: Standing | None
    steps: tuple[Step, ...]

    @property
    def is_disputed(self) -> bool:
        """Say whether the strictest reading ends the term earlier."""
        return self.safe_at != self.at


def due_of(
    rule_id: str,
    started_at: datetime,
    *,
    calendar: WorkCalendar | None = None,
    excluded: Iterable[Excluded] = (),
    count: int | None = None,
    institution: str = "",
    law: LawPack | None = None,
) -> Due:
    """Return when a clock ends, by the rule of the local day of its start.

    Args:
        started_at: The event that starts it, with its offset.
        calendar: None is that of the law.
        excluded: Time in which it stands still, in any order.
        count: A shorter term that a decision set; None is the law's.
        institution: Who takes the papers of a banking day; empty is any other.
        law: None is the packaged release.

    Raises:
        UnknownClock: There is no such rule on that day.
        IzdesError: It cannot be counted from what is given, as `due` says.
    """
    return due(
        rule_on(rule_id, local_day(started_at), law=law),
        started_at,
        calendar=calendar or calendar_of(law),
        excluded=excluded,
        count=count,
        cut_off=cut_off_of(institution, law).until,
    )


def due(
    rule: Rule,
    started_at: datetime,
    *,
    calendar: WorkCalendar | None = None,
    excluded: Iterable[Excluded] = (),
    count: int | None = None,
    cut_off: time | None = None,
) -> Due:
    """Return when a clock that runs forward ends.

    Args:
        started_at: The event that starts it, with its offset.
        calendar: None is that of the packaged release.
        excluded: Time in which it stands still, in any order.
        count: A shorter term that a decision set, in the units of the rule; None is the law's.
            A rule without a number of its own needs it.
        cut_off: Local time until which an institution takes a banking day's papers; None is the
            pack's default.

    Returns:
        Both ends and the arithmetic; ``safe_at <= at`` where there is an end.

    Raises:
        NaiveMoment: A moment has no offset.
        CountNotAllowed: `count` is longer than the rule allows, or no term at all.
        NotExcludedHere: The rule does not exclude time of that kind.
        ClockRunsBackward: The rule counts back from another clock.
    """
    if rule.direction == "before":
        raise ClockRunsBackward(clock=rule.rule_id)
    intervals = in_order(excluded)
    _require_grounds(rule, intervals)
    term = Term(
        rule,
        in_utc(started_at),
        _count(rule, count),
        calendar or calendar_of(),
        intervals,
        cut_off or default_cut_off().until,
    )
    found = counted(term)
    return Due(
        rule=rule,
        started_at=term.started_at,
        at=found.at,
        last_day=_day_of(found.at),
        safe_at=found.safe_at,
        safe_last_day=_day_of(found.safe_at),
        stillness=term.still,
        standing=found.standing,
        steps=found.steps,
    )


def due_before(rule: Rule, term: Due, *, calendar: WorkCalendar | None = None) -> Due | None:
    """Return until when to act so many whole days before another clock ends.

    Nothing moves the last day forward, for that would leave fewer days than the norm asks; the
    safe end is the working day before it, counted from the safe end of the other clock.

    Returns:
        None where the other clock stands still: its end is not known.

    Raises:
        ClockRunsBackward: The rule runs forward, or not in days.
    """
    if rule.direction != "before" or rule.unit != "days":
        raise ClockRunsBackward(clock=rule.rule_id)
    if term.at is None or term.last_day is None or term.safe_last_day is None:
        return None
    last = term.last_day - rule.count * _ONE_DAY
    days = calendar or calendar_of()
    safe = days.previous_working(term.safe_last_day - rule.count * _ONE_DAY)
    steps = (step("term_ends", day=term.last_day), step("back", count=rule.count, day=last))
    return Due(
        rule=rule,
        started_at=term.at,
        at=end_of(last),
        last_day=last,
        safe_at=end_of(safe),
        safe_last_day=safe,
        stillness=Stillness(),
        standing=None,
        steps=(*steps, *closing(end_of(last), end_of(safe))),
    )


def _require_grounds(rule: Rule, intervals: Iterable[Excluded]) -> None:
    """Refuse time that the rule does not exclude."""
    for interval in intervals:
        if interval.kind not in rule.excludes:
            raise NotExcludedHere(clock=rule.rule_id, kind=interval.kind)


def _count(rule: Rule, asked: int | None) -> int:
    """Return the length of the term: the law's or what a decision set within it."""
    count = rule.count if asked is None else asked
    if count < 1 or (rule.count and count > rule.count):
        raise CountNotAllowed(clock=rule.rule_id, count=count, most=rule.count)
    return count


def _day_of(end: datetime | None) -> date | None:
    """Return the local day in which a term ends."""
    return None if end is None else last_day_before(end)
