"""A certificate by itself: digests, and the arithmetic of its pieces, without any ledger.

Units in one currency cannot be compared with units in another: what an exchange does to them is
checked where the rule is computed again (`again`). Every piece keeps its origin, which units of
the claim it is, in one currency; that axis is what is added up here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from .certificate import Certificate
from .ledger import Claim, claims_digest
from .pieces import Resting, Slice
from .refusal import Refused
from .replay import MIXING
from .tables import digest

Span = tuple[int, int]


def check_digests(c: Certificate) -> None:
    """Refuse a certificate whose tables are not those that it names."""
    found = {
        "claims": claims_digest([*c.claims.values()]),
        "slices": digest(Slice._fields, c.slices),
        "resting": digest(Resting._fields, c.resting),
    }
    for what, value in found.items():
        if c.head["digests"][what] != value:
            raise Refused("digest_differs", what=what)


def check_sums(c: Certificate) -> None:
    """Refuse a certificate whose pieces do not add up."""
    for number, s in enumerate(c.slices):
        _check_slice(c, s, number)
    if {s.transfer_id for s in c.slices} != c.head["transfers"].keys():
        raise Refused("transfers_listed")
    _check_beginnings(c)
    _check_units(c.slices)
    for number, r in enumerate(c.resting, start=2):
        _check_resting(c, r, number)
    if [*c.resting] != sorted(c.resting, key=Resting.place):
        raise Refused("resting_order")
    if c.rule not in MIXING:
        _check_continued(c)
    _check_conserved(c)


def _check_slice(c: Certificate, s: Slice, number: int) -> None:
    """Refuse a slice that is not of its claim, or does not continue its parent."""
    claim = c.claims.get(s.claim_id)
    if s.slice_id != number:
        raise Refused("slice_number", slice=number)
    if claim is None or not 0 <= s.lo < s.hi:
        raise Refused("slice_wrong", slice=number)
    if not 0 <= s.origin_lo <= s.origin_hi <= claim.amount:
        raise Refused("slice_wrong", slice=number)
    if (s.reversed and c.rule != "lifo") or (s.behind and s.behind not in c.claims):
        raise Refused("slice_wrong", slice=number)
    if s.begins or c.rule in MIXING:
        is_parent_right = s.parent is None
    else:
        is_parent_right = s.parent is not None and _continues(c, s.parent, s, before=number)
    if not is_parent_right:
        raise Refused("slice_parent", slice=number)


def _continues(c: Certificate, parent: int, piece: Slice | Resting, *, before: int) -> bool:
    """Say whether a piece is units of the slice that it says it continues."""
    if not 0 <= parent < before:
        return False
    s = c.slices[parent]
    is_inside = s.origin_lo <= piece.origin_lo <= piece.origin_hi <= s.origin_hi
    return s.claim_id == piece.claim_id and is_inside


def _check_beginnings(c: Certificate) -> None:
    """Refuse claims that do not take the first units of their transfers, in the order of ids."""
    begun: defaultdict[str, list[Slice]] = defaultdict(list)
    for s in c.slices:
        if s.begins:
            begun[s.claim_id].append(s)
    unmoved = {r.claim_id for r in c.resting if r.ending in ("unmatched", "returned")}
    start: defaultdict[str, int] = defaultdict(int)
    for claim in sorted(c.claims.values(), key=lambda claim: claim.id):
        first, start[claim.transfer] = start[claim.transfer], start[claim.transfer] + claim.amount
        if claim.id not in begun and claim.id in unmoved:
            continue
        if not _is_begun(c, begun[claim.id], claim, first):
            raise Refused("claim_begins", claim=claim.id)


def _is_begun(c: Certificate, begun: Sequence[Slice], claim: Claim, first: int) -> bool:
    """Say whether these slices are exactly the claimed units of the victim's payment."""
    for s in begun:
        origin = 0 if c.rule in MIXING else s.lo - first
        if s.transfer_id != claim.transfer or s.reversed:
            return False
        if (s.origin_lo, s.origin_hi) != (origin, origin + s.hi - s.lo):
            return False
    return _fill([(s.lo, s.hi) for s in begun], (first, first + claim.amount))


