"""Kernels of the normal form: the hot loops from columns to `Flat`, compiled.

Bit-identical to their NumPy references: `pools_at` in `windows`, `lowest` and `splits` in
`balances`, `cut` in `parts`. Arguments that are None are compiled away.
"""

import numba as nb
import numpy as np

from izdes.engine.tracing.ledger.codes import Int8, Int32, Int64
from izdes.engine.tracing.planning.order import CREDIT, DEBIT
from izdes.engine.tracing.planning.windows import MANY


@nb.njit(cache=True)
def pools_at(  # noqa: PLR0917 - a kernel takes everything by place
    only: Int32,
    first: Int32,
    pool_currency: Int32,
    start: Int64,
    end: Int64,
    account: Int32,
    currency: Int32 | None,
    at: Int64,
) -> Int32:
    """Return the pool that holds each moment, or -1."""
    found = np.empty(len(account), np.int32)
    for n in range(len(account)):
        c = 0 if currency is None else currency[n]
        pool = only[account[n]]
        if pool != MANY:
            is_other = currency is not None and pool >= 0 and pool_currency[pool] != c
            found[n] = -1 if is_other else pool
            continue
        low, high = first[account[n]], first[account[n] + 1]
        # The last window in (currency, start) that had begun.
        while high - low > 1:
            middle = (low + high) >> 1
            if pool_currency[middle] < c or (pool_currency[middle] == c and start[middle] <= at[n]):
                low = middle
            else:
                high = middle
        holds = low < high and pool_currency[low] == c and start[low] <= at[n] < end[low]
        found[n] = low if holds else -1
    return found


@nb.njit(cache=True)
def lowest(  # noqa: PLR0917 - a kernel takes everything by place
    place: Int32 | None, phase: Int8 | None, leaves: Int32, enters: Int32, amount: Int64, pools: int
) -> Int64:
    """Return the lowest point of each pool's balance counted from zero."""
    # Balance and lowest point lie side by side: one look into memory instead of two.
    state = np.zeros((pools, 2), np.int64)
    events = len(leaves) if place is None else len(place)
    for e in range(events):
        n = e if place is None else place[e]
        if phase is None or phase[e] != CREDIT:
            pool = leaves[n]
            if pool >= 0:
                state[pool, 0] -= amount[n]
                state[pool, 1] = min(state[pool, 1], state[pool, 0])
        if phase is None or phase[e] != DEBIT:
            pool = enters[n]
            if pool >= 0:
                state[pool, 0] += amount[n]
    return state[:, 1].copy()


@nb.njit(cache=True)
def splits(  # noqa: PLR0917 - a kernel takes everything by place
    place: Int32 | None,
    phase: Int8 | None,
    leaves: Int32,
    enters: Int32,
    out: Int64,
    into: Int64,
    opening: Int64,
) -> tuple[Int64, Int64]:
    """Return how much of each transfer is its pool's own, and how much repays the bank."""
    balance = opening.copy()
    own, repaid = np.zeros(len(leaves), np.int64), np.zeros(len(leaves), np.int64)
    events = len(leaves) if place is None else len(place)
    for e in range(events):
        n = e if place is None else place[e]
        if phase is None or phase[e] != CREDIT:
            pool = leaves[n]
            if pool >= 0:
                own[n] = min(out[n], max(0, balance[pool]))
                balance[pool] -= out[n]
        if phase is None or phase[e] != DEBIT:
            pool = enters[n]
            if pool >= 0:
                repaid[n] = min(into[n], max(0, -balance[pool]))
                balance[pool] += into[n]
    return own, repaid


@nb.njit(cache=True)
def _run_at(  # noqa: PLR0917 - a kernel takes everything by place
    x: int,
    pins: tuple[int, int],
    units: Int64,
    pool: Int32,
    first_units: int,
    first: int,
    rest: int,
    amount: int,
) -> tuple[int, int]:
    """Return the place of the run that holds unit x of a transfer, and where that run ends."""
    end = 0
    for p in range(pins[0], pins[1]):
        end += units[p]
        if x < end:
            return pool[p], end
    end += first_units
    if x < end:
        return first, end
    return rest, amount


@nb.njit(cache=True)
def _next_pins(pinned: Int64, begin: int, transfer: int) -> tuple[int, int]:
    """Return where the pinned runs of a transfer begin and end."""
    end = begin
    while end < len(pinned) and pinned[end] == transfer:
        end += 1
    return begin, end


@nb.njit(cache=True)
def cut(
    amount: Int64,
    sources: tuple[Int32, Int64, Int32, Int64, Int64, Int32],
    targets: tuple[Int32, Int64, Int32, Int64, Int64, Int32],
    parts: tuple[Int32, Int64, Int64, Int32, Int32] | None,
) -> int:
    """Cut transfers into parts and return how many; write them where ``parts`` is given."""
    first_source, first_units, other_source, out_pinned, out_units, out_pin = sources
    first_target, repaid_units, other_target, in_pinned, in_units, in_pin = targets
    number = 0
    out, into = (0, 0), (0, 0)
    for n in range(len(amount)):
        out = _next_pins(out_pinned, out[1], n)
        into = _next_pins(in_pinned, into[1], n)
        x = 0
        while x < amount[n]:
            source, source_end = _run_at(
                x,
                out,
                out_units,
                out_pin,
                first_units[n],
                first_source[n],
                other_source[n],
                amount[n],
            )
            target, target_end = _run_at(
                x,
                into,
                in_units,
                in_pin,
                repaid_units[n],
                first_target[n],
                other_target[n],
                amount[n],
            )
            end = min(source_end, target_end)
            if parts is not None:
                transfer, lo, units, sourced, targeted = parts
                transfer[number], lo[number], units[number] = n, x, end - x
                sourced[number], targeted[number] = source, target
            number += 1
            x = end
    return number
