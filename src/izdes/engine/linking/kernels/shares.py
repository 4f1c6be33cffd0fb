"""Compiled kernels of shares: who has which trait, sorted by counting rather than by comparing."""

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int32, Int64

NONE = -1
# Columns of a cell: the side of a trait, how many members have it, the next cell.
SIDE, COUNT, NEXT = 0, 1, 2
# Columns of a holder: who, and how many members it counts.
WHO, MEMBERS = 0, 1


@nb.njit(cache=True, nogil=True)
def different(person: Int64, begin: Int64, end: Int64, people: int) -> tuple[Int64, Int64]:
    """Return who lies in each stretch of rows, each once, and where those of each begin."""
    seen = np.full(people, NONE, np.int64)
    first = np.zeros(begin.shape[0] + 1, np.int64)
    for s in range(begin.shape[0]):
        first[s + 1] = first[s]
        for k in range(begin[s], end[s]):
            if seen[person[k]] != s:
                seen[person[k]] = s
                first[s + 1] += 1
    found = np.empty(first[-1], np.int64)
    seen[:] = NONE
    n = 0
    for s in range(begin.shape[0]):
        for k in range(begin[s], end[s]):
            if seen[person[k]] != s:
                seen[person[k]] = s
                found[n] = person[k]
                n += 1
    return first, found


@nb.njit(cache=True, nogil=True)
def among(  # noqa: C901 - three passes over the same lists
    first: Int64, holder: Int64, number: Int64, members: int
) -> tuple[Int64, Int32]:
    """Return the holders of each trait that have a number, ascending; others are left away.

    Args:
        number: By holder: from 0 up to ``members``, or -1.
    """
    traits = first.shape[0] - 1
    held = np.zeros(traits + 1, np.int64)
    after = np.zeros(members + 1, np.int64)
    for t in range(traits):
        for k in range(first[t], first[t + 1]):
            if number[holder[k]] != NONE:
                held[t + 1] += 1
                after[number[holder[k]] + 1] += 1
    for t in range(traits):
        held[t + 1] += held[t]
    for m in range(members):
        after[m + 1] += after[m]
    of_member = np.empty(after[members], np.int64)
    at = after[:-1].copy()
    for t in range(traits):
        for k in range(first[t], first[t + 1]):
            m = number[holder[k]]
            if m != NONE:
                of_member[at[m]] = t
                at[m] += 1
    found = np.empty(held[traits], np.int32)
    at = held[:-1].copy()
    for m in range(members):
        for k in range(after[m], after[m + 1]):
            found[at[of_member[k]]] = m
            at[of_member[k]] += 1
    return held, found


@nb.njit(cache=True, nogil=True)
def listed(side: Int64, holder: Int64, sides: int, members: int) -> tuple[Int64, ...]:
    """Return the holders of each side of a trait, and the cells of each member.

    Args:
        side: By row: even inside and odd outside; a pair of them is one trait.

    Returns:
        Where the holders of each side begin, holders, cells, and the first cell of each member.
    """
    edges = np.zeros(sides + 1, np.int64)
    after = np.zeros(members + 1, np.int64)
    for k in range(side.shape[0]):
        edges[side[k] + 1] += 1
        after[holder[k] + 1] += 1
    for s in range(sides):
        edges[s + 1] += edges[s]
    for m in range(members):
        after[m + 1] += after[m]
    holders = np.ones((side.shape[0], 2), np.int64)
    at = edges[:-1].copy()
    for k in range(side.shape[0]):
        holders[at[side[k]], WHO] = holder[k]
        at[side[k]] += 1
    cells = np.empty((side.shape[0], 3), np.int64)
    at = after[:-1].copy()
    for s in range(sides):
        for k in range(edges[s], edges[s + 1]):
            m = holders[k, WHO]
            cells[at[m], SIDE], cells[at[m], COUNT], cells[at[m], NEXT] = s, 1, at[m] + 1
            at[m] += 1
    cell = np.full(members, NONE, np.int64)
    for m in range(members):
        if after[m + 1] > after[m]:
            cell[m] = after[m]
            cells[after[m + 1] - 1, NEXT] = NONE
    return edges, holders, cells, cell


@nb.njit(cache=True, nogil=True)
def by_series(one: Int64, other: Int64, members: int) -> tuple[Int64, Int64]:
    """Return members by series, and where each series begins.

    Args:
        one: By join: the group that stays, by its first member; ``other`` the one that goes.

    Returns:
        Of each series the member that names it, then the names that joins ended, in their order.
    """
    name = np.arange(members)
    for k in range(one.shape[0]):
        name[other[k]] = one[k]
    size = np.zeros(members, np.int64)
    for m in range(members):
        # Whoever comes first never loses the name, so one pass forward is enough.
        name[m] = name[name[m]]
        size[name[m]] += 1
    at = np.empty(members, np.int64)
    first = np.zeros(members + 1, np.int64)
    found = np.empty(members, np.int64)
    n, series = 0, 0
    for m in range(members):
        if size[m] > 0:
            first[series] = n
            series += 1
            found[n] = m
            at[m] = n + 1
            n += size[m]
    first[series] = n
    for k in range(one.shape[0]):
        s = name[one[k]]
        found[at[s]] = other[k]
        at[s] += 1
    return first[: series + 1], found
