"""Chance with a name: every part of the country draws from its own stream of one seed.

Two parts never share a stream, so adding a person or a file does not reshuffle the others.

>>> stream(7, "people").random() == stream(7, "people").random()
True
>>> stream(7, "people").random() == stream(7, "crews").random()
False
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *names: str | int) -> Random:
    """Return the stream of one part of the country, the same on every machine."""
    return Random("/".join(map(str, (seed, *names))))


def chosen(rng: Random, weights: Mapping[T, int]) -> T:
    """Return one key, as likely as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def happens(rng: Random, percent: int) -> bool:
    """Say yes in so many cases of a hundred."""
    return rng.randrange(100) < percent


def between(rng: Random, shortest: timedelta, longest: timedelta) -> timedelta:
    """Return a whole number of seconds between two spans, both possible."""
    return timedelta(
        seconds=rng.randint(int(shortest.total_seconds()), int(longest.total_seconds()))
    )


def waiting(rng: Random, *, median_minutes: int, spread: int = 2) -> timedelta:
    """Return a wait with a long tail: half are shorter than the median, a few are days.

    Doubling and halving by whole steps keeps the draw exact on every machine.
    """
    steps = sum(rng.choice((-1, 0, 1)) for _ in range(2 * spread))
    seconds = median_minutes * 60 * 2 ** max(steps, 0) // 2 ** max(-steps, 0)
    return timedelta(seconds=max(20, seconds + rng.randint(-seconds // 3, seconds // 3)))


def parts_of(rng: Random, whole: int, *, count: int, step: int) -> list[int]:
    """Cut a whole into so many positive parts, all but the last multiples of ``step``.

    Returns:
        Fewer parts where the whole is too small. Their sum is the whole.
    """
    parts: list[int] = []
    left = whole
    for remaining in range(count, 1, -1):
        share = left * rng.randint(60, 140) // 100 // remaining // step * step
        if 0 < share < left:
            parts.append(share)
            left -= share
    return [*parts, left]


def some(rng: Random, items: Sequence[T], count: int) -> list[T]:
    """Return up to so many different items."""
    return rng.sample(items, min(count, len(items)))
