"""Frontier: the accounts to ask about or to hold next, the most money likely still there first.

An account is worth a question as far as traced money is still in it: traced mass × the share of
money that stays so long (Kaplan-Meier, `izdes.core.tracing.dwell`). The share is estimated from
the accounts of the same institution where enough stays were seen in them, otherwise from the whole
case, always within one currency. Before anything was seen to leave, what arrived in the last day
comes first, then the larger sum.

The order is an expectation from this case so far. It does not say that money is there: that is
what the question asks. When an account was last asked is not known here. With every new statement
the list is simply made again.

Source: amount × survival as an order of work, `dwell`; the estimate, Kaplan and Meier (1958).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Ledger
from izdes.core.tracing.dwell import Survival, Visit, likely_still_there, survival, visits_of
from izdes.core.tracing.trace import Resting, Trace

Basis = Literal["institution", "case", "none"]
InstitutionOf = Callable[[AccountKey], str]
# A convention: fewer departures, or of fewer accounts, say more of their holders than of a bank.
ENOUGH_DEPARTURES = 30
ENOUGH_ACCOUNTS = 3
_FRESH = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One account to ask about or to hold.

    Attributes:
        rank: From 1.
        institution: Who keeps the account, as the caller names it; empty where nobody knows.
        held_minor: Traced money resting there at ``held_as_of``, in ``currency``.
        frontier_minor: Traced money last seen going there.
        likely_minor: What is likely still there now; None without an estimate.
        loss_per_hour_minor: How much less is likely there an hour from now.
        older_minor: Of the sum, what lies there longer than any stay that was seen: the estimate
            knows nothing of so long a time, and its last share stands for it.
        basis: Whose stays the share is estimated from.
        stays: How many stays those are, left or cut short; ``seen_minor`` in them.
        weight_minor: What orders the list: the likely money, or without an estimate all of it,
            in minor units of the claims.
    """

    rank: int
    account: AccountKey
    currency: str
    institution: str
    held_minor: int
    frontier_minor: int
    held_as_of: datetime | None
    arrived_first: datetime | None
    arrived_last: datetime | None
    likely_minor: int | None
    loss_per_hour_minor: int | None
    older_minor: int
    basis: Basis
    stays: int
    seen_minor: int
    weight_minor: int

    @property
    def traced_minor(self) -> int:
        """The traced money, and the most that may be held."""
        return self.held_minor + self.frontier_minor


class Curve(NamedTuple):
    """An estimate, and what it is made from."""

    basis: Basis
    estimate: Survival | None
    stays: int
    seen_minor: int


def rank_frontier(
    trace: Trace, ledger: Ledger, *, institution_of: InstitutionOf, now: datetime
) -> tuple[NextStep, ...]:
    """Return the accounts where traced money may still be, the likeliest sum first.

    Args:
        institution_of: Names the institution that keeps an account; empty where nobody knows.
        now: The moment of asking.

    Returns:
        One row for each account and currency with money that is held or at the frontier, first
        victims' money only. Rows in different currencies stand by what the money is in the
        claims' currency; claims in several currencies are not weighed against each other, and
        should be ranked apart.
    """
    named = cache(institution_of)
    curves = Curves(visits_of(trace, ledger), named)
    steps = [
        _step(place, pieces, curves.of(*place), named(place[0]), now)
        for place, pieces in sorted(pieces_at_stake(trace).items())
    ]
    steps.sort(key=lambda step: _urgency(step, now))
    return tuple(replace(step, rank=n) for n, step in enumerate(steps, start=1))


def pieces_at_stake(trace: Trace) -> dict[tuple[AccountKey, str], list[Resting]]:
    """Return what rests on or went to each account, first victims' money only."""
    pieces: defaultdict[tuple[AccountKey, str], list[Resting]] = defaultdict(list)
    for r in trace.resting:
        if r.ending in {"held", "frontier"} and not r.behind and r.units:
            pieces[r.account, r.currency].append(r)
    return pieces


