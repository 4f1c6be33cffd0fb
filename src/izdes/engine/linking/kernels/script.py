"""Compiled kernels of scripts: signatures, comparing within buckets, and how many are alike.

What they compute is said in `izdes.core.linking.weak.near_scripts`.
"""

import numba as nb
import numpy as np
import numpy.typing as npt

UInt16 = npt.NDArray[np.uint16]
UInt32 = npt.NDArray[np.uint32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

_MILLI = 1000
NOBODY = -1


@nb.njit(cache=True)
def signed(first: Int64, shingles: UInt32, factors: UInt32, summands: UInt32) -> UInt16:
    """Return the signature of each story: story n has ``shingles[first[n]:first[n + 1]]``."""
    stories, slots = first.shape[0] - 1, factors.shape[0]
    found = np.empty((stories, slots), np.uint16)
    least = np.empty(slots, np.uint32)
    for n in range(stories):
        least[:] = np.uint32(0xFFFFFFFF)
        for k in range(first[n], first[n + 1]):
            shingle = shingles[k]
            for slot in range(slots):
                number = np.uint32(factors[slot] * shingle + summands[slot])
                least[slot] = min(least[slot], number)
        for slot in range(slots):
            found[n, slot] = least[slot] & np.uint32(0xFFFF)
    return found


@nb.njit(cache=True)
def compared(  # noqa: PLR0917 - a kernel takes everything by place
    ordered: Int32,
    ends: Int32,
    signatures: UInt16,
    window: int,
    least_permille: int,
    near: tuple[Int32, Int32],
) -> None:
    """Compare each story of a bucket with those that follow it; keep the nearest few of both.

    Args:
        ordered: Stories, those of one bucket side by side.
        ends: For each place in ``ordered`` one past the end of its bucket.
        signatures: One a row.
        window: With how many that follow a story is compared.
        least_permille: A smaller likeness is not kept.
        near: Others and likenesses of each story, the nearest first; written to.
    """
    slots = signatures.shape[1]
    for at in range(ordered.shape[0]):
        one = ordered[at]
        for beside in range(at + 1, min(ends[at], at + 1 + window)):
            other = ordered[beside]
            agreeing = 0
            for slot in range(slots):
                agreeing += signatures[one, slot] == signatures[other, slot]
            permille = agreeing * _MILLI // slots
            if permille >= least_permille:
                _keep(near, one, other, permille)
                _keep(near, other, one, permille)


@nb.njit(cache=True)
def _keep(near: tuple[Int32, Int32], story: int, other: int, permille: int) -> None:
    """Keep another story if it is among the nearest few; of equal ones the earlier is nearer."""
    others, likeness = near
    few = others.shape[1]
    place = few
    for k in range(few):
        if others[story, k] == other:
            return
        is_nearer = likeness[story, k] < permille or (
            likeness[story, k] == permille and others[story, k] > other
        )
        if place == few and (others[story, k] == NOBODY or is_nearer):
            place = k
    for k in range(few - 1, place, -1):
        others[story, k], likeness[story, k] = others[story, k - 1], likeness[story, k - 1]
    if place < few:
        others[story, place], likeness[story, place] = other, permille


@nb.njit(cache=True)
def middle_sizes(
    one: Int32, other: Int32, signatures: UInt16, sizes: Int32, band_rows: int
) -> Int32:
    """Return for each pair the size of the middle one of the buckets that both stories are in."""
    bands = sizes.shape[0]
    found = np.empty(one.shape[0], np.int32)
    shared = np.empty(bands, np.int32)
    for n in range(one.shape[0]):
        count = 0
        for band in range(bands):
            agrees = True
            for slot in range(band * band_rows, (band + 1) * band_rows):
                agrees &= signatures[one[n], slot] == signatures[other[n], slot]
            if agrees:
                shared[count] = sizes[band, one[n]]
                count += 1
        found[n] = np.sort(shared[:count])[count // 2]
    return found
