"""Compiled kernels of grouping; `izdes.core.linking.grouping` says the same in plain Python.

Pairs are never listed. A trait keeps the groups that hold it, each with how many of its members do
(the *holders*); a group keeps its traits as a chain of *cells*. What a group weighs with each other
one is summed over the holders of its traits whenever it is looked at, and only its best partner is
kept, in a heap.

A pair belongs to that one of its two groups which came to be later. So a group's best partner is
one of those that were there before it: none can be added to them, they only vanish when they are
joined to others. The height at which a group stands in the heap is therefore never too small, and
the first in the heap whose partner is still there stands for the greatest pair of all.

All of it stands in one file, because what is compiled is kept until this file changes.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

TOGETHER = 10**12
SCALE = 1_000_000
# The level of a group of one; later than any birth.
WITHOUT_LIMIT = np.iinfo(np.int64).max
NONE = -1
# Columns of a group; what is asked for together lies together, for memory is what costs time. An
# earlier member of it, itself where it is the first; when it came to be; how many members; its
# name; and from `LATEST` and from `PASSING` on, for each of the two desks, the evidence and the
# turn that it is of.
ABOVE, BORN, SIZE, NAME, LATEST, PASSING = 0, 1, 2, 3, 4, 6
WIDTH = 8
SUM, TURN = 0, 1
# Columns of a cell, of a holder, of who is kept apart, and of a join.
TRAIT, COUNT, NEXT = 0, 1, 2
WHO, MEMBERS = 0, 1
FIRST, LAST = 0, 1
FOLLOWING = 1
ONE, OTHER, EVIDENCE, HEIGHT, LEVEL = 0, 1, 2, 3, 4
# A desk's present: the turn, whose evidence it is, how many were met, and how many kept apart.
CURRENT, WHOSE, MET, BARRED = 0, 1, 2, 3


class Groups(NamedTuple):
    """The groups, each by the number of its first member: of the one with the earliest name.

    Attributes:
        state: By member: see `ABOVE` and the others. Members that share much have numbers that lie
            near each other; their names are in the order of their reports.
        level: The level of the join that made it.
        cell: Its first cell, or -1.
        foe: Its first and its last line of foes, or -1.
    """

    state: Int64
    level: Int64
    cell: Int32
    foe: Int32


class Held(NamedTuple):
    """Who holds what.

    Attributes:
        cells: A trait, how many members of the group have it, the next cell; traits rise.
        first: Trait t is held by ``holders[first[t]:last[t]]``.
        last: Where the holders of each trait end.
        holders: A member of a group, and how many members of it this line counts.
        weight: By trait, in thousandths of log10.
        foes: A member from whom a group is kept apart, and the next line.
    """

    cells: Int32
    first: Int64
    last: Int64
    holders: Int32
    weight: Int64
    foes: Int32


class Desk(NamedTuple):
    """The evidence between one group and every other, summed up in the columns of the groups.

    Attributes:
        side: `LATEST` or `PASSING`: which columns.
        seen: The groups met in this turn, in any order.
        seat: By group: where it was last listed as a holder.
        barred: By group: the turn in which it was kept apart.
        now: See `CURRENT` and the others.
    """

    side: int
    seen: Int64
    seat: Int64
    barred: Int64
    now: Int64


class Heap(NamedTuple):
    """The groups that have a partner, the best first.

    Attributes:
        line: The heap.
        place: By group: where it stands in the heap, or -1.
        height: By group: its height with its partner.
        partner: By group.
        one: The earlier name of the two, ``other`` the later.
        length: How many stand in the heap.
    """

    line: Int64
    place: Int64
    height: Int64
    partner: Int64
    one: Int64
    other: Int64
    length: Int64


class Bounds(NamedTuple):
    """What bounds a join.

    Attributes:
        least: The least evidence.
        crew: The least height.
        most: How many members a group has at most.
        several: Two groups of so many members need a trait that two of each have.
        spread: s(n) by n, from 0 to ``most``.
    """

    least: int
    crew: int
    most: int
    several: int
    spread: Int64


@nb.njit(cache=True, nogil=True)
def grouped(  # noqa: PLR0917 - the state of one problem
    groups: Groups,
    held: Held,
    desks: tuple[Desk, Desk],
    heap: Heap,
    bounds: Bounds,
    together: Int32,
) -> Int64:
    """Return the joins in the order in which they are made, one to a row.

    Args:
        groups: Groups of one; this and all else is used up.
        desks: One for the group joined last, whose sums are kept, and one for all others.
        together: Pairs of members to be joined before all others, one to a row.
    """
    members = groups.level.shape[0]
    joins = np.empty((max(0, members - 1), 5), np.int64)
    made = judged(groups, held, joins, together)
    latest, desk = desks
    first_looked_at(groups, held, desk, heap, bounds)
    while heap.length[0] > 0:
        group = heap.line[0]
        if is_gone(groups, group, heap.partner[group]):
            looked_at(groups, held, desk, heap, bounds, group)
            continue
        one, other = by_name(groups, group, heap.partner[group])
        # Mostly the group joined last is joined again: what it weighs with others is known.
        known = latest.now[WHOSE]
        if known in {one, other}:
            added(groups, held, latest, one + other - known, WITHOUT_LIMIT)
        made = joined(groups, held, joins, made, one, other, heap.height[group])
        if heap.place[other] != NONE:
            removed(heap, other)
        if known in {one, other}:
            latest.now[WHOSE] = one
            placed(groups, held, latest, heap, bounds, one)
        else:
            looked_at(groups, held, latest, heap, bounds, one)
    return joins[:made]


@nb.njit(cache=True, nogil=True)
def judged(groups: Groups, held: Held, joins: Int64, together: Int32) -> int:
    """Join pairs that were judged to be of one hand; return how many joins that makes."""
    made = 0
    for k in range(together.shape[0]):
        one, other = first_of(groups, together[k, 0]), first_of(groups, together[k, 1])
        if one != other and not is_apart(groups, held, one, other):
            one, other = by_name(groups, one, other)
            made = joined(groups, held, joins, made, one, other, TOGETHER)
    return made


@nb.njit(cache=True, nogil=True)
def is_gone(groups: Groups, group: int, partner: int) -> bool:
    """Say whether a group's partner was joined to another since."""
    state = groups.state
    return bool(state[partner, ABOVE] != partner or state[partner, BORN] > state[group, BORN])


