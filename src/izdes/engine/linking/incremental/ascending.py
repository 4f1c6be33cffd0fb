"""Numbers of complaints and nodes: sets of them in ascending arrays, and places in these."""

import numpy as np

from izdes.engine.linking.columns import Bool, Int64

_FEW = 64


def distinct(*numbers: Int64) -> Int64:
    """Return the different ones of some numbers, none below 0, ascending."""
    in_order = np.sort(np.concatenate([part.ravel() for part in numbers]))
    return in_order[np.diff(in_order, prepend=-1) > 0]


def without(numbers: Int64, others: Int64) -> Int64:
    """Return the numbers that an ascending array has not."""
    return numbers[~has(others, numbers)]


def placed(among: Int64, numbers: Int64) -> Int64:
    """Return the places of numbers in an ascending array that has them all."""
    if len(numbers) < _FEW or not len(among):
        return np.searchsorted(among, numbers)
    # A table that is written and read only where these numbers are.
    table = np.empty(int(among[-1]) + 1, np.int64)
    table[among] = np.arange(len(among))
    return table[numbers]


def found(among: Int64, numbers: Int64) -> Int64:
    """Return the places of numbers in an ascending array; -1 for those that it has not."""
    if not len(among):
        return np.full(numbers.shape, -1, np.int64)
    place = np.minimum(np.searchsorted(among, numbers), len(among) - 1)
    return np.where(among[place] == numbers, place, -1)


def has(among: Int64, numbers: Int64) -> Bool:
    """Say, by number, whether an ascending array has it."""
    return found(among, numbers) >= 0
