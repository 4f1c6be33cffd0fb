"""Dwell: how long followed money stayed in an account, and how much of it is likely still there.

Every followed unit that left an account shows how long it had stayed; every unit still resting
when its statement ends shows only that it stayed at least so long. The Kaplan-Meier estimate uses
both, weighted by amount. Money that went to an account without a statement shows nothing: it is no
stay. The estimate says how fast money moved *in this case so far*; it is an expectation for
ordering work, never a statement that money is there.

Source: E. L. Kaplan, P. Meier, Nonparametric Estimation from Incomplete Observations, JASA 53
(1958) 457-481.

>>> s = survival([(60, 100, True), (120, 100, False)])
>>> s.share_milli(59), s.share_milli(60), s.share_milli(10_000)
(1000, 500, 500)
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Claim, ClaimId, Ledger, Transfer, TransferId
from izdes.core.tracing.plan import OUTSIDE, Plan, plan_of
from izdes.core.tracing.rules import RULES, trace_plan
from izdes.core.tracing.trace import Resting, Trace
from izdes.core.tracing.windows import Place

# Seconds, minor units, whether they left.
Stay = tuple[int, int, bool]
WHOLE = 10**18
_MILLI = 10**15
# A time printed to the day is the day's first second and may mean any of them.
_MAY_BE_LATER = {"second": 0, "minute": 0, "day": 86_399}
_MIXING = frozenset(name for name, rule in RULES.items() if rule.mixes)


@dataclass(frozen=True, slots=True)
class Survival:
    """The share of money still in an account so many seconds after it came.

    Attributes:
        seconds: Instants at which the share falls, rising.
        shares: Share from each of them on, in parts of 10¹⁸; each step is rounded down.
        until: The longest stay that was seen: beyond it the share stands still for want of
            knowledge.
    """

    seconds: tuple[int, ...]
    shares: tuple[int, ...]
    until: int = 0

    def share(self, seconds: int) -> int:
        """Return the share after so many seconds, in parts of 10¹⁸."""
        n = bisect_right(self.seconds, seconds)
        return self.shares[n - 1] if n else WHOLE

    def share_milli(self, seconds: int) -> int:
        """Return the share after so many seconds, in thousandths."""
        return self.share(seconds) // _MILLI

    def median(self) -> int | None:
        """Return after how many seconds no more than half is left; None if that was never seen."""
        halves = (
            s for s, share in zip(self.seconds, self.shares, strict=True) if 2 * share <= WHOLE
        )
        return next(halves, None)

    def likely(self, minor: int, *, seen_after: int, now_after: int) -> int:
        """Return how much of a sum is likely still there.

        Args:
            minor: The sum, known to be there ``seen_after`` seconds after it came.
            now_after: Seconds since it came.
        """
        if now_after <= seen_after:
            return minor
        known = self.share(seen_after)
        return minor * self.share(now_after) // known if known else 0


class Visit(NamedTuple):
    """Followed money in one account: what one transfer brought and one took, or what rests there.

    Attributes:
        minor: In ``currency``.
        has_left: False: it was still there when the statement ended.
    """

    account: AccountKey
    currency: str
    seconds: int
    minor: int
    has_left: bool

    @property
    def stay(self) -> Stay:
        """The visit as the estimate takes it."""
        return self.seconds, self.minor, self.has_left


def survival(stays: Iterable[Stay]) -> Survival | None:
    """Estimate survival from stays (seconds, minor units, whether it left).

    A stay cut short at an instant still counts among those that might have left at it.

    Returns:
        None when nothing was seen to leave: there is then nothing to estimate from.
    """
    left: defaultdict[int, int] = defaultdict(int)
    seen: defaultdict[int, int] = defaultdict(int)
    for seconds, minor, has_left in stays:
        seen[seconds] += minor
        if has_left:
            left[seconds] += minor
    at_risk, share = sum(seen.values()), WHOLE
    steps = []
    for seconds in sorted(seen):
        if left[seconds]:
            share = share * (at_risk - left[seconds]) // at_risk
            steps.append((seconds, share))
        at_risk -= seen[seconds]
    if not steps:
        return None
    return Survival(tuple(s for s, _ in steps), tuple(share for _, share in steps), max(seen))


def visits_of(trace: Trace, ledger: Ledger) -> list[Visit]:
    """Return the visits of followed money to the covered accounts that it passed.

    Units stolen twice count once. An exchange of currency is no account. Under a rule that mixes
    no unit has a stay of its own: there the same claims are followed first in, first out.
    """
    trace = _in_a_queue(trace, ledger)
    moves = {t.transfer_id: t for t in ledger.transfers}
    found: defaultdict[tuple[TransferId, TransferId | datetime], int] = defaultdict(int)
    for s in trace.slices:
        if s.parent is not None and not s.behind:
            found[trace.slices[s.parent].transfer_id, s.transfer_id] += s.hi - s.lo
    for r in trace.resting:
        if r.slice_id is not None and r.as_of is not None and not r.behind:
            found[trace.slices[r.slice_id].transfer_id, r.as_of] += r.units
    return [
        _visit(moves[came], end if isinstance(end, datetime) else moves[end], minor)
        for (came, end), minor in found.items()
        if minor and not is_virtual(moves[came].payee.account)
    ]


def stays_of(trace: Trace, ledger: Ledger) -> list[Stay]:
    """Return how long followed money stayed in the covered accounts it passed."""
    return [visit.stay for visit in visits_of(trace, ledger)]


def account_stays(plan: Plan) -> Mapping[Place, Sequence[Stay]]:
    """Return how long the money of each account stayed, whoever's it is.

    What came first leaves first; pinned money leaves as its pin says.
    """
    found: defaultdict[Place, list[Stay]] = defaultdict(list)
    waiting = [_Waiting(pool.opening_minor) for pool in plan.pools]
    for step in plan.steps:
        for part in plan.parts[step.place]:
            number = part.target if step.is_arrival else part.source
            if number == OUTSIDE or plan.pools[number].kind == "exchange":
                continue
            if step.is_arrival:
                waiting[number].put(part.units, step.place)
                continue
            place = plan.pools[number].account, plan.pools[number].currency
            left = plan.transfers[step.place]
            for came, units in waiting[number].take(part.units):
                found[place].append((seconds_stayed(plan.transfers[came], left), units, True))
    for pool, row in zip(plan.pools, waiting, strict=True):
        if pool.as_of is not None:
            for came, units in row.rest():
                stay = (seconds_stayed(plan.transfers[came], pool.as_of), units, False)
                found[pool.account, pool.currency].append(stay)
    return found


def seconds_stayed(came: Transfer, end: Transfer | datetime) -> int:
    """Return how long money stayed that one transfer brought.

    Args:
        end: The transfer that took it, or the moment at which it was still there.

    Returns:
        Whole seconds. Where a time is printed to the day only, the middle between the shortest
        and the longest stay that the statements allow: a stay of one day counts as half of it,
        never as nothing.
    """
    left_at = end if isinstance(end, datetime) else end.booked_at
    later = 0 if isinstance(end, datetime) else _MAY_BE_LATER[end.time_precision]
    between = int((left_at - came.arrives_at).total_seconds())
    shortest = max(0, between - _MAY_BE_LATER[came.time_precision])
    return (shortest + max(0, between + later)) // 2


def likely_still_there(r: Resting, estimate: Survival, *, now: datetime) -> int:
    """Return how much of one piece at rest is likely still in its account, in its minor units."""
    if r.arrived_at is None:
        return 0
    seen = _seconds(r.arrived_at, r.as_of) if r.as_of is not None else 0
    return estimate.likely(r.units, seen_after=seen, now_after=_seconds(r.arrived_at, now))


def _visit(came: Transfer, end: Transfer | datetime, minor: int) -> Visit:
    """Return the visit of what one transfer brought and one took, or what was still there."""
    return Visit(
        account=came.payee.account,
        currency=came.currency,
        seconds=seconds_stayed(came, end),
        minor=minor,
        has_left=not isinstance(end, datetime),
    )


def _in_a_queue(trace: Trace, ledger: Ledger) -> Trace:
    """Return the trace itself, or for a rule that mixes the same claims first in, first out."""
    if trace.rule not in _MIXING:
        return trace
    begun: defaultdict[tuple[ClaimId, TransferId], int] = defaultdict(int)
    for s in trace.slices:
        if s.begins:
            begun[s.claim_id, s.transfer_id] += s.hi - s.lo
    claims = [Claim(claim, transfer, minor) for (claim, transfer), minor in begun.items()]
    stated = [pin for pin in trace.pins if pin.basis == "stated"]
    slices, resting = trace_plan(plan_of(ledger, stated), claims, "fifo")
    return replace(trace, rule="fifo", slices=slices, resting=resting)


def _seconds(start: datetime, end: datetime) -> int:
    """Return whole seconds between two moments, never below zero."""
    return max(0, int((end - start).total_seconds()))


class _Waiting:
    """The money of one pool in the order of its arrival; who brought the opening is not known."""

    def __init__(self, opening_minor: int) -> None:
        self._row: deque[tuple[int | None, int]] = deque([(None, opening_minor)])

    def put(self, units: int, came: int) -> None:
        """Put what a transfer brought at the back."""
        self._row.append((came, units))

    def take(self, units: int) -> list[tuple[int, int]]:
        """Take units from the front; return by which transfers they came, and how many by each."""
        taken = []
        while units:
            came, there = self._row.popleft()
            step = min(units, there)
            if there > step:
                self._row.appendleft((came, there - step))
            if came is not None:
                taken.append((came, step))
            units -= step
        return taken

    def rest(self) -> list[tuple[int, int]]:
        """Return what is there, but for what is left of the opening."""
        return [(came, units) for came, units in self._row if came is not None]
