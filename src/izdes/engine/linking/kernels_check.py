"""Compiled kernels of the check: would a series grouped alone have met a series outside?

The joins of every series are followed in the order in which they would be made if all were grouped
together: again and again the first among the next joins of all series. Each time a group comes to
be, what it weighs with the groups of the other side is summed, by traits and never by pairs. If
such a pair goes before the next join of any series, the two series are not apart: they have met.

Of the joins of a series only those are followed whose group shares a trait with the other side. The
others are a delay: a join cannot be made before the last of those on which it waits.
"""

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels_shares import COUNT, MEMBERS, NEXT, NONE, SIDE, WHO

SCALE = 1_000_000
# Columns of a sum of evidence: how much, the turn that it is of, and whether two members of both
# groups share a trait.
SUM, TURN, TWICE = 0, 1, 2
# Columns of a join as it is given, and of one that is followed.
ONE, OTHER, HEIGHT, LEVEL = 0, 1, 2, 3
LAST, LAST_ONE, LAST_OTHER, SIZE, DIES, MAY = 2, 3, 4, 5, 6, 7


class Bounds(NamedTuple):
    """What bounds a join.

    Attributes:
        least: The least evidence.
        crew: The least height.
        most: How many members a group has at most.
        several: Two groups of so many members need a trait that two of each have.
        spread: The size that counts, by number of members, from 0 to ``most``.
    """

    least: int
    crew: int
    most: int
    several: int
    spread: Int64


class Courses(NamedTuple):
    """Joins of series that are followed.

    Attributes:
        first: Those of series s are ``joins[first[s]:first[s + 1]]``, in their order.
        joins: One and other; the height and the groups of the last of the joins on which it waits;
            how many members the group then has; the level at which it is joined to another; 1 where
            it may be met by the other side.
        dies: By member: the level at which it is first joined.
        may: By member: 1 where it may be met while it is alone.
        some: By series: 1 where some group may be met.
    """

    first: Int64
    joins: Int64
    dies: Int64
    may: Int64
    some: Int64


class Across(NamedTuple):
    """What groups of the two sides share.

    Attributes:
        above: By member: an earlier member of its group, and itself where it is the first.
        course: By member: its series.
        size: By group, as all up to ``cell``: how many members.
        dies: The level at which it is joined to another.
        may: 1 where it may be met.
        born: How many joins were followed when it came to be.
        cell: Its first cell, or -1.
        cells: Side of a trait, how many members have it, the next cell; sides rise. Inside, trait t
            has the side 2 t, outside 2 t + 1.
        first: A side is held by ``holders[first[side]:last[side]]``.
        last: Where the holders of each side end.
        holders: A member of a group, and how many members of it this line counts.
        weight: By trait, in thousandths of log10.
        dense: By side: the most members with it for the size of one group.
        sums: By group: evidence with the group looked at, the turn that it is of, and 1 where two
            members of both share a trait.
        seen: The groups met, in any order.
        seat: By group: where it was last listed as a holder.
        now: The turn.
    """

    above: Int64
    course: Int64
    size: Int64
    dies: Int64
    may: Int64
    born: Int64
    cell: Int64
    cells: Int64
    first: Int64
    last: Int64
    holders: Int64
    weight: Int64
    dense: Int64
    sums: Int64
    seen: Int64
    seat: Int64
    now: Int64


@nb.njit(cache=True, nogil=True)
def barred(first: Int64, joins: Int64, members: int, bounds: Bounds) -> Int64:
    """Return, by member, the least of level times size over the groups that it was in."""
    largest = bounds.spread.shape[0] - 1
    bar = np.full(members, bounds.crew * bounds.spread[1], np.int64)
    size = np.ones(members, np.int64)
    # The joins that made the two groups of each join, or -1 for a member alone.
    parts = np.empty((joins.shape[0], 2), np.int64)
    made = np.full(members, NONE, np.int64)
    for k in range(joins.shape[0]):
        one, other = joins[k, ONE], joins[k, OTHER]
        parts[k, 0], parts[k, 1] = made[one], made[other]
        size[one] += size[other]
        made[one] = k
    least = np.empty(joins.shape[0], np.int64)
    for s in range(first.shape[0] - 1):
        if first[s] < first[s + 1]:
            last = first[s + 1] - 1
            least[last] = bounds.crew * bounds.spread[min(largest, size[joins[last, ONE]])]
        for k in range(first[s + 1] - 1, first[s] - 1, -1):
            one, other = joins[k, ONE], joins[k, OTHER]
            size[one] -= size[other]
            for side, name in ((0, one), (1, other)):
                here = joins[k, LEVEL] * bounds.spread[min(largest, size[name])]
                if parts[k, side] == NONE:
                    bar[name] = min(least[k], here)
                else:
                    least[parts[k, side]] = min(least[k], here)
    return bar