@nb.njit(cache=True, nogil=True)
def by_name(groups: Groups, one: int, other: int) -> tuple[int, int]:
    """Return two groups, the earlier name first."""
    if groups.state[one, NAME] < groups.state[other, NAME]:
        return one, other
    return other, one


@nb.njit(cache=True, nogil=True)
def first_of(groups: Groups, member: int) -> int:
    """Return the first member of somebody's group."""
    state = groups.state
    here = member
    while state[here, ABOVE] != here:
        state[here, ABOVE] = state[state[here, ABOVE], ABOVE]
        here = state[here, ABOVE]
    return here


@nb.njit(cache=True, nogil=True)
def is_apart(groups: Groups, held: Held, one: int, other: int) -> bool:
    """Say whether a member of one group is kept apart from a member of the other."""
    k = groups.foe[one, FIRST]
    while k != NONE:
        if first_of(groups, held.foes[k, WHO]) == other:
            return True
        k = held.foes[k, FOLLOWING]
    return False


@nb.njit(cache=True, nogil=True)
def joined(  # noqa: PLR0917 - the state of one problem
    groups: Groups, held: Held, joins: Int64, made: int, one: int, other: int, height: int
) -> int:
    """Join two groups under the name of the earlier, write the join, return how many there are."""
    level = min(height, groups.level[one], groups.level[other])
    joins[made, ONE], joins[made, OTHER] = groups.state[one, NAME], groups.state[other, NAME]
    joins[made, EVIDENCE], joins[made, HEIGHT] = merged(groups, held, one, other), height
    joins[made, LEVEL] = level
    groups.state[other, ABOVE] = one
    groups.state[one, SIZE] += groups.state[other, SIZE]
    groups.state[one, BORN] = groups.level.shape[0] + made
    groups.level[one] = level
    if groups.foe[other, FIRST] != NONE:
        if groups.foe[one, FIRST] == NONE:
            groups.foe[one, FIRST] = groups.foe[other, FIRST]
        else:
            held.foes[groups.foe[one, LAST], FOLLOWING] = groups.foe[other, FIRST]
        groups.foe[one, LAST] = groups.foe[other, LAST]
    return made + 1


@nb.njit(cache=True, nogil=True)
def merged(groups: Groups, held: Held, one: int, other: int) -> int:
    """Merge the traits of two groups into those of one; return the evidence between them."""
    cells = held.cells
    evidence = 0
    a, b, last, begin = groups.cell[one], groups.cell[other], NONE, NONE
    while a >= 0 and b >= 0:
        cell = a
        if cells[b, TRAIT] < cells[a, TRAIT]:
            cell = b
            b = cells[b, NEXT]
        else:
            if cells[b, TRAIT] == cells[a, TRAIT]:
                pairs = cells[a, COUNT] * cells[b, COUNT]
                evidence += held.weight[cells[a, TRAIT]] * pairs
                cells[a, COUNT] += cells[b, COUNT]
                b = cells[b, NEXT]
            a = cells[a, NEXT]
        if last == NONE:
            begin = cell
        else:
            cells[last, NEXT] = cell
        last = cell
    rest = b if a == NONE else a
    if last == NONE:
        begin = rest
    else:
        cells[last, NEXT] = rest
    groups.cell[one] = begin
    return evidence


