"""Compiled kernel of reach: which series outside a group may meet, by what is known without them.

A group A is met by a group T of a series outside only if, with e the evidence between them,

    e * 1 000 000 / s(A)  >=  s(T) * the larger of the levels at which A and T are joined to others.

What A shares with all members of the series is no less than e; T's side is no less than the bar of
any member of T, see `izdes.engine.linking.incremental.bars`, and no less than s(1) times A's level.
Nothing of that asks how the series outside holds together.
"""

from typing import NamedTuple

import numba as nb

from izdes.engine.linking.columns import Bool, Int64
from izdes.engine.linking.kernels.across import SUM, TURN, Across, merge
from izdes.engine.linking.kernels.bars import LEVEL, ONE, OTHER, SCALE, Bounds
from izdes.engine.linking.kernels.shares import COUNT, NEXT, NONE, SIDE
from izdes.engine.linking.kernels.unchanged import Groups, ends_of


class Outward(NamedTuple):
    """Who outside has the traits, by series.

    Attributes:
        first: Trait t is held in the rows from ``first[t]`` to ``first[t + 1]``.
        series: By row, by small numbers; ``members`` how many of it have the trait.
        weight: By trait, in thousandths of log10.
        bar: By series: the least bar of those of its members who have any of the traits.
        found: By series: whether some group reaches it.
        dense: By trait: the most members with it, for its size, of a group that reaches any.
        sums: By series: evidence with the group looked at, and the turn that it is of.
        seen: The series met in this turn, in any order.
        now: The turn.
    """

    first: Int64
    series: Int64
    members: Int64
    weight: Int64
    bar: Int64
    found: Bool
    dense: Int64
    sums: Int64
    seen: Int64
    now: Int64


@nb.njit(cache=True, nogil=True)
def reach(joins: Int64, across: Across, outward: Outward, groups: Groups, bounds: Bounds) -> None:
    """Find the series outside that groups reach; of the groups those remain that reach any.

    Args:
        joins: One, other, height, level, by member.
        across: Members inside with their sides of the traits; this is used up.
        groups: Those to be looked at.
    """
    ends = ends_of(joins, groups.alone.shape[0])
    for member in range(groups.alone.shape[0]):
        if groups.alone[member]:
            level = level_at(joins, ends.alone[member], bounds)
            groups.alone[member] = reaches(across, outward, bounds, member, level)
    for k in range(joins.shape[0]):
        one, other = joins[k, ONE], joins[k, OTHER]
        across.size[one] += across.size[other]
        merge(across, one, other)
        if groups.made[k]:
            level = level_at(joins, ends.made[k], bounds)
            groups.made[k] = reaches(across, outward, bounds, one, level)


@nb.njit(cache=True, nogil=True)
def level_at(joins: Int64, end: int, bounds: Bounds) -> int:
    """Return the level of the join that ends a group, or of the end of all."""
    return bounds.crew if end == NONE else joins[end, LEVEL]


@nb.njit(cache=True, nogil=True)
def reaches(across: Across, outward: Outward, bounds: Bounds, group: int, level: int) -> bool:
    """Note the series that a group reaches, and say whether there are any."""
    spread = bounds.spread[min(bounds.spread.shape[0] - 1, across.size[group])]
    least, found = level * bounds.spread[1], False
    for s in outward.seen[: summed_outward(across, outward, group)]:
        # The quotient reaches a whole number exactly if it does so rounded down.
        if outward.sums[s, SUM] * SCALE // spread >= max(outward.bar[s], least):
            outward.found[s] = found = True
    cell = across.cell[group]
    while found and cell != NONE:
        trait = across.cells[cell, SIDE] >> 1
        share = 1 + across.cells[cell, COUNT] * SCALE // spread
        outward.dense[trait] = max(outward.dense[trait], share)
        cell = across.cells[cell, NEXT]
    return found


@nb.njit(cache=True, nogil=True)
def summed_outward(across: Across, outward: Outward, group: int) -> int:
    """Sum what a group shares with each series outside; return how many there are."""
    outward.now[0] += 1
    now, sums, count, cell = outward.now[0], outward.sums, 0, across.cell[group]
    while cell != NONE:
        trait = across.cells[cell, SIDE] >> 1
        w = outward.weight[trait] * across.cells[cell, COUNT]
        for k in range(outward.first[trait], outward.first[trait + 1]):
            s = outward.series[k]
            if sums[s, TURN] != now:
                sums[s, TURN], sums[s, SUM] = now, 0
                outward.seen[count] = s
                count += 1
            sums[s, SUM] += w * outward.members[k]
        cell = across.cells[cell, NEXT]
    return count
