"""Compiled kernel of bars: the least that a member must weigh with others for its series to be met.

What it is for is told in `izdes.engine.linking.incremental.bars`.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels.shares import NONE

SCALE = 1_000_000
# Columns of a join.
ONE, OTHER, HEIGHT, LEVEL = 0, 1, 2, 3


class Bounds(NamedTuple):
    """What bounds a join.

    Attributes:
        least: The least evidence.
        crew: The least height.
        most: How many members a group has at most.
        several: Two groups of so many members need a trait that two of each have.
        spread: The size that counts, by number of members, from 0 to ``most``.
    """

    least: int
    crew: int
    most: int
    several: int
    spread: Int64


@nb.njit(cache=True, nogil=True)
def barred(first: Int64, joins: Int64, members: int, bounds: Bounds) -> Int64:
    """Return, by member, the least of level times size over the groups that it was in."""
    largest = bounds.spread.shape[0] - 1
    bar = np.full(members, bounds.crew * bounds.spread[1], np.int64)
    size = np.ones(members, np.int64)
    # The joins that made the two groups of each join, or -1 for a member alone.
    parts = np.empty((joins.shape[0], 2), np.int64)
    made = np.full(members, NONE, np.int64)
    for k in range(joins.shape[0]):
        one, other = joins[k, ONE], joins[k, OTHER]
        parts[k, 0], parts[k, 1] = made[one], made[other]
        size[one] += size[other]
        made[one] = k
    least = np.empty(joins.shape[0], np.int64)
    for s in range(first.shape[0] - 1):
        if first[s] < first[s + 1]:
            last = first[s + 1] - 1
            least[last] = bounds.crew * bounds.spread[min(largest, size[joins[last, ONE]])]
        for k in range(first[s + 1] - 1, first[s] - 1, -1):
            one, other = joins[k, ONE], joins[k, OTHER]
            size[one] -= size[other]
            for side, name in ((0, one), (1, other)):
                here = joins[k, LEVEL] * bounds.spread[min(largest, size[name])]
                if parts[k, side] == NONE:
                    bar[name] = min(least[k], here)
                else:
                    least[parts[k, side]] = min(least[k], here)
    return bar