def _check_units(slices: Iterable[Slice]) -> None:
    """Refuse units of a transfer that count twice."""
    of_transfer: defaultdict[str, list[Slice]] = defaultdict(list)
    for s in slices:
        of_transfer[s.transfer_id].append(s)
    for pieces in of_transfer.values():
        ids = [s.slice_id for s in pieces]
        if ids != [*range(ids[0], ids[-1] + 1)]:
            raise Refused("slice_number", slice=ids[0])
        # Units that several claim stand under each of them, the first victim's first.
        first_right = {(s.lo, s.hi): s for s in pieces if not s.behind}
        spans = sorted(first_right)
        has_overlap = any(a[1] > b[0] for a, b in pairwise(spans))
        claimed = {(s.claim_id, s.lo, s.hi) for s in pieces}
        if has_overlap or len(claimed) < len(pieces) or ids != _in_order(pieces):
            raise Refused("units_twice", transfer=pieces[0].transfer_id)
        for s in pieces:
            before = first_right.get((s.lo, s.hi))
            if before is None or (s.behind and before.claim_id != s.behind):
                raise Refused("units_twice", transfer=s.transfer_id)


def _in_order(pieces: Iterable[Slice]) -> list[int]:
    """Return the slices of a transfer by position, the first victim's first."""
    ordered = sorted(pieces, key=lambda s: (s.lo, bool(s.behind), s.slice_id))
    return [s.slice_id for s in ordered]


def _check_resting(c: Certificate, r: Resting, number: int) -> None:
    """Refuse a resting place that is not of its claim or does not continue its slice."""
    claim = c.claims.get(r.claim_id)
    if claim is None or r.units < 0 or not 0 <= r.origin_lo <= r.origin_hi <= claim.amount:
        raise Refused("resting_wrong", row=number)
    if r.behind and r.behind not in c.claims:
        raise Refused("resting_wrong", row=number)
    is_whole = (r.origin_lo, r.origin_hi, r.units) == (0, claim.amount, claim.amount)
    if r.ending == "unmatched":
        is_right = is_whole and r.slice_id is None and not r.account and r.arrived_at is None
    elif c.rule in MIXING:
        is_right = r.slice_id is None and r.origin_lo == 0
    elif r.slice_id is None:
        # A claim on a payment that counts for nothing: it is with its payer.
        is_right = is_whole and r.ending == "returned"
    else:
        is_right = _continues(c, r.slice_id, r, before=len(c.slices))
    if not is_right:
        raise Refused("resting_wrong", row=number)


def _check_continued(c: Certificate) -> None:
    """Refuse a slice whose units do not all go on or rest, each once."""
    onward: defaultdict[int, list[Span]] = defaultdict(list)
    for s in c.slices:
        if s.parent is not None:
            onward[s.parent].append((s.origin_lo, s.origin_hi))
    for r in c.resting:
        if r.slice_id is not None:
            onward[r.slice_id].append((r.origin_lo, r.origin_hi))
    for s in c.slices:
        if not onward[s.slice_id] or not _fill(onward[s.slice_id], (s.origin_lo, s.origin_hi)):
            raise Refused("slice_continued", slice=s.slice_id)


def _check_conserved(c: Certificate) -> None:
    """Refuse a claim whose resting places are not the claim."""
    rests: defaultdict[str, list[Span]] = defaultdict(list)
    for r in c.resting:
        rests[r.claim_id].append((r.origin_lo, r.origin_hi))
    for claim in c.claims.values():
        spans = rests[claim.id]
        total = sum(hi - lo for lo, hi in spans)
        is_once = c.rule in MIXING or _fill(spans, (0, claim.amount))
        if total != claim.amount or not is_once:
            raise Refused("not_conserved", claim=claim.id, amount=claim.amount, rests=total)


def _fill(spans: Iterable[Span], whole: Span) -> bool:
    """Say whether spans make up the whole, with no gap and no overlap."""
    position = whole[0]
    for lo, hi in sorted(spans):
        if lo != position:
            return False
        position = hi
    return position == whole[1]
