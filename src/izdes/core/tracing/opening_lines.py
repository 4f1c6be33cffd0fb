"""Lines: what one ending of a claim is at every opening balance that an account may have had.

First in, first out gives exact lines, claim by claim, because where a unit goes depends on no other
claim. Last in, first out gives constants. The rules that mix are sampled, and so is a claim that
goes through an exchange of currency, where amounts are rounded.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.course import victim_accounts
from izdes.core.tracing.envelope import EndPlace
from izdes.core.tracing.opening_axes import Axes, Begin, Grown, Moving, ThroughExchange
from izdes.core.tracing.opening_plans import OpeningPlans
from izdes.core.tracing.plan import OUTSIDE
from izdes.core.tracing.rules import RuleName, claims_by_transfer, trace_plan
from izdes.core.tracing.trace import EndingKind, Resting

# How much larger than the least, and the amount there.
Point = tuple[int, int]
# No pool, and no larger opening: the plan as it is.
UNCHANGED = (OUTSIDE, 0)


class ClaimPlace(NamedTuple):
    """An ending of a claim: where its money lies, whoever else has a right to it."""

    claim_id: ClaimId
    account: AccountKey
    ending: EndingKind
    currency: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one ending of a claim is at every opening.

    Attributes:
        points: (how much larger than the least, amount), both in minor units, the first at 0.
            After the last of an exact line the amount stays.
        is_exact: Between two points the amount lies on the straight line; else only the points
            are stated.
        is_cut: There were too many break points: the later points are samples.
    """

    place: ClaimPlace
    points: tuple[Point, ...]
    is_exact: bool
    is_cut: bool = False

    def at(self, delta_minor: int) -> int:
        """Return the amount at an opening so much larger than the least.

        On a line that is not exact it means something at a point only.
        """
        number = bisect_right(self.points, delta_minor, key=lambda point: point[0])
        start, amount = self.points[number - 1]
        if number == len(self.points):
            return amount
        end, next_amount = self.points[number]
        return amount + (next_amount - amount) * (delta_minor - start) // (end - start)


# How much larger than the least, and every ending there.
Found = tuple[int, Counter[ClaimPlace]]


