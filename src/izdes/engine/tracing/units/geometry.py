"""Geometry: the way of units from part to part under one rule, in one direction, as arrays.

Forwards a part's units stand somewhere in the pool that they enter (near) and leave with parts of
that pool (far). Backwards they stand somewhere in the pool that they left (near) and had come with
parts of that pool (far). The rules that keep units whole are maps from the near side to the far:
first in first out keeps every position, last in first out turns the levels round. Either is known
from the ledger alone.
"""

from typing import NamedTuple

import numpy as np

from izdes.engine.tracing.flat import Flat, Int8, Int32, Int64
from izdes.engine.tracing.units.index import Index
from izdes.engine.tracing.units.levels import Levels

_NO_PARTS = np.zeros(0, np.int32)
_NO_LEVELS = Levels(*(np.zeros(0, np.int64),) * 2, *(_NO_PARTS,) * 3)


class Geometry(NamedTuple):
    """One rule in one direction. A tuple, because compiled kernels take it whole.

    Attributes:
        transfer: Place of each part's transfer; empty where part p is transfer p, and backwards,
            where no parts leave together.
        pool: Forwards the pool that each part enters, backwards the one that it leaves; below 0
            where there is none.
        near_at: By part: where it begins in its near pool: a position, or under last in first out
            its lowest level in an account.
        near_first, near_parts: The parts of each pool on the near side.
        far_first, far_parts, far_begins: The parts of each pool on the far side and the positions
            at which they begin.
        far_low: By part: under last in first out, its lowest level in its far account.
        met_first, met_last, met: As in `Levels`; empty under first in first out.
    """

    is_lifo: bool
    is_forward: bool
    units: Int64
    transfer: Int32
    kind: Int8
    pool: Int32
    near_at: Int64
    near_first: Int64
    near_parts: Int32
    far_first: Int64
    far_parts: Int32
    far_begins: Int64
    far_low: Int64
    met_first: Int32
    met_last: Int32
    met: Int32


def forwards(flat: Flat, index: Index, levels: Levels | None = None) -> Geometry:
    """Return the way of units onwards: first in first out, or with levels last in first out."""
    met = levels or _NO_LEVELS
    return Geometry(
        is_lifo=levels is not None,
        is_forward=True,
        units=flat.units,
        transfer=_NO_PARTS if flat.transfer is None else flat.transfer,
        kind=flat.kind,
        pool=flat.target,
        near_at=index.in_at if levels is None else levels.in_at,
        near_first=index.in_first,
        near_parts=index.in_parts,
        far_first=index.out_first,
        far_parts=index.out_parts,
        far_begins=index.out_begins,
        far_low=met.out_at,
        met_first=met.first,
        met_last=met.last,
        met=met.rows,
    )


def backwards(flat: Flat, index: Index, levels: Levels | None = None) -> Geometry:
    """Return the way of units back to where they came from; levels are those made backwards."""
    met = levels or _NO_LEVELS
    return Geometry(
        is_lifo=levels is not None,
        is_forward=False,
        units=flat.units,
        transfer=_NO_PARTS,
        kind=flat.kind,
        pool=flat.source,
        near_at=index.out_at() if levels is None else levels.out_at,
        near_first=index.out_first,
        near_parts=index.out_parts,
        far_first=index.in_first,
        far_parts=index.in_parts,
        far_begins=index.in_begins(),
        far_low=met.in_at,
        met_first=met.first,
        met_last=met.last,
        met=met.rows,
    )
