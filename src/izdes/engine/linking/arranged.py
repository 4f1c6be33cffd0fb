"""Who holds what, arranged so that grouping it takes less: the same problem in fewer, nearer rows.

Nothing that is grouped depends on the arrangement.
"""

from typing import NamedTuple

import numpy as np

from izdes.engine.linking.kernels.cells import dearest
from izdes.engine.linking.kernels.group import Int32, Int64


class Rows(NamedTuple):
    """Traits with who holds them.

    Attributes:
        first: Trait t is held by ``holders[first[t]:first[t + 1]]``, ascending.
        holders: Members.
        weight: By trait, in thousandths of log10.
    """

    first: Int64
    holders: Int32
    weight: Int64


def taken(rows: Rows, which: Int64) -> Rows:
    """Return some traits, in a given order."""
    sizes = np.diff(rows.first)[which]
    first = np.concatenate([[0], np.cumsum(sizes)])
    shift = np.repeat(rows.first[which] - first[:-1], sizes)
    return Rows(first, rows.holders[np.arange(first[-1]) + shift], rows.weight[which])


def folded(rows: Rows) -> Rows:
    """Return traits held by the same members as one, weights added; without those of one member."""
    rows = taken(rows, np.flatnonzero(np.diff(rows.first) > 1))
    if len(rows.weight) == 0:
        return rows
    sizes, begin = np.diff(rows.first), rows.first[:-1]
    # Each member adds a number of its own; equal sums are a sign, and then it is looked at.
    sign = np.add.reduceat(_scattered(rows.holders), begin)
    order = np.lexsort((sign, sizes))
    rows, sign, sizes = taken(rows, order), sign[order], sizes[order]
    alike = np.flatnonzero((sign[1:] == sign[:-1]) & (sizes[1:] == sizes[:-1]))
    one, other = taken(rows, alike).holders, taken(rows, alike + 1).holders
    is_new = np.ones(len(sizes), np.bool_)
    if len(alike):
        ends = np.concatenate([[0], np.cumsum(sizes[alike])])[:-1]
        is_new[alike + 1] = ~np.logical_and.reduceat(one == other, ends)
    kept = np.flatnonzero(is_new)
    weight = np.add.reduceat(rows.weight, kept)
    return taken(rows, kept)._replace(weight=weight)


def _scattered(members: Int32) -> Int64:
    """Return numbers that lie far apart for members that lie near each other."""
    spread = (members.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    spread ^= spread >> np.uint64(29)
    return (spread * np.uint64(0xBF58476D1CE4E5B9)).astype(np.int64)


def near_each_other(members: int, rows: Rows) -> tuple[Rows, Int64]:
    """Return rows with members and traits numbered anew, and the old number of each member.

    What is asked for together then lies together in memory, which saves half the time.
    """
    name = np.argsort(dearest(members, *rows), kind="stable")
    if len(rows.weight) == 0:
        return rows, name
    number = np.empty(members, np.int32)
    number[name] = np.arange(members)
    nearest = np.minimum.reduceat(number[rows.holders], rows.first[:-1])
    rows = taken(rows, np.argsort(nearest, kind="stable"))
    trait = np.repeat(np.arange(len(rows.weight)), np.diff(rows.first))
    # By trait, then by member: holders rise within each trait.
    held = np.sort(trait * members + number[rows.holders])
    return rows._replace(holders=(held % members).astype(np.int32)), name