@nb.njit(cache=True, nogil=True)
def looked_at(  # noqa: PLR0917 - the state of one problem
    groups: Groups, held: Held, desk: Desk, heap: Heap, bounds: Bounds, group: int
) -> None:
    """Look for a group's best partner among those before it, and put it into the heap so."""
    desk.now[CURRENT] += 1
    desk.now[WHOSE], desk.now[MET], desk.now[BARRED] = group, 0, 0
    added(groups, held, desk, group, groups.state[group, BORN])
    placed(groups, held, desk, heap, bounds, group)


@nb.njit(cache=True, nogil=True)
def first_looked_at(groups: Groups, held: Held, desk: Desk, heap: Heap, bounds: Bounds) -> None:
    """Look at every group: first at those of one, while holders are members and rise."""
    for group in range(groups.level.shape[0]):
        if groups.state[group, SIZE] == 1 and groups.state[group, ABOVE] == group:
            desk.now[CURRENT] += 1
            desk.now[WHOSE], desk.now[MET], desk.now[BARRED] = group, 0, 0
            first_added(groups, held, desk, group)
            placed(groups, held, desk, heap, bounds, group)
    for group in range(groups.level.shape[0]):
        if groups.state[group, SIZE] > 1 and groups.state[group, ABOVE] == group:
            looked_at(groups, held, desk, heap, bounds, group)


@nb.njit(cache=True, nogil=True)
def first_added(groups: Groups, held: Held, desk: Desk, group: int) -> None:
    """Add what a group of one weighs with each group of one before it.

    One that was judged to be with others is met too, in part; it came to be later, and whoever
    takes it for a partner is looked at anew.
    """
    state, turn, total = groups.state, desk.side + TURN, desk.side + SUM
    barred(groups, held, desk, group)
    cell = groups.cell[group]
    while cell != NONE:
        t = held.cells[cell, TRAIT]
        for k in range(held.first[t], held.last[t]):
            other = held.holders[k, WHO]
            if other >= group or held.weight[t] == 0:
                break
            if state[other, turn] != desk.now[CURRENT]:
                state[other, turn], state[other, total] = desk.now[CURRENT], 0
                desk.seen[desk.now[MET]] = other
                desk.now[MET] += 1
            state[other, total] += held.weight[t]
        cell = held.cells[cell, NEXT]


@nb.njit(cache=True, nogil=True)
def added(groups: Groups, held: Held, desk: Desk, group: int, before: int) -> None:
    """Add what a group weighs with each one that was born before some moment."""
    state, holders = groups.state, held.holders
    now, met = desk.now[CURRENT], desk.now[MET]
    total, turn = desk.side + SUM, desk.side + TURN
    barred(groups, held, desk, group)
    cell, last = groups.cell[group], NONE
    while cell != NONE:
        t = held.cells[cell, TRAIT]
        w = held.weight[t] * held.cells[cell, COUNT]
        if w == 0:
            # It adds nothing, but may be what two groups were told twice.
            last, cell = cell, held.cells[cell, NEXT]
            continue
        is_stale = False
        for k in range(held.first[t], held.last[t]):
            other = holders[k, WHO]
            if state[other, ABOVE] != other:
                is_stale = True
                other = first_of(groups, other)
            if state[other, BORN] >= before:
                continue
            if state[other, turn] != now:
                state[other, turn], state[other, total] = now, 0
                desk.seen[met] = other
                met += 1
            state[other, total] += w * holders[k, MEMBERS]
        if is_stale:
            tidied(groups, held, desk, t)
        if held.last[t] - held.first[t] > 1:
            last = cell
        elif last == NONE:
            # Nobody else holds it any more.
            groups.cell[group] = held.cells[cell, NEXT]
        else:
            held.cells[last, NEXT] = held.cells[cell, NEXT]
        cell = held.cells[cell, NEXT]
    desk.now[MET] = met


@nb.njit(cache=True, nogil=True)
def barred(groups: Groups, held: Held, desk: Desk, group: int) -> None:
    """Mark those from whom a group is kept apart."""
    k = groups.foe[group, FIRST]
    while k != NONE:
        desk.barred[first_of(groups, held.foes[k, WHO])] = desk.now[CURRENT]
        desk.now[BARRED] += 1
        k = held.foes[k, FOLLOWING]


