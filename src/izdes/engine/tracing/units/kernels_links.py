"""The compiled kernel of links; `izdes.engine.tracing.units.links` says the same plainly."""

import numba as nb
import numpy as np

from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Int32, Int64
from izdes.engine.tracing.mixtures.muldiv import muldiv
from izdes.engine.tracing.units.geometry import Geometry

_NONE = -1


@nb.njit(cache=True)
def linked(  # noqa: C901, PLR0912, PLR0915 - one loop, compiled as a whole
    geometry: Geometry,
    in_order: bool,  # noqa: FBT001
) -> tuple[Int32, Int32, Int64]:
    """Return credits, debits and units of all links.

    Args:
        in_order: Parts enter their pools in the order of their numbers.
    """
    units, kind, pools, near_at = geometry.units, geometry.kind, geometry.pool, geometry.near_at
    first, parts, begins = geometry.far_first, geometry.far_parts, geometry.far_begins
    met, met_first, met_last = geometry.met, geometry.met_first, geometry.met_last
    near_first, near_parts, low = geometry.near_first, geometry.near_parts, geometry.far_low
    count = units.shape[0]
    room = 2 * count + kind.shape[0]
    credit, debit = np.empty(room, np.int32), np.empty(room, np.int32)
    moved, row = np.empty(room, np.int64), 0
    # What no credit gave a debit was there from the beginning.
    owing = units.copy()
    # Where the next credit of a pool goes on, so that nothing need be searched for.
    cursor = first[:-1].copy()
    for p in range(count):
        v = pools[p]
        if v < 0:
            continue
        if geometry.is_lifo and kind[v] == ACCOUNT:
            top = near_at[p] + units[p]
            for k in range(met_first[p], met_last[p]):
                bottom = max(low[met[k]], near_at[p])
                credit[row], debit[row], moved[row] = p, met[k], top - bottom
                owing[met[k]] -= top - bottom
                top = bottom
                row += 1
            rest = top - near_at[p]
        else:
            at, slot, end = near_at[p], cursor[v], first[v + 1]
            stop = at + units[p]
            if kind[v] == EXCHANGE and first[v] < end:
                last = near_parts[near_first[v + 1] - 1]
                near = near_at[last] + units[last]
                far = begins[end - 1] + units[parts[end - 1]]
                at, stop = muldiv(at, far, near), muldiv(stop, far, near)
            if not in_order:
                slot = first[v] + max(0, np.searchsorted(begins[first[v] : end], at, "right") - 1)
            while slot < end and begins[slot] + units[parts[slot]] <= at:
                slot += 1
            while slot < end and at < stop:
                ends = begins[slot] + units[parts[slot]]
                beyond = min(ends, stop)
                credit[row], debit[row], moved[row] = p, parts[slot], beyond - at
                owing[parts[slot]] -= beyond - at
                at = beyond
                row += 1
                if beyond == ends:
                    slot += 1
            cursor[v] = slot
            rest = stop - at
        if rest > 0:
            credit[row], debit[row], moved[row] = p, _NONE, rest
            row += 1
    for q in parts:
        if owing[q] > 0:
            credit[row], debit[row], moved[row] = _NONE, q, owing[q]
            row += 1
    return credit[:row], debit[:row], moved[:row]
