"""Dwell: how long followed money stayed in an account, and how much of it is likely still there.

Every followed unit that left an account shows how long it had stayed; every unit still resting
when its statement ends shows only that it stayed at least so long. The Kaplan-Meier estimate uses
both, weighted by amount. It says how fast money moved *in this case so far*; it is an expectation
for ordering work, never a statement that money is there.

Source: E. L. Kaplan, P. Meier, Nonparametric Estimation from Incomplete Observations, JASA 53
(1958) 457-481.

>>> s = survival([(60, 100, True), (120, 100, False)])
>>> s.share_milli(59), s.share_milli(60), s.share_milli(10_000)
(1000, 500, 500)
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from izdes.core.money.transfer import Ledger
from izdes.core.tracing.trace import Resting, Trace

Stay = tuple[int, int, bool]
_WHOLE = 10**9
_MILLI = 10**6


@dataclass(frozen=True, slots=True)
class Survival:
    """The share of money still in an account so many seconds after it came.

    Attributes:
        seconds: Instants at which the share falls, rising.
        shares: Share from each of them on, in parts of 10⁹.
    """

    seconds: tuple[int, ...]
    shares: tuple[int, ...]

    def _share(self, seconds: int) -> int:
        """Return the share after so many seconds, in parts of 10⁹."""
        n = bisect_right(self.seconds, seconds)
        return self.shares[n - 1] if n else _WHOLE

    def share_milli(self, seconds: int) -> int:
        """Return the share after so many seconds, in thousandths."""
        return self._share(seconds) // _MILLI

    def likely(self, minor: int, *, seen_after: int, now_after: int) -> int:
        """Return how much of a sum is likely still there.

        Args:
            minor: The sum, known to be there ``seen_after`` seconds after it came.
            now_after: Seconds since it came.
        """
        known = self._share(seen_after)
        if not known or now_after <= seen_after:
            return minor if known else 0
        return minor * self._share(now_after) // known


def survival(stays: Iterable[Stay]) -> Survival | None:
    """Estimate survival from stays (seconds, minor units, whether it left).

    Returns:
        None when nothing was seen to leave: there is then nothing to estimate from.
    """
    left: defaultdict[int, int] = defaultdict(int)
    seen: defaultdict[int, int] = defaultdict(int)
    for seconds, minor, has_left in stays:
        seen[seconds] += minor
        if has_left:
            left[seconds] += minor
    at_risk, share = sum(seen.values()), _WHOLE
    steps = []
    for seconds in sorted(seen):
        if left[seconds]:
            share = share * (at_risk - left[seconds]) // at_risk
            steps.append((seconds, share))
        at_risk -= seen[seconds]
    if not steps:
        return None
    return Survival(tuple(s for s, _ in steps), tuple(share for _, share in steps))


def stays_of(trace: Trace, ledger: Ledger) -> list[Stay]:
    """Return how long each part of each claim stayed in the covered accounts it passed."""
    by_id = {t.transfer_id: t for t in ledger.transfers}
    stays = []
    for s in trace.slices:
        if s.parent is not None and not s.behind:
            came = by_id[trace.slices[s.parent].transfer_id]
            left = by_id[s.transfer_id].booked_at
            stays.append((_seconds(came.credited_at or came.booked_at, left), s.hi - s.lo, True))
    stays.extend(
        (_seconds(r.arrived_at, r.as_of), r.units, False)
        for r in trace.resting
        if r.as_of is not None and r.arrived_at is not None and not r.behind
    )
    return stays


def likely_still_there(r: Resting, estimate: Survival, *, now: datetime) -> int:
    """Return how much of one piece at rest is likely still in its account, in its minor units."""
    if r.arrived_at is None:
        return 0
    seen = _seconds(r.arrived_at, r.as_of) if r.as_of is not None else 0
    return estimate.likely(r.units, seen_after=seen, now_after=_seconds(r.arrived_at, now))


def _seconds(start: datetime, end: datetime) -> int:
    """Return whole seconds between two moments, never below zero."""
    return max(0, int((end - start).total_seconds()))
