"""Bars: what somebody outside must share with a member for its series to be met at all.

A group T of a series is joined to another at the level that its next join has; until then a group
A from outside may come first. With e the evidence between them, that needs

    e * 1 000 000 / s(A)  >=  level * s(T).

The right side is known as soon as the series is grouped. The least of it over all groups that a
member was in is its bar: whoever shares less than that with the members of a series, for its own
size, need not be compared with it. A bar is a short cut and decides nothing else.
"""

from functools import cache

import numpy as np

from izdes.core.linking.grouping import Limits, size_milli
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.members import members_of
from izdes.engine.linking.incremental.store import Trees
from izdes.engine.linking.kernels.bars import SCALE, Bounds, barred


@cache
def bounds_of(limits: Limits) -> Bounds:
    """Return limits as kernels take them."""
    spread = np.array([size_milli(n) for n in range(limits.most + 1)], np.int64)
    return Bounds(limits.least, limits.crew, limits.most, limits.several, spread)


def gains(bounds: Bounds) -> Int64:
    """Return, by number of members, the most of them for the size of a group that has them all."""
    counts = np.arange(1, len(bounds.spread))
    gained = -(-counts * SCALE // bounds.spread[1:])
    return np.concatenate([[0], np.maximum.accumulate(gained)])


def bars_of(trees: Trees, bounds: Bounds) -> Int64:
    """Return the bar of each row of some series."""
    members = members_of(trees)
    return barred(members.first, members.joins, len(members.complaint), bounds)
