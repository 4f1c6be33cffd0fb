"""Runs: what one transfer takes out of one pool, and the clock by which runs leave and arrive.

A run is one payment of a rule that mixes, though it may be cut into parts by where it goes.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from izdes.engine.tracing.flat import Flat, Int64


def place_of_parts(flat: Flat) -> NDArray[np.integer]:
    """Return each part's transfer."""
    return np.arange(flat.units.size) if flat.transfer is None else flat.transfer


def joined_parts(flat: Flat) -> NDArray[np.bool_]:
    """Say of each part whether it goes on with the run before it; empty where none does."""
    if flat.transfer is None:
        return np.zeros(0, np.bool_)
    joined = np.zeros(flat.units.size, np.bool_)
    joined[1:] = (flat.transfer[1:] == flat.transfer[:-1]) & (flat.source[1:] == flat.source[:-1])
    return joined if joined.any() else joined[:0]


def arrivals_of(flat: Flat) -> Int64:
    """Return the parts in the order in which they arrive; empty where each arrives at once."""
    return np.zeros(0, np.int64) if flat.came is None else np.argsort(flat.came, kind="stable")


def timed(flat: Flat) -> Iterator[tuple[bool, list[int]]]:
    """Yield runs as they leave and parts as they arrive, in the order of the clock."""
    return _timed(flat, joined_parts(flat))


def timed_transfers(flat: Flat) -> Iterator[tuple[bool, list[int]]]:
    """Yield transfers as they leave and parts as they arrive, in the order of the clock."""
    if flat.transfer is None:
        return _timed(flat, np.zeros(0, np.bool_))
    joined = np.append(np.zeros(1, np.bool_), flat.transfer[1:] == flat.transfer[:-1])
    return _timed(flat, joined)


def _timed(flat: Flat, joined: NDArray[np.bool_]) -> Iterator[tuple[bool, list[int]]]:
    """Yield joined parts as they leave and parts as they arrive, in the order of the clock."""
    if flat.left is None or flat.came is None:
        for together in _grouped(flat.units.size, joined):
            yield False, together
            yield True, together
        return
    left, came = flat.left.tolist(), flat.came.tolist()
    waiting = deque(arrivals_of(flat).tolist())
    for together in _grouped(flat.units.size, joined):
        while waiting and came[waiting[0]] < left[together[0]]:
            yield True, [waiting.popleft()]
        yield False, together
    yield True, list(waiting)


def _grouped(parts: int, joined: NDArray[np.bool_]) -> Iterator[list[int]]:
    """Yield parts with those that are joined to them."""
    if not joined.any():
        yield from ([part] for part in range(parts))
        return
    together = [0]
    for part, is_joined in enumerate(joined[1:].tolist(), start=1):
        if not is_joined:
            yield together
            together = []
        together.append(part)
    yield together
