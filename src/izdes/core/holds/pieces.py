"""Pieces: traced money that reached an account and is not shown to have left, with its parts.

A trace says how much of each claim rests where. Here each such piece also says which units of the
transfer that brought it these are, so that pieces of several cases, traced apart, can be laid over
one another: equal units are the same money.

Pieces can only be compared where the traces rest on the same statements and follow the same rule.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from izdes.core.holds.layers import layers_of
from izdes.core.holds.parts import Part
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, Ledger, RowId
from izdes.core.tracing.rules import RULES
from izdes.core.tracing.trace import Mark, Resting, Slice, Trace

AtStake = Literal["held", "frontier"]
_AT_STAKE = frozenset({"held", "frontier"})
_NEVER = datetime.max.replace(tzinfo=UTC)
_MIXING = frozenset(name for name, rule in RULES.items() if rule.mixes)


@dataclass(frozen=True, slots=True)
class Piece:
    """Money of one claim on one account.

    Attributes:
        case: Whose trace says so, by any name that differs from case to case.
        part: Which units these are, in ``currency``.
        ending: ``held``: a statement shows it there at ``as_of``; ``frontier``: last seen going.
        claimed_at, claimed_seq: When the victim's own payment was booked, and its place in that
            instant: of two victims of the same units this says who was the first.
        reported_at: When the claim was reported; of two claims on one payment the earlier counts.
        layer: How many transfers from the victim: her own payment is 1.
        row_ids: Statement rows of the transfer that brought it; two traces may call it differently.
        is_mixed: The rule mixes: ``part`` is a run of the claim, and no unit has a place.
    """

    case: str
    claim_id: ClaimId
    account: AccountKey
    currency: str
    part: Part
    ending: AtStake
    arrived_at: datetime
    as_of: datetime | None
    claimed_at: datetime
    claimed_seq: int
    reported_at: datetime
    layer: int
    rule: str
    row_ids: tuple[RowId, ...] = ()
    marks: frozenset[Mark] = frozenset()
    is_mixed: bool = False

    @property
    def first_in_time(self) -> tuple[object, ...]:
        """Who comes first where the same units are claimed twice."""
        return (self.claimed_at, self.claimed_seq, self.reported_at, self.claim_id, self.case)


def pieces_of(
    trace: Trace, ledger: Ledger, *, case: str, reported_at: Mapping[ClaimId, datetime]
) -> tuple[Piece, ...]:
    """Return the money of a trace that may be held, piece by piece.

    Args:
        reported_at: When each claim was reported; a claim that is missing counts as the last.

    Returns:
        Every piece that is held or at the frontier, also where another victim of the same trace
        comes first (under a rule that mixes only the first victims'). Per claim, Σ units = what
        the trace holds and last saw there.
    """
    made = _Pieces(trace, ledger, case, reported_at)
    return tuple(made.mixed() if trace.rule in _MIXING else made.placed())


class _Pieces:
    """Makes the pieces of one trace."""

    def __init__(
        self, trace: Trace, ledger: Ledger, case: str, reported_at: Mapping[ClaimId, datetime]
    ) -> None:
        self.trace, self.case, self.reported_at = trace, case, reported_at
        self.moves = {t.transfer_id: t for t in ledger.transfers}
        self.layers = layers_of(trace, ledger)
        self.begun = {s.claim_id: self.moves[s.transfer_id] for s in trace.slices if s.begins}
        self.at_stake = [
            r for r in trace.resting if r.ending in _AT_STAKE and r.units and r.arrived_at
        ]

    def placed(self) -> Iterator[Piece]:
        """Yield pieces with their place in the transfer that brought them."""
        places = _places(self.trace)
        for n, r in enumerate(self.trace.resting):
            if n in places and r.ending in _AT_STAKE and r.slice_id is not None:
                brought = self.trace.slices[r.slice_id]
                carrier = self.moves[brought.transfer_id]
                part = Part(str(carrier.transfer_id), *places[n])
                yield self._piece(r, part, carrier.row_ids, self.layers.of_slice[r.slice_id])

    def mixed(self) -> Iterator[Piece]:
        """Yield pieces that have no place but their claim's amount on the account."""
        counted: defaultdict[str, int] = defaultdict(int)
        for r in self.at_stake:
            if r.behind:
                continue
            axis = f"~{self.case}/{r.claim_id}@{r.account}/{r.currency}"
            part = Part(axis, counted[axis], counted[axis] + r.units)
            counted[axis] = part.hi
            layer = self.layers.of_place.get((r.claim_id, r.account), 1)
            yield self._piece(r, part, (), layer, is_mixed=True)

    def _piece(
        self, r: Resting, part: Part, rows: tuple[RowId, ...], layer: int, *, is_mixed: bool = False
    ) -> Piece:
        """Return one piece."""
        payment = self.begun[r.claim_id]
        return Piece(
            case=self.case,
            claim_id=r.claim_id,
            account=r.account,
            currency=r.currency,
            part=part,
            ending="held" if r.ending == "held" else "frontier",
            arrived_at=r.arrived_at or payment.arrives_at,
            as_of=r.as_of,
            claimed_at=payment.booked_at,
            claimed_seq=payment.seq or 0,
            reported_at=self.reported_at.get(r.claim_id, _NEVER),
            layer=layer,
            rule=self.trace.rule,
            row_ids=rows,
            marks=r.marks,
            is_mixed=is_mixed,
        )


def _places(trace: Trace) -> dict[int, tuple[int, int]]:
    """Return, for each piece at rest, which units of its last transfer it is.

    What a slice brought leaves in later slices or rests. Laid end to end in the order of the
    claim's own units these cover the slice exactly, so each finds its place.
    """
    onward: defaultdict[int, list[tuple[int, int, int, int | None]]] = defaultdict(list)
    for s in trace.slices:
        if s.parent is not None:
            onward[s.parent].append((s.origin_lo, s.origin_hi, s.hi - s.lo, None))
    for n, r in enumerate(trace.resting):
        if r.slice_id is not None and r.units:
            onward[r.slice_id].append((r.origin_lo, r.origin_hi, r.units, n))
    found: dict[int, tuple[int, int]] = {}
    for slice_id, row in onward.items():
        found |= _laid(trace.slices[slice_id], row)
    return found


def _laid(
    s: Slice, row: list[tuple[int, int, int, int | None]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the resting pieces of one slice with their units, laid end to end."""
    position = s.lo
    # What left stands before what rests where nothing tells them apart.
    in_order = sorted(row, key=lambda one: (one[0], one[1], one[3] is not None))
    for _, _, units, n in reversed(in_order) if s.is_reversed else in_order:
        if n is not None:
            yield n, (position, position + units)
        position += units
