"""Compiled kernels of what groups inside and outside share, summed by traits and never by pairs."""

from typing import NamedTuple

import numba as nb

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels.shares import COUNT, MEMBERS, NEXT, NONE, SIDE, WHO

# Columns of a sum of evidence: how much, the turn that it is of, and whether two members of both
# groups share a trait.
SUM, TURN, TWICE = 0, 1, 2


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
    sums: Int64
    seen: Int64
    seat: Int64
    now: Int64


@nb.njit(cache=True, nogil=True)
def merge(across: Across, one: int, other: int) -> None:
    """Give a group the traits of another that it takes in."""
    cells = across.cells
    a, b, last, begin = across.cell[one], across.cell[other], NONE, NONE
    while a != NONE or b != NONE:
        if b == NONE or (a != NONE and cells[a, SIDE] <= cells[b, SIDE]):
            cell = a
            a = cells[a, NEXT]
            if b != NONE and cells[b, SIDE] == cells[cell, SIDE]:
                cells[cell, COUNT] += cells[b, COUNT]
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
