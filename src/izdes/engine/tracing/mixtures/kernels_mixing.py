"""The kernel of the rules that mix: one pass over all parts, for up to 64 groups of claims.

Bit-identical to `izdes.engine.tracing.mixtures.shares.rows_by_hand`, which says the same in plain
Python.
Only pools that claimed money has touched have a row of units by group. What leaves a part of the
ledger untouched costs two additions.

A *run* is what one transfer takes out of one pool: a payment of the rule. A *segment* is (group,
units); a run is a row of segments, and its parts are cut from that row.

No array is made here: where one is full, the kernel notes how far it came and is called again.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from izdes.engine.tracing.mixtures.muldiv import muldiv

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Bits = NDArray[np.uint64]

PIN, EXCHANGE = -1, -2
START, SEED, LANDED, TOUCHED, ROWS, NEEDED = 0, 1, 2, 3, 4, 5
_CLEAN = -1
_BALANCE, _SLOT = 0, 1
_HEAD, _TAIL, _USED, _WAITING = 0, 1, 2, 3
_BIT = np.uint64(1)


class Ground(NamedTuple):
    """What the kernel reads.

    Attributes:
        joined: The part belongs to the run of the part before it; empty where none does.
        left, came, arrivals: Clock of departure and of arrival, and the parts in the order of
            arrival; empty where every part arrives at once.
        seeds: Rows (part, group, first unit in the part, units), in order.
        home: By pool, the groups that end when they come there, as bits; empty where none do.
    """

    units: Int64
    source: Int32
    target: Int32
    joined: NDArray[np.bool_]
    left: Int64
    came: Int64
    arrivals: Int64
    seeds: Int64
    home: Bits


class State(NamedTuple):
    """What the kernel writes.

    Attributes:
        pool: By pool, side by side so that they are fetched together: the units in it, at first
            the opening; and 1 + its row in ``held``, 0 before claimed money came, `PIN` or
            `EXCHANGE` for a pool that no rule mixes.
        held: The units of each group, one row for each pool touched.
        before: By part, the first of its run: the balance before, where claimed units leave.
        first_row: By part: 1 + its first row, 0 where it has none.
        following, queue: Parts waiting in pins and exchanges: by part 1 + the next one; by pool
            1 + the first and 1 + the last, the units of the first that left, and how many
            segments wait at most.
        segments: Of one run.
        rows: (part, group, units) in the order of departure and position.
        progress: How far it came: `START` and its fellows.
    """

    pool: Int64
    held: Int64
    before: Int64
    first_row: Int64
    following: Int64
    queue: Int64
    segments: Int64
    rows: Int64
    progress: Int64


@nb.njit(cache=True)
def scan(ground: Ground, state: State, own_first: bool) -> None:  # noqa: C901, FBT001, PLR0912
    """Move the groups' units through all parts, or as far as the rows have room.

    One loop, because handing arrays to another function costs more than what is done with them:
    only parts that carry claimed money, or go to a pin or an exchange, pay for that.
    """
    units, source, target, joined, left, came, arrivals, seeds, home = ground
    pools, held, before, first_row, following, queue, segments, rows, progress = state
    start, seed, landed = progress[START], progress[SEED], progress[LANDED]
    touched, n = progress[TOUCHED], progress[ROWS]
    while start < units.size:
        while landed < arrivals.size and came[arrivals[landed]] < left[start]:
            part = arrivals[landed]
            touched = land(part, target[part], units, home, pools, held, first_row, following,
                           queue, rows, n, touched)  # fmt: skip
            landed += 1
        end, paid = start + 1, units[start]
        while joined.size and end < units.size and joined[end]:
            paid += units[end]
            end += 1
        last_seed = seed
        while last_seed < seeds.shape[0] and seeds[last_seed, 0] < end:
            last_seed += 1
        pool = source[start]
        slot = pools[pool, _SLOT] if pool >= 0 else 0
        if slot != 0 or last_seed > seed:
            m = queue[pool, _WAITING] if slot < 0 else held.shape[1]
            progress[NEEDED] = m + (end - start) + 2 * (last_seed - seed) + 2
            if n + progress[NEEDED] > rows.shape[0] or progress[NEEDED] > segments.shape[0]:
                break
            is_claimed = False
            if slot > 0:
                is_claimed = pay(paid, pools[pool, _BALANCE], slot - 1, own_first, held, segments)
                if is_claimed:
                    before[start] = pools[pool, _BALANCE]
            elif slot < 0:
                is_claimed = take(pool, paid, units, home, pools, first_row, following, queue,
                                  segments, rows, n)  # fmt: skip
            if not is_claimed:
                segments[0, 0], segments[0, 1] = _CLEAN, paid
            if is_claimed or last_seed > seed:
                n = lay(start, end, seed, last_seed, units, target, seeds, pools, first_row,
                        segments, rows, n)  # fmt: skip
            seed = last_seed
        if pool >= 0:
            pools[pool, _BALANCE] -= paid if slot != EXCHANGE else pools[pool, _BALANCE]
        if arrivals.size == 0:
            for part in range(start, end):
                pool = target[part]
                if pool < 0:
                    continue
                if first_row[part] or pools[pool, _SLOT] < 0:
                    touched = land(part, pool, units, home, pools, held, first_row, following,
                                   queue, rows, n, touched)  # fmt: skip
                else:
                    pools[pool, _BALANCE] += units[part]
        start = end
    progress[START], progress[SEED], progress[LANDED] = start, seed, landed
    progress[TOUCHED], progress[ROWS] = touched, n


@nb.njit(cache=True)
def pay(  # noqa: PLR0917 - a kernel takes everything by place
    paid: int,
    balance: int,
    slot: int,
    own_first: bool,  # noqa: FBT001
    held: Int64,
    segments: Int64,
) -> bool:
    """Take a payment out of a mixture, and say whether any of it is claimed.

    Groups give in proportion by running sums, clean money last; under ``own_first`` clean money
    leaves before any of them.
    """
    groups = held.shape[1]
    whole, share = balance, paid
    if own_first:
        whole = 0
        for group in range(groups):
            whole += held[slot, group]
        share = paid - min(paid, balance - whole)
    m, running, given = 0, 0, np.int64(0)
    for group in range(groups if share else 0):
        if held[slot, group]:
            running += held[slot, group]
            up_to = muldiv(share, running, whole)
            if up_to > given:
                segments[m, 0], segments[m, 1] = group, up_to - given
                held[slot, group] -= up_to - given
                given = up_to
                m += 1
    segments[m, 0], segments[m, 1] = _CLEAN, paid - given
    return m > 0


@nb.njit(cache=True)
def take(  # noqa: PLR0917 - a kernel takes everything by place
    pool: int,
    paid: int,
    units: Int64,
    home: Bits,
    pools: Int64,
    first_row: Int64,
    following: Int64,
    queue: Int64,
    segments: Int64,
    rows: Int64,
    n: int,
) -> bool:
    """Take what waits in a pin or an exchange, as it came, and say whether any of it is claimed.

    A pin gives the first ``paid`` units. An exchange gives all, counted anew as ``paid``.
    """
    is_exchange = pools[pool, _SLOT] == EXCHANGE
    whole = pools[pool, _BALANCE] if is_exchange else paid
    m, position, is_claimed = 0, 0, False
    while position < whole:
        part, used = queue[pool, _HEAD] - 1, queue[pool, _USED]
        size, row, at = units[part], first_row[part] - 1, 0
        while at < size and position < whole:
            group, end = _CLEAN, size
            if 0 <= row < n and rows[row, 0] == part:
                group, end = rows[row, 1], at + rows[row, 2]
                row += 1
            step = min(end - max(at, used), whole - position)
            at = end
            if step <= 0:
                continue
            if group >= 0 and is_home(pool, group, home):
                group = _CLEAN
            counted = np.int64(step)
            if is_exchange:
                before = muldiv(position, paid, whole)
                counted = muldiv(position + step, paid, whole) - before
            used += step
            position += step
            if counted:
                segments[m, 0], segments[m, 1] = group, counted
                m += 1
                is_claimed |= group >= 0
        queue[pool, _USED] = used
        if used == size:
            queue[pool, _HEAD], queue[pool, _USED] = following[part], 0
    return is_claimed


@nb.njit(cache=True)
def lay(  # noqa: PLR0917 - a kernel takes everything by place
    start: int,
    end: int,
    seed: int,
    last_seed: int,
    units: Int64,
    target: Int32,
    seeds: Int64,
    pools: Int64,
    first_row: Int64,
    segments: Int64,
    rows: Int64,
    n: int,
) -> int:
    """Cut a run's segments at the borders of its parts, and give clean units to new claims.

    Clean units are noted only where their place still matters: on the way to a pin or an exchange.
    """
    segment, remaining = 0, segments[0, 1]
    for part in range(start, end):
        is_noted = target[part] >= 0 and pools[target[part], _SLOT] < 0
        first, at, size = n, 0, units[part]
        while at < size:
            while remaining == 0:
                segment += 1
                remaining = segments[segment, 1]
            group, step = segments[segment, 0], min(remaining, size - at)
            while seed < last_seed and (
                seeds[seed, 0] < part
                or (seeds[seed, 0] == part and seeds[seed, 2] + seeds[seed, 3] <= at)
            ):
                seed += 1
            if group == _CLEAN and seed < last_seed and seeds[seed, 0] == part:
                if seeds[seed, 2] <= at:
                    group = seeds[seed, 1]
                    step = min(step, seeds[seed, 2] + seeds[seed, 3] - at)
                else:
                    step = min(step, seeds[seed, 2] - at)
            if group >= 0 or is_noted:
                rows[n, 0], rows[n, 1], rows[n, 2] = part, group, step
                n += 1
            at += step
            remaining -= step
        if n > first:
            first_row[part] = first + 1
    return n


@nb.njit(cache=True)
def land(  # noqa: PLR0917 - a kernel takes everything by place
    part: int,
    pool: int,
    units: Int64,
    home: Bits,
    pools: Int64,
    held: Int64,
    first_row: Int64,
    following: Int64,
    queue: Int64,
    rows: Int64,
    n: int,
    touched: int,
) -> int:
    """Bring a part to its pool, and return how many pools are touched by now.

    What comes home is claimed no more.
    """
    if pool < 0:
        return touched
    pools[pool, _BALANCE] += units[part]
    slot, row = pools[pool, _SLOT], first_row[part] - 1
    if slot < 0:
        wait(part, pool, first_row, following, queue, rows, n)
        return touched
    if row < 0:
        return touched
    if slot == 0:
        touched += 1
        slot = touched
        pools[pool, _SLOT] = slot
    while row < n and rows[row, 0] == part:
        group = rows[row, 1]
        if group >= 0 and not is_home(pool, group, home):
            held[slot - 1, group] += rows[row, 2]
        row += 1
    return touched


@nb.njit(cache=True)
def wait(  # noqa: PLR0917 - a kernel takes everything by place
    part: int,
    pool: int,
    first_row: Int64,
    following: Int64,
    queue: Int64,
    rows: Int64,
    n: int,
) -> None:
    """Put a part behind what waits in a pin or an exchange."""
    if queue[pool, _HEAD]:
        following[queue[pool, _TAIL] - 1] = part + 1
    else:
        queue[pool, _HEAD] = part + 1
    queue[pool, _TAIL] = part + 1
    queue[pool, _WAITING] += 1
    row = first_row[part] - 1
    while 0 <= row < n and rows[row, 0] == part:
        queue[pool, _WAITING] += 1
        row += 1


@nb.njit(cache=True)
def is_home(pool: int, group: int, home: Bits) -> bool:
    """Say whether a group ends in a pool."""
    return home.size > 0 and home[pool] >> np.uint64(group) & _BIT != 0
