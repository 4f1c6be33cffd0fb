"""Members of series by small numbers, as kernels take them."""

from dataclasses import dataclass

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import found, placed
from izdes.engine.linking.incremental.store import NOBODY, Trees


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Members of series by small numbers.

    Attributes:
        complaint: By member.
        course: By member: its series, by small numbers as well.
        names: By series: the complaint that names it.
        first: The joins of series k are ``joins[first[k]:first[k + 1]]``.
        joins: One, other, height, level.
        order: Members by the numbers of their complaints.
    """

    complaint: Int64
    reported: Int64
    course: Int64
    names: Int64
    first: Int64
    joins: Int64
    order: Int64

    def find(self, complaints: Int64) -> Int64:
        """Return the members that complaints are; -1 for others."""
        place = found(self.complaint[self.order], complaints)
        return np.where(place == NOBODY, NOBODY, self.order[place])


def members_of(*sides: Trees) -> Members:
    """Return the members of the series of some sides, one side after the other."""
    sizes = np.concatenate([np.diff(side.first) for side in sides])
    first = np.concatenate([[0], np.cumsum(sizes)])
    names = ("complaint", "reported", "above", "height", "level")
    complaint, reported, above, height, level = (
        np.concatenate([getattr(side, name) for side in sides]) for name in names
    )
    joined = np.flatnonzero(above != NOBODY)
    order = np.argsort(complaint)
    one = order[placed(complaint[order], above[joined])]
    return Members(
        complaint=complaint,
        reported=reported,
        course=np.repeat(np.arange(len(sizes)), sizes),
        names=complaint[first[:-1]],
        first=first - np.arange(len(first)),
        joins=np.stack([one, joined, height[joined], level[joined]], axis=1),
        order=order,
    )
