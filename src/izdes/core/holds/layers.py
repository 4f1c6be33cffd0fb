"""Layers: how many transfers money is from its victim; her own payment is the first.

A layer orders work and limits it. It says nothing of how well the trail is proven, nor of who the
holder is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, Ledger
from izdes.core.tracing.trace import Trace


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a trace.

    Attributes:
        of_slice: By slice.
        of_place: By claim and account: the least layer in which the claim came there.
    """

    of_slice: Mapping[int, int]
    of_place: Mapping[tuple[ClaimId, AccountKey], int]


def layers_of(trace: Trace, ledger: Ledger) -> Layers:
    """Return the layers of a trace.

    Under a rule that mixes, a slice continues no other: there it lies one layer beyond the least
    layer in which its claim came to the account that it leaves.
    """
    moves = {t.transfer_id: t for t in ledger.transfers}
    of_slice: dict[int, int] = {}
    of_place: dict[tuple[ClaimId, AccountKey], int] = {}
    for s in sorted(trace.slices, key=lambda one: one.slice_id):
        move = moves[s.transfer_id]
        if s.begins:
            layer = 1
        elif s.parent is not None:
            layer = of_slice[s.parent] + 1
        else:
            layer = of_place.get((s.claim_id, move.payer.account), 0) + 1
        of_slice[s.slice_id] = layer
        place = (s.claim_id, move.payee.account)
        of_place[place] = min(layer, of_place.get(place, layer))
    return Layers(of_slice, of_place)
