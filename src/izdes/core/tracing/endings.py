"""Endings: the pieces at rest, summed by place, and the check that nothing was lost.

The kind of an ending is read from the payee's key, from what is known of the account, and from
the kind of the transfer, in this order; what none of them says is the frontier: an account whose
statement nobody has yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from izdes.core.money.account import AccountKey, AccountKind
from izdes.core.money.transfer import Claim, ClaimId, Ledger, Transfer, TransferKind
from izdes.core.tracing.trace import Ending, EndingKind, Mark, NotConserved, Resting

Place = tuple[str, str, str, str, str]

_BY_KEY: tuple[tuple[str, EndingKind], ...] = (
    ("@cash:", "cash"),
    ("@fee:", "fee"),
    ("@merchant:", "merchant"),
    ("@abroad:", "abroad"),
    ("@fx:", "conversion"),
)
_BY_ACCOUNT: dict[AccountKind, EndingKind] = {
    "crypto_exchange": "crypto_exchange",
    "merchant": "merchant",
    "cash": "cash",
    "abroad": "abroad",
}
_BY_TRANSFER: dict[TransferKind, EndingKind] = {
    "cash_out": "cash",
    "card_payment": "merchant",
    "fee": "fee",
    "crypto_exchange": "crypto_exchange",
    "conversion": "conversion",
}


def ending_of(t: Transfer, kinds: Mapping[AccountKey, AccountKind]) -> EndingKind:
    """Return how money ends that arrives where movements are not known."""
    for prefix, ending in _BY_KEY:
        if t.payee.account.startswith(prefix):
            return ending
    known = _BY_ACCOUNT.get(kinds.get(t.payee.account, "unknown"))
    return known or _BY_TRANSFER.get(t.kind, "frontier")


def unmatched(claim: Claim) -> Resting:
    """Return a claim that no transfer of the ledger bears out, whole."""
    return Resting(
        claim_id=claim.claim_id,
        account=AccountKey(""),
        ending="unmatched",
        origin_lo=0,
        origin_hi=claim.amount_minor,
        units=claim.amount_minor,
        currency=claim.currency,
        slice_id=None,
        arrived_at=None,
        as_of=None,
    )


def endings_of(
    resting: Sequence[Resting],
    claims: Sequence[Claim],
    ledger: Ledger,
    other_order: Sequence[Resting],
) -> tuple[Ending, ...]:
    """Sum the pieces at rest by place.

    Args:
        resting: Pieces under the ledger's order.
        other_order: Pieces when movements of one instant are taken in the opposite order; an
            ending whose amount differs is marked, and carries both amounts.

    Raises:
        NotConserved: A claim's pieces do not add up to it.
    """
    _check(resting, claims)
    currencies = _currencies(claims, ledger)
    pieces = _by_place(resting)
    others = pieces if other_order is resting else _by_place(other_order)
    nothing: list[Resting] = []
    return tuple(
        _ending(place, pieces.get(place, nothing), others.get(place, nothing), currencies)
        for place in sorted(pieces.keys() | others.keys())
        if _mass(pieces.get(place, nothing)) or _mass(others.get(place, nothing))
    )


def _check(resting: Iterable[Resting], claims: Iterable[Claim]) -> None:
    """Refuse a result in which a minor unit was created or lost."""
    found: defaultdict[ClaimId, int] = defaultdict(int)
    for r in resting:
        found[r.claim_id] += r.origin_hi - r.origin_lo
    for claim in claims:
        if found[claim.claim_id] != claim.amount_minor:
            raise NotConserved(
                claim_id=claim.claim_id, claim=claim.amount_minor, endings=found[claim.claim_id]
            )


def _currencies(claims: Iterable[Claim], ledger: Ledger) -> dict[ClaimId, str]:
    """Return the currency each claim is counted in."""
    of_transfer = {t.transfer_id: t.currency for t in ledger.transfers}
    return {c.claim_id: of_transfer.get(c.transfer_id, c.currency) for c in claims}


def _by_place(resting: Iterable[Resting]) -> dict[Place, list[Resting]]:
    """Group pieces by claim, account, ending, currency and whether they stand behind."""
    found: defaultdict[Place, list[Resting]] = defaultdict(list)
    for r in resting:
        found[r.claim_id, r.account, r.ending, r.currency, r.behind].append(r)
    return found


def _ending(
    place: Place,
    pieces: Sequence[Resting],
    others: Sequence[Resting],
    currencies: Mapping[ClaimId, str],
) -> Ending:
    """Return the sum of the pieces at one place."""
    here = _mass(pieces)
    there = here if others is pieces else _mass(others)
    marks: set[Mark] = set().union(*(r.marks for r in pieces or others))
    if here != there:
        marks.add("order_sensitive")
    times = [r.arrived_at for r in pieces or others if r.arrived_at is not None]
    limits = [r.as_of for r in pieces or others if r.as_of is not None]
    return Ending(
        claim_id=ClaimId(place[0]),
        account=AccountKey(place[1]),
        ending=(pieces or others)[0].ending,
        amount_minor=here,
        currency=currencies[ClaimId(place[0])],
        arrived_first=min(times, default=None),
        arrived_last=max(times, default=None),
        as_of=max(limits, default=None),
        local_minor=sum(r.units for r in pieces),
        local_currency=place[3],
        behind=place[4],
        marks=tuple(sorted(marks)),
        least_minor=min(here, there),
        most_minor=max(here, there),
    )


def _mass(pieces: Iterable[Resting]) -> int:
    """Return how much of the claim the pieces are, in the claim's minor units."""
    return sum(r.origin_hi - r.origin_lo for r in pieces)
