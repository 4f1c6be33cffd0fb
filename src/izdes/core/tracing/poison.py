"""Poison: every account that claimed money may have touched, under any rule at all.

Whatever leaves an account after claimed money came to it may be claimed money, to the last unit,
even if a thousand times as much lies there. So the perimeter says whom to ask and where to look;
**it is never an amount**, nothing in it adds up, and no money may be frozen on it. A rule names
sums (`izdes.core.tracing.rules`); every account that any of them names lies inside.

A claim stops where its money may have come home, at the account from which it was paid. Pinned
money takes only its own way. Where an account is dark, nobody knows what went on from there.

Source: the policy "poison" of Möser, Böhme and Breuker, Towards Risk Scoring of Bitcoin
Transactions, FC 2014 Workshops, LNCS 8438.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, TransferId
from izdes.core.tracing.course import victim_accounts
from izdes.core.tracing.plan import OUTSIDE, Plan

ClaimIds = frozenset[ClaimId]
_NONE: ClaimIds = frozenset()


@dataclass(frozen=True, slots=True)
class Reached:
    """The first moment at which a claim's money may have touched an account.

    Attributes:
        account: In a window or dark, or what is no account at all (cash, a shop).
        reached_at: When the transfer arrived that may have brought it.
    """

    claim_id: ClaimId
    account: AccountKey
    currency: str
    reached_at: datetime
    transfer_id: TransferId


@dataclass(frozen=True, slots=True)
class Perimeter:
    """Which claims may have touched what.

    Attributes:
        transfers: By place in the ledger; transfers that no claim touched are left out.
        pools: By number in the plan; likewise.
    """

    transfers: Mapping[int, ClaimIds]
    pools: Mapping[int, ClaimIds]


def perimeter(plan: Plan, claims: Sequence[Claim]) -> Perimeter:
    """Return which claims may have touched which transfers and pools.

    A transfer is reached as a whole: which of its units are claimed is a convention.
    """
    beginning = _beginning(claims)
    homes = victim_accounts(plan, claims)
    transfers: dict[int, ClaimIds] = {}
    pools: dict[int, ClaimIds] = {}
    for step in plan.steps:
        t, parts = plan.transfers[step.place], plan.parts[step.place]
        if not step.is_arrival:
            behind = [pools.get(part.source, _NONE) for part in parts if part.source != OUTSIDE]
            carried = beginning.get(t.transfer_id, _NONE).union(*behind)
            if carried:
                transfers[step.place] = carried
        elif step.place in transfers:
            going_on = {c for c in transfers[step.place] if homes[c] != t.payee.account}
            for part in parts:
                if part.target != OUTSIDE and going_on:
                    pools[part.target] = pools.get(part.target, _NONE) | going_on
    return Perimeter(transfers, pools)


def reached(plan: Plan, claims: Sequence[Claim]) -> tuple[Reached, ...]:
    """Return each account that each claim's money may have touched, and when it first could.

    Args:
        claims: One on a transfer that the ledger lacks reaches nothing; one on a transfer that
            counts for nothing only its payer, as its money never left.

    Returns:
        By claim_id, and for one claim in the order of arrival. Never an amount.
    """
    on = perimeter(plan, claims).transfers
    beginning = _beginning(claims)
    first: dict[tuple[ClaimId, AccountKey, str], Reached] = {}
    for t, parts in zip(plan.transfers, plan.parts, strict=True):
        for claim_id in () if parts else beginning.get(t.transfer_id, ()):
            place = (claim_id, t.payer.account, t.currency)
            first[place] = Reached(*place, t.booked_at, t.transfer_id)
    for step in plan.steps:
        if step.is_arrival:
            t = plan.transfers[step.place]
            for claim_id in on.get(step.place, ()):
                place = (claim_id, t.payee.account, t.currency)
                first.setdefault(place, Reached(*place, step.at, t.transfer_id))
    return tuple(sorted(first.values(), key=attrgetter("claim_id")))


def _beginning(claims: Sequence[Claim]) -> dict[TransferId, ClaimIds]:
    """Return the claims on each transfer."""
    found: defaultdict[TransferId, ClaimIds] = defaultdict(frozenset)
    for claim in claims:
        found[claim.transfer_id] |= {claim.claim_id}
    return dict(found)
