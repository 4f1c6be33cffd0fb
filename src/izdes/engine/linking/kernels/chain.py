"""Compiled kernels of chains: rows of one key, each pointing to the next; rings of members."""

import numba as nb
import numpy as np

from izdes.engine.linking.columns import Int8, Int64

NONE = -1
DEAD = -1


@nb.njit(cache=True, nogil=True)
def chained(keys: Int64, head: Int64, following: Int64, how: Int8) -> Int64:
    """Return the rows of some keys that are not dead."""
    count = 0
    for key in keys:
        row = head[key]
        while row != NONE:
            count += how[row] != DEAD
            row = following[row]
    rows = np.empty(count, np.int64)
    count = 0
    for key in keys:
        row = head[key]
        while row != NONE:
            if how[row] != DEAD:
                rows[count] = row
                count += 1
            row = following[row]
    return rows


@nb.njit(cache=True, nogil=True)
def fastened(keys: Int64, first: int, head: Int64, following: Int64) -> None:
    """Put new rows, numbered from the first, before those of their keys."""
    for n in range(keys.shape[0]):
        following[first + n] = head[keys[n]]
        head[keys[n]] = first + n


@nb.njit(cache=True, nogil=True)
def found(  # noqa: PLR0917 - the columns of a row
    node: Int64, at: Int64, how: Int8, head: Int64, following: Int64, rows: Int64
) -> Int64:
    """Return, for rows given by their facts, where they stand.

    Args:
        rows: The facts sought, a row to a line: node, complaint, moment, how.
    """
    places = np.full(rows.shape[0], NONE, np.int64)
    for n in range(rows.shape[0]):
        row = head[rows[n, 1]]
        while row != NONE:
            if node[row] == rows[n, 0] and at[row] == rows[n, 2] and how[row] == rows[n, 3]:
                places[n] = row
            row = following[row]
    return places


@nb.njit(cache=True, nogil=True)
def members(series: Int64, ring: Int64, turn: Int64) -> tuple[Int64, Int64]:
    """Return the members of series, each by its turn, and where those of each series begin."""
    first = np.zeros(series.shape[0] + 1, np.int64)
    for k in range(series.shape[0]):
        count, member = 1, ring[series[k]]
        while member != series[k]:
            count += 1
            member = ring[member]
        first[k + 1] = first[k] + count
    found = np.empty(first[-1], np.int64)
    for k in range(series.shape[0]):
        member = series[k]
        while True:
            found[first[k] + turn[member]] = member
            member = ring[member]
            if member == series[k]:
                break
    return first, found
