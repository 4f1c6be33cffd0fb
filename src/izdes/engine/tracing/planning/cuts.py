"""Cuts: the rows of runs on both sides of each transfer, cut at each other's borders.

The arithmetic of `izdes.core.tracing.parts` in NumPy. All transfers are laid end to end on one
axis; a part is what lies between two borders. The compiled twin is in
`izdes.engine.tracing.planning.kernels_normal`.
"""

from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.ledger.codes import Int32, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """One side of m transfers: pinned runs first, then some units of one kind, then the rest.

    Attributes:
        first, first_units: Pool or ending of the first units that are not pinned, and how many.
        rest: Pool or ending of what is left.
        pinned: Number of the transfer of each pinned run, never falling.
        pinned_units, pin: Units and pool of each pinned run.
    """

    first: Int32
    first_units: Int64
    rest: Int32
    pinned: Int64
    pinned_units: Int64
    pin: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Parts in the order of transfers.

    Attributes:
        transfer: Number of each part's transfer; None where part n is all of transfer n.
        lo: First unit inside the transfer; None where all are 0.
        units, source, target: As in `Flat`.
    """

    transfer: Int32 | None
    lo: Int64 | None
    units: Int64
    source: Int32
    target: Int32


def cut(amount: Int64, sources: Runs, targets: Runs) -> Cut:
    """Cut transfers into parts, each from one place to one place."""
    end = np.cumsum(amount)
    source_ends, source = _borders(end - amount, end, sources)
    target_ends, target = _borders(end - amount, end, targets)
    borders = np.unique(np.concatenate((np.zeros(1, np.int64), source_ends, target_ends)))
    lo = borders[:-1]
    transfer = np.searchsorted(end, lo, side="right")
    # An empty run ends where the one before it does: the first one that ends behind is it.
    return Cut(
        transfer=transfer.astype(np.int32),
        lo=lo - (end - amount)[transfer],
        units=np.diff(borders),
        source=source[np.searchsorted(source_ends, lo, side="right")],
        target=target[np.searchsorted(target_ends, lo, side="right")],
    )


def _borders(start: Int64, end: Int64, runs: Runs) -> tuple[Int64, Int32]:
    """Return where the runs of a side end on the common axis, and the place of each."""
    sums = np.cumsum(runs.pinned_units)
    begins = np.searchsorted(runs.pinned, runs.pinned, side="left")
    pinned = sums - (sums - runs.pinned_units)[begins]
    before = np.zeros(len(start), np.int64)
    before[runs.pinned] = pinned
    ends = np.column_stack((start + before + runs.first_units, end)).ravel()
    places = np.column_stack((runs.first, runs.rest)).ravel()
    where = 2 * runs.pinned
    return (
        np.insert(ends, where, start[runs.pinned] + pinned),
        np.insert(places, where, runs.pin),
    )
