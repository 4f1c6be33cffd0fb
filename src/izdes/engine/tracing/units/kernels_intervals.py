"""The compiled kernel of the interval engine; `izdes.engine.tracing.units.intervals` says the same.

One long loop on purpose: handing a dozen arrays from function to function costs more than the
work. Nothing here divides an amount but `muldiv`, which is exact.
"""

import numba as nb
import numpy as np

from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Int32, Int64
from izdes.engine.tracing.mixtures.muldiv import muldiv
from izdes.engine.tracing.units.geometry import Geometry
from izdes.engine.tracing.units.seeds import (
    CLAIM,
    DUST,
    ENDED,
    EXCHANGED,
    HI,
    HOW,
    IS_REVERSED,
    LIES,
    LO,
    ORIGIN_HI,
    ORIGIN_LO,
    PARENT,
    PART,
    REST_HI,
    REST_LO,
    REST_ORIGIN_HI,
    REST_ORIGIN_LO,
    RETURNED,
    SLICE,
    Room,
    Seeds,
)

# Units, the claim's units from and to, and whether they run against each other.
Run = tuple[int, int, int, bool]
_SLICES, _RESTING, _PASSED = 0, 1, 2


@nb.njit(cache=True)
def follow(  # noqa: C901, PLR0912, PLR0915 - one loop, compiled as a whole
    geometry: Geometry, seeds: Seeds, room: Room
) -> bool:
    """Follow seeds through a geometry; say whether the room was large enough."""
    is_lifo, forward = geometry.is_lifo, geometry.is_forward
    units, transfer = geometry.units, geometry.transfer
    kind, pools, near_at = geometry.kind, geometry.pool, geometry.near_at
    far_first, far_parts, far_begins = geometry.far_first, geometry.far_parts, geometry.far_begins
    far_low, met_first = geometry.far_low, geometry.met_first
    met_last, met = geometry.met_last, geometry.met
    rows, borders, home_first, homes = seeds
    slices, resting, passed, latest, used = room
    starts = rows[:, PART].copy()
    latest[: starts.shape[0]] = -1
    used[:] = 0
    written, rested, done = 0, 0, 0
    for k in range(starts.shape[0]):
        written = _begin(rows, k, latest[_first(starts, 0, k, starts[k])], passed, slices, written)
        if written < 0:
            return False
        if k + 1 < starts.shape[0] and rows[k + 1, CLAIM] == rows[k, CLAIM]:
            continue
        while done < written:
            number, done = done, done + 1
            own, lo, hi = slices[number, PART], slices[number, LO], slices[number, HI]
            claim, pool = slices[number, CLAIM], pools[slices[number, PART]]
            run = (
                hi - lo,
                slices[number, ORIGIN_LO],
                slices[number, ORIGIN_HI],
                slices[number, IS_REVERSED] == 1,
            )
            # One slice has two resting pieces at most.
            if rested + 2 > resting.shape[0]:
                return False
            if pool < 0:
                rested = _rest(resting, rested, number, lo, run, ENDED)
                continue
            home = _first(homes, home_first[claim], home_first[claim + 1], pool)
            if home < home_first[claim + 1] and homes[home] == pool:
                rested = _rest(resting, rested, number, lo, run, RETURNED)
                continue
            if kind[pool] == EXCHANGE and not forward:
                rested = _rest(resting, rested, number, lo, run, EXCHANGED)
                continue
            turns = is_lifo and kind[pool] == ACCOUNT
            if turns:
                # On an axis of depths: the highest level comes first.
                at = lo - near_at[own] - units[own] if not forward else -near_at[own] - hi
                end = met_last[own]
                slot = _first_below(far_low, met, met_first[own], end, -at)
            else:
                at = near_at[own] + lo
                slot, end = far_first[pool], far_first[pool + 1]
                if kind[pool] == EXCHANGE and slot < end:
                    last = geometry.near_parts[geometry.near_first[pool + 1] - 1]
                    near = near_at[last] + units[last]
                    far = far_begins[end - 1] + units[far_parts[end - 1]]
                    at, beyond = muldiv(at, far, near), muldiv(at + run[0], far, near)
                    if at == beyond:
                        rested = _rest(resting, rested, number, lo, run, DUST)
                        continue
                    run = (beyond - at, run[1], run[2], run[3])
                slot = _first_beyond(far_begins, far_parts, units, slot, end, at)
            parts = met if turns else far_parts
            while run[0] > 0 and slot < end:
                if not turns and far_begins[slot] > at:
                    # Backwards the opening comes before whatever entered.
                    opening, run = _cut(run, min(run[0], far_begins[slot] - at))
                    rested = _rest(resting, rested, number, lo, opening, LIES)
                    at += opening[0]
                # Parts of one transfer leave their pool as one, and are told apart then.
                together = slot
                if transfer.shape[0]:
                    while (
                        together + 1 < end
                        and transfer[parts[together]] == transfer[parts[together + 1]]
                    ):
                        together += 1
                part = parts[together]
                ends = -far_low[part] if turns else far_begins[together] + units[part]
                leaves = min(run[0], ends - at)
                if turns and forward:
                    # The last units lie highest; backwards the first ones were taken first.
                    run, leaving = _cut(run, run[0] - leaves)
                else:
                    leaving, run = _cut(run, leaves)
                if turns:
                    leaving = (leaving[0], leaving[1], leaving[2], not leaving[3])
                while leaving[0] > 0:
                    part = parts[slot]
                    ends = -far_low[part] if turns else far_begins[slot] + units[part]
                    here, leaving = _cut(leaving, min(leaving[0], ends - at))
                    first = at - ends + units[part]
                    if turns and not forward:
                        first = ends - at - here[0]
                    at += here[0]
                    slot += at == ends
                    k_there = _first(starts, 0, starts.shape[0], part)
                    if k_there < starts.shape[0] and starts[k_there] == part:
                        piece = (part, first, claim, number)
                        written = _put(
                            piece, here, k_there, borders, latest, passed, used, slices, written
                        )
                    else:
                        written = _write(slices, written, (part, first, claim, number), here)
                    if written < 0:
                        return False
            if run[0] > 0:
                begin = lo if turns and forward else hi - run[0]
                rested = _rest(resting, rested, number, begin, run, LIES)
    used[_SLICES], used[_RESTING] = written, rested
    return True


