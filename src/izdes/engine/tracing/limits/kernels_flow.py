"""The compiled kernel of flows; `izdes.core.tracing.flow` says the same in Python.

Source: the method of levels and blocking flows, Dinic (1970), Soviet Mathematics Doklady 11, 1277.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from izdes.engine.tracing.flat import Int8, Int64

_OUTSIDE, _INSIDE, _GOAL = 0, 1, 2


class _Drawn(NamedTuple):
    """A network, with what each of its nodes is.

    Attributes:
        head: Where each arc leads; arc n ^ 1 is arc n the other way round.
        begin: By node: where its arcs begin in ``touching``.
        side: By node: whether it is a goal, leads to one, or does neither.
    """

    head: Int64
    begin: Int64
    touching: Int64
    side: Int8


@nb.njit(cache=True)
def limits(  # noqa: PLR0917 - arrays of one network
    head: Int64,
    capacity: Int64,
    begin: Int64,
    touching: Int64,
    source: int,
    goals: Int64,
    beyond: Int64,
) -> tuple[int, int]:
    """Return the most that can come to the goals, and the most that ends elsewhere.

    Args:
        head: Where each arc leads; arc n ^ 1 is arc n the other way round.
        begin: By node: where its arcs begin in ``touching``.

    Returns:
        (-1, -1) where a way leads to the goals from a node of ``beyond``.
    """
    side = _sides(head, capacity, begin, touching, goals)
    for node in beyond:
        if side[node] != _OUTSIDE:
            return -1, -1
    if side[source] == _OUTSIDE:
        out = 0
        for slot in range(begin[source], begin[source + 1]):
            out += capacity[touching[slot]]
        return 0, out
    drawn = _Drawn(head, begin, touching, side)
    most = _most(drawn, capacity.copy(), source, _GOAL)
    return most, _most(drawn, capacity.copy(), source, _OUTSIDE)


@nb.njit(cache=True)
def _sides(head: Int64, capacity: Int64, begin: Int64, touching: Int64, goals: Int64) -> Int8:
    """Return which nodes are goals, lead to one, or do neither."""
    side = np.zeros(begin.shape[0] - 1, np.int8)
    queue = np.empty(begin.shape[0] - 1, np.int64)
    first, last = 0, 0
    for goal in goals:
        side[goal] = _GOAL
        queue[last] = goal
        last += 1
    while first < last:
        node = queue[first]
        first += 1
        for slot in range(begin[node], begin[node + 1]):
            arc = touching[slot]
            if capacity[arc ^ 1] and side[head[arc]] == _OUTSIDE:
                side[head[arc]] = _INSIDE
                queue[last] = head[arc]
                last += 1
    return side


@nb.njit(cache=True)
def _most(drawn: _Drawn, room: Int64, source: int, sink: int) -> int:
    """Return the most that can pass from the source to every node of one side, through insiders."""
    nodes = drawn.begin.shape[0] - 1
    level, way = np.empty(nodes, np.int64), np.empty(nodes + 1, np.int64)
    total = 0
    while _levels(drawn, room, source, sink, level, way):
        total += _blocking(drawn, room, source, sink, level, way)
    return total


@nb.njit(cache=True)
def _levels(  # noqa: PLR0917 - arrays of one question
    drawn: _Drawn, room: Int64, source: int, sink: int, level: Int64, queue: Int64
) -> bool:
    """Write how far nodes lie from the source; say whether a sink can be reached."""
    head, begin, touching, side = drawn
    level[:] = -1
    level[source] = 0
    queue[0] = source
    first, last, is_reached = 0, 1, False
    while first < last:
        node = queue[first]
        first += 1
        for slot in range(begin[node], begin[node + 1]):
            arc = touching[slot]
            there = head[arc]
            if not room[arc] or level[there] >= 0:
                continue
            if side[there] == sink:
                level[there] = level[node] + 1
                is_reached = True
            elif side[there] == _INSIDE:
                level[there] = level[node] + 1
                queue[last] = there
                last += 1
    return is_reached


@nb.njit(cache=True)
def _blocking(  # noqa: PLR0917 - one loop over the arrays of one question
    drawn: _Drawn, room: Int64, source: int, sink: int, level: Int64, way: Int64
) -> int:
    """Fill every shortest way; return what passed."""
    head, begin, touching, side = drawn
    untried = begin[:-1].copy()
    total, here, length = 0, source, 0
    while True:
        if here != source and side[here] == sink:
            units = room[way[0]]
            for n in range(length):
                units = min(units, room[way[n]])
            for n in range(length):
                room[way[n]] -= units
                room[way[n] ^ 1] += units
            total, here, length = total + units, source, 0
            continue
        while untried[here] < begin[here + 1]:
            arc = touching[untried[here]]
            if room[arc] and level[head[arc]] == level[here] + 1:
                break
            untried[here] += 1
        if untried[here] < begin[here + 1]:
            way[length] = touching[untried[here]]
            here = head[way[length]]
            length += 1
        elif length:
            # A dead end: go back one step, and never come here again.
            length -= 1
            here = head[way[length] ^ 1]
            untried[here] += 1
        else:
            return total
