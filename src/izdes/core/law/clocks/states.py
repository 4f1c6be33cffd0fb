"""States: how a clock stands at a moment.

A clock is met by the first act that answers it, in time if that came before the end by the text of
the norm. Until then it runs, is due soon from its first alarm on, stands still, or is overdue.
Between the safe end and the lawful one it is due soon and disputed: some would call it late.

>>> from izdes.core.law.clocks.due import due_of
>>> held = due_of("DL_FREEZE_SELF_10D", datetime(2026, 5, 21, 9, 35, tzinfo=UTC))
>>> at = [datetime(2026, 5, 22, tzinfo=UTC), datetime(2026, 5, 30, tzinfo=UTC)]
>>> [(s.kind, s.alarm_hours) for s in (state_of(held, now) for now in at)]
[('running', None), ('due_soon', 48)]
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from izdes.core.law.clocks.due import Due
from izdes.core.law.clocks.zone import in_utc

__all__ = ["UTC", "Alarm", "ClockState", "StateKind", "alarms_of", "state_of"]

StateKind = Literal["running", "due_soon", "overdue", "stopped", "met_in_time", "met_late"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """When to warn, and how many hours before the safe end that is."""

    hours_before: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a clock stands at a moment.

    Attributes:
        left: Until the lawful end; None where it is over, met or not known.
        overdue_by: Since the lawful end; None where it is not over.
        alarm_hours: The last alarm that has rung; None before the first.
        is_disputed: The strictest reading already calls it late, the text of the norm does not.
    """

    kind: StateKind
    left: timedelta | None = None
    overdue_by: timedelta | None = None
    alarm_hours: int | None = None
    is_disputed: bool = False


def alarms_of(due: Due) -> tuple[Alarm, ...]:
    """Return the alarms of a clock, the earliest first; none while it stands still for good.

    An alarm that would ring before the clock began is left out.
    """
    if due.safe_at is None:
        return ()
    found = [Alarm(h, due.safe_at - timedelta(hours=h)) for h in due.rule.alarms_hours]
    began = min(due.started_at, due.safe_at)
    return tuple(sorted((a for a in found if _rings(a, due, began)), key=lambda a: a.at))


def state_of(due: Due, now: datetime, *, met_at: datetime | None = None) -> ClockState:
    """Return how a clock stands at a moment.

    Args:
        met_at: When what it asks for was done; counts only if that is not after `now`.
    """
    moment = in_utc(now)
    if met_at is not None and in_utc(met_at) <= moment:
        return _met(due, in_utc(met_at))
    if due.at is not None and moment >= due.at:
        return ClockState("overdue", overdue_by=moment - due.at)
    if due.stillness.holds(moment):
        return ClockState("stopped", left=_left(due, moment))
    return _running(due, moment)


def _met(due: Due, at: datetime) -> ClockState:
    """Return a clock that was answered."""
    if due.at is None or at < due.at:
        return ClockState("met_in_time", is_disputed=_is_past_safe(due, at))
    return ClockState("met_late", overdue_by=at - due.at)


def _running(due: Due, moment: datetime) -> ClockState:
    """Return a clock that runs, with the last alarm that has rung."""
    rung = [alarm.hours_before for alarm in alarms_of(due) if alarm.at <= moment]
    disputed = _is_past_safe(due, moment)
    return ClockState(
        "due_soon" if rung or disputed else "running",
        left=_left(due, moment),
        alarm_hours=rung[-1] if rung else None,
        is_disputed=disputed,
    )


def _rings(alarm: Alarm, due: Due, began: datetime) -> bool:
    """Say whether an alarm rings while its clock runs; one that runs backward has no beginning."""
    return due.rule.direction == "before" or alarm.at > began


def _is_past_safe(due: Due, moment: datetime) -> bool:
    """Say whether the strictest reading calls a moment late."""
    return due.safe_at is not None and moment >= due.safe_at


def _left(due: Due, moment: datetime) -> timedelta | None:
    """Return the time until the lawful end."""
    return None if due.at is None else due.at - moment
