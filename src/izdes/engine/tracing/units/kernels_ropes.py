"""Compiled kernels of ropes; `izdes.engine.tracing.units.forest` says the same in plain Python."""

import numba as nb
import numpy as np

from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Int8, Int32, Int64
from izdes.engine.tracing.units.forest import (
    CLAIMED,
    LEFT,
    LO,
    MARKED,
    ORIGIN,
    RANK,
    RIGHT,
    TOTAL,
    TURNED,
    UNITS,
)

# What one step may need: some trees' height, many times over.
MARGIN = 1 << 12


@nb.njit(cache=True)
def move(  # noqa: C901, PLR0917 - one loop, compiled as a whole
    columns: tuple[Int64, Int32, Int32, Int8, Int64],
    order: Int64,
    claimed: Int64,
    trees: tuple[Int64, Int64, Int64],
    count: Int64,
    is_lifo: bool,  # noqa: FBT001
) -> bool:
    """Move trees of units through a ledger; say whether there were nodes enough to the end."""
    units, source, target, kind, opening = columns
    nodes, parts, pools = trees
    if count[1] == 0:
        for v in range(opening.shape[0]):
            if opening[v] > 0:
                pools[v] = _leaf(nodes, count, -1 - v, 0, opening[v], 0)
    for k in range(count[1], 2 * units.shape[0]):
        if count[0] + MARGIN > nodes.shape[0]:
            count[1] = k
            return False
        moment = order[k] if order.shape[0] else k
        p, arrives = moment >> 1, (moment & 1) == 1
        v = target[p] if arrives else source[p]
        if arrives:
            if v >= 0:
                pools[v] = _join(nodes, count, pools[v], parts[p])
            continue
        if v < 0 or kind[v] == EXCHANGE:
            tree = _leaf(nodes, count, p, 0, units[p], 0)
            if v >= 0:
                pools[v] = 0
        elif is_lifo and kind[v] == ACCOUNT:
            left = nodes[pools[v] >> 2, TOTAL] - units[p]
            pools[v], tree = _split(nodes, count, pools[v], left)
            tree = _looked_at(tree, TURNED)
        else:
            tree, pools[v] = _split(nodes, count, pools[v], units[p])
        c = np.searchsorted(claimed[:, 0], p)
        if c < claimed.shape[0] and claimed[c, 0] == p:
            front, back = _split(nodes, count, tree, claimed[c, 1])
            tree = _join(nodes, count, _looked_at(front, MARKED), back)
        parts[p] = tree
    count[1] = 2 * units.shape[0]
    return True


@nb.njit(cache=True)
def _split(nodes: Int64, count: Int64, tree: int, units: int) -> tuple[int, int]:
    """Return the first units of a tree, and the others."""
    if units <= 0:
        return 0, tree
    node = tree >> 2
    if units >= nodes[node, TOTAL]:
        return tree, 0
    left, right = _branches(nodes, tree)
    rank, origin, lo, here = _piece(nodes, tree)
    inside = units - nodes[left >> 2, TOTAL]
    if inside <= 0:
        front, rest = _split(nodes, count, left, units)
        return front, _node(nodes, count, rest, right, (rank, origin, lo, here))
    if inside >= here:
        rest, back = _split(nodes, count, right, inside - here)
        return _node(nodes, count, left, rest, (rank, origin, lo, here)), back
    first, others = (here - inside, 0) if rank & TURNED else (0, inside)
    front = _node(nodes, count, left, 0, (rank, origin, lo + first, inside))
    back = _leaf(nodes, count, origin, lo + others, here - inside, rank & 3)
    return front, _join(nodes, count, back, right)


@nb.njit(cache=True)
def _join(nodes: Int64, count: Int64, front: int, back: int) -> int:
    """Return two trees as one."""
    if front == 0 or back == 0:
        return front | back
    if nodes[front >> 2, RANK] >> 2 >= nodes[back >> 2, RANK] >> 2:
        left, right = _branches(nodes, front)
        right = _join(nodes, count, right, back)
        return _node(nodes, count, left, right, _piece(nodes, front))
    left, right = _branches(nodes, back)
    left = _join(nodes, count, front, left)
    return _node(nodes, count, left, right, _piece(nodes, back))


@nb.njit(cache=True)
def _leaf(  # noqa: PLR0917 - a kernel takes everything by place
    nodes: Int64, count: Int64, origin: int, lo: int, units: int, marks: int
) -> int:
    """Return a tree of one piece."""
    rank = _fresh_rank(count[0]) << 2 | marks
    return _node(nodes, count, 0, 0, (rank, origin, lo, units))


@nb.njit(cache=True)
def _node(
    nodes: Int64, count: Int64, left: int, right: int, piece: tuple[int, int, int, int]
) -> int:
    """Make a node."""
    number, own = int(count[0]), piece[3]
    node = nodes[number]
    node[LEFT], node[RIGHT] = left, right
    node[RANK], node[ORIGIN], node[LO], node[UNITS] = piece
    node[TOTAL] = nodes[left >> 2, TOTAL] + own + nodes[right >> 2, TOTAL]
    claimed = own if piece[0] & MARKED else 0
    node[CLAIMED] = _claimed(nodes, left) + claimed + _claimed(nodes, right)
    count[0] = number + 1
    return 4 * number


@nb.njit(cache=True)
def _claimed(nodes: Int64, tree: int) -> int:
    """Return how many units of a tree are claimed."""
    return int(nodes[tree >> 2, TOTAL if tree & MARKED else CLAIMED])


@nb.njit(cache=True)
def _branches(nodes: Int64, tree: int) -> tuple[int, int]:
    """Return the two branches of a tree as they are seen."""
    left, right = nodes[tree >> 2, LEFT], nodes[tree >> 2, RIGHT]
    if tree & TURNED:
        left, right = right, left
    return _looked_at(left, tree & 3), _looked_at(right, tree & 3)


@nb.njit(cache=True)
def _piece(nodes: Int64, tree: int) -> tuple[int, int, int, int]:
    """Return the piece at the root of a tree as it is seen."""
    node = nodes[tree >> 2]
    return (node[RANK] ^ (tree & TURNED)) | (tree & MARKED), node[ORIGIN], node[LO], node[UNITS]


@nb.njit(cache=True)
def _looked_at(tree: int, view: int) -> int:
    """Return a tree seen through one more view."""
    return (tree ^ (view & TURNED)) | (view & MARKED) if tree else 0


@nb.njit(cache=True)
def _fresh_rank(number: int) -> int:
    """Return the rank of a node by its number: 32 bits that look like chance."""
    mixed = np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return int(np.int64((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(32)))
