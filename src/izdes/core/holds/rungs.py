"""Rungs: one hold on one line: which rung is done, which stands until when, what has no draft.

The centre's block, the suspension (or restriction), the motion for arrest, the judge. What happened
is told as moments; which rung follows, by which clock each ends and when to warn is the law pack's.
Beside the rungs stands the lapse: until a court's arrest the institution lets the money go by
itself when the term ends.

Alarms run from the strictest reading of a term. A line proves nothing about what happened.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from izdes.core.law.clocks.due import Due, due_of
from izdes.core.law.clocks.states import state_of
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import Rung, alarm_due, ladder_from, rung_on
from izdes.core.law.release import LawPack

Outcome = Literal["", "granted", "refused"]
RungState = Literal["done", "standing", "late", "ahead", "passed_over", "ended"]
_LAPSE = "DL_FREEZE_AUTOLIFT"
_HOLDS = frozenset({"suspension", "restriction"})
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a hold; None where it did not, or nobody knows.

    Attributes:
        blocked_at: The anti-fraud centre blocked the operation.
        suspended_at: The investigator's suspension came into force.
        restricted_at: The restriction that the prosecutor consented to came into force.
        found_at: The institution answered that it holds money: property was found.
        received_at: The court received the motion for arrest.
        decided_at: The judge decided, as `decided` says.
        released_at: Somebody who may released the money.
        days: For how many days the order holds, where that is less than the law's longest.
    """

    blocked_at: datetime | None = None
    suspended_at: datetime | None = None
    restricted_at: datetime | None = None
    found_at: datetime | None = None
    received_at: datetime | None = None
    decided_at: datetime | None = None
    decided: Outcome = ""
    released_at: datetime | None = None
    days: int | None = None

    @property
    def held_since(self) -> datetime | None:
        """Since when the investigating body itself holds the money."""
        return self.suspended_at or self.restricted_at


@dataclass(frozen=True, slots=True)
class RungLine:
    """One rung of one hold.

    Attributes:
        state: ``late``: its clock ended and what it asks for was not done; ``passed_over``: a later
            rung stands without it; ``ended``: the money was let go.
        began_at: When its clock began.
        met_at: When what it asks for was done.
        due: Its clock; None before it began.
        is_next_drafted: The rung after it has a draft, or stands.
        alarm_hours: The alarm that rings because it has none; None where none rings.
    """

    rung: str
    measure_id: str
    state: RungState
    began_at: datetime | None
    met_at: datetime | None
    due: Due | None
    next: str
    is_next_drafted: bool
    alarm_hours: int | None


@dataclass(frozen=True, slots=True)
class Lapse:
    """When the institution lets the money go by itself.

    Attributes:
        alarm_hours: The last alarm that has rung; None before the first.
        has_lapsed: The term is over.
    """

    due: Due
    alarm_hours: int | None
    has_lapsed: bool


@dataclass(frozen=True, slots=True)
class LadderLine:
    """A hold as one line: its rungs from the first that began, and its lapse.

    Attributes:
        lapse: None before the money is held, and after arrest or release.
    """

    rungs: tuple[RungLine, ...]
    lapse: Lapse | None

    @property
    def standing(self) -> tuple[RungLine, ...]:
        """The rungs whose clocks run or ran out, the first first."""
        return tuple(r for r in self.rungs if r.state in ("standing", "late"))

    @property
    def next(self) -> RungLine | None:
        """The first rung that is still ahead."""
        return next((r for r in self.rungs if r.state == "ahead"), None)

    @property
    def alarm(self) -> RungLine | None:
        """The rung whose alarm is the most pressing: the fewest hours before its end."""
        ringing = [r for r in self.rungs if r.alarm_hours is not None]
        return min(ringing, key=lambda r: r.alarm_hours or 0, default=None)


def ladder_line(
    happened: Happened,
    *,
    drafted: Collection[str] = (),
    now: datetime,
    law: LawPack | None = None,
) -> LadderLine:
    """Return how a hold stands at a moment.

    Args:
        drafted: Rungs that have a draft, by name.
        law: None is the packaged release.

    Raises:
        NoSuchRung: The ladder lacks a rung on the day on which it began.
        IzdesError: A clock cannot be counted from what is given.
    """
    view = _View(happened, frozenset(drafted), now, law)
    rungs = _path(happened, now, law)
    lines = tuple(view.line(rung, rungs[n + 1 :]) for n, rung in enumerate(rungs))
    return LadderLine(lines, _lapse(happened, now, law))


