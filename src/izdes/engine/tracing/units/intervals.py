"""The interval engine: claims followed through a geometry, piece by piece.

A piece is a run of units of one part that are units of one claim. Where it meets the parts that
take it further it is cut, and each part of it goes on by itself. Only pieces of claimed money are
ever looked at: the cost is the size of the answer.

Claims are followed one after the other, in the order in which their transfers leave. They meet
only where one claim's units pass through a transfer that another claim is on: there the pieces of
both are cut at each other's borders, so that two claims on one unit always share their slices.

Written twice: here in plain Python, to be read, and compiled, to be fast, in
`izdes.engine.tracing.units.kernels_intervals`. Both find the same rows in the same order.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

import numpy as np

from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Int32, Int64
from izdes.engine.tracing.units.geometry import Geometry
from izdes.engine.tracing.units.seeds import (
    DUST,
    ENDED,
    EXCHANGED,
    LIES,
    REST_COLUMNS,
    RETURNED,
    SLICE_COLUMNS,
    Found,
    Seeds,
)


class Run(NamedTuple):
    """Units in a row, and which units of the claim they are.

    >>> Run(10, 0, 7).cut(3)
    (Run(units=3, origin_lo=0, origin_hi=2, is_reversed=False), \
Run(units=7, origin_lo=2, origin_hi=7, is_reversed=False))
    """

    units: int
    origin_lo: int
    origin_hi: int
    is_reversed: bool = False

    def cut(self, units: int) -> tuple[Self, Self]:
        """Return the first units and the others; the origin in proportion, rounded down."""
        front = (self.origin_hi - self.origin_lo) * units // self.units if self.units else 0
        if self.is_reversed:
            border = self.origin_hi - front
            first, others = (border, self.origin_hi), (self.origin_lo, border)
        else:
            border = self.origin_lo + front
            first, others = (self.origin_lo, border), (border, self.origin_hi)
        whole = type(self)
        return (
            whole(units, *first, self.is_reversed),
            whole(self.units - units, *others, self.is_reversed),
        )

    def turned(self) -> Self:
        """Return the run with its last unit in front."""
        return self._replace(is_reversed=not self.is_reversed)


class Piece(NamedTuple):
    """A run of units from ``lo`` on of one part."""

    part: int
    lo: int
    run: Run
    claim: int
    parent: int

    @property
    def hi(self) -> int:
        """The unit behind the last."""
        return self.lo + self.run.units


def followed(geometry: Geometry, seeds: Seeds) -> Found:
    """Follow seeds through a geometry, in plain Python."""
    return _Following(geometry, seeds).found()


class _Following:
    """Claims being followed, one after the other."""

    def __init__(self, geometry: Geometry, seeds: Seeds) -> None:
        self.geometry, self.seeds = geometry, seeds
        self.pieces: list[Piece] = []
        self.resting: list[tuple[int, ...]] = []
        self.borders: dict[int, list[int]] = {part: [] for part in seeds.rows[:, 0].tolist()}
        for part, unit in seeds.borders.tolist():
            self.borders[part].append(unit)
        # Where pieces of earlier claims lie on parts that claims begin on.
        self.passed: defaultdict[int, set[int]] = defaultdict(set)

    def found(self) -> Found:
        """Follow every claim to its end."""
        rows = self.seeds.rows.tolist()
        done = 0
        for number, (part, lo, hi, claim, origin) in enumerate(rows):
            whole = Piece(part, lo, Run(hi - lo, origin, origin + hi - lo), claim, -1)
            self.pieces += _cut_at(whole, sorted(self.passed[part]))
            if number + 1 == len(rows) or rows[number + 1][3] != claim:
                while done < len(self.pieces):
                    self._follow(done, self.pieces[done])
                    done += 1
        slices = [(p.part, p.lo, p.hi, p.claim, *p.run[1:], p.parent) for p in self.pieces]
        return Found(_table(slices, SLICE_COLUMNS), _table(self.resting, REST_COLUMNS))

    def _follow(self, number: int, piece: Piece) -> None:
        """Follow a piece to the parts that take it further, or to its rest."""
        geometry = self.geometry
        pool = int(geometry.pool[piece.part])
        if pool < 0:
            self._rest(number, piece, ENDED)
        elif self._is_home(piece.claim, pool):
            self._rest(number, piece, RETURNED)
        elif geometry.kind[pool] == EXCHANGE and not geometry.is_forward:
            self._rest(number, piece, EXCHANGED)
        elif geometry.is_lifo and geometry.kind[pool] == ACCOUNT:
            self._turn(number, piece)
        else:
            self._pass(number, piece, pool)

    def _pass(self, number: int, piece: Piece, pool: int) -> None:
        """Let a piece keep its place among all that passes the pool."""
        geometry = self.geometry
        at, run = int(geometry.near_at[piece.part]) + piece.lo, piece.run
        slot, end = geometry.far_first[pool : pool + 2].tolist()
        if geometry.kind[pool] == EXCHANGE and slot < end:
            at, run = self._exchanged(pool, at, run)
            if not run.units:
                self._rest(number, piece, DUST)
                return
        slot = self._slot_of(at, slot, end)
        while run.units and slot < end:
            # Backwards the opening comes before whatever entered.
            before = int(geometry.far_begins[slot]) - at
            if before > 0:
                opening, run = run.cut(min(run.units, before))
                self._rest(number, piece._replace(run=opening), LIES)
                at += opening.units
            # Parts of one transfer leave their pool as one, and are told apart then.
            together = self._last_together(geometry.far_parts, slot, end)
            leaving, run = run.cut(min(run.units, self._end(together) - at))
            while leaving.units:
                here, leaving = leaving.cut(min(leaving.units, self._end(slot) - at))
                part, lo = int(geometry.far_parts[slot]), at - int(geometry.far_begins[slot])
                self._put(Piece(part, lo, here, piece.claim, number))
                at += here.units
                slot += at == self._end(slot)
        if run.units:
            self._rest(number, piece._replace(lo=piece.hi - run.units, run=run), LIES)

    def _slot_of(self, at: int, first: int, end: int) -> int:
        """Return the first of a pool's far parts that ends beyond a position."""
        slot = max(first, bisect_right(self.geometry.far_begins, at, first, end) - 1)
        return slot + 1 if slot < end and self._end(slot) <= at else slot

    def _end(self, slot: int) -> int:
        """Return where a far part ends."""
        geometry = self.geometry
        return int(geometry.far_begins[slot] + geometry.units[geometry.far_parts[slot]])

    def _exchanged(self, pool: int, at: int, run: Run) -> tuple[int, Run]:
        """Count a run anew: the cut after u of a units becomes the cut after ⌊u·b/a⌋ of b."""
        geometry = self.geometry
        last = geometry.near_parts[geometry.near_first[pool + 1] - 1]
        near = int(geometry.near_at[last] + geometry.units[last])
        far = self._end(int(geometry.far_first[pool + 1]) - 1)
        lo, hi = at * far // near, (at + run.units) * far // near
        return lo, run._replace(units=hi - lo)

    def _turn(self, number: int, piece: Piece) -> None:
        """Let a piece leave from its highest level down."""
        geometry, run, forward = self.geometry, piece.run, self.geometry.is_forward
        bottom, top = self._levels(piece)
        end = int(geometry.met_last[piece.part])
        slot = bisect_right(
            geometry.met, -top, int(geometry.met_first[piece.part]), end, key=self._depth
        )
        while run.units and slot < end:
            together = self._last_together(geometry.met, slot, end)
            floor = max(bottom, int(geometry.far_low[geometry.met[together]]))
            # Forwards the last units lie highest; backwards the first ones were taken first.
            if forward:
                run, leaving = run.cut(floor - bottom)
            else:
                leaving, run = run.cut(top - floor)
            leaving = leaving.turned()
            while leaving.units:
                part = int(geometry.met[slot])
                lowest = int(geometry.far_low[part])
                low = max(floor, lowest)
                here, leaving = leaving.cut(top - low)
                lo = lowest + int(geometry.units[part]) - top if forward else low - lowest
                self._put(Piece(part, lo, here, piece.claim, number))
                top = low
                slot += low == lowest
        if run.units:
            lo = piece.lo if forward else piece.hi - run.units
            self._rest(number, piece._replace(lo=lo, run=run), LIES)

    def _depth(self, part: int) -> int:
        """Order met parts as they stand: the higher they end, the earlier."""
        return -int(self.geometry.far_low[part])

    def _levels(self, piece: Piece) -> tuple[int, int]:
        """Return the levels of a piece in its near pool: the lowest, and that above the highest."""
        lowest = int(self.geometry.near_at[piece.part])
        if self.geometry.is_forward:
            return lowest + piece.lo, lowest + piece.hi
        top = lowest + int(self.geometry.units[piece.part])
        return top - piece.hi, top - piece.lo

    def _put(self, piece: Piece) -> None:
        """Note a piece on its part, cut where claims on the part begin and end."""
        if piece.part not in self.borders:
            self.pieces.append(piece)
            return
        for cut in _cut_at(piece, self.borders[piece.part]):
            self.pieces.append(cut)
            self.passed[piece.part] |= {cut.lo, cut.hi}

    def _rest(self, number: int, piece: Piece, how: int) -> None:
        """Note a piece that goes no further."""
        origin = (piece.run.origin_lo, piece.run.origin_hi)
        self.resting.append((number, piece.lo, piece.hi, *origin, how))

    def _is_home(self, claim: int, pool: int) -> bool:
        """Say whether a pool is one of the account that a claim was paid from."""
        first, last = self.seeds.home_first[claim : claim + 2].tolist()
        return pool in self.seeds.homes[first:last]

    def _last_together(self, parts: Int32, slot: int, end: int) -> int:
        """Return the last place in a row whose part is of the same transfer."""
        transfer = self.geometry.transfer
        if len(transfer):
            while slot + 1 < end and transfer[parts[slot]] == transfer[parts[slot + 1]]:
                slot += 1
        return slot


def _cut_at(piece: Piece, borders: Iterable[int]) -> Iterator[Piece]:
    """Yield a piece cut at the borders that lie inside it, front first."""
    for border in borders:
        if piece.lo < border < piece.hi:
            front, run = piece.run.cut(border - piece.lo)
            yield piece._replace(run=front)
            piece = piece._replace(lo=border, run=run)
    yield piece


def _table(rows: Sequence[Sequence[int]], columns: int) -> Int64:
    """Return rows as an array, whether or not there are any."""
    return np.array(rows, np.int64).reshape(-1, columns)