@nb.njit(cache=True, nogil=True)
def placed(  # noqa: C901, PLR0917 - one loop over those met, the state of one problem
    groups: Groups, held: Held, desk: Desk, heap: Heap, bounds: Bounds, group: int
) -> None:
    """Put a group into the heap by the best of those met, or take it out."""
    state, seen = groups.state, desk.seen
    mine, total, kept = state[group, SIZE], desk.side + SUM, 0
    height, partner, quick = NONE, NONE, -1.0
    for k in range(desk.now[MET]):
        other = seen[k]
        size = state[other, SIZE]
        if state[other, ABOVE] != other or mine + size > bounds.most or other == group:
            # It will not come back.
            continue
        seen[kept] = other
        kept += 1
        e, room = state[other, total], bounds.spread[mine] * bounds.spread[size]
        # To divide takes long: first what is clearly less is passed over.
        if e < bounds.least or e * 1e6 < quick * room:
            continue
        if desk.now[BARRED] > 0 and desk.barred[other] == desk.now[CURRENT]:
            continue
        h = e * SCALE // room
        if h < bounds.crew or h < height:
            continue
        if h == height and not is_before(state, group, other, partner):
            continue
        if min(mine, size) >= bounds.several and not is_told_twice(groups, held, group, other):
            continue
        height, partner, quick = h, other, h * 0.999999
    desk.now[MET] = kept
    if partner != NONE:
        heap.height[group], heap.partner[group] = height, partner
        mine, theirs = state[group, NAME], state[partner, NAME]
        heap.one[group], heap.other[group] = min(mine, theirs), max(mine, theirs)
        place = heap.place[group]
        if place == NONE:
            place = heap.length[0]
            heap.length[0] += 1
        settled(heap, group, place)
    elif heap.place[group] != NONE:
        removed(heap, group)


@nb.njit(cache=True, nogil=True)
def is_told_twice(groups: Groups, held: Held, one: int, other: int) -> bool:
    """Say whether two groups have a trait that at least two members of each have."""
    cells, a, b = held.cells, groups.cell[one], groups.cell[other]
    while a >= 0 and b >= 0:
        mine, theirs = cells[a, TRAIT], cells[b, TRAIT]
        if mine == theirs and cells[a, COUNT] > 1 and cells[b, COUNT] > 1:
            return True
        if mine <= theirs:
            a = cells[a, NEXT]
        if theirs <= mine:
            b = cells[b, NEXT]
    return False


@nb.njit(cache=True, nogil=True)
def is_before(state: Int64, group: int, other: int, partner: int) -> bool:
    """Say whether the pair of a group with one is named before its pair with another."""
    mine, theirs, best = state[group, NAME], state[other, NAME], state[partner, NAME]
    one, first = min(mine, theirs), min(mine, best)
    return bool(one < first or (one == first and max(mine, theirs) < max(mine, best)))


@nb.njit(cache=True, nogil=True)
def tidied(groups: Groups, held: Held, desk: Desk, trait: int) -> None:
    """List each group once among the holders of a trait."""
    first, end = held.first[trait], held.first[trait]
    holders, seat = held.holders, desk.seat
    for k in range(first, held.last[trait]):
        group = first_of(groups, holders[k, WHO])
        s = seat[group]
        if first <= s < end and holders[s, WHO] == group:
            holders[s, MEMBERS] += holders[k, MEMBERS]
        else:
            holders[end, WHO], holders[end, MEMBERS] = group, holders[k, MEMBERS]
            seat[group] = end
            end += 1
    held.last[trait] = end


@nb.njit(cache=True, nogil=True)
def is_above(heap: Heap, a: int, b: int) -> bool:
    """Say whether one group's best pair goes before another's."""
    if heap.height[a] != heap.height[b]:
        return bool(heap.height[a] > heap.height[b])
    if heap.one[a] != heap.one[b]:
        return bool(heap.one[a] < heap.one[b])
    return bool(heap.other[a] < heap.other[b])


@nb.njit(cache=True, nogil=True)
def removed(heap: Heap, group: int) -> None:
    """Take a group out of the heap."""
    place = heap.place[group]
    heap.place[group] = NONE
    heap.length[0] -= 1
    last = heap.line[heap.length[0]]
    if last != group:
        settled(heap, last, place)


@nb.njit(cache=True, nogil=True)
def settled(heap: Heap, group: int, place: int) -> None:
    """Put a group where it belongs, starting from a place that is free."""
    line = heap.line
    while place > 0 and is_above(heap, group, line[(place - 1) >> 1]):
        line[place] = line[(place - 1) >> 1]
        heap.place[line[place]] = place
        place = (place - 1) >> 1
    while 2 * place + 1 < heap.length[0]:
        child = 2 * place + 1
        if child + 1 < heap.length[0] and is_above(heap, line[child + 1], line[child]):
            child += 1
        if not is_above(heap, line[child], group):
            break
        line[place] = line[child]
        heap.place[line[place]] = place
        place = child
    line[place] = group
    heap.place[group] = place
