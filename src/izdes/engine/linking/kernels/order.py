"""A compiled kernel of ordering: a stable sort by small numbers, in one pass over them."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def sorted_by(number: Int32, order: Int64, count: int) -> Int64:
    """Return an order by numbers from 0 to count; equal numbers stay as they were ordered."""
    at = np.zeros(count + 1, np.int64)
    for k in range(number.shape[0]):
        at[number[k] + 1] += 1
    for n in range(count):
        at[n + 1] += at[n]
    found = np.empty(order.shape[0], np.int64)
    for k in range(order.shape[0]):
        n = number[order[k]]
        found[at[n]] = order[k]
        at[n] += 1
    return found
