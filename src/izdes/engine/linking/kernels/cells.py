"""Compiled kernels over who holds what, before it is grouped."""

import numba as nb
import numpy as np

from izdes.engine.linking.kernels.group import COUNT, NEXT, NONE, TRAIT, Int32, Int64


@nb.njit(cache=True, nogil=True)
def celled(members: int, first: Int64, holders: Int32) -> tuple[Int32, Int32]:
    """Return the cells of every member, and its first one; what nobody shares has none.

    Args:
        first: Trait t is held by ``holders[first[t]:first[t + 1]]``.
    """
    at = np.zeros(members + 1, np.int64)
    for t in range(first.shape[0] - 1):
        if first[t + 1] - first[t] > 1:
            for k in range(first[t], first[t + 1]):
                at[holders[k] + 1] += 1
    cell = np.empty(members, np.int32)
    for m in range(members):
        cell[m] = at[m] if at[m + 1] else NONE
        at[m + 1] += at[m]
    cells = np.empty((at[members], 3), np.int32)
    for t in range(first.shape[0] - 1):
        if first[t + 1] - first[t] > 1:
            for k in range(first[t], first[t + 1]):
                here = at[holders[k]]
                if here > cell[holders[k]]:
                    cells[here - 1, NEXT] = here
                cells[here, TRAIT], cells[here, COUNT], cells[here, NEXT] = t, 1, NONE
                at[holders[k]] += 1
    return cells, cell


@nb.njit(cache=True, nogil=True)
def dearest(members: int, first: Int64, holders: Int32, weight: Int64) -> Int64:
    """Return, by member, the trait by which it weighs most with all others together; else none.

    Members with the same one share much, and are looked at together.
    """
    best = np.zeros(members, np.int64)
    found = np.full(members, weight.shape[0], np.int64)
    for t in range(weight.shape[0]):
        worth = weight[t] * (first[t + 1] - first[t] - 1)
        for k in range(first[t], first[t + 1]):
            if worth > best[holders[k]]:
                best[holders[k]], found[holders[k]] = worth, t
    return found
