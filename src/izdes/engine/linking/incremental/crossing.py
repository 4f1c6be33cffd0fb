"""Crossing: the traits that complaints inside share with others outside."""

from dataclasses import dataclass, replace

import numpy as np

from izdes.engine.linking.columns import Bool, Int64
from izdes.engine.linking.incremental.ascending import has
from izdes.engine.linking.incremental.shares import Shares
from izdes.engine.linking.kernels.across import Across
from izdes.engine.linking.kernels.shares import listed


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """Traits with holders on both sides, a row for each holder; rows of a trait stand together.

    Attributes:
        trait: By row.
        holder: By row: a place among ``people``, or a member.
        outside: By row: whether the holder is outside.
        weight: By trait, in thousandths of log10.
        dense: By trait: the most members that a group inside has with it, for its size.
    """

    trait: Int64
    holder: Int64
    outside: Bool
    weight: Int64
    dense: Int64

    def only(self, rows: Bool) -> "Crossing":
        """Return some rows, of the traits that keep holders on both sides."""
        has_side = np.zeros((len(self.weight), 2), np.bool_)
        has_side[self.trait[rows], self.outside[rows].astype(np.int64)] = True
        kept: Bool = np.logical_and(has_side[:, 0], has_side[:, 1])
        rows = rows & kept[self.trait]
        return Crossing(
            (np.cumsum(kept) - 1)[self.trait[rows]],
            self.holder[rows],
            self.outside[rows],
            self.weight[kept],
            self.dense[kept],
        )

    def held_by(self, member: Int64) -> "Crossing":
        """Return the rows with members in place of holders.

        Args:
            member: By holder; those of -1 are left away.
        """
        holder = member[self.holder]
        return replace(self, holder=holder).only(holder >= 0)

    @property
    def evidence(self) -> Int64:
        """What each row's trait weighs where it speaks for one hand."""
        return np.maximum(self.weight, 0)[self.trait]


def crossing_of(shares: Shares, inside: Int64) -> Crossing:
    """Return what some complaints share with others.

    Args:
        inside: Their numbers, ascending.
    """
    traits = len(shares.weight)
    outside = ~has(inside, shares.people)[shares.holder]
    trait = np.repeat(np.arange(traits), np.diff(shares.first))
    every = Crossing(trait, shares.holder, outside, shares.weight, np.zeros(traits, np.int64))
    return every.only(np.ones(len(trait), np.bool_))


def across_of(crossing: Crossing, course: Int64) -> Across:
    """Return every member as a group of one, with the sides of traits that it has.

    Args:
        crossing: Its holders are members.
        course: By member: its series.
    """
    members, sides = len(course), 2 * len(crossing.weight)
    side = 2 * crossing.trait + crossing.outside
    edges, holders, cells, cell = listed(side, crossing.holder, sides, members)
    return Across(
        above=np.arange(members),
        course=course,
        size=np.ones(members, np.int64),
        dies=np.zeros(members, np.int64),
        may=np.ones(members, np.int64),
        born=np.zeros(members, np.int64),
        cell=cell,
        cells=cells,
        first=edges[:-1].copy(),
        last=edges[1:].copy(),
        holders=holders,
        weight=crossing.weight,
        sums=np.zeros((members, 3), np.int64),
        seen=np.empty(members, np.int64),
        seat=np.zeros(members, np.int64),
        now=np.zeros(1, np.int64),
    )
