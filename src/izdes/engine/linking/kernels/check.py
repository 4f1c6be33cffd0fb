"""Compiled kernels of the check: would a series grouped alone have met a series outside?

The joins of all series are followed in their order, see `izdes.engine.linking.kernels.courses`.
Each time a group comes to be, what it weighs with the groups of the other side is summed. If such a
pair goes before the next join of any series, the two series are not apart: they have met.
"""

from heapq import heapify, heappop, heappush

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels.across import SUM, TWICE, Across, merge, root, summed_across
from izdes.engine.linking.kernels.bars import ONE, OTHER, SCALE, Bounds
from izdes.engine.linking.kernels.courses import (
    DIES,
    LAST,
    LAST_ONE,
    LAST_OTHER,
    MAY,
    SIZE,
    Courses,
)
from izdes.engine.linking.kernels.shares import NONE, SIDE


@nb.njit(cache=True, nogil=True)
def met(courses: Courses, across: Across, rank: Int64, apart: Int64, bounds: Bounds) -> Int64:
    """Return pairs of series, one of each side, that have met; each series at most once.

    Args:
        rank: By member: its place in the order of reports.
        apart: Pairs of members kept apart, each both ways.
    """
    series = courses.first.shape[0] - 1
    at = courses.first[:-1].copy()
    is_over = np.zeros(series, np.bool_)
    # Numba takes the type of a list from what it is made of.
    none = np.int64(0)
    heads = [(none, none, none, none) for _ in range(0)]
    pairs = [(none, none, none, none, none, none, none) for _ in range(0)]
    for s in range(series):
        if at[s] < courses.first[s + 1]:
            heads.append(head_of(courses, rank, s, at[s]))  # noqa: PERF401 - numba wants it plain
    heapify(heads)
    for member in range(across.above.shape[0]):
        cell = across.cell[member]
        # Members alone are looked at from inside: the other way round would be the same pairs.
        if cell != NONE and across.cells[cell, SIDE] & 1 == 0:
            look_across(across, pairs, rank, apart, bounds, member)
    hits, hit, made = np.empty((series, 2), np.int64), 0, 0
    while len(heads) > 0 or len(pairs) > 0:
        if len(pairs) > 0 and is_gone(across, is_over, pairs[0]):
            heappop(pairs)
        elif len(pairs) > 0 and (len(heads) == 0 or goes_before(pairs[0], heads[0])):
            pair = heappop(pairs)
            hits[hit] = across.course[pair[3]], across.course[pair[4]]
            is_over[hits[hit, 0]] = is_over[hits[hit, 1]] = True
            hit += 1
        else:
            s = heappop(heads)[3]
            if is_over[s]:
                continue
            made += 1
            follow(across, courses.joins[at[s]], made)
            look_across(across, pairs, rank, apart, bounds, courses.joins[at[s], ONE])
            at[s] += 1
            if at[s] < courses.first[s + 1]:
                heappush(heads, head_of(courses, rank, s, at[s]))
    return hits[:hit]


@nb.njit(cache=True, nogil=True)
def head_of(courses: Courses, rank: Int64, s: int, k: int) -> tuple[int, int, int, int]:
    """Return the place of a join among those of all series, and its series."""
    join = courses.joins[k]
    return -join[LAST], rank[join[LAST_ONE]], rank[join[LAST_OTHER]], np.int64(s)


@nb.njit(cache=True, nogil=True)
def goes_before(pair: tuple[int, ...], head: tuple[int, ...]) -> bool:
    """Say whether a pair would be joined before the next join."""
    if pair[0] != head[0]:
        return pair[0] < head[0]
    if pair[1] != head[1]:
        return pair[1] < head[1]
    return pair[2] < head[2]


@nb.njit(cache=True, nogil=True)
def is_gone(across: Across, is_over: Int64, pair: tuple[int, ...]) -> bool:
    """Say whether a group of a pair was joined to another, or its series has met one already."""
    one, other = pair[3], pair[4]
    return (
        across.above[one] != one
        or across.above[other] != other
        or across.born[one] != pair[5]
        or across.born[other] != pair[6]
        or is_over[across.course[one]]
        or is_over[across.course[other]]
    )


@nb.njit(cache=True, nogil=True)
def follow(across: Across, join: Int64, made: int) -> None:
    """Join two groups of one series as they were joined."""
    one = join[ONE]
    across.size[one], across.dies[one], across.may[one] = join[SIZE], join[DIES], join[MAY]
    across.born[one] = made
    merge(across, one, join[OTHER])


@nb.njit(cache=True, nogil=True)
def look_across(  # noqa: PLR0917 - both sides of one check
    across: Across,
    pairs: list[tuple[int, ...]],
    rank: Int64,
    apart: Int64,
    bounds: Bounds,
    group: int,
) -> None:
    """Note the groups of the other side that a group might be joined to before its own."""
    if not across.may[group]:
        return
    for k in range(summed_across(across, group)):
        other = across.seen[k]
        e, theirs = across.sums[other, SUM], across.size[other]
        if not across.may[other] or e < bounds.least or across.size[group] + theirs > bounds.most:
            continue
        is_told_twice = across.sums[other, TWICE] == 1
        if min(across.size[group], theirs) >= bounds.several and not is_told_twice:
            continue
        height = e * SCALE // (bounds.spread[across.size[group]] * bounds.spread[theirs])
        if height < max(across.dies[group], across.dies[other]):
            continue
        if is_barred(across, apart, group, other):
            continue
        a, b = rank[group], rank[other]
        born = across.born[group], across.born[other]
        heappush(pairs, (-height, min(a, b), max(a, b), np.int64(group), other, *born))


@nb.njit(cache=True, nogil=True)
def is_barred(across: Across, apart: Int64, group: int, other: int) -> bool:
    """Say whether a member of one group is kept apart from a member of the other."""
    for k in range(apart.shape[0]):
        if root(across.above, apart[k, 0]) == group and root(across.above, apart[k, 1]) == other:
            return True
    return False
