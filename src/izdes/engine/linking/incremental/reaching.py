"""Reaching: which series outside must be read at all, and for which of the groups inside.

Nothing is asked of the series but the bars of those who share anything, see `bars` and
`izdes.engine.linking.kernels.reach`.
"""

from dataclasses import dataclass, replace

import numpy as np

from izdes.engine.linking.columns import Bool, Int64
from izdes.engine.linking.incremental.ascending import distinct, placed
from izdes.engine.linking.incremental.crossing import Crossing, across_of
from izdes.engine.linking.incremental.earlier import Earlier
from izdes.engine.linking.incremental.members import Members
from izdes.engine.linking.incremental.store import Store
from izdes.engine.linking.kernels.bars import Bounds
from izdes.engine.linking.kernels.reach import Outward, reach
from izdes.engine.linking.kernels.unchanged import Groups


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What might be met.

    Attributes:
        series: The series outside that some group reaches, ascending.
        groups: The groups that reach any.
        dense: By trait: the most members that such a group has with it, for its size.
    """

    series: Int64
    groups: Groups
    dense: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Who outside has traits that speak for one hand, a row for each.

    Attributes:
        trait: By row, ascending; ``who`` the place among the complaints.
        complaint: Their numbers, ascending; ``place`` that of the series and ``bar`` beside.
        names: Their series, ascending.
    """

    trait: Int64
    who: Int64
    complaint: Int64
    place: Int64
    bar: Int64
    names: Int64


def reach_of(
    store: Store,
    crossing: Crossing,
    people: Int64,
    *,
    mine: Members,
    earlier: Earlier,
    bounds: Bounds,
) -> Reach:
    """Return which series outside might be met, and by which groups.

    Args:
        people: Numbers of the holders.
        mine: Members inside.
    """
    near = _neighbours(store, crossing, people)
    groups = earlier.to_compare(mine, near.complaint)
    across = across_of(_inside(crossing, mine.find(people)), mine.course)
    outward = _outward(near, crossing.weight)
    reach(mine.joins, across, outward, groups, bounds)
    is_found = outward.found & _in_sum(near, crossing.weight * outward.dense)
    return Reach(near.names[is_found], groups, outward.dense)


def _inside(crossing: Crossing, member: Int64) -> Crossing:
    """Return the rows inside.

    Args:
        member: By holder: the member that it is.
    """
    rows = ~crossing.outside
    return replace(
        crossing,
        trait=crossing.trait[rows],
        holder=member[crossing.holder[rows]],
        outside=crossing.outside[rows],
    )


def _neighbours(store: Store, crossing: Crossing, people: Int64) -> Neighbours:
    """Return who outside has traits that speak for one hand."""
    rows = np.flatnonzero(crossing.outside & (crossing.evidence > 0))
    who = distinct(crossing.holder[rows])
    series, bar = store.series_of(people[who])
    names = distinct(series)
    return Neighbours(
        trait=crossing.trait[rows],
        who=placed(who, crossing.holder[rows]),
        complaint=people[who],
        place=placed(names, series),
        bar=bar,
        names=names,
    )


def _outward(near: Neighbours, weight: Int64) -> Outward:
    """Return who has the traits that speak for one hand, by series."""
    count = len(near.names)
    bar = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(bar, near.place, near.bar)
    held, members = np.unique(near.trait * count + near.place[near.who], return_counts=True)
    first = np.searchsorted(held, np.arange(len(weight) + 1) * count)
    return Outward(
        first=first,
        series=held % max(count, 1),
        members=members,
        weight=weight,
        bar=bar,
        found=np.zeros(count, np.bool_),
        dense=np.zeros(len(weight), np.int64),
        sums=np.zeros((count, 2), np.int64),
        seen=np.empty(count, np.int64),
        now=np.zeros(1, np.int64),
    )


def _in_sum(near: Neighbours, most: Int64) -> Bool:
    """Say, by series, whether its members reach their own bars, however groups divide the traits.

    Args:
        most: By trait: what a member who has it weighs with a group for its size, at most.
    """
    reach = np.zeros(len(near.complaint), np.int64)
    np.add.at(reach, near.who, most[near.trait])
    # A group that is met is reached by its own members, and none of these has a higher bar than it.
    order = np.lexsort((near.bar, near.place))
    place, together = near.place[order], np.cumsum(reach[order])
    first = np.searchsorted(place, np.arange(len(near.names)))
    together -= np.append(0, together)[first][place]
    found = np.zeros(len(near.names), np.bool_)
    found[place[together >= near.bar[order]]] = True
    return found
