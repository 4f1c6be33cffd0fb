"""The index: where each part's units stand in the pool they enter and in the pool they leave.

Put what enters a pool end to end on one axis, the opening first, and what leaves it end to end on
another. The index holds both positions of every part and lists the parts of each pool in order.
It depends on the ledger alone, so that one index serves every claim and every rule that is an
identity on these axes (first in, first out; what waits apart; what is exchanged).

Built with compiled kernels or with NumPy, to the last bit the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from izdes.core.errors import IzdesError
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.flat import Flat, Int32, Int64

LIMIT = 1 << 62
# Says that parts stand in the order of their numbers.
OWN_ORDER = np.zeros(0, np.int64)


class LedgerTooLarge(IzdesError):
    """What passed through one pool does not fit the engine's numbers; the core knows no limit."""

    code = "ledger_too_large"


@dataclass(frozen=True, slots=True)
class Index:
    """Positions of P parts on the axes of V pools, and the parts of each pool in order.

    Attributes:
        in_at: By part: where it begins on the in-axis of the pool it enters, behind the opening;
            0 where it enters none.
        in_first: Pool v is entered by ``in_parts[in_first[v]:in_first[v + 1]]``, in order.
        out_first: Pool v is left by ``out_parts[out_first[v]:out_first[v + 1]]``, in order.
        out_begins: Beside ``out_parts``: where each begins on the out-axis of its pool. In this
            order, what a search looks at lies together.
    """

    in_at: Int64
    in_first: Int64
    in_parts: Int32
    out_first: Int64
    out_parts: Int32
    out_begins: Int64

    @property
    def nbytes(self) -> int:
        """How much memory the index takes, in bytes."""
        into = self.in_at.nbytes + self.in_first.nbytes + self.in_parts.nbytes
        return into + self.out_first.nbytes + self.out_parts.nbytes + self.out_begins.nbytes

    def out_at(self) -> Int64:
        """Return, by part, where it begins on the out-axis of the pool it leaves; else 0."""
        at = np.zeros(len(self.in_at), np.int64)
        at[self.out_parts] = self.out_begins
        return at

    def in_begins(self) -> Int64:
        """Return, beside ``in_parts``, where each begins on the in-axis of its pool."""
        return self.in_at[self.in_parts]


def index_of(flat: Flat, *, kernels: Kernels = "auto") -> Index:
    """Return the index of a ledger.

    Raises:
        LedgerTooLarge: 2^62 units or more pass through one pool.
    """
    side = _compiled if is_compiled(kernels, len(flat.units)) else _in_numpy
    in_first, in_parts, in_at = side(flat, flat.target, arrivals(flat), flat.opening, by_part=True)
    nothing = np.zeros(len(flat.opening), np.int64)
    out_first, out_parts, out_begins = side(flat, flat.source, OWN_ORDER, nothing, by_part=False)
    return Index(in_at, in_first, in_parts, out_first, out_parts, out_begins)


def arrivals(flat: Flat) -> Int64:
    """Return the parts in the order in which they arrive; none where that is their own order."""
    return OWN_ORDER if flat.came is None else np.argsort(flat.came, kind="stable")


def moments(flat: Flat) -> Int64:
    """Return departures and arrivals in order, as 2·part, and 2·part + 1 for an arrival.

    None at all where every part arrives before the next one leaves.
    """
    if flat.left is None or flat.came is None:
        return OWN_ORDER
    count = len(flat.units)
    order = np.argsort(np.concatenate([flat.left, flat.came]), kind="stable")
    is_arrival = order >= count
    return (order - count * is_arrival) * 2 + is_arrival


def steps(flat: Flat) -> Iterator[tuple[int, bool]]:
    """Yield departures and arrivals in order: the part, and whether it arrives."""
    order = moments(flat)
    both = order.tolist() if len(order) else range(2 * len(flat.units))
    return ((moment >> 1, bool(moment & 1)) for moment in both)


Side = tuple[Int64, Int32, Int64]


def _in_numpy(flat: Flat, pool: Int32, order: Int64, opening: Int64, *, by_part: bool) -> Side:
    """Return the parts by pool, and where each begins, with NumPy."""
    parts = order[pool[order] >= 0] if len(order) else np.flatnonzero(pool >= 0)
    parts = parts[np.argsort(pool[parts], kind="stable")]
    pools, units = pool[parts], flat.units[parts]
    first = np.zeros(len(opening) + 1, np.int64)
    np.cumsum(np.bincount(pools, minlength=len(opening)), out=first[1:])
    # Sums over all pools may wrap round; within one pool their difference is exact all the same.
    before = np.zeros(len(parts) + 1, np.int64)
    np.cumsum(units, out=before[1:])
    begins = before[:-1] - before[first[pools]] + opening[pools]
    ends = begins + units
    if len(parts) and (ends.min() < 0 or ends.max() >= LIMIT):
        raise LedgerTooLarge
    if not by_part:
        return first, parts.astype(np.int32), begins
    at = np.zeros(len(flat.units), np.int64)
    at[parts] = begins
    return first, parts.astype(np.int32), at


def _compiled(flat: Flat, pool: Int32, order: Int64, opening: Int64, *, by_part: bool) -> Side:
    """Return the parts by pool, and where each begins, with a compiled kernel."""
    from izdes.engine.tracing.units.kernels_index import positions  # noqa: PLC0415 - as needed

    first, parts, at, fits = positions(flat.units, pool, order, opening, by_part)
    if not fits:
        raise LedgerTooLarge
    return first, parts, at
