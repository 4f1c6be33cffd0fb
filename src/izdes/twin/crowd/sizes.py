"""Sizes: how many complaints a series has, and how many numbers and pages its crew uses for them.

Sizes follow Pareto's law with a ceiling: P(size ≥ s) = s^-a. The law is assumed, after the hub
simulator on which linking is judged; nobody has counted the true series of a country.

Powers are taken in decimal arithmetic with a stated precision, so that no machine rounds otherwise.

>>> pool_sizes(np.array([1, 10, 100, 3000])).tolist()
[1, 3, 15, 121]
>>> pareto_sizes(Dice(1), total=100, exponent="1.17", largest=40).tolist()[:8]
[1, 13, 1, 1, 6, 2, 4, 1]
"""

from decimal import Context, Decimal
from functools import cache

import numpy as np

from izdes.twin.crowd.dice import Dice, Ints, places_of

_BITS = 53
_DRAWN = np.uint64(64 - _BITS)
_ARITHMETIC = Context(prec=40)


@cache
def powers(count: int, exponent: str) -> Ints:
    """Return 2^53 · r^-exponent rounded down, for r from 1 to ``count``."""
    ranks = (Decimal(rank) for rank in range(1, count + 1))
    found = (_ARITHMETIC.power(rank, Decimal(exponent)) for rank in ranks)
    return np.array([int(_ARITHMETIC.divide(Decimal(2**_BITS), power)) for power in found])


def pareto_sizes(dice: Dice, *, total: int, exponent: str, largest: int) -> Ints:
    """Cut a total into sizes by Pareto's law.

    Returns:
        Sizes whose sum is ``total``; the last is what was left.
    """
    reach = powers(largest, exponent)[::-1].astype(np.uint64)
    drawn = dice.draws("size", places_of(total)) >> _DRAWN
    sizes = largest - np.searchsorted(reach, drawn, side="right")
    sums = np.cumsum(sizes)
    count = int(np.searchsorted(sums, total)) + 1
    sizes = sizes[:count].astype(np.int64)
    sizes[-1] -= sums[count - 1] - total
    return sizes


def pool_sizes(sizes: Ints) -> Ints:
    """Return size^(3/5) rounded down: numbers and pages grow more slowly than victims."""
    cubes = sizes.astype(np.int64) ** 3
    pools: Ints = np.maximum(1, np.rint(sizes**0.6)).astype(np.int64)
    # The floating guess is off by one at most; whole numbers decide.
    pools -= pools**5 > cubes
    pools += (pools + 1) ** 5 <= cubes
    return pools


def roots(sizes: Ints) -> Ints:
    """Return square roots rounded down."""
    guess = np.rint(np.sqrt(sizes)).astype(np.int64)
    guess -= guess**2 > sizes
    return guess
