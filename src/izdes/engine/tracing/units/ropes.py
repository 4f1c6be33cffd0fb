"""Ropes: everything that every transfer consists of, without writing it all out.

Pieces of money multiply: whoever pays a thousand small deposits on in one sum pays on a thousand
pieces, and so does everyone behind him. Written out, a ledger of n transfers may hold n² of them.
As trees that share their branches (`izdes.engine.tracing.units.forest`) all origins of all
transfers take O(n log n) of time and memory. How many units of a transfer are claimed is read at
its root.

What comes out of an exchange begins anew: its units are their own origin.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Flat, Int64
from izdes.engine.tracing.units.forest import (
    CLAIMED,
    COLUMNS,
    LEFT,
    LO,
    MARKED,
    ORIGIN,
    RANK,
    RIGHT,
    TOTAL,
    TURNED,
    UNITS,
    Forest,
    looked_at,
    marks_of,
    seen,
)
from izdes.engine.tracing.units.index import moments, steps
from izdes.engine.tracing.units.lots import LotRule
from izdes.engine.tracing.units.seeds import HI, PART, Seeds


class Origin(NamedTuple):
    """Units in a row that entered the ledger together.

    Attributes:
        part: By which part they entered; -1 where they were in an opening.
        pool: In which pool's opening they were; -1 where they entered by a part.
        lo, hi: Which units of that part or opening.
        is_reversed: Their last unit comes first.
        is_claimed: They passed through the claimed front of a transfer.
    """

    part: int
    pool: int
    lo: int
    hi: int
    is_reversed: bool = False
    is_claimed: bool = False


@dataclass(frozen=True, slots=True)
class Ropes:
    """The contents of every part of a ledger.

    Attributes:
        nodes: The table of nodes that all trees share.
        parts: The tree of each part.
        pools: The tree of what rests in each pool.
    """

    nodes: Int64
    parts: Int64
    pools: Int64

    def origins(self, part: int) -> Iterator[Origin]:
        """Yield what a part consists of, in the order of its units."""
        return self._row(int(self.parts[part]))

    def resting(self, pool: int) -> Iterator[Origin]:
        """Yield what rests in a pool, the oldest first."""
        return self._row(int(self.pools[pool]))

    def claimed_minor(self, part: int) -> int:
        """Return how many units of a part have passed through a claimed front: one look."""
        tree = int(self.parts[part])
        return int(self.nodes[tree >> 2, TOTAL if tree & MARKED else CLAIMED])

    def _row(self, tree: int) -> Iterator[Origin]:
        """Walk a tree from its first piece to its last."""
        waiting: list[int] = []
        while tree or waiting:
            while tree:
                waiting.append(tree)
                tree, _ = self._branches(tree)
            top = waiting.pop()
            yield self._origin(top)
            _, tree = self._branches(top)

    def _branches(self, tree: int) -> tuple[int, int]:
        node = self.nodes[tree >> 2]
        return seen(int(node[LEFT]), int(node[RIGHT]), tree & 3)

    def _origin(self, tree: int) -> Origin:
        node = self.nodes[tree >> 2]
        origin, lo, marks = int(node[ORIGIN]), int(node[LO]), marks_of(int(node[RANK]), tree)
        part, pool = (origin, -1) if origin >= 0 else (-1, -1 - origin)
        hi = lo + int(node[UNITS])
        return Origin(part, pool, lo, hi, bool(marks & TURNED), bool(marks & MARKED))


def ropes_of(
    flat: Flat, rule: LotRule = "fifo", *, claimed: Seeds | None = None, kernels: Kernels = "auto"
) -> Ropes:
    """Return the contents of every part of a ledger under a rule.

    Args:
        claimed: Claims to be marked; they stay so, even when they come home.
    """
    fronts: dict[int, int] = {}
    if claimed is not None:
        fronts = dict(
            zip(claimed.rows[:, PART].tolist(), claimed.rows[:, HI].tolist(), strict=True)
        )
    is_lifo = rule == "lifo"
    if is_compiled(kernels, len(flat.units), module="units.kernels_ropes"):
        return _compiled(flat, fronts, is_lifo=is_lifo)
    return _by_hand(flat, fronts, is_lifo=is_lifo)


def _by_hand(flat: Flat, fronts: Mapping[int, int], *, is_lifo: bool) -> Ropes:
    """Move trees of units through the ledger, in plain Python."""
    forest = Forest()
    pools = [forest.leaf(-1 - v, 0, n) if n else 0 for v, n in enumerate(flat.opening.tolist())]
    parts = [0] * len(flat.units)
    for part, arrives in steps(flat):
        pool, units = int((flat.target if arrives else flat.source)[part]), int(flat.units[part])
        if arrives:
            if pool >= 0:
                pools[pool] = forest.join(pools[pool], parts[part])
            continue
        if pool < 0 or flat.kind[pool] == EXCHANGE:
            tree = forest.leaf(part, 0, units)
            if pool >= 0:
                pools[pool] = 0
        elif is_lifo and flat.kind[pool] == ACCOUNT:
            pools[pool], tree = forest.split(pools[pool], forest.total(pools[pool]) - units)
            tree = looked_at(tree, TURNED)
        else:
            tree, pools[pool] = forest.split(pools[pool], units)
        if part in fronts:
            front, back = forest.split(tree, fronts[part])
            tree = forest.join(looked_at(front, MARKED), back)
        parts[part] = tree
    return Ropes(forest.table(), np.array(parts, np.int64), np.array(pools, np.int64))


def _compiled(flat: Flat, fronts: Mapping[int, int], *, is_lifo: bool) -> Ropes:
    """Move trees of units through the ledger, with a compiled kernel."""
    from izdes.engine.tracing.units.kernels_ropes import MARGIN, move  # noqa: PLC0415 - as needed

    parts, pools = np.zeros(len(flat.units), np.int64), np.zeros(len(flat.opening), np.int64)
    nodes = np.zeros((len(flat.units) + len(flat.opening) + MARGIN, COLUMNS), np.int64)
    order, claimed = moments(flat), np.array(sorted(fronts.items()), np.int64).reshape(-1, 2)
    columns = (flat.units, flat.source, flat.target, flat.kind, flat.opening)
    # How many nodes there are, row 0 among them, and how many moments are over.
    count = np.array([1, 0], np.int64)
    while not move(columns, order, claimed, (nodes, parts, pools), count, is_lifo):
        nodes = np.concatenate([nodes, np.zeros((len(nodes) // 2, COLUMNS), np.int64)])
    return Ropes(nodes[: count[0]], parts, pools)
