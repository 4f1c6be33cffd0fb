"""Freezes: which accounts to hold now, for how much, and in which order.

The cap of an account is the traced money that rests there or was last seen going there: held +
frontier under the rule, in the account's own currency, counted once where money was stolen twice.
An order for more would hold somebody else's money. The order is by what is likely still there,
estimated from how fast followed money left the accounts of this case; before anything was seen to
leave, by arrival in the last day and by amount. A proposal for an officer, never an act.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Ledger, TransferId
from izdes.core.tracing.dwell import Survival, likely_still_there, stays_of, survival
from izdes.core.tracing.trace import Resting, Trace
from izdes.follow.addresses import Address, Addresses

_FRESH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A transfer that brought traced money, and how much of it."""

    transfer_id: TransferId
    traced_minor: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """A proposal to hold money on one account.

    Attributes:
        held_minor: Traced money resting there at ``held_as_of``, in the account's minor units.
        frontier_minor: Traced money last seen going there, with no statement after it.
        likely_minor: What is likely still there at the case's as-of; None without an estimate.
        claims: (claim_id, minor units) of the victims whose money it is.
    """

    number: str
    rank: int
    address: Address
    currency: str
    held_minor: int
    frontier_minor: int
    held_as_of: datetime | None
    likely_minor: int | None
    arrived_first: datetime
    arrived_last: datetime
    claims: tuple[tuple[str, int], ...]
    arrivals: tuple[Arrival, ...]
    marks: tuple[str, ...]

    @property
    def cap_minor(self) -> int:
        """The most that may be held."""
        return self.held_minor + self.frontier_minor


def freezes_of(
    trace: Trace, ledger: Ledger, addresses: Addresses, *, now: datetime
) -> tuple[Freeze, ...]:
    """Return the accounts to hold, the likeliest money first."""
    estimate = survival(stays_of(trace, ledger))
    found = []
    for (account, currency), pieces in sorted(freezable_pieces(trace).items()):
        address = addresses.of(account)
        if address.can_be_frozen:
            likely = _likely(pieces, estimate, now)
            found.append(_freeze(address, currency, pieces, trace, likely_minor=likely, now=now))
    found.sort(key=lambda f: _urgency(f, now))
    return tuple(replace(f, number=f"F-{n:03}", rank=n) for n, f in enumerate(found, start=1))


def freezable_pieces(trace: Trace) -> dict[tuple[AccountKey, str], list[Resting]]:
    """Return what rests on or went to each account, first victims' money only."""
    pieces: defaultdict[tuple[AccountKey, str], list[Resting]] = defaultdict(list)
    for r in trace.resting:
        if r.ending in {"held", "frontier"} and not r.behind and r.units:
            pieces[r.account, r.currency].append(r)
    return pieces


def arrivals_of(pieces: Iterable[Resting], trace: Trace) -> tuple[Arrival, ...]:
    """Return the transfers that brought the pieces, and how much each brought."""
    brought: defaultdict[TransferId, int] = defaultdict(int)
    for r in pieces:
        if r.slice_id is not None:
            brought[trace.slices[r.slice_id].transfer_id] += r.units
    return tuple(Arrival(t, minor) for t, minor in sorted(brought.items()))


def _likely(pieces: Iterable[Resting], estimate: Survival | None, now: datetime) -> int | None:
    """Return how much of the pieces is likely still there; None without an estimate."""
    if estimate is None:
        return None
    return sum(likely_still_there(r, estimate, now=now) for r in pieces)


def _freeze(
    address: Address,
    currency: str,
    pieces: Sequence[Resting],
    trace: Trace,
    *,
    likely_minor: int | None,
    now: datetime,
) -> Freeze:
    """Return the proposal for one account, not yet ranked."""
    times = [r.arrived_at for r in pieces if r.arrived_at is not None]
    claims: defaultdict[str, int] = defaultdict(int)
    for r in pieces:
        claims[r.claim_id] += r.units
    return Freeze(
        number="",
        rank=0,
        address=address,
        currency=currency,
        held_minor=sum(r.units for r in pieces if r.ending == "held"),
        frontier_minor=sum(r.units for r in pieces if r.ending == "frontier"),
        held_as_of=max((r.as_of for r in pieces if r.as_of and r.ending == "held"), default=None),
        likely_minor=likely_minor,
        arrived_first=min(times, default=now),
        arrived_last=max(times, default=now),
        claims=tuple(sorted(claims.items())),
        arrivals=arrivals_of(pieces, trace),
        marks=tuple(sorted({mark for r in pieces for mark in r.marks})),
    )


def _urgency(freeze: Freeze, now: datetime) -> tuple[object, ...]:
    """Return the place of a proposal in the order of work."""
    if freeze.likely_minor is not None:
        return (0, -freeze.likely_minor, -freeze.cap_minor, freeze.address.account)
    is_old = now - freeze.arrived_last > _FRESH
    return (is_old, -freeze.cap_minor, 0, freeze.address.account)
