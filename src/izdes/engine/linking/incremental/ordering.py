"""Ordering: complaints in the order of (reported_at, complaint_id), from which names follow."""

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.store import Store


def ordered(store: Store, complaints: Int64, reported: Int64) -> Int64:
    """Return the places of complaints in their order; ids are asked for only where moments tie.

    Args:
        reported: When each was reported.
    """
    order = np.argsort(reported, kind="stable")
    moments = reported[order]
    is_same = np.append(False, moments[1:] == moments[:-1])
    tied = np.flatnonzero(is_same | np.append(is_same[1:], False))
    if len(tied):
        ids = store.ids(complaints[order[tied]])
        keys = sorted(zip(moments[tied].tolist(), ids, order[tied].tolist(), strict=True))
        order[tied] = [place for _, _, place in keys]
    return order


def ranks_of(store: Store, complaints: Int64, reported: Int64) -> Int64:
    """Return, by complaint, its place among them in the order of reports."""
    rank = np.empty(len(complaints), np.int64)
    rank[ordered(store, complaints, reported)] = np.arange(len(complaints))
    return rank
