"""Earlier: the series as they were before a change, and what of them is still as it was.

Before a change no two series had met. So a group inside that was there already, of the same members
and as long, need not be compared again with a series outside that nothing has changed since: what
they weigh together is the same, and so is the time in which both were there. It must be compared
with what was written during the change, and every other group with everybody.

Whom the change concerns is in no group that is as it was: one complaint at least of each pair that
weighs otherwise than before, or is judged otherwise, and each that is reported at another time.
"""

from dataclasses import dataclass, field

import numpy as np

from izdes.engine.linking.columns import Bool, Int64
from izdes.engine.linking.incremental.ascending import distinct, has
from izdes.engine.linking.incremental.members import Members, members_of
from izdes.engine.linking.incremental.store import NOBODY, Trees
from izdes.engine.linking.kernels.unchanged import Groups, others


def _none() -> Int64:
    """Return no numbers."""
    return np.empty(0, np.int64)


@dataclass(slots=True, eq=False)
class Earlier:
    """Series as they were before a change, as far as it has read them.

    Attributes:
        concerned: The complaints that it concerns, ascending.
        trees: The series.
        written: Those whose series it has written, ascending.
    """

    concerned: Int64
    trees: list[Trees] = field(default_factory=list)
    written: Int64 = field(default_factory=_none)

    def note(self, trees: Trees) -> None:
        """Note series that have not been written since."""
        self.trees.append(trees)

    def write(self, complaints: Int64) -> None:
        """Note whose series are written."""
        self.written = distinct(self.written, complaints)

    def to_compare(self, mine: Members, outside: Int64) -> Groups:
        """Return the groups inside that must be compared with series outside.

        Args:
            outside: Complaints of these series.
        """
        if has(self.written, outside).any():
            return every_of(mine)
        then = members_of(*self.trees)
        same = then.find(mine.complaint)
        same[has(self.concerned, mine.complaint)] = NOBODY
        return others(mine.joins, then.joins, same, len(then.complaint))


def every_of(members: Members) -> Groups:
    """Return all groups of some series."""
    return Groups(_all(len(members.complaint)), _all(len(members.joins)))


def _all(count: int) -> Bool:
    """Return so many times yes."""
    return np.ones(count, np.bool_)
