"""Compiled kernel of what a change left as it was: groups that were there before, and as long.

Groups of the same members who weigh with each other as before were made by the same joins. So a
group was there before exactly if the join that made it was, and both groups that it joined. A join
is made at the moment of the last on which it waits; a group that was there before begins when it
began then, and ends no later if the join that ends it is the same, or one of a higher level, or one
of the same level that waits for the same join.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Bool, Int64
from izdes.engine.linking.kernels.bars import HEIGHT, LEVEL, ONE, OTHER
from izdes.engine.linking.kernels.shares import NONE


class Groups(NamedTuple):
    """Yes or no for each group of some series.

    Attributes:
        alone: By member, while it is alone.
        made: By join: the group that it makes.
    """

    alone: Bool
    made: Bool


class Ends(NamedTuple):
    """How groups of some series begin and end; -1 where no join does it.

    Attributes:
        alone: By member alone: the join that ends it.
        made: By join: the join that ends the group that it makes.
        parts: By join: the joins that made its two groups.
        lost: By member: the join that ends its name.
        level: By join.
        lowest: By join: of it and those on which it waits the one that is made last; -1 where
            several are of the least height.
    """

    alone: Int64
    made: Int64
    parts: Int64
    lost: Int64
    level: Int64
    lowest: Int64


@nb.njit(cache=True, nogil=True)
def ends_of(joins: Int64, members: int) -> Ends:
    """Return how the groups of series begin and end."""
    alone, lost = np.full(members, NONE, np.int64), np.full(members, NONE, np.int64)
    made = np.full(joins.shape[0], NONE, np.int64)
    parts = np.empty((joins.shape[0], 2), np.int64)
    lowest = np.full(joins.shape[0], NONE, np.int64)
    # The join that made the group that a name stands for.
    last = np.full(members, NONE, np.int64)
    for k in range(joins.shape[0]):
        for side in (ONE, OTHER):
            name = joins[k, side]
            parts[k, side] = last[name]
            if last[name] == NONE:
                alone[name] = k
            else:
                made[last[name]] = k
        lowest[k] = lowest_of(joins, parts[k], lowest, k)
        lost[joins[k, OTHER]] = k
        last[joins[k, ONE]] = k
    return Ends(alone, made, parts, lost, joins[:, LEVEL].copy(), lowest)


@nb.njit(cache=True, nogil=True)
def lowest_of(joins: Int64, parts: Int64, lowest: Int64, k: int) -> int:
    """Return, of a join and those on which it waits, the one of least height; -1 for several.

    Args:
        parts: The joins that made its two groups, or -1.
        lowest: By join: the same for those before it.
    """
    found, count = NONE, 0
    if joins[k, HEIGHT] == joins[k, LEVEL]:
        found, count = k, 1
    for part in parts:
        if part != NONE and joins[part, LEVEL] == joins[k, LEVEL]:
            found = lowest[part]
            count += 1
    return found if count == 1 else NONE


@nb.njit(cache=True, nogil=True)
def others(joins: Int64, earlier: Int64, same: Int64, members: int) -> Groups:
    """Say which groups were not there before, or end later than then.

    Args:
        joins: One, other, height, level, by member.
        earlier: The same as it was before the change, by member of then.
        same: By member: the member of then that it is; -1 for those whom the change concerns.
        members: How many there were then.
    """
    now, then = ends_of(joins, same.shape[0]), ends_of(earlier, members)
    was = np.full(joins.shape[0], NONE, np.int64)
    for k in range(joins.shape[0]):
        one, other = same[joins[k, ONE]], same[joins[k, OTHER]]
        j = NONE if other == NONE else then.lost[other]
        if j == NONE or earlier[j, ONE] != one:
            continue
        if is_same(joins[k], earlier[j]) and has_same_parts(now.parts[k], then.parts[j], was):
            was[k] = j
    alone, made = same == NONE, was == NONE
    for m in range(same.shape[0]):
        if not alone[m]:
            alone[m] = ends_later(now.alone[m], then.alone[same[m]], was, now, then)
    for k in range(joins.shape[0]):
        if not made[k]:
            made[k] = ends_later(now.made[k], then.made[was[k]], was, now, then)
    return Groups(alone, made)


@nb.njit(cache=True, nogil=True)
def is_same(join: Int64, earlier: Int64) -> bool:
    """Say whether a join has the height and the level that another had."""
    return bool(join[HEIGHT] == earlier[HEIGHT] and join[LEVEL] == earlier[LEVEL])


@nb.njit(cache=True, nogil=True)
def has_same_parts(now: Int64, then: Int64, was: Int64) -> bool:
    """Say whether the two groups of a join are those of another, each by the join that made it.

    Args:
        was: By join: the one of then that made the same group, or -1.
    """
    for side in (ONE, OTHER):
        if now[side] == NONE:
            if then[side] != NONE:
                return False
        elif was[now[side]] == NONE or was[now[side]] != then[side]:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def ends_later(end: int, earlier: int, was: Int64, now: Ends, then: Ends) -> bool:
    """Say whether a group may end later than it did.

    Args:
        end: The join that ends it, ``earlier`` the one that did; -1 for none.
        was: By join: the one of then that made the same group, or -1.
    """
    if earlier == NONE:
        return False
    if end == NONE:
        return True
    if was[end] == earlier or now.level[end] > then.level[earlier]:
        return False
    # Joins of different levels wait for different ones.
    one, other = now.lowest[end], then.lowest[earlier]
    return bool(min(one, other) == NONE or was[one] != other)