@nb.njit(cache=True)
def _begin(  # noqa: PLR0917 - a kernel takes everything by place
    rows: Int64, k: int, noted: int, passed: Int64, slices: Int64, written: int
) -> int:
    """Write a seed, cut where pieces of earlier claims lie on its part; return how many slices."""
    part, lo, hi = rows[k, PART], rows[k, LO], rows[k, HI]
    claim, origin = rows[k, CLAIM], rows[k, ORIGIN_LO]
    inside, at = 0, noted
    while at >= 0:
        inside += lo < passed[at, 0] < hi
        at = passed[at, 1]
    ends = np.full(inside + 1, hi)
    at = noted
    while at >= 0:
        if lo < passed[at, 0] < hi:
            inside -= 1
            ends[inside] = passed[at, 0]
        at = passed[at, 1]
    ends.sort()
    for end in ends:
        if end > lo and written >= 0:
            run = (end - lo, origin, origin + end - lo, False)
            written = _write(slices, written, (part, lo, claim, -1), run)
            lo, origin = end, run[2]
    return written


@nb.njit(cache=True)
def _put(  # noqa: PLR0917 - a kernel takes everything by place
    piece: tuple[int, int, int, int],
    run: Run,
    k: int,
    borders: Int64,
    latest: Int64,
    passed: Int64,
    used: Int64,
    slices: Int64,
    written: int,
) -> int:
    """Write a piece on a part that claims begin on, cut at their borders; return how many slices.

    Where it lies is noted for the claims that begin there: row k of the seeds is the first.
    """
    part, lo, claim, parent = piece
    b = _first_border(borders, part, lo)
    while run[0] > 0 and written >= 0:
        here, run = run, (0, run[2], run[2], run[3])
        if b < borders.shape[0] and borders[b, PART] == part and borders[b, LO] < lo + here[0]:
            here, run = _cut(here, borders[b, LO] - lo)
            b += 1
        written = _write(slices, written, (part, lo, claim, parent), here)
        for unit in (lo, lo + here[0]):
            if written >= 0:
                number = used[_PASSED]
                passed[number, 0], passed[number, 1] = unit, latest[k]
                latest[k], used[_PASSED] = number, number + 1
        lo += here[0]
    return written


