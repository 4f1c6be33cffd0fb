"""Checking: whether series that were grouped alone would have met others.

Of the others only those are read whose bars what they share does reach, see `bars`; these are then
followed join by join, see `kernels_check`. That two series meet means that one join would have been
another: they must be grouped anew together.
"""

from dataclasses import replace

import numpy as np

from izdes.engine.linking.ascending import distinct, has, placed
from izdes.engine.linking.bars import gains
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.crossing import Crossing, across_of, crossing_of
from izdes.engine.linking.kernels_check import Bounds, densest, followed, met
from izdes.engine.linking.members import Members, members_of
from izdes.engine.linking.ordering import ranks_of
from izdes.engine.linking.shares import Shares
from izdes.engine.linking.store import NOBODY, Store, Trees


def meetings(
    store: Store, inside: Trees, shares: Shares, apart: Int64, bounds: Bounds
) -> tuple[Int64, Trees]:
    """Return pairs of series that have met, inside and outside, and the series met outside.

    Args:
        inside: Series that were grouped anew, together and without anybody else.
        shares: What their members have in common with anybody.
        apart: Pairs kept apart of which one is inside.
    """
    mine = members_of(inside)
    crossing = crossing_of(shares, mine.complaint[mine.order])
    dense = _dense(crossing, mine, mine.find(shares.people), bounds)
    crossing = replace(crossing, dense=dense)
    outside = store.trees(_within_reach(store, crossing, shares.people))
    if not len(outside):
        return np.empty((0, 2), np.int64), outside
    members = members_of(inside, outside)
    crossing = crossing.held_by(members.find(shares.people))
    rank = ranks_of(store, members.complaint, members.reported)
    most = _most(crossing, members, bounds)
    courses = followed(members.first, members.joins, most, rank, bounds)
    # A series of one has no joins to tell.
    np.maximum.at(courses.some, members.course, courses.may)
    crossing = crossing.only(courses.some[members.course[crossing.holder]] > 0)
    across = across_of(crossing, members.course, bounds)._replace(
        dies=courses.dies, may=courses.may
    )
    foes = members.find(np.concatenate([apart, apart[:, ::-1]]))
    foes = foes[(foes != NOBODY).all(axis=1)]
    pairs = members.names[np.sort(met(courses, across, rank, foes, bounds), axis=1)]
    return pairs, outside.only(has(np.sort(pairs[:, 1]), outside.complaint[outside.first[:-1]]))


def _dense(crossing: Crossing, mine: Members, member: Int64, bounds: Bounds) -> Int64:
    """Return, by trait, the most members inside that have it, for the size of one group.

    Args:
        member: By holder: the member that it is.
    """
    rows = ~crossing.outside
    inside = replace(
        crossing,
        trait=crossing.trait[rows],
        holder=member[crossing.holder[rows]],
        outside=crossing.outside[rows],
    )
    return densest(mine.joins, across_of(inside, mine.course, bounds), bounds)[::2]


def _within_reach(store: Store, crossing: Crossing, people: Int64) -> Int64:
    """Return the series outside whose bars are reached by what they share."""
    rows = crossing.outside
    reach = np.zeros(len(people), np.int64)
    np.add.at(
        reach, crossing.holder[rows], (crossing.evidence * crossing.dense[crossing.trait])[rows]
    )
    who = np.flatnonzero(reach)
    series, bar = store.series_of(people[who])
    names = distinct(series)
    which = placed(names, series)
    whole = np.zeros(len(names), np.int64)
    np.add.at(whole, which, reach[who])
    least = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(least, which, bar)
    return names[whole >= least]


def _most(crossing: Crossing, members: Members, bounds: Bounds) -> Int64:
    """Return, by member, what it weighs with a group of the other side for its size, at most."""
    rows, series = crossing.outside, len(members.names)
    held, counts = np.unique(
        crossing.trait[rows] * series + members.course[crossing.holder[rows]], return_counts=True
    )
    together = np.zeros(len(crossing.weight), np.int64)
    np.maximum.at(together, held // series, counts)
    gained = gains(bounds)[np.minimum(together, bounds.most)]
    dense = np.where(rows, crossing.dense[crossing.trait], gained[crossing.trait])
    most = np.zeros(len(members.complaint), np.int64)
    np.add.at(most, crossing.holder, crossing.evidence * dense)
    return most
