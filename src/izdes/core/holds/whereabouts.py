"""Whereabouts: on which accounts traced money likely still is, the most first.

For each account: the traced money last seen there, times the share of money that stays so long in
the hands of the same crew, or else in general (`estimates`). Money that an order holds stays. With
every answer the list is made again, and an empty account teaches as well: nothing more is expected
there, and the estimate for all others becomes shorter.

The list orders work and is an expectation. It does not say that money is there, and it never raises
what may be held: that is the cap.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from izdes.core.holds.estimates import Basis, CrewOf, Estimate, Estimates
from izdes.core.holds.pieces import Piece
from izdes.core.holds.stays import Look, Lying, SeenStay, lying_at, stays_of
from izdes.core.money.account import AccountKey

_FRESH = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Whereabout:
    """What is expected of one account at one moment.

    Attributes:
        rank: From 1.
        traced_minor: Traced money not shown to have left by statements: the cap.
        seen_minor: Of it, what no answer showed to be gone.
        likely_minor: What is likely there now; None without an estimate.
        caught_minor: Of it, what orders hold.
        loss_per_hour_minor: How much less is likely there an hour from now.
        older_minor: Of it, what lies longer than any stay that was seen: the last share stands for
            it, for want of knowledge.
        basis: Whose stays most of the money is estimated from; ``stays``: how many.
        cases: The cases whose victims' money it is.
        layer: The least number of transfers from a victim.
    """

    rank: int
    account: AccountKey
    currency: str
    traced_minor: int
    seen_minor: int
    likely_minor: int | None
    caught_minor: int
    loss_per_hour_minor: int | None
    older_minor: int
    basis: Basis
    stays: int
    arrived_first: datetime
    arrived_last: datetime
    cases: tuple[str, ...]
    layer: int

    @property
    def free_minor(self) -> int:
        """What is likely there and no order holds; all that was seen without an estimate."""
        there = self.seen_minor if self.likely_minor is None else self.likely_minor
        return there - self.caught_minor


def whereabouts(
    pieces: Iterable[Piece],
    stays: Iterable[SeenStay],
    *,
    crew_of: CrewOf,
    looks: Iterable[Look] = (),
    now: datetime,
) -> tuple[Whereabout, ...]:
    """Return where the money likely is, the most that no order holds first.

    Args:
        pieces: Of all cases, as for caps.
        stays: Departures seen in these cases, and in others if their speed is to count.
        crew_of: Names the crew behind a claim; empty where nobody knows.
        looks: What institutions answered.

    Returns:
        One row for each account and currency, accounts that turned out empty included. Rows of
        different currencies are not weighed against each other, and should be ranked apart.

    Raises:
        NotOneTrace: As `caps.caps_of`.
    """
    lying = lying_at(pieces, looks, now=now)
    estimates = Estimates([*stays, *stays_of(lying)], crew_of)
    groups: defaultdict[tuple[AccountKey, str], list[Lying]] = defaultdict(list)
    for one in lying:
        groups[one.piece.account, one.piece.currency].append(one)
    rows = [_row(group, estimates, now) for _, group in sorted(groups.items())]
    rows.sort(key=lambda row: _urgency(row, now))
    return tuple(replace(row, rank=n) for n, row in enumerate(rows, start=1))


def _row(group: Sequence[Lying], estimates: Estimates, now: datetime) -> Whereabout:
    """Return one account's row, not yet ranked."""
    made = [(one, estimates.of(one.piece.claim_id, one.piece.currency)) for one in group]
    likely, later = _likely(made, now), _likely(made, now + _HOUR)
    basis, stays = _basis(made)
    pieces = [one.piece for one in group]
    return Whereabout(
        rank=0,
        account=pieces[0].account,
        currency=pieces[0].currency,
        traced_minor=sum(one.minor + one.gone_minor for one in group),
        seen_minor=sum(one.minor for one in group),
        likely_minor=likely,
        caught_minor=sum(one.caught_minor for one in group),
        loss_per_hour_minor=None if likely is None or later is None else likely - later,
        older_minor=sum(one.minor for one, made_of in made if _is_beyond(one, made_of, now)),
        basis=basis,
        stays=stays,
        arrived_first=min(p.arrived_at for p in pieces),
        arrived_last=max(p.arrived_at for p in pieces),
        cases=tuple(sorted({p.case for p in pieces})),
        layer=min(p.layer for p in pieces),
    )


def _likely(made: Iterable[tuple[Lying, Estimate]], at: datetime) -> int | None:
    """Return what is likely there at a moment; None where an estimate is missing and needed."""
    total = 0
    for one, estimate in made:
        free = one.minor - one.caught_minor
        if free and estimate.basis == "none":
            return None
        likely = estimate.likely(free, seen_after=one.seen_after, now_after=one.after(at))
        total += one.caught_minor + likely
    return total


def _basis(made: Sequence[tuple[Lying, Estimate]]) -> tuple[Basis, int]:
    """Return whose stays most of the money is estimated from, and how many these are."""
    weighed: Counter[tuple[Basis, int]] = Counter()
    for one, estimate in made:
        weighed[estimate.basis, estimate.stays] += one.minor + one.gone_minor
    return min(weighed, key=lambda basis: (-weighed[basis], basis))


def _is_beyond(one: Lying, estimate: Estimate, now: datetime) -> bool:
    """Say whether money lies longer than the estimate saw anything lie."""
    return estimate.basis != "none" and one.after(now) > estimate.until


def _urgency(row: Whereabout, now: datetime) -> tuple[object, ...]:
    """Return the place of a row in the order of work."""
    last = (-row.traced_minor, row.account, row.currency)
    if row.likely_minor is not None:
        return (0, False, -row.free_minor, *last)
    return (1, now - row.arrived_last > _FRESH, -row.free_minor, *last)
