"""Compiled kernels of courses: the joins of series as they would be made among those of others.

The joins of every series are followed in the order in which they would be made if all were grouped
together: again and again the first among the next joins of all series. Of the joins of a series
only those are followed whose group shares a trait with the other side. The others are a delay: a
join cannot be made before the last of those on which it waits.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels.bars import HEIGHT, LEVEL, ONE, OTHER, Bounds
from izdes.engine.linking.kernels.shares import NONE
from izdes.engine.linking.kernels.unchanged import Groups

# Columns of a join that is followed.
LAST, LAST_ONE, LAST_OTHER, SIZE, DIES, MAY = 2, 3, 4, 5, 6, 7


class Courses(NamedTuple):
    """Joins of series that are followed.

    Attributes:
        first: Those of series s are ``joins[first[s]:first[s + 1]]``, in their order.
        joins: One and other; the height and the groups of the last of the joins on which it waits;
            how many members the group then has; the level at which it is joined to another; 1 where
            it may be met by the other side.
        dies: By member: the level at which it is first joined.
        may: By member: 1 where it may be met while it is alone.
    """

    first: Int64
    joins: Int64
    dies: Int64
    may: Int64


@nb.njit(cache=True, nogil=True)
def followed(  # noqa: PLR0917 - as kernels take it
    first: Int64, joins: Int64, most: Int64, rank: Int64, groups: Groups, bounds: Bounds
) -> Courses:
    """Return the joins of groups in which somebody shares a trait with the other side.

    Args:
        first: The joins of series s are ``joins[first[s]:first[s + 1]]``, in their order.
        most: By member: what it weighs with a group of the other side for the size of that, at
            most; 0 where it shares nothing. This is used up.
        rank: By member: its place in the order of reports.
        groups: Those that may be met; others never are.
    """
    members, largest = most.shape[0], bounds.spread.shape[0] - 1
    size = np.ones(members, np.int64)
    row = np.full(members, NONE, np.int64)
    dies = np.full(members, bounds.crew, np.int64)
    could = groups.alone.copy()
    may = (could & (most // bounds.spread[1] >= bounds.crew)).astype(np.int64)
    kept = np.empty((joins.shape[0], 8), np.int64)
    begin = np.zeros(first.shape[0], np.int64)
    n = 0
    for s in range(first.shape[0] - 1):
        last = NONE
        for k in range(first[s], first[s + 1]):
            one, other, level = joins[k, ONE], joins[k, OTHER], joins[k, LEVEL]
            if last == NONE or comes_after(joins, rank, k, last):
                last = k
            if most[one] > 0 or most[other] > 0:
                for name in (one, other):
                    reach = most[name] // bounds.spread[min(largest, size[name])]
                    met = could[name] and reach >= level
                    if row[name] == NONE:
                        dies[name], may[name] = level, met
                    else:
                        kept[row[name], DIES], kept[row[name], MAY] = level, met
                most[one] += most[other]
                whole = size[one] + size[other]
                kept[n, ONE], kept[n, OTHER], kept[n, SIZE] = one, other, whole
                kept[n, LAST] = joins[last, HEIGHT]
                kept[n, LAST_ONE], kept[n, LAST_OTHER] = joins[last, ONE], joins[last, OTHER]
                kept[n, DIES] = bounds.crew
                could[one] = groups.made[k]
                reach = most[one] // bounds.spread[min(largest, whole)]
                kept[n, MAY] = could[one] and reach >= bounds.crew
                row[one] = n
                n += 1
                last = NONE
            size[one] += size[other]
        begin[s + 1] = n
    return Courses(begin, kept[:n], dies, may)


@nb.njit(cache=True, nogil=True)
def within(courses: Courses) -> Int64:
    """Return, by member, 1 where some group that it is in may be met."""
    found, joins = courses.may.copy(), courses.joins
    # Of the group that a name stands for: whether it, or one that takes it in, may be met.
    taken = np.zeros(found.shape[0], np.int64)
    for k in range(joins.shape[0] - 1, -1, -1):
        one, other = joins[k, ONE], joins[k, OTHER]
        taken[one] = max(taken[one], joins[k, MAY])
        taken[other] = taken[one]
    return np.maximum(found, taken)


@nb.njit(cache=True, nogil=True)
def comes_after(joins: Int64, rank: Int64, k: int, last: int) -> bool:
    """Say whether a join would be made after another if both could be made."""
    if joins[k, HEIGHT] != joins[last, HEIGHT]:
        return bool(joins[k, HEIGHT] < joins[last, HEIGHT])
    if joins[k, ONE] != joins[last, ONE]:
        return bool(rank[joins[k, ONE]] > rank[joins[last, ONE]])
    return bool(rank[joins[k, OTHER]] > rank[joins[last, OTHER]])
