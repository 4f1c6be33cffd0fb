"""Freezes: which accounts to hold now, for how much, and in which order.

The cap of an account is the traced money that rests there or was last seen going there: held +
frontier under the rule, in the account's own currency, counted once where money was stolen twice.
An order for more would hold somebody else's money. The order is by what is likely still there
(`izdes.core.tracing.frontier`). A proposal for an officer, never an act.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Ledger, TransferId
from izdes.core.tracing.frontier import Basis, NextStep, pieces_at_stake, rank_frontier
from izdes.core.tracing.trace import Resting, Trace
from izdes.follow.addresses import Address, Addresses

# What may be held is what is at stake.
freezable_pieces = pieces_at_stake


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
        loss_per_hour_minor: How much less is likely there an hour later.
        older_minor: Of the cap, what lies there longer than anything was seen to lie.
        basis: Whose stays the estimate rests on, and ``stays`` how many these are.
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
    loss_per_hour_minor: int | None
    older_minor: int
    basis: Basis
    stays: int
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

    def institution_of(account: AccountKey) -> str:
        keeper = addresses.of(account).institution
        return keeper.institution_id if keeper else ""

    steps = rank_frontier(trace, ledger, institution_of=institution_of, now=now)
    pieces = freezable_pieces(trace)
    can_be_held = [s for s in steps if addresses.of(s.account).can_be_frozen]
    return tuple(
        _freeze(step, pieces[step.account, step.currency], trace, addresses, rank=n, now=now)
        for n, step in enumerate(can_be_held, start=1)
    )


def arrivals_of(pieces: Iterable[Resting], trace: Trace) -> tuple[Arrival, ...]:
    """Return the transfers that brought the pieces, and how much each brought."""
    brought: defaultdict[TransferId, int] = defaultdict(int)
    for r in pieces:
        if r.slice_id is not None:
            brought[trace.slices[r.slice_id].transfer_id] += r.units
    return tuple(Arrival(t, minor) for t, minor in sorted(brought.items()))


def _freeze(
    step: NextStep,
    pieces: Iterable[Resting],
    trace: Trace,
    addresses: Addresses,
    *,
    rank: int,
    now: datetime,
) -> Freeze:
    """Return the proposal for one account."""
    claims: defaultdict[str, int] = defaultdict(int)
    for r in pieces:
        claims[r.claim_id] += r.units
    return Freeze(
        number=f"F-{rank:03}",
        rank=rank,
        address=addresses.of(step.account),
        currency=step.currency,
        held_minor=step.held_minor,
        frontier_minor=step.frontier_minor,
        held_as_of=step.held_as_of,
        likely_minor=step.likely_minor,
        loss_per_hour_minor=step.loss_per_hour_minor,
        older_minor=step.older_minor,
        basis=step.basis,
        stays=step.stays,
        arrived_first=step.arrived_first or now,
        arrived_last=step.arrived_last or now,
        claims=tuple(sorted(claims.items())),
        arrivals=arrivals_of(pieces, trace),
        marks=tuple(sorted({mark for r in pieces for mark in r.marks})),
    )