class Curves:
    """The estimates of a case: of each institution, and of all together."""

    def __init__(self, visits: Iterable[Visit], institution_of: InstitutionOf) -> None:
        self._institution_of = institution_of
        self._own: defaultdict[tuple[str, str], list[Visit]] = defaultdict(list)
        self._all: defaultdict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            self._all[visit.currency].append(visit)
            self._own[institution_of(visit.account), visit.currency].append(visit)
        self._made: dict[tuple[str, str], Curve] = {}

    def of(self, account: AccountKey, currency: str) -> Curve:
        """Return the estimate for an account: its institution's, or the whole case's."""
        key = (self._institution_of(account), currency)
        if key not in self._made:
            self._made[key] = self._curve(*key)
        return self._made[key]

    def _curve(self, institution: str, currency: str) -> Curve:
        """Make the estimate for the accounts of one institution."""
        own = self._own.get((institution, currency), [])
        if institution and _is_enough(own):
            return _curve("institution", own)
        return _curve("case", self._all.get(currency, []))


def _is_enough(visits: Sequence[Visit]) -> bool:
    """Say whether an institution's own stays are enough to speak for it."""
    left = [visit for visit in visits if visit.has_left]
    accounts = {visit.account for visit in left}
    return len(left) >= ENOUGH_DEPARTURES and len(accounts) >= ENOUGH_ACCOUNTS


def _curve(basis: Basis, visits: Sequence[Visit]) -> Curve:
    """Estimate from these stays, if any was seen to end."""
    estimate = survival(visit.stay for visit in visits)
    seen = sum(visit.minor for visit in visits)
    return Curve(basis if estimate else "none", estimate, len(visits), seen)


def _step(
    place: tuple[AccountKey, str],
    pieces: Sequence[Resting],
    curve: Curve,
    institution: str,
    now: datetime,
) -> NextStep:
    """Return one account's row, not yet ranked."""
    held = [r for r in pieces if r.ending == "held"]
    times = [r.arrived_at for r in pieces if r.arrived_at is not None]
    likely, loss, weight = _expected(pieces, curve.estimate, now)
    return NextStep(
        rank=0,
        account=place[0],
        currency=place[1],
        institution=institution,
        held_minor=sum(r.units for r in held),
        frontier_minor=sum(r.units for r in pieces if r.ending == "frontier"),
        held_as_of=max((r.as_of for r in held if r.as_of), default=None),
        arrived_first=min(times, default=None),
        arrived_last=max(times, default=None),
        likely_minor=likely,
        loss_per_hour_minor=loss,
        older_minor=sum(r.units for r in pieces if _is_beyond(r, curve.estimate, now)),
        basis=curve.basis,
        stays=curve.stays,
        seen_minor=curve.seen_minor,
        weight_minor=weight,
    )


def _expected(
    pieces: Sequence[Resting], estimate: Survival | None, now: datetime
) -> tuple[int | None, int | None, int]:
    """Return what is likely there now, how much less in an hour, and the weight of the row."""
    if estimate is None:
        return None, None, sum(r.origin_hi - r.origin_lo for r in pieces)
    there = [likely_still_there(r, estimate, now=now) for r in pieces]
    later = (likely_still_there(r, estimate, now=now + _HOUR) for r in pieces)
    weight = sum(
        (r.origin_hi - r.origin_lo) * units // r.units
        for r, units in zip(pieces, there, strict=True)
    )
    return sum(there), sum(there) - sum(later), weight


def _is_beyond(r: Resting, estimate: Survival | None, now: datetime) -> bool:
    """Say whether a piece lies longer than the estimate saw anything lie."""
    if estimate is None or r.arrived_at is None or (r.as_of is not None and r.as_of >= now):
        return False
    return (now - r.arrived_at).total_seconds() > estimate.until


def _urgency(step: NextStep, now: datetime) -> tuple[object, ...]:
    """Return the place of a row in the order of work."""
    last = (-step.traced_minor, step.account, step.currency)
    if step.likely_minor is not None:
        return (0, -step.weight_minor, *last)
    is_old = step.arrived_last is None or now - step.arrived_last > _FRESH
    return (1, is_old, -step.weight_minor, *last)
