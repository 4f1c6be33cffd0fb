"""Lots: the small draws with which one complaint is spelt, from a stream of its own.

Only ``random()`` is asked, the one method of Python's generator that is promised to give the same
numbers for ever; it is also several times faster than the others, and there are forty draws to a
complaint.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")


def below(rng: Random, bound: int) -> int:
    """Return a number from 0 to below a bound."""
    return int(rng.random() * bound)


def one_of(rng: Random, items: Sequence[_Item]) -> _Item:
    """Return one of several things, each as likely."""
    return items[int(rng.random() * len(items))]


def happens(rng: Random, permille: int) -> bool:
    """Say yes in so many cases of a thousand."""
    return rng.random() * 1_000 < permille
