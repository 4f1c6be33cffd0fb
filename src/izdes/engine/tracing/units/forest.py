"""Forest: rows of pieces as trees that share their nodes, in plain Python.

Nothing is ever changed: cutting a row or joining two makes a few new nodes above those that were.
A row turned round, or marked as claimed, is the same tree looked at in another way.

The trees are treaps: a node's rank is above those of its branches, and ranks look like chance, so
that no tree grows deep. They are the SplitMix64 of the node's number: the same ledger makes the
same trees. `izdes.engine.tracing.units.kernels_ropes` does the same compiled.

Sources: R. Seidel, C. Aragon, Randomized search trees, Algorithmica 16 (1996); G. Steele, D. Lea,
C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.

>>> forest = Forest()
>>> row = forest.join(forest.leaf(0, 0, 5), forest.leaf(1, 0, 5))
>>> front, back = forest.split(row, 7)
>>> forest.total(front), forest.total(back), forest.total(row)
(7, 3, 10)
"""

import numpy as np

from izdes.engine.tracing.flat import Int64

# Columns of the table of nodes. In RANK the two lowest bits say how the node's own piece lies. A
# reference is four times a node's number and how the tree is looked at; 0 is no tree.
LEFT, RIGHT, RANK, ORIGIN, LO, UNITS, TOTAL, CLAIMED = range(8)
COLUMNS = 8
TURNED, MARKED = 1, 2

# Rank and marks, origin, its first unit, how many.
Piece = tuple[int, int, int, int]
_WORD = (1 << 64) - 1


def seen(left: int, right: int, view: int) -> tuple[int, int]:
    """Return the two branches of a node as they are seen through a view.

    >>> seen(4, 8, TURNED)
    (9, 5)
    """
    if view & TURNED:
        left, right = right, left
    return looked_at(left, view), looked_at(right, view)


def looked_at(tree: int, view: int) -> int:
    """Return a tree seen through one more view."""
    return (tree ^ (view & TURNED)) | (view & MARKED) if tree else 0


def marks_of(rank: int, tree: int) -> int:
    """Return how the units of a node itself are seen: turned round, claimed."""
    return ((rank & 3) ^ (tree & TURNED)) | (tree & MARKED)


def fresh_rank(number: int) -> int:
    """Return the rank of a node by its number: 32 bits that look like chance."""
    mixed = number * 0x9E3779B97F4A7C15 & _WORD
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & _WORD
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _WORD
    return (mixed ^ mixed >> 31) >> 32


class Forest:
    """Trees that share their nodes, in plain Python."""

    def __init__(self) -> None:
        self.nodes: list[tuple[int, ...]] = [(0,) * COLUMNS]

    def leaf(self, origin: int, lo: int, units: int, marks: int = 0) -> int:
        """Return a tree of one piece."""
        rank = fresh_rank(len(self.nodes)) << 2 | marks
        return self._node(0, 0, (rank, origin, lo, units))

    def split(self, tree: int, units: int) -> tuple[int, int]:
        """Return the first units of a tree, and the others."""
        if units <= 0:
            return 0, tree
        if units >= self.total(tree):
            return tree, 0
        left, right, piece = self._seen(tree)
        rank, origin, lo, here = piece
        inside = units - self.total(left)
        if inside <= 0:
            front, rest = self.split(left, units)
            return front, self._node(rest, right, piece)
        if inside >= here:
            rest, back = self.split(right, inside - here)
            return self._node(left, rest, piece), back
        first, others = (here - inside, 0) if rank & TURNED else (0, inside)
        front = self._node(left, 0, (rank, origin, lo + first, inside))
        back = self.leaf(origin, lo + others, here - inside, rank & 3)
        return front, self.join(back, right)

    def join(self, front: int, back: int) -> int:
        """Return two trees as one."""
        if not front or not back:
            return front or back
        if self.nodes[front >> 2][RANK] >> 2 >= self.nodes[back >> 2][RANK] >> 2:
            left, right, piece = self._seen(front)
            return self._node(left, self.join(right, back), piece)
        left, right, piece = self._seen(back)
        return self._node(self.join(front, left), right, piece)

    def _seen(self, tree: int) -> tuple[int, int, Piece]:
        """Return the branches of a tree and its own piece as they are seen."""
        left, right, rank, origin, lo, units, _, _ = self.nodes[tree >> 2]
        piece = (rank & ~3 | marks_of(rank, tree), origin, lo, units)
        return *seen(left, right, tree & 3), piece

    def _node(self, left: int, right: int, piece: Piece) -> int:
        """Make a node."""
        units = piece[3]
        total = self.total(left) + units + self.total(right)
        own = units if piece[0] & MARKED else 0
        claimed = self.claimed(left) + own + self.claimed(right)
        self.nodes.append((left, right, *piece, total, claimed))
        return 4 * (len(self.nodes) - 1)

    def total(self, tree: int) -> int:
        """Return how many units a tree has."""
        return self.nodes[tree >> 2][TOTAL]

    def claimed(self, tree: int) -> int:
        """Return how many of them are claimed."""
        return self.nodes[tree >> 2][TOTAL if tree & MARKED else CLAIMED]

    def table(self) -> Int64:
        """Return the nodes as an array."""
        return np.array(self.nodes, np.int64)
