"""What a trace says of one claim, as a digest: did anything change for this victim?

A digest names transfers and accounts, never the numbers of slices, so that it stays the same when
slices of other claims come or go. Two equal digests mean that the same units of the same transfers
are the same units of the claim, and end in the same places; they do not mean that either is true.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from izdes.core.money.transfer import ClaimId, Transfer, TransferId
from izdes.core.sealing.canonical import Field, table_digest
from izdes.core.tracing.trace import Resting, Slice

_SLICE = (
    *("transfer_id", "lo", "hi", "origin_lo", "origin_hi", "parent", "parent_lo", "behind"),
    *("is_reversed", "begins", "booked_at", "arrives_at", "payer", "payee", "currency"),
)
_RESTING = (
    *("account", "ending", "origin_lo", "origin_hi", "units", "currency", "slice", "slice_lo"),
    *("arrived_at", "arrived_last", "as_of", "behind", "marks"),
)
Place = tuple[TransferId | None, int | None]


def claim_digests(
    slices: Sequence[Slice], resting: Iterable[Resting], transfers: Iterable[Transfer]
) -> dict[ClaimId, str]:
    """Return a digest of each claim of a trace.

    Args:
        transfers: The ledger's; those that carry slices are named with their accounts and times.
    """
    place_of: dict[int | None, Place] = {None: (None, None)}
    place_of |= {s.slice_id: (s.transfer_id, s.lo) for s in slices}
    carrying = {s.transfer_id for s in slices}
    named = {t.transfer_id: t for t in transfers if t.transfer_id in carrying}
    slice_rows: defaultdict[ClaimId, list[Sequence[Field]]] = defaultdict(list)
    rest_rows: defaultdict[ClaimId, list[Sequence[Field]]] = defaultdict(list)
    for s in slices:
        slice_rows[s.claim_id].append(_slice_row(s, named[s.transfer_id], place_of))
    for r in resting:
        rest_rows[r.claim_id].append(_rest_row(r, place_of))
    return {
        claim_id: table_digest(
            ("table", "digest"),
            [
                ("slices", table_digest(_SLICE, slice_rows[claim_id])),
                ("resting", table_digest(_RESTING, rest_rows[claim_id])),
            ],
        )
        for claim_id in sorted({*slice_rows, *rest_rows})
    }


def claim_digest(
    claim_id: ClaimId,
    slices: Sequence[Slice],
    resting: Iterable[Resting],
    transfers: Iterable[Transfer],
) -> str:
    """Return the digest of one claim; empty where the trace says nothing of it."""
    own = [s for s in slices if s.claim_id == claim_id]
    lying = [r for r in resting if r.claim_id == claim_id]
    return claim_digests(own, lying, transfers).get(claim_id, "")


def _slice_row(s: Slice, t: Transfer, place_of: Mapping[int | None, Place]) -> Sequence[Field]:
    """Return a slice by name."""
    parent, parent_lo = place_of[s.parent]
    return (
        *(s.transfer_id, s.lo, s.hi, s.origin_lo, s.origin_hi, parent, parent_lo, s.behind),
        *(int(s.is_reversed), int(s.begins), t.booked_at, t.arrives_at),
        *(t.payer.account, t.payee.account, t.currency),
    )


def _rest_row(r: Resting, place_of: Mapping[int | None, Place]) -> Sequence[Field]:
    """Return a resting piece by name."""
    last, last_lo = place_of[r.slice_id]
    return (
        *(r.account, r.ending, r.origin_lo, r.origin_hi, r.units, r.currency, last, last_lo),
        *(r.arrived_at, r.arrived_last, r.as_of, r.behind, " ".join(sorted(r.marks))),
    )
