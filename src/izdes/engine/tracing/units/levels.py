"""Levels: last in, first out, as an axis.

A pool's balance is a height. What enters lies on the height that is there, what leaves takes the
top. A unit at some level leaves with the first later payment after which the balance is no higher
than that level. So what leaves at which payment depends on the ledger alone, and is found once for
all claims.

Played backwards in time it is the same game: payments pile up and credits take from the top. One
procedure therefore lists the debits that take from each credit, and the credits that each debit
takes from.

Built with compiled kernels or in plain Python, to the last bit the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.flat import ACCOUNT, Flat, Int32, Int64
from izdes.engine.tracing.units.index import Index, moments, steps


@dataclass(frozen=True, slots=True)
class Levels:
    """Where each part lies in the heights of the pools, and what meets what there.

    Pools that are no accounts pass money on in the order in which it came: there the parts keep
    the positions of the `Index`, and meet nothing here.

    Attributes:
        in_at: The balance right before a part enters its pool: its lowest level there.
        out_at: The balance right after a part leaves its pool: the lowest level that it takes.
        first, last: Part p meets ``rows[first[p]:last[p]]``, the highest level first. Forwards:
            the debits that take from it. Backwards: the credits that it takes from. What they
            leave over rests in the pool, or is its opening.
    """

    in_at: Int64
    out_at: Int64
    first: Int32
    last: Int32
    rows: Int32

    @property
    def nbytes(self) -> int:
        """How much memory the levels take, in bytes."""
        columns = (self.in_at, self.out_at, self.first, self.last, self.rows)
        return sum(c.nbytes for c in columns)


def levels_of(
    flat: Flat, index: Index, *, is_forward: bool = True, kernels: Kernels = "auto"
) -> Levels:
    """Return the levels of a ledger, and what meets what, forwards or backwards."""
    game = _Game(flat, index, is_forward=is_forward)
    if is_compiled(kernels, len(flat.units)):
        return game.compiled()
    return game.by_hand()


class _Game:
    """Parts that pile units up in pools, and parts that take them from the top.

    Forwards, time runs from the end: departures pile up what they took, arrivals take it back.
    """

    def __init__(self, flat: Flat, index: Index, *, is_forward: bool) -> None:
        self.flat, self.is_forward = flat, is_forward
        self.in_at, self.out_at = index.in_at.copy(), index.out_at()
        if is_forward:
            self.takes, self.takes_at = flat.target, self.in_at
            self.piles, self.piles_at = flat.source, self.out_at
            self.heights = _closing(flat, index)
        else:
            self.takes, self.takes_at = flat.source, self.out_at
            self.piles, self.piles_at = flat.target, self.in_at
            self.heights = flat.opening.copy()

    def compiled(self) -> Levels:
        """Play with a compiled kernel."""
        from izdes.engine.tracing.units.kernels_index import stacked  # noqa: PLC0415 - costs half a second

        flat = self.flat
        first, last, rows = stacked(
            flat.units,
            flat.kind,
            (self.takes, self.takes_at),
            (self.piles, self.piles_at),
            self.heights,
            moments(flat),
            self.is_forward,
        )
        return Levels(self.in_at, self.out_at, first, last, rows)

    def by_hand(self) -> Levels:
        """Play in plain Python."""
        flat = self.flat
        first = np.zeros(len(flat.units), np.int32)
        last = first.copy()
        rows: list[int] = []
        piles: list[list[tuple[int, int]]] = [[] for _ in flat.opening]
        order = list(steps(flat))
        for part, arrives in reversed(order) if self.is_forward else order:
            is_piling = arrives != self.is_forward
            pool = (self.piles if is_piling else self.takes)[part]
            if pool < 0 or flat.kind[pool] != ACCOUNT:
                continue
            units = int(flat.units[part])
            if is_piling:
                self.piles_at[part] = self.heights[pool]
                self.heights[pool] += units
                piles[pool].append((part, units))
            else:
                self.heights[pool] -= units
                self.takes_at[part] = self.heights[pool]
                first[part] = len(rows)
                rows += _taken(piles[pool], units)
                last[part] = len(rows)
        return Levels(self.in_at, self.out_at, first, last, np.array(rows, np.int32))


def _taken(pile: list[tuple[int, int]], units: int) -> Iterator[int]:
    """Take so many units off a pile, or all there is, and yield whose they were."""
    while pile and units:
        part, there = pile.pop()
        if there > units:
            pile.append((part, there - units))
        units -= min(there, units)
        yield part


def _closing(flat: Flat, index: Index) -> Int64:
    """Return what every account pool holds in the end; what the others hold has no level."""
    held = flat.opening.copy()
    entered = np.flatnonzero(index.in_first[1:] > index.in_first[:-1])
    last = index.in_parts[index.in_first[entered + 1] - 1]
    held[entered] = index.in_at[last] + flat.units[last]
    left = np.flatnonzero(index.out_first[1:] > index.out_first[:-1])
    slot = index.out_first[left + 1] - 1
    held[left] -= index.out_begins[slot] + flat.units[index.out_parts[slot]]
    return held
