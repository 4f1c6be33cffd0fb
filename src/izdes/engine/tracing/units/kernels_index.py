"""Compiled kernels of the index; `izdes.engine.tracing.units.index` says the same with NumPy."""

import numba as nb
import numpy as np

from izdes.engine.tracing.flat import ACCOUNT, Int8, Int32, Int64

_LIMIT = 1 << 62


@nb.njit(cache=True)
def positions(
    units: Int64,
    pool: Int32,
    order: Int64,
    opening: Int64,
    by_part: bool,  # noqa: FBT001
) -> tuple[Int64, Int32, Int64, bool]:
    """Return the parts by pool, where each begins on its pool's axis, and whether all fits."""
    first = np.zeros(opening.shape[0] + 1, np.int64)
    for v in pool:
        if v >= 0:
            first[v + 1] += 1
    # What a pool holds so far and where its next part is listed lie together: one look at memory.
    state = np.empty((opening.shape[0], 2), np.int64)
    for v in range(opening.shape[0]):
        first[v + 1] += first[v]
        state[v, 0], state[v, 1] = opening[v], first[v]
    parts = np.empty(first[-1], np.int32)
    at = np.zeros(units.shape[0] if by_part else parts.shape[0], np.int64)
    fits = True
    for k in range(units.shape[0]):
        p = order[k] if order.shape[0] else k
        v = pool[p]
        if v >= 0:
            begins, slot = state[v, 0], state[v, 1]
            at[p if by_part else slot], parts[slot] = begins, p
            state[v, 0], state[v, 1] = begins + units[p], slot + 1
            fits &= 0 <= state[v, 0] < _LIMIT
    return first, parts, at, fits


@nb.njit(cache=True)
def stacked(  # noqa: PLR0917 - a kernel takes everything by place
    units: Int64,
    kind: Int8,
    takes: tuple[Int32, Int64],
    piles: tuple[Int32, Int64],
    heights: Int64,
    moments: Int64,
    from_the_end: bool,  # noqa: FBT001
) -> tuple[Int32, Int32, Int32]:
    """Let parts pile units up in pools and take them from the top; return who met whom.

    Writes the lowest level of each part into ``takes[1]`` and ``piles[1]``.
    """
    (takes_from, takes_at), (piles_in, piles_at) = takes, piles
    count = units.shape[0]
    first, last = np.zeros(count, np.int32), np.zeros(count, np.int32)
    rows, row = np.empty(2 * count, np.int32), 0
    # Per pool its height and the part on top; per part the one beneath it. The lowest level of the
    # part on top is known, so nothing else need be kept of what was taken from it.
    state, beneath = np.empty((heights.shape[0], 2), np.int64), np.empty(count, np.int32)
    state[:, 0], state[:, 1] = heights, -1
    for k in range(2 * count):
        moment = 2 * count - 1 - k if from_the_end else k
        if moments.shape[0]:
            moment = moments[moment]
        p, arrives = moment >> 1, (moment & 1) == 1
        is_piling = arrives != from_the_end
        v = piles_in[p] if is_piling else takes_from[p]
        if v < 0 or kind[v] != ACCOUNT:
            continue
        height, top = state[v]
        if is_piling:
            piles_at[p], beneath[p] = height, top
            state[v, 0], state[v, 1] = height + units[p], p
        else:
            level = height - units[p]
            takes_at[p], first[p] = level, row
            while height > level and top >= 0:
                rows[row] = top
                row += 1
                height = max(piles_at[top], level)
                if piles_at[top] >= level:
                    top = beneath[top]
            state[v, 0], state[v, 1] = level, top
            last[p] = row
    return first, last, rows[:row].copy()
