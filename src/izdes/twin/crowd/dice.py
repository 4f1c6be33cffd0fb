"""Dice: a number for every place of a named column, the same on every machine.

The n-th draw of a column depends on the seed, the column's name and n, and on no other draw:
columns are drawn whole, or any part of them by any process. Only whole numbers take part, and no
generator of a library: a new version of NumPy changes nothing.

Fit for invented countries, not for secrets.

Source: SplitMix64; Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.

>>> Dice(7).below("phones", 10, np.arange(5)).tolist()
[7, 1, 8, 6, 6]
>>> Dice(7).below("phones", 10, np.arange(3, 5)).tolist()
[6, 6]
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Draws = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_MIX, _SECOND_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_HALF, _PERMILLE = np.uint64(32), 1000
_RANK_SCALE = 2**23


@dataclass(frozen=True, slots=True)
class Dice:
    """The dice of one country."""

    seed: int

    def draws(self, name: str, places: Ints) -> Draws:
        """Return 64 even bits for every place of a column."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        mixed = places.astype(np.uint64) * _GOLDEN + np.uint64(int.from_bytes(digest[:8], "big"))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST_MIX
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND_MIX
        return mixed ^ (mixed >> np.uint64(31))

    def below(self, name: str, bounds: Ints | int, places: Ints) -> Ints:
        """Return numbers from 0 to below a bound of at most 2^32, one bound or one for each place.

        No number is likelier than another by more than one part in 2^32 / bound.
        """
        high = self.draws(name, places) >> _HALF
        return (high * np.asarray(bounds).astype(np.uint64) >> _HALF).astype(np.int64)

    def happens(self, name: str, permille: Ints | int, places: Ints) -> Flags:
        """Say yes in so many cases of a thousand."""
        return self.below(name, _PERMILLE, places) < permille

    def pick(self, name: str, weights: Sequence[int] | Ints, places: Ints) -> Ints:
        """Return places in a list of weights, each as likely as its weight says."""
        heaps = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(heaps, self.below(name, int(heaps[-1]), places), side="right")

    def ranks(self, name: str, pools: Ints, places: Ints) -> Ints:
        """Return a rank below each pool's size, the r-th about 1/r as likely as the first."""
        heaps = _harmonic(int(pools.max(initial=1)))
        drawn = self.below(name, heaps[pools], places)
        return np.searchsorted(heaps, drawn, side="right") - 1


@cache
def _harmonic(count: int) -> Ints:
    """Return the sums of weights 1 / (r + ½) up to every rank, the first sum 0."""
    weights = 2 * _RANK_SCALE // (2 * np.arange(1, count + 1) + 1)
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(weights)])


def places_of(count: int) -> Ints:
    """Return the places 0, 1, 2 and so on."""
    return np.arange(count, dtype=np.int64)


def starts_of(counts: Ints) -> Ints:
    """Return where each of several runs begins when they are laid one behind the other."""
    return np.cumsum(counts) - counts