@nb.njit(cache=True)
def _write(slices: Int64, number: int, piece: tuple[int, int, int, int], run: Run) -> int:
    """Write a slice; return the number of the next, or -1 where there is no room."""
    if number == slices.shape[0]:
        return -1
    part, lo, claim, parent = piece
    slices[number, PART], slices[number, LO], slices[number, HI] = part, lo, lo + run[0]
    slices[number, CLAIM], slices[number, PARENT] = claim, parent
    slices[number, ORIGIN_LO], slices[number, ORIGIN_HI] = run[1], run[2]
    slices[number, IS_REVERSED] = run[3]
    return number + 1


@nb.njit(cache=True)
def _rest(  # noqa: PLR0917 - a kernel takes everything by place
    resting: Int64, number: int, of: int, lo: int, run: Run, how: int
) -> int:
    """Write a piece of a slice that goes no further; return the number of the next."""
    resting[number, SLICE], resting[number, HOW] = of, how
    resting[number, REST_LO], resting[number, REST_HI] = lo, lo + run[0]
    resting[number, REST_ORIGIN_LO], resting[number, REST_ORIGIN_HI] = run[1], run[2]
    return number + 1


@nb.njit(cache=True)
def _cut(run: Run, units: int) -> tuple[Run, Run]:
    """Return the first units of a run and the others; the origin in proportion, rounded down."""
    whole, lo, hi, is_reversed = run
    front = units if hi - lo == whole else int(muldiv(hi - lo, units, whole))
    if is_reversed:
        border = hi - front
        return (units, border, hi, True), (whole - units, lo, border, True)
    border = lo + front
    return (units, lo, border, False), (whole - units, border, hi, False)


@nb.njit(cache=True)
def _first(ascending: Int64, lo: int, end: int, least: int) -> int:
    """Return the place of the first number that is no smaller."""
    while lo < end:
        middle = (lo + end) >> 1
        if ascending[middle] < least:
            lo = middle + 1
        else:
            end = middle
    return lo


@nb.njit(cache=True)
def _first_border(borders: Int64, part: int, unit: int) -> int:
    """Return the first border behind a unit of a part, or of a later part."""
    lo, end = 0, borders.shape[0]
    while lo < end:
        middle = (lo + end) >> 1
        there = borders[middle, PART]
        if there < part or (there == part and borders[middle, LO] <= unit):
            lo = middle + 1
        else:
            end = middle
    return lo


@nb.njit(cache=True)
def _first_beyond(  # noqa: PLR0917 - a kernel takes everything by place
    begins: Int64, parts: Int32, units: Int64, first: int, end: int, at: int
) -> int:
    """Return the first of a pool's parts that ends beyond a position."""
    lo, hi = first, end
    while lo < hi:
        middle = (lo + hi) >> 1
        if begins[middle] <= at:
            lo = middle + 1
        else:
            hi = middle
    slot = max(first, lo - 1)
    return slot + 1 if slot < end and begins[slot] + units[parts[slot]] <= at else slot


@nb.njit(cache=True)
def _first_below(lowest: Int64, met: Int32, lo: int, end: int, level: int) -> int:
    """Return the first met part that reaches below a level; they reach lower and lower."""
    while lo < end:
        middle = (lo + end) >> 1
        if lowest[met[middle]] >= level:
            lo = middle + 1
        else:
            end = middle
    return lo
