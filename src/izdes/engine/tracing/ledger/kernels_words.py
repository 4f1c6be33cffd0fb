"""A kernel over Arrow's text: one number for each word, equal words giving equal numbers."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

_START = np.uint64(0xCBF29CE484222325)
_TIMES = np.uint64(0x00000100000001B3)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@nb.njit(cache=True)
def hashes(ends: NDArray[np.int32], letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the FNV-1a hash of each word, spread over all bits.

    Args:
        ends: Where each word begins in ``letters``, and the end of the last.
        letters: UTF-8.
    """
    found = np.empty(len(ends) - 1, np.uint64)
    for n in range(len(found)):
        state = _START
        for at in range(ends[n], ends[n + 1]):
            state = (state ^ np.uint64(letters[at])) * _TIMES
        found[n] = (state ^ (state >> _SHIFT)) * _SPREAD
    return found