class Drawing:
    """The lines of the claims of one ledger under one rule."""

    def __init__(
        self, plans: OpeningPlans, claims: Sequence[Claim], rule: RuleName, most_points: int
    ) -> None:
        self._plans, self._claims, self._rule = plans, claims, rule
        self._most_points = most_points
        self._slices, resting = trace_plan(plans.plan, claims, rule)
        self._least = _by_place(resting)
        self._place_of = {t.transfer_id: n for n, t in enumerate(plans.plan.transfers)}
        self._begins = {begin.claim_id: begin for begin in self._where_claims_begin()}
        self._axes = {UNCHANGED: Axes(plans.plan)}

    def lines(self, pool: int) -> tuple[Line, ...]:
        """Return the lines of the claims that passed a pool, as its opening grows."""
        passing = sorted(self._passing(pool))
        if not passing:
            return ()
        if self._rule == "lifo":
            found = list(_lines(self._steps(pool), passing, is_exact=True))
        elif self._rule == "fifo":
            found = self._straight_or_sampled(pool, passing)
        else:
            found = list(_lines(self._samples(pool), passing, is_exact=False))
        return tuple(sorted(found, key=lambda line: line.place))

    def _passing(self, pool: int) -> set[ClaimId]:
        """Return the claims of which some units entered a pool, or were pinned at its account."""
        pools, parts = self._plans.plan.pools, self._plans.plan.parts
        account, currency = pools[pool].account, pools[pool].currency
        return {
            s.claim_id
            for s in self._slices
            for part in parts[self._place_of[s.transfer_id]]
            if part.target != OUTSIDE
            and s.lo < part.lo + part.units
            and part.lo < s.hi
            and pools[part.target].account == account != self._begins[s.claim_id].home
            and pools[part.target].currency == currency
        }

    def _steps(self, pool: int) -> list[Found]:
        """Return the endings where nothing but other pins can change them."""
        found: list[Found] = []
        delta: int | None = 0
        while delta is not None:
            if found:
                found.append((delta - 1, found[-1][1]))
            found.append((delta, self._traced(pool, delta)))
            delta = self._plans.next_change(pool, delta)
        return found

    def _samples(self, pool: int) -> list[Found]:
        """Return the endings at the openings that are looked at."""
        return [(delta, self._traced(pool, delta)) for delta in self._sampled_at(pool)]

    def _sampled_at(self, pool: int) -> Iterator[int]:
        """Yield 0, and the powers of two up to beyond all that left the pool."""
        parts = self._plans.plan.parts
        gone = sum(part.units for row in parts for part in row if part.source == pool)
        yield 0
        for power in range(max(1, gone).bit_length() + 1):
            yield 1 << power

    def _traced(self, pool: int, delta_minor: int) -> Counter[ClaimPlace]:
        """Return every ending at one opening."""
        if delta_minor == 0:
            return self._least
        plan = self._plans.at(pool, delta_minor)
        return _by_place(trace_plan(plan, self._claims, self._rule)[1])

    def _straight_or_sampled(self, pool: int, claims: Iterable[ClaimId]) -> list[Line]:
        """Return exact lines, and samples of the claims that go through an exchange."""
        found: list[Line] = []
        exchanged: list[ClaimId] = []
        for claim_id in claims:
            try:
                ends, is_cut = self._straight(pool, self._begins[claim_id])
            except ThroughExchange:
                exchanged.append(claim_id)
                continue
            found += _lines(ends, (claim_id,), is_exact=not is_cut, is_cut=is_cut)
        if exchanged:
            found += _lines(self._samples(pool), exchanged, is_exact=False)
        return found

    def _straight(self, pool: int, begin: Begin) -> tuple[list[Found], bool]:
        """Return one claim's endings where their lines bend, first in first out.

        Returns:
            Also whether there were too many bends; then the last ones are samples.

        Raises:
            ThroughExchange: A piece goes into an exchange of currency.
        """
        found: list[Found] = []
        delta = 0
        while True:
            now = self._moving(pool, begin, delta)
            found.append((delta, _of_claim(begin.claim_id, now.amounts)))
            change = self._plans.next_change(pool, delta)
            stops = [change, None if now.following is None else delta + now.following]
            following = min((stop for stop in stops if stop is not None), default=None)
            if following is None:
                return found, False
            if len(found) >= self._most_points:
                return found + self._sampled_from(pool, begin, delta), True
            # Other pins make a step; and two borders can meet between two whole sums.
            last = following - 1 if following == change else delta + now.whole
            if delta < last < following:
                found.append((last, _of_claim(begin.claim_id, now.after(last - delta))))
            delta = following

    def _sampled_from(self, pool: int, begin: Begin, delta_minor: int) -> list[Found]:
        """Return one claim's endings at the later samples."""
        later = [sample for sample in self._sampled_at(pool) if sample > delta_minor]
        moving = [(sample, self._moving(pool, begin, sample)) for sample in later]
        return [(sample, _of_claim(begin.claim_id, now.amounts)) for sample, now in moving]

    def _moving(self, pool: int, begin: Begin, delta_minor: int) -> Moving:
        """Return where one claim is at one opening, first in first out."""
        start = self._plans.last_change(pool, delta_minor)
        key = (pool, start) if start else UNCHANGED
        if key not in self._axes:
            self._axes[key] = Axes(self._plans.at(pool, start))
        return self._axes[key].course(begin, Grown(pool, delta_minor - start))

    def _where_claims_begin(self) -> Iterator[Begin]:
        """Yield the units of their transfers that are claimed."""
        plan = self._plans.plan
        homes = victim_accounts(plan, self._claims)
        for transfer_id, claims in claims_by_transfer(plan, self._claims).items():
            lo = 0
            for claim in claims:
                if transfer_id in self._place_of:
                    span = (lo, lo + claim.amount_minor)
                    place = self._place_of[transfer_id]
                    yield Begin(claim.claim_id, place, span, homes[claim.claim_id])
                lo += claim.amount_minor


def _by_place(resting: Iterable[Resting]) -> Counter[ClaimPlace]:
    """Return every ending of every claim."""
    found: Counter[ClaimPlace] = Counter()
    for r in resting:
        place = ClaimPlace(r.claim_id, r.account, r.ending, r.currency)
        found[place] += r.origin_hi - r.origin_lo
    return found


def _of_claim(claim_id: ClaimId, amounts: Counter[EndPlace]) -> Counter[ClaimPlace]:
    """Return a claim's endings by its name too."""
    return Counter({ClaimPlace(claim_id, *place): amount for place, amount in amounts.items()})


def _lines(
    found: Sequence[Found],
    claims: Container[ClaimId],
    *,
    is_exact: bool,
    is_cut: bool = False,
) -> Iterator[Line]:
    """Yield the line of each ending of some claims."""
    for place in {place for _, amounts in found for place in amounts}:
        points = [(delta, amounts[place]) for delta, amounts in found]
        if place.claim_id in claims and any(amount for _, amount in points):
            kept = tuple(_bent(points)) if is_exact else tuple(points)
            yield Line(place, kept, is_exact=is_exact, is_cut=is_cut)


def _bent(points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points without those that lie on the straight line between their neighbours."""
    before = points[0]
    yield before
    for here, after in pairwise(points[1:]):
        run, rise = here[0] - before[0], here[1] - before[1]
        if rise * (after[0] - here[0]) != run * (after[1] - here[1]):
            before = here
            yield here
    if points[-1][1] != before[1]:
        yield points[-1]
