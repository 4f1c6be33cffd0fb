"""Planting: the series of some complaints alone, with the joins that hold them together."""

import numpy as np

from izdes.core.linking.grouping import Limits
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.grouping import Holdings, Joins, group_arrays
from izdes.engine.linking.incremental.ascending import found
from izdes.engine.linking.incremental.judged import Said, within
from izdes.engine.linking.incremental.shares import Shares
from izdes.engine.linking.incremental.store import NOBODY, Trees
from izdes.engine.linking.kernels.shares import among, by_series


def problem_of(complaints: Int64, order: Int64, shares: Shares, said: Said) -> Holdings:
    """Return who has which trait, complaints by their ranks in the order of reports.

    Args:
        complaints: Their numbers, ascending.
        order: Their places in the order of reports.
    """
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    place = found(complaints, shares.people)
    number = np.where(place == NOBODY, NOBODY, np.append(rank, NOBODY)[place])
    first, holders = among(shares.first, shares.holder, number, len(complaints))
    return Holdings(
        members=len(complaints),
        first=first,
        holders=holders,
        weight=shares.weight,
        together=within(said.together, complaints, rank),
        apart=within(said.apart, complaints, rank),
    )


def planted(problem: Holdings, complaints: Int64, reported: Int64, limits: Limits) -> Trees:
    """Group complaints as if there were no others.

    Args:
        complaints: In the order of reports.
    """
    return trees_of(complaints, reported, group_arrays(problem, limits))


def trees_of(complaints: Int64, reported: Int64, joins: Joins) -> Trees:
    """Return joins by series.

    Args:
        complaints: In the order of reports, as the joins number them.
    """
    count = len(complaints)
    first, rows = by_series(joins.one.astype(np.int64), joins.other.astype(np.int64), count)
    above = np.full(count, NOBODY, np.int64)
    above[joins.other] = complaints[joins.one]
    evidence, height, level = (np.zeros(count, np.int64) for _ in range(3))
    for column, values in (
        (evidence, joins.evidence),
        (height, joins.height),
        (level, joins.level),
    ):
        column[joins.other] = values
    return Trees(
        first=first,
        complaint=complaints[rows],
        above=above[rows],
        evidence=evidence[rows],
        height=height[rows],
        level=level[rows],
        reported=reported[rows],
    )
