"""Checking: whether series that were grouped alone would have met others.

Only those groups are compared that are not as they were before the change, see `earlier`; and of
the others only those series are read whose bars what they share does reach, see `reaching`. These
are then followed join by join, see `izdes.engine.linking.kernels.check`. That two series meet means
that one join would have been another: they must be grouped anew together.
"""

from dataclasses import replace

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import has
from izdes.engine.linking.incremental.bars import gains
from izdes.engine.linking.incremental.crossing import Crossing, across_of, crossing_of
from izdes.engine.linking.incremental.earlier import Earlier, every_of
from izdes.engine.linking.incremental.members import Members, members_of
from izdes.engine.linking.incremental.ordering import ranks_of
from izdes.engine.linking.incremental.reaching import reach_of
from izdes.engine.linking.incremental.shares import Shares
from izdes.engine.linking.incremental.store import NOBODY, Store, Trees
from izdes.engine.linking.kernels.bars import Bounds
from izdes.engine.linking.kernels.check import met
from izdes.engine.linking.kernels.courses import Courses, followed, within
from izdes.engine.linking.kernels.unchanged import Groups


def meetings(
    store: Store, inside: Trees, shares: Shares, apart: Int64, *, earlier: Earlier, bounds: Bounds
) -> tuple[Int64, Trees]:
    """Return pairs of series that have met, inside and outside, and the series met outside.

    Args:
        inside: Series that were grouped anew, together and without anybody else.
        shares: What their members have in common with anybody.
        apart: Pairs kept apart of which one is inside.
    """
    mine = members_of(inside)
    crossing = crossing_of(shares, mine.complaint[mine.order])
    reach = reach_of(store, crossing, shares.people, mine=mine, earlier=earlier, bounds=bounds)
    outside = store.trees(reach.series)
    if not len(outside):
        return np.empty((0, 2), np.int64), outside
    members = members_of(inside, outside)
    groups = _both(reach.groups, every_of(members_of(outside)))
    crossing = replace(crossing, dense=reach.dense).held_by(members.find(shares.people))
    rank = ranks_of(store, members.complaint, members.reported)
    courses = _followed(crossing, members, rank, groups, bounds)
    # Who is in no group that may be met takes no part; without him fewer joins are followed.
    crossing = crossing.only(within(courses)[crossing.holder] > 0)
    courses = _followed(crossing, members, rank, groups, bounds)
    across = across_of(crossing, members.course)._replace(dies=courses.dies, may=courses.may)
    foes = members.find(np.concatenate([apart, apart[:, ::-1]]))
    foes = foes[(foes != NOBODY).all(axis=1)]
    pairs = members.names[np.sort(met(courses, across, rank, foes, bounds), axis=1)]
    return pairs, outside.only(has(np.sort(pairs[:, 1]), outside.complaint[outside.first[:-1]]))


def _both(inside: Groups, outside: Groups) -> Groups:
    """Return the groups of both sides, one side after the other."""
    return Groups(*(np.concatenate(both) for both in zip(inside, outside, strict=True)))


def _followed(
    crossing: Crossing, members: Members, rank: Int64, groups: Groups, bounds: Bounds
) -> Courses:
    """Return the joins of groups in which somebody shares a trait with the other side."""
    most = _most(crossing, members, bounds)
    return followed(members.first, members.joins, most, rank, groups, bounds)


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
