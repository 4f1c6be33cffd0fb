"""Region: the complaints that must be grouped anew after a change, and no others.

It begins with those whom the change concerns. They are grouped alone; where a series of theirs
meets one outside, the two are grouped anew together, and so on until nobody is met any more. Then
every series, old and new, is what grouping all complaints at once would give: a pair of groups of
two series is never the first of all, so each series grows as it grows alone.

What has once been grouped together stays together until the end of the change, so the region only
grows, and it ends.
"""

from dataclasses import dataclass, field

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, has, placed, without
from izdes.engine.linking.incremental.bars import bars_of, bounds_of
from izdes.engine.linking.incremental.checking import meetings
from izdes.engine.linking.incremental.earlier import Earlier
from izdes.engine.linking.incremental.judged import Said, said_of
from izdes.engine.linking.incremental.ordering import ordered
from izdes.engine.linking.incremental.planting import planted, problem_of
from izdes.engine.linking.incremental.shares import Gathered, Shares
from izdes.engine.linking.incremental.store import Store, Trees

LARGE = 20_000
_PART = 20


def _none() -> Int64:
    """Return no numbers."""
    return np.empty(0, np.int64)


@dataclass(slots=True, eq=False)
class Region:
    """Complaints that are grouped anew.

    Attributes:
        gathered: What was read already.
        earlier: What was there before.
        large: From how many complaints on a twentieth of all is as good as everybody.
        complaints: Their numbers, ascending; what follows is by complaint.
        before: The series before the change, ``after`` that after it.
        block: Those of one block are grouped together.
        grouped: How many complaints were grouped, each as often as it was.
        rounds: How often.
    """

    store: Store
    gathered: Gathered
    earlier: Earlier
    large: int = LARGE
    complaints: Int64 = field(default_factory=_none)
    reported: Int64 = field(default_factory=_none)
    before: Int64 = field(default_factory=_none)
    after: Int64 = field(default_factory=_none)
    block: Int64 = field(default_factory=_none)
    grouped: int = 0
    rounds: int = 0

    def settle(self, concerned: Trees, gone: Int64) -> None:
        """Group complaints anew, with whomever they meet.

        Args:
            concerned: Whole series as they were before the change.
            gone: Those of them who left, ascending.
        """
        self._take(concerned, gone)
        waiting, everybody = self.complaints, self.store.count()
        while len(waiting):
            waiting, said = self._with_judged(waiting)
            if len(waiting) >= self.large and len(waiting) * _PART > everybody:
                self._take(self.store.trees_of(self.store.everybody()), gone)
                waiting, said = self.complaints, said_of(self.store, self.complaints)
            waiting = self._grouped(waiting, said, is_all=len(waiting) == everybody)

    def _grouped(self, waiting: Int64, said: Said, *, is_all: bool) -> Int64:
        """Group complaints, and return those that must be grouped again, with those they met."""
        bounds = bounds_of(self.store.limits)
        shares = Gathered(self.store).everything() if is_all else self.gathered.shares(waiting)
        trees = self._trees(waiting, shares, said)
        self.grouped, self.rounds = self.grouped + len(waiting), self.rounds + 1
        if is_all:
            self._plant(trees)
            return _none()
        self._unite(trees.complaint, trees.series)
        pairs, outside = meetings(
            self.store, trees, shares, said.apart, earlier=self.earlier, bounds=bounds
        )
        self._take(outside, _none())
        self._unite(pairs[:, 0], pairs[:, 1])
        again = self._blocks_of(pairs[:, 0])
        self._plant(trees.only(~has(again, trees.complaint[trees.first[:-1]])))
        return again

    def _trees(self, complaints: Int64, shares: Shares, said: Said) -> Trees:
        """Return the series of complaints alone."""
        reported = self.reported[placed(self.complaints, complaints)]
        order = ordered(self.store, complaints, reported)
        problem = problem_of(complaints, order, shares, said)
        return planted(problem, complaints[order], reported[order], self.store.limits)

    def _plant(self, trees: Trees) -> None:
        """Keep series that have met nobody."""
        self.after[placed(self.complaints, trees.complaint)] = trees.series
        self.earlier.write(trees.complaint)
        self.store.plant(trees, bars_of(trees, bounds_of(self.store.limits)))

    def _take(self, trees: Trees, gone: Int64) -> None:
        """Make whole series part of the region, less those who left and those who are there."""
        self.earlier.note(trees.only(~has(self.complaints, trees.complaint[trees.first[:-1]])))
        rows = ~has(gone, trees.complaint) & ~has(self.complaints, trees.complaint)
        who, series = trees.complaint[rows], trees.series[rows]
        order = np.argsort(np.concatenate([self.complaints, who]), kind="stable")
        for name, more in (
            ("complaints", who),
            ("reported", trees.reported[rows]),
            ("before", series),
            ("after", series),
            ("block", series),
        ):
            setattr(self, name, np.concatenate([getattr(self, name), more])[order])

    def _blocks_of(self, complaints: Int64) -> Int64:
        """Return all complaints of the blocks of some."""
        return self.complaints[has(distinct(self._block(complaints)), self.block)]

    def _block(self, complaints: Int64) -> Int64:
        """Return the block of each of some complaints of the region."""
        return self.block[np.searchsorted(self.complaints, complaints)]

    def _unite(self, some: Int64, others: Int64) -> None:
        """Make one block of those of each pair of complaints."""
        one, other = self._block(some), self._block(others)
        differ = one != other
        above: dict[int, int] = {}
        for pair in {*zip(one[differ].tolist(), other[differ].tolist(), strict=True)}:
            first, last = sorted(_top(above, block) for block in pair)
            if first != last:
                above[last] = first
        if above:
            blocks = distinct(self.block)
            tops = np.array([_top(above, block) for block in blocks.tolist()], np.int64)
            self.block = tops[placed(blocks, self.block)]

    def _with_judged(self, complaints: Int64) -> tuple[Int64, Said]:
        """Return complaints with those judged to be of one hand with them, and their blocks."""
        while True:
            said = said_of(self.store, complaints)
            more = without(distinct(said.together), complaints)
            if not len(more):
                return complaints, said
            self._take(self.store.trees_of(without(more, self.complaints)), _none())
            complaints = distinct(complaints, self._blocks_of(more))


def _top(above: dict[int, int], block: int) -> int:
    """Return the block that a block has become part of."""
    while block in above:
        block = above[block]
    return block
