"""Changes: what is now another series than before, in words that outlive the store."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, found, has, without
from izdes.engine.linking.incremental.deeds import Changed, Moved
from izdes.engine.linking.incremental.region import Region
from izdes.engine.linking.incremental.store import NOBODY, Store, Trees


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What will not be known any more when a change is made.

    Attributes:
        gone: Complaints that leave, ascending, with their ids and series.
        new: Complaints that were not there, ascending.
    """

    gone: Int64
    ids: Mapping[int, ComplaintId]
    series: Int64
    new: Int64


def past_of(store: Store, trees: Trees, gone: Int64, new: Int64) -> Past:
    """Return what is known of complaints that are about to leave.

    Args:
        trees: Their series, among others.
    """
    rows = np.flatnonzero(has(gone, trees.complaint))
    rows = rows[np.argsort(trees.complaint[rows])]
    ids = dict(zip(gone.tolist(), store.ids(gone), strict=True))
    return Past(gone, ids, trees.series[rows], new)


def changed(store: Store, region: Region, past: Past) -> Changed:
    """Return what changed of the series."""
    before = np.where(has(past.new, region.complaints), NOBODY, region.before)
    moved = np.flatnonzero(before != region.after)
    who = np.concatenate([region.complaints[moved], past.gone])
    left = np.concatenate([before[moved], past.series])
    came = np.concatenate([region.after[moved], np.full(len(past.gone), NOBODY)])
    series = distinct(left, came)
    ids = _ids(store, past, distinct(who, series))
    rows = zip(who.tolist(), left.tolist(), came.tolist(), strict=True)
    return Changed(
        moved=tuple(sorted(Moved(ids[n], ids.get(b), ids.get(a)) for n, b, a in rows)),
        before=_sizes(np.concatenate([before, past.series]), series, ids),
        after=_sizes(region.after, series, ids),
        grouped=region.grouped,
        rounds=region.rounds,
    )


def _ids(store: Store, past: Past, numbers: Int64) -> dict[int, ComplaintId]:
    """Return the ids of complaints, those that have left among them."""
    present = without(numbers, past.gone)
    return {**past.ids, **dict(zip(present.tolist(), store.ids(present), strict=True))}


def _sizes(members: Int64, series: Int64, ids: Mapping[int, ComplaintId]) -> dict[ComplaintId, int]:
    """Return how many members some series have; those without any are left away."""
    counts = np.bincount(found(series, members) + 1, minlength=len(series) + 1)[1:]
    sizes = ((name, n) for name, n in zip(series.tolist(), counts.tolist(), strict=True) if n)
    return {ids[name]: count for name, count in sorted(sizes, key=lambda s: ids[s[0]])}
