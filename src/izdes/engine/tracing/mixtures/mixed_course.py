"""The course of claims under a rule that mixes, over the parts that they touch.

The same statements as `izdes.core.tracing.course`, made from numbers: only what a claim touches
is ever asked for by name.
"""

from collections import deque
from collections.abc import Mapping, Sequence

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, Transfer
from izdes.core.tracing.trace import Slice
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Flat, Int64
from izdes.engine.tracing.mixtures.pieces import (
    CLAIMED_ONLY,
    OPENING_ASSUMED,
    MixedPool,
    Piece,
    begun,
    exchanged_pieces,
    take_pieces,
)
from izdes.engine.tracing.mixtures.resting import Rests
from izdes.engine.tracing.mixtures.runs import place_of_parts, timed

# A claim, and the units lo to hi of a part with which it begins.
Beginning = tuple[ClaimId, int, int]


class MixedCourse:
    """One pass over parts.

    Args:
        flat: All parts, or those that claimed money may touch, whole transfers each.
        beginnings: By part: the claims that begin there, in the order of their units.
        victims: The account each claim was paid from, if it is one.
        balances: By part, the first of a payment: units in the pool before it where claimed units
            leave, else 0. None where every part is here: balances are then counted.
    """

    def __init__(
        self,
        flat: Flat,
        facts: Facts,
        beginnings: Mapping[int, Sequence[Beginning]],
        victims: Mapping[ClaimId, AccountKey | None],
        *,
        balances: Int64 | None,
        own_first: bool,
    ) -> None:
        self._flat, self._facts, self._own_first = flat, facts, own_first
        self._source, self._target = flat.source.tolist(), flat.target.tolist()
        self._units, self._place = flat.units.tolist(), place_of_parts(flat).tolist()
        self._lo = [0] * len(self._units) if flat.lo is None else flat.lo.tolist()
        self._kind, self._beginnings = flat.kind.tolist(), beginnings
        self._counted: list[int] | None = flat.opening.tolist() if balances is None else None
        self._before: list[int] = [] if balances is None else balances.tolist()
        self._pools: dict[int, MixedPool] = {}
        self._apart: dict[int, deque[Piece]] = {}
        self._carried: dict[int, tuple[Transfer, list[Piece]]] = {}
        self._assumed: dict[int, bool] = {}
        self.slices: list[Slice] = []
        self.rests = Rests(facts, victims)

    def run(self) -> None:
        """Move the money, run by run, and say where it stopped."""
        for is_arrival, parts in timed(self._flat):
            if is_arrival:
                for part in parts:
                    self._arrive(part)
            else:
                self._leave(parts)
        for number in sorted({*self._pools, *self._apart}):
            pool = self._pools.get(number)
            self.rests.lie(number, pool.rest() if pool else self._apart[number])

    def _leave(self, parts: Sequence[int]) -> None:
        """Take a run out of its pool, and label what is claimed of it."""
        paid = sum(self._units[part] for part in parts)
        row = deque(self._paid(parts[0], paid))
        if not row and not any(part in self._beginnings for part in parts):
            return
        row = row or deque([Piece(paid)])
        t = self._facts.transfer(self._place[parts[0]])
        for part in parts:
            here = take_pieces(row, self._units[part])
            self._carried[part] = (t, self._noted(t, part, here))

    def _paid(self, part: int, paid: int) -> list[Piece]:
        """Return a payment's pieces; none where all of it is clean."""
        source = self._source[part]
        if source < 0:
            return []
        balance = self._balance(source, part, paid)
        if source in self._apart:
            return self._out_of_apart(source, paid)
        if source not in self._pools or not balance:
            return []
        claimed = self._pools[source].pay(paid, balance=balance, own_first=self._own_first)
        own = paid - sum(piece.units for piece in claimed)
        return [*claimed, Piece(own)] if claimed and own else claimed

    def _balance(self, source: int, part: int, paid: int) -> int:
        """Return what a pool holds before a payment."""
        if self._counted is None:
            return self._before[part]
        balance = self._counted[source]
        self._counted[source] -= paid
        return balance

    def _out_of_apart(self, source: int, paid: int) -> list[Piece]:
        """Return what leaves a pin, or all of an exchange, counted anew."""
        waiting = self._apart[source]
        if not any(piece.row for piece in waiting):
            # Where only what claims touch is here, not all that is clean need be.
            del self._apart[source]
            return []
        if self._kind[source] != EXCHANGE:
            return take_pieces(waiting, paid)
        del self._apart[source]
        bought, dust = exchanged_pieces(waiting, paid)
        self.rests.too_small(source, dust)
        return bought

    def _noted(self, t: Transfer, part: int, row: Sequence[Piece]) -> list[Piece]:
        """Label what is claimed anew, and record a slice for every claim of every piece."""
        at, is_assumed = self._lo[part], self._is_assumed(self._source[part])
        only = CLAIMED_ONLY if t.kind == "claimed" else 0
        noted = []
        for piece, is_new in begun(row, self._beginnings.get(part, ())):
            marks = []
            for number, claim_id in enumerate(piece.row):
                begins = is_new and number + 1 == len(piece.row)
                self.slices.append(
                    Slice(
                        slice_id=len(self.slices),
                        transfer_id=t.transfer_id,
                        lo=at,
                        hi=at + piece.units,
                        claim_id=claim_id,
                        origin_lo=0,
                        origin_hi=piece.masses[number],
                        parent=None,
                        behind=piece.row[0] if number else "",
                        begins=begins,
                    )
                )
                assumed = OPENING_ASSUMED if is_assumed and not begins else 0
                marks.append(piece.marks[number] | assumed | only)
            at += piece.units
            noted.append(
                Piece(piece.units, piece.row, piece.masses, tuple(marks), piece.first, piece.last)
            )
        return noted

    def _is_assumed(self, source: int) -> bool:
        """Say whether the opening of a pool was not printed."""
        if source not in self._assumed:
            self._assumed[source] = source >= 0 and self._facts.pool(source).is_assumed
        return self._assumed[source]

    def _arrive(self, part: int) -> None:
        """Bring a part to its payee: home, to rest, or into the pool."""
        pool = self._target[part]
        if self._counted is not None and pool >= 0:
            self._counted[pool] += self._units[part]
        if part not in self._carried:
            if pool >= 0 and self._kind[pool] != ACCOUNT:
                self._apart.setdefault(pool, deque()).append(Piece(self._units[part]))
            return
        t, row = self._carried.pop(part)
        row = self.rests.arrived(t, row)
        if pool < 0:
            self.rests.end(t, row, -1 - pool)
        elif self._kind[pool] != ACCOUNT:
            self._apart.setdefault(pool, deque()).extend(row)
        else:
            self._receive(pool, [piece for piece in row if piece.row])

    def _receive(self, pool: int, row: Sequence[Piece]) -> None:
        """Mix claimed pieces into a pool."""
        if row and pool not in self._pools:
            self._pools[pool] = MixedPool()
        for piece in row:
            self._pools[pool].receive(piece)
