"""Which claims a change bears on: those whose money it touches, and those who meet their money."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, TransferId
from izdes.core.tracing.plan import OUTSIDE, Plan
from izdes.core.tracing.poison import perimeter
from izdes.core.tracing.trace import Slice
from izdes.engine.tracing.growing.footing import Footing, Name

Touches = Mapping[ClaimId, frozenset[Name]]


class Affected:
    """Claims that must be traced again.

    Args:
        before, now: The claims as they were and as they are.
        touches: What each claim's money visited before.

    Attributes:
        claims: Those of then and of now; more are added as they turn out to meet.
    """

    def __init__(
        self,
        before: Mapping[ClaimId, Claim],
        now: Mapping[ClaimId, Claim],
        touches: Touches,
        footings: tuple[Footing, Footing],
    ) -> None:
        was, is_now = footings
        changed = is_now.changed(was)
        self._because: dict[ClaimId, frozenset[AccountKey]] = {}
        for claim_id in sorted(before.keys() | now.keys()):
            names = touches.get(claim_id, frozenset()) & changed
            if names or before.get(claim_id) != now.get(claim_id):
                self._because[claim_id] = _accounts(names, changed, footings)

    @property
    def claims(self) -> frozenset[ClaimId]:
        """Claims to be traced again."""
        return frozenset(self._because)

    def because(self, claim_id: ClaimId) -> tuple[AccountKey, ...]:
        """Return the accounts whose change bears on a claim."""
        return tuple(sorted(self._because.get(claim_id, ())))

    def join(self, groups: Sequence[frozenset[ClaimId]]) -> bool:
        """Add all claims that meet one of these, and say whether there were any."""
        size = len(self._because)
        is_growing = True
        while is_growing:
            is_growing = False
            for group in groups:
                hit = group & self._because.keys()
                if hit and len(hit) < len(group):
                    because = frozenset[AccountKey]().union(*(self._because[c] for c in hit))
                    self._because |= dict.fromkeys(group - hit, because)
                    is_growing = True
        return len(self._because) > size


def _accounts(
    names: Iterable[Name], changed: frozenset[Name], footings: tuple[Footing, Footing]
) -> frozenset[AccountKey]:
    """Return whose statements changed: of a changed transfer, the side whose pool did."""
    whose = footings[0].accounts | footings[1].accounts
    moved = {account for name in changed if isinstance(name, tuple) for account in whose[name]}
    found: set[AccountKey] = set()
    for name in names:
        accounts = set(whose.get(name, ()))
        found |= accounts & moved or accounts
    return frozenset(found)


def on_one_transfer(claims: Iterable[Claim]) -> list[frozenset[ClaimId]]:
    """Return the claims that stand on the same transfer: each takes up room of the next."""
    found: defaultdict[TransferId, set[ClaimId]] = defaultdict(set)
    for claim in claims:
        found[claim.transfer_id].add(claim.claim_id)
    return [frozenset(group) for group in found.values() if len(group) > 1]


def sharing_units(slices: Sequence[Slice]) -> list[frozenset[ClaimId]]:
    """Return pairs of claims on the same units: one's money was in the payment another claims."""
    begun: defaultdict[TransferId, list[Slice]] = defaultdict(list)
    for s in slices:
        if s.begins:
            begun[s.transfer_id].append(s)
    pairs = {
        frozenset((s.claim_id, b.claim_id))
        for s in slices
        for b in begun.get(s.transfer_id, ())
        if s.claim_id != b.claim_id and s.lo < b.hi and b.lo < s.hi
    }
    return sorted(pairs, key=sorted)


def meeting(*touches: Touches) -> list[frozenset[ClaimId]]:
    """Return the claims that touch one pool or one transfer."""
    found: defaultdict[Name, set[ClaimId]] = defaultdict(set)
    for by_claim in touches:
        for claim_id, names in by_claim.items():
            for name in names:
                found[name].add(claim_id)
    return sorted({frozenset(g) for g in found.values() if len(g) > 1}, key=sorted)


def visited(
    plan: Plan, footing: Footing, claims: Iterable[Claim], slices: Iterable[Slice]
) -> dict[ClaimId, frozenset[Name]]:
    """Return the transfers and pools in which each claim's units were."""
    found: dict[ClaimId, set[Name]] = {c.claim_id: {c.transfer_id} for c in claims}
    parts = {t.transfer_id: p for t, p in zip(plan.transfers, plan.parts, strict=True)}
    for s in slices:
        found[s.claim_id].add(s.transfer_id)
        for part in parts[s.transfer_id]:
            if part.target != OUTSIDE and part.lo < s.hi and s.lo < part.lo + part.units:
                found[s.claim_id].add(footing.pools[part.target])
    return {claim_id: frozenset(names) for claim_id, names in found.items()}


def may_visit(
    plan: Plan, footing: Footing, claims: Sequence[Claim]
) -> dict[ClaimId, frozenset[Name]]:
    """Return the transfers and pools that each claim's money may have touched under any rule."""
    found: dict[ClaimId, set[Name]] = {c.claim_id: {c.transfer_id} for c in claims}
    reach = perimeter(plan, claims)
    for place, claim_ids in reach.transfers.items():
        for claim_id in claim_ids:
            found[claim_id].add(plan.transfers[place].transfer_id)
    for pool, claim_ids in reach.pools.items():
        for claim_id in claim_ids:
            found[claim_id].add(footing.pools[pool])
    return {claim_id: frozenset(names) for claim_id, names in found.items()}
