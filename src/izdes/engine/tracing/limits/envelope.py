"""The envelope at scale: what holds under every rule, for many claims over one ledger.

The same bounds as `izdes.core.tracing.envelope.envelope`, to the last minor unit. Only what claimed
money can have reached is ever looked at: from the victim's payment forward in the order of time,
and for each place only what leads there. What the bounds prove and what not is said there.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.envelope import Bounds, EndPlace
from izdes.core.tracing.trace import ENDING_KINDS, ClaimsExceedTransfer, EndingKind
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import Flat, Int32, Int64
from izdes.engine.tracing.limits.kernels_envelope import (
    FULL,
    Numbers,
    Way,
    compiled,
    expand,
    limits,
)
from izdes.engine.tracing.units.index import Index, index_of

ClaimPlace = tuple[ClaimId, AccountKey, EndingKind, str]
_FIRST_ROOM = 1 << 10


def envelopes(
    flat: Flat,
    facts: Facts,
    claims: Iterable[Claim],
    places: Collection[ClaimPlace] | None = None,
    *,
    index: Index | None = None,
    kernels: Kernels = "auto",
) -> dict[ClaimPlace, Bounds | None]:
    """Return the least and the most of each claim at the places where it can have ended.

    Args:
        places: Ask for these only (endings of a trace, say); bounds of 0 where no unit of the
            claim can have come there. None: every place that each claim can have reached.
        index: The ledger's, where it is at hand.

    Returns:
        Bounds by claim and place; None where money may come after an exchange of currency.

    Raises:
        ClaimsExceedTransfer: A claim is more than its transfer moved.
        LedgerTooLarge: More than 2^62 units pass through one pool.
    """
    ready = index if index is not None else index_of(flat, kernels=kernels)
    sought = _Search(flat, facts, ready, is_compiled(kernels, len(flat.units)))
    asked: dict[ClaimId, list[EndPlace]] = {}
    for claim_id, account, ending, currency in places or ():
        asked.setdefault(claim_id, []).append((account, ending, currency))
    found: dict[ClaimPlace, Bounds | None] = {}
    for claim in claims:
        if places is None or claim.claim_id in asked:
            for place, bounds in sought.of(claim, asked.get(claim.claim_id)):
                found[claim.claim_id, place[0], place[1], place[2]] = bounds
    return found


@dataclass(frozen=True, slots=True)
class _Expanded:
    """The network of one claim, written into the room: its size, and the places of its ends."""

    arcs: int
    nodes: int
    places: list[EndPlace]


class _Ends:
    """The places behind the ends of networks, asked for once."""

    def __init__(self, flat: Flat, facts: Facts) -> None:
        self._flat, self._facts = flat, facts
        self._known: dict[int, EndPlace] = {}

    def place(self, end: int) -> EndPlace:
        """Return the place of an end: twice a pool, or twice a part and one more."""
        if end not in self._known:
            self._known[end] = self._asked(end)
        return self._known[end]

    def _asked(self, end: int) -> EndPlace:
        """Ask the facts."""
        if not end & 1:
            pool = self._facts.pool(end >> 1)
            return (pool.account, pool.ending, pool.currency)
        part = end >> 1
        place = part if self._flat.transfer is None else int(self._flat.transfer[part])
        t, target = self._facts.transfer(place), int(self._flat.target[part])
        # A part that ends although it enters a pool has come home.
        ending = "returned" if target >= 0 else ENDING_KINDS[-1 - target]
        return (t.payee.account, ending, t.currency)


class _Search:
    """One ledger, and room to work in that all its claims share."""

    def __init__(self, flat: Flat, facts: Facts, index: Index, is_fast: bool) -> None:  # noqa: FBT001 - private
        self._flat, self._facts, self._is_fast = flat, facts, is_fast
        self._ends = _Ends(flat, facts)
        nothing = np.empty(0, np.int64)
        left = nothing if flat.left is None else flat.left
        came = nothing if flat.came is None else flat.came
        self._ledger = self._all(flat.units, flat.target, left, came, flat.kind)
        self._index = self._all(
            index.in_at,
            index.in_first,
            index.in_parts,
            index.out_first,
            index.out_parts,
            index.out_begins,
        )
        pools = len(flat.opening)
        self._home = self._filled(pools, 0)
        self._marks = (
            self._home,
            self._filled(pools, -1),
            self._filled(pools, 0),
            self._filled(pools, -1),
            self._filled(pools, 0),
            self._filled(len(flat.units), -1),
        )
        self._is_known = bytearray(pools)
        self._pools_of: dict[AccountKey, list[int]] = {}
        self._by_transfer = None if flat.transfer is None else _grouped(flat.transfer)
        self._make_room(_FIRST_ROOM)

    def of(
        self, claim: Claim, asked: Sequence[EndPlace] | None
    ) -> Iterator[tuple[EndPlace, Bounds | None]]:
        """Yield the bounds of one claim by place."""
        certain = self._certain(claim)
        if certain is not None:
            for place in (certain,) if asked is None else asked:
                amount = claim.amount_minor if place == certain else 0
                yield place, Bounds(claim.amount_minor, amount, amount)
            return
        found = self._expanded(claim)
        number = {place: n for n, place in enumerate(found.places)}
        for place in sorted(found.places) if asked is None else asked:
            if place in number:
                yield place, self._bounds(found, number[place], claim.amount_minor)
            else:
                yield place, Bounds(claim.amount_minor, 0, 0)

    def _certain(self, claim: Claim) -> EndPlace | None:
        """Return where a claim ended that never set out; None where it did."""
        number = self._facts.place_of(claim.transfer_id)
        if number is None:
            return (AccountKey(""), "unmatched", claim.currency)
        t = self._facts.transfer(number)
        if claim.amount_minor > t.amount_minor:
            raise ClaimsExceedTransfer(
                transfer_id=t.transfer_id, claimed=claim.amount_minor, moved=t.amount_minor
            )
        start, stop = self._parts_of(number)
        return (t.payer.account, "returned", t.currency) if start == stop else None

    def _parts_of(self, place: int) -> tuple[int, int]:
        """Return the first part of a transfer, and the part behind its last."""
        if self._by_transfer is None:
            return place, place + 1
        parts, first = self._by_transfer
        lo, hi = np.searchsorted(first, (place, place + 1))
        return (int(parts[lo]), int(parts[lo] + hi - lo)) if lo < hi else (0, 0)

    def _expanded(self, claim: Claim) -> _Expanded:
        """Return the network of a claim."""
        place = self._facts.place_of(claim.transfer_id)
        if place is None:
            raise KeyError(claim.transfer_id)
        payer = self._facts.transfer(place).payer.account
        home = None if is_virtual(payer) else payer
        arcs, nodes = self._written(self._parts_of(place), home)
        return _Expanded(arcs, nodes, self._numbered(arcs, home))

    def _written(self, parts: tuple[int, int], home: AccountKey | None) -> tuple[int, int]:
        """Write the network; again where a pool turns out to be the victim's, or room is short."""
        while True:
            own = list(self._pools_of.get(home, ())) if home is not None else []
            for pool in own:
                self._home[pool] = 1
            arcs, nodes, seen = self._way(expand)(
                self._ledger, self._index, self._marks, self._found, self._heap, *parts
            )
            for pool in own:
                self._home[pool] = 0
            self._learn(self._found[4][:seen])
            if arcs == FULL:
                self._make_room(4 * len(self._found[0]))
            elif home is None or len(own) == len(self._pools_of.get(home, ())):
                return arcs, nodes

    def _learn(self, pools: Iterable[int]) -> None:
        """Ask whose pools these are."""
        for pool in pools:
            if not self._is_known[pool]:
                self._is_known[pool] = 1
                account = self._facts.pool(int(pool)).account
                self._pools_of.setdefault(account, []).append(int(pool))

    def _numbered(self, arcs: int, home: AccountKey | None) -> list[EndPlace]:
        """Give the places of the ends numbers, write them into the arcs, and return the places."""
        heads = np.asarray(self._found[1][:arcs], np.int64)
        is_end = heads < 0
        ends, which = np.unique(-1 - heads[is_end], return_inverse=True)
        numbers: dict[EndPlace, int] = {}
        of_end = np.empty(len(ends), np.int64)
        for n, end in enumerate(ends.tolist()):
            place = self._ends.place(end)
            if place[0] == home:
                place = (place[0], "returned", place[2])
            of_end[n] = numbers.setdefault(place, len(numbers))
        heads[is_end] = -1 - of_end[which]
        self._found[1][:arcs] = heads if self._is_fast else heads.tolist()
        return list(numbers)

    def _bounds(self, found: _Expanded, number: int, claimed: int) -> Bounds | None:
        """Return the bounds of one place."""
        network = (self._found[0], self._found[1], self._found[2])
        least, most = self._way(limits)(
            network, found.arcs, found.nodes, number, claimed, self._by_node, self._by_arc
        )
        return None if most < 0 else Bounds(claimed, least, most)

    def _way(self, way: Way) -> Way:
        """Return a loop, compiled or as it stands."""
        return compiled(way) if self._is_fast else way

    def _make_room(self, arcs: int) -> None:
        """Make room for networks of so many arcs."""
        self._found = tuple(self._filled(arcs, 0) for _ in range(5))
        self._heap = tuple(self._filled(arcs, 0) for _ in range(2))
        self._by_node = tuple(self._filled(arcs + 8, 0) for _ in range(6))
        self._by_arc = tuple(self._filled(2 * arcs + 8, 0) for _ in range(4))

    def _filled(self, size: int, value: int) -> Numbers:
        """Return a row of one number."""
        return np.full(size, value, np.int64) if self._is_fast else [value] * size

    def _all(self, *columns: Any) -> tuple[Any, ...]:  # noqa: ANN401 - arrays of several types
        """Return columns as the loops want them: arrays where compiled, else lists."""
        if self._is_fast:
            return columns
        return tuple(column.tolist() for column in columns)


def _grouped(transfer: Int32) -> tuple[Int64, Int32]:
    """Return the parts by transfer, and the transfers of these parts."""
    parts = np.argsort(transfer, kind="stable")
    return parts, transfer[parts]