@nb.njit(cache=True, nogil=True)
def followed(first: Int64, joins: Int64, most: Int64, rank: Int64, bounds: Bounds) -> Courses:
    """Return the joins of groups in which somebody shares a trait with the other side.

    Args:
        first: The joins of series s are ``joins[first[s]:first[s + 1]]``, in their order.
        most: By member: what it weighs with a group of the other side for the size of that, at
            most; 0 where it shares nothing. This is used up.
        rank: By member: its place in the order of reports.
    """
    members, largest = most.shape[0], bounds.spread.shape[0] - 1
    size = np.ones(members, np.int64)
    row = np.full(members, NONE, np.int64)
    dies = np.full(members, bounds.crew, np.int64)
    may = (most // bounds.spread[1] >= bounds.crew).astype(np.int64)
    kept = np.empty((joins.shape[0], 8), np.int64)
    begin = np.zeros(first.shape[0], np.int64)
    some = np.zeros(first.shape[0] - 1, np.int64)
    n = 0
    for s in range(first.shape[0] - 1):
        last = NONE
        for k in range(first[s], first[s + 1]):
            one, other, level = joins[k, ONE], joins[k, OTHER], joins[k, LEVEL]
            if last == NONE or comes_after(joins, rank, k, last):
                last = k
            if most[one] > 0 or most[other] > 0:
                for name in (one, other):
                    met = most[name] // bounds.spread[min(largest, size[name])] >= level
                    some[s] = max(some[s], np.int64(met))
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
                kept[n, MAY] = most[one] // bounds.spread[min(largest, whole)] >= bounds.crew
                row[one] = n
                n += 1
                last = NONE
            size[one] += size[other]
        begin[s + 1] = n
        if begin[s] < n:
            some[s] = max(some[s], kept[n - 1, MAY])
    return Courses(begin, kept[:n], dies, may, some)


@nb.njit(cache=True, nogil=True)
def comes_after(joins: Int64, rank: Int64, k: int, last: int) -> bool:
    """Say whether a join would be made after another if both could be made."""
    if joins[k, HEIGHT] != joins[last, HEIGHT]:
        return joins[k, HEIGHT] < joins[last, HEIGHT]
    if joins[k, ONE] != joins[last, ONE]:
        return rank[joins[k, ONE]] > rank[joins[last, ONE]]
    return rank[joins[k, OTHER]] > rank[joins[last, OTHER]]


@nb.njit(cache=True, nogil=True)
def densest(joins: Int64, across: Across, bounds: Bounds) -> Int64:
    """Return, by side, the most members with it for the size of one group; this uses groups up.

    Args:
        joins: One and other, in their order.
    """
    largest = bounds.spread.shape[0] - 1
    for k in range(joins.shape[0]):
        one, other = joins[k, ONE], joins[k, OTHER]
        across.size[one] += across.size[other]
        merge(across, one, other, bounds.spread[min(largest, across.size[one])])
    return across.dense


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
            follow(across, courses.joins[at[s]], made, bounds)
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
def follow(across: Across, join: Int64, made: int, bounds: Bounds) -> None:
    """Join two groups of one series as they were joined."""
    one = join[ONE]
    across.size[one], across.dies[one], across.may[one] = join[SIZE], join[DIES], join[MAY]
    across.born[one] = made
    merge(across, one, join[OTHER], bounds.spread[min(bounds.spread.shape[0] - 1, join[SIZE])])


@nb.njit(cache=True, nogil=True)
def merge(across: Across, one: int, other: int, spread: int) -> None:
    """Give a group the traits of another that it takes in.

    Args:
        spread: s(n) of the two together.
    """
    cells, dense = across.cells, across.dense
    a, b, last, begin = across.cell[one], across.cell[other], NONE, NONE
    while a != NONE or b != NONE:
        if b == NONE or (a != NONE and cells[a, SIDE] <= cells[b, SIDE]):
            cell = a
            a = cells[a, NEXT]
            side = cells[cell, SIDE]
            if b != NONE and cells[b, SIDE] == side:
                cells[cell, COUNT] += cells[b, COUNT]
                dense[side] = max(dense[side], 1 + cells[cell, COUNT] * SCALE // spread)
                b = cells[b, NEXT]
        else:
            cell = b
            b = cells[b, NEXT]
        if last == NONE:
            begin = cell
        else:
            cells[last, NEXT] = cell
        last = cell
    if last != NONE:
        cells[last, NEXT] = NONE
    across.cell[one] = begin
    across.above[other] = one


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


@nb.njit(cache=True, nogil=True)
def root(above: Int64, member: int) -> int:
    """Return the first member of somebody's group."""
    while above[member] != member:
        above[member] = above[above[member]]
        member = above[member]
    return member


@nb.njit(cache=True, nogil=True)
def summed_across(across: Across, group: int) -> int:
    """Sum a group's evidence with those of the other side; return how many there are."""
    across.now[0] += 1
    now, count = across.now[0], 0
    cells, sums, holders = across.cells, across.sums, across.holders
    cell = across.cell[group]
    while cell != NONE:
        side = cells[cell, SIDE] ^ 1
        tidy(across, side)
        mine = cells[cell, COUNT]
        w = across.weight[side >> 1] * mine
        for k in range(across.first[side], across.last[side]):
            other = holders[k, WHO]
            if sums[other, TURN] != now:
                sums[other, TURN], sums[other, SUM], sums[other, TWICE] = now, 0, 0
                across.seen[count] = other
                count += 1
            sums[other, SUM] += w * holders[k, MEMBERS]
            if mine > 1 and holders[k, MEMBERS] > 1:
                sums[other, TWICE] = 1
        cell = cells[cell, NEXT]
    return count


@nb.njit(cache=True, nogil=True)
def tidy(across: Across, side: int) -> None:
    """List each group once among the holders of a side."""
    first, end = across.first[side], across.last[side]
    holders, seat, above = across.holders, across.seat, across.above
    k = first
    while k < end and above[holders[k, WHO]] == holders[k, WHO]:
        k += 1
    if k == end:
        return
    end = first
    for k in range(first, across.last[side]):
        group = root(above, holders[k, WHO])
        s = seat[group]
        if first <= s < end and holders[s, WHO] == group:
            holders[s, MEMBERS] += holders[k, MEMBERS]
        else:
            holders[end, WHO], holders[end, MEMBERS] = group, holders[k, MEMBERS]
            seat[group] = end
            end += 1
    across.last[side] = end