def _path(happened: Happened, now: datetime, law: LawPack | None) -> tuple[Rung, ...]:
    """Return the rungs of a hold in order, with the restriction where that was chosen."""
    first = happened.blocked_at or happened.held_since
    day = local_day(first or now)
    hold = "restriction" if happened.restricted_at and not happened.suspended_at else "suspension"
    rungs = ladder_from(hold, on=day, law=law)
    return (rung_on("centre_block", on=day, law=law), *rungs) if happened.blocked_at else rungs


def _began_and_met(rung: str, h: Happened) -> tuple[datetime | None, datetime | None]:
    """Return when a rung's clock began, and when what it asks for was done."""
    arrested_at = h.decided_at if h.decided == "granted" else None
    return {
        "centre_block": (h.blocked_at, h.held_since),
        "suspension": (h.suspended_at, arrested_at),
        "restriction": (h.restricted_at, arrested_at),
        "motion": (h.found_at, h.received_at),
        "judge": (h.received_at, h.decided_at),
    }.get(rung, (None, None))


def _stands(rung: str, h: Happened) -> bool:
    """Say whether a rung stands: of a motion, that the court has it, not that its clock runs."""
    began_at, _ = _began_and_met("judge" if rung == "motion" else rung, h)
    return began_at is not None


@dataclass(frozen=True, slots=True)
class _View:
    """What happened, as it is seen at a moment."""

    happened: Happened
    drafted: frozenset[str]
    now: datetime
    law: LawPack | None

    def line(self, rung: Rung, onward: Sequence[Rung]) -> RungLine:
        """Return one rung; ``onward`` are those after it."""
        began_at, met_at = _began_and_met(rung.rung, self.happened)
        begun = [_began_and_met(one.rung, self.happened)[0] is not None for one in onward]
        due = self._due(rung, began_at)
        state = self._state(due, met_at, is_later=any(begun))
        following = onward[0].rung if onward else ""
        is_drafted = following in self.drafted or _stands(following, self.happened)
        return RungLine(
            rung=rung.rung,
            measure_id=rung.measure_id,
            state=state,
            began_at=began_at,
            met_at=met_at,
            due=due,
            next=following,
            is_next_drafted=is_drafted,
            alarm_hours=self._alarm(rung, due, is_drafted=is_drafted)
            if state == "standing"
            else None,
        )

    def _due(self, rung: Rung, began_at: datetime | None) -> Due | None:
        """Return the clock of a rung; a shorter term of the order counts for the hold itself."""
        if began_at is None:
            return None
        count = self.happened.days if rung.rung in _HOLDS else None
        return due_of(rung.clock, began_at, count=count, law=self.law)

    def _state(self, due: Due | None, met_at: datetime | None, *, is_later: bool) -> RungState:
        """Return how a rung stands."""
        if met_at is not None and met_at <= self.now:
            return "done"
        if _is_released(self.happened, self.now):
            return "ended"
        if due is None:
            return "passed_over" if is_later else "ahead"
        return "late" if due.at is not None and self.now >= due.at else "standing"

    def _alarm(self, rung: Rung, due: Due | None, *, is_drafted: bool) -> int | None:
        """Return the alarm that rings on a rung."""
        if due is None or due.safe_at is None:
            return None
        # A begun hour counts whole, so that no alarm rings early.
        left = -((self.now - due.safe_at) // _HOUR)
        return alarm_due(rung, hours_left=left, is_next_drafted=is_drafted)


def _lapse(happened: Happened, now: datetime, law: LawPack | None) -> Lapse | None:
    """Return when the money is let go by itself."""
    since = happened.held_since
    if since is None or _is_released(happened, now) or _is_arrested(happened, now):
        return None
    due = due_of(_LAPSE, since, count=happened.days, law=law)
    state = state_of(due, now)
    return Lapse(due, state.alarm_hours, has_lapsed=state.kind == "overdue")


def _is_released(happened: Happened, now: datetime) -> bool:
    """Say whether somebody let the money go."""
    return happened.released_at is not None and happened.released_at <= now


def _is_arrested(happened: Happened, now: datetime) -> bool:
    """Say whether a court arrested the money."""
    at = happened.decided_at
    return happened.decided == "granted" and at is not None and at <= now
