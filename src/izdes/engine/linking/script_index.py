"""Scripts of a million stories: who tells alike, in columns, equal to the core's answer.

Each story is kept as its shingles and then as its signature, some three hundred bytes. A band's
bucket that thousands are in, because one template is copied, is never multiplied out: each of its
stories meets the few that are likest to it, and how many are in it is part of what is found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from izdes.core.linking.weak import near_scripts, script
from izdes.core.linking.weak.near_scripts import Near, same_script
from izdes.engine.linking.kernels.script import (
    NOBODY,
    Int32,
    Int64,
    UInt16,
    UInt32,
    compared,
    middle_sizes,
    signed,
)

UInt64 = npt.NDArray[np.uint64]

_BATCH = 20_000
_MILLI = 1000
_SLOT_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Scripts:
    """Shingles of stories in columns.

    Attributes:
        first: Story n has ``shingles[first[n]:first[n + 1]]``; one number more than stories.
        shingles: 32-bit numbers, ascending within a story, each once.
    """

    first: Int64
    shingles: UInt32


@dataclass(frozen=True, slots=True, eq=False)
class NearScripts:
    """Pairs of stories that are told alike, sorted; columns of `core.linking.near_scripts.Near`."""

    one: Int32
    other: Int32
    permille: Int32
    alike: Int32

    def __len__(self) -> int:
        return len(self.one)

    def pairs(self) -> Iterator[Near]:
        """Yield the pairs as the core has them."""
        columns = (self.one, self.other, self.permille, self.alike)
        for row in zip(*(column.tolist() for column in columns), strict=True):
            yield Near(*row)

    def weights(self, population: int) -> Int64:
        """Return what each pair weighs, in thousandths of log10; see `same_script`."""
        rows = np.stack([self.permille, self.alike], axis=1)
        kinds, which = np.unique(rows, axis=0, return_inverse=True)
        weighed = [same_script(Near(0, 1, p, n), population) for p, n in kinds.tolist()]
        return np.array(weighed, np.int64)[which.reshape(-1)]


def near_scripts_of(stories: Iterable[str]) -> NearScripts:
    """Return who tells alike among all stories, each with its nearest few.

    Args:
        stories: Narratives in the canonical order of their complaints; the places in the result
            are places in it.

    Returns:
        The same as `core.linking.near_scripts.near_scripts_of`.
    """
    told = without_common(scripts_of(stories))
    counts = np.diff(told.first)
    has_script = counts >= script.reading().least_shingles
    places = np.flatnonzero(has_script).astype(np.int32)
    kept = told.shingles[np.repeat(has_script, counts)]
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts[has_script])])
    found = _near(signed(first, kept, *_orders()))
    return NearScripts(places[found.one], places[found.other], found.permille, found.alike)


def scripts_of(stories: Iterable[str]) -> Scripts:
    """Return the shingles of stories, without those of the packaged list."""
    iterator = iter(stories)
    lengths, shingles = [np.zeros(1, np.int64)], [np.empty(0, np.uint32)]
    while batch := list(islice(iterator, _BATCH)):
        counts, found = _shingled(batch)
        lengths.append(counts)
        shingles.append(found)
    return Scripts(np.cumsum(np.concatenate(lengths)), np.concatenate(shingles))


def _shingled(stories: Sequence[str]) -> tuple[Int64, UInt32]:
    """Return how many shingles each story has, and all of them."""
    words = [[script.number_of(word) for word in script.words_of(story)] for story in stories]
    lengths = np.array([len(one) for one in words], np.int64)
    numbers = np.fromiter((n for one in words for n in one), np.uint64, int(lengths.sum()))
    story = np.repeat(np.arange(len(stories), dtype=np.uint64), lengths)
    last = script.reading().shingle_words - 1
    count = max(0, len(numbers) - last)
    shingle = np.zeros(count, np.uint64)
    for n in range(last + 1):
        shingle = _mixed((shingle + np.uint64(script.GOLDEN)) ^ numbers[n : n + count])
    is_whole = story[:count] == story[last : last + count]
    # A story and a shingle as one number: sorted, and each once.
    both = np.unique((story[:count] << np.uint64(32) | shingle >> np.uint64(32))[is_whole])
    found = both.astype(np.uint32)
    is_telling = ~np.isin(found, np.array(sorted(script.boilerplate()), np.uint32))
    owners = (both[is_telling] >> np.uint64(32)).astype(np.int64)
    return np.bincount(owners, minlength=len(stories)), found[is_telling]


def _mixed(numbers: UInt64) -> UInt64:
    """Mix the bits of 64-bit numbers; see `izdes.core.linking.weak.script.mixed`."""
    numbers = (numbers ^ numbers >> np.uint64(30)) * np.uint64(script.MIX_1)
    numbers = (numbers ^ numbers >> np.uint64(27)) * np.uint64(script.MIX_2)
    return numbers ^ numbers >> np.uint64(31)


def without_common(told: Scripts) -> Scripts:
    """Leave out the shingles that so many stories have that they are everybody's."""
    rules, stories = script.reading(), len(told.first) - 1
    if stories < rules.least_stories:
        return told
    values, counts = np.unique(told.shingles, return_counts=True)
    common = values[counts * _MILLI > stories * rules.common_permille]
    is_kept = ~np.isin(told.shingles, common)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_kept)])
    return Scripts(before[told.first], told.shingles[is_kept])


def _orders() -> tuple[UInt32, UInt32]:
    """Return the factors and the summands of the orders."""
    factors, summands = zip(*near_scripts.orders(), strict=True)
    return np.array(factors, np.uint32), np.array(summands, np.uint32)


def _near(signatures: UInt16) -> NearScripts:
    """Return the nearest few of each row of signatures."""
    by = near_scripts.comparing()
    stories = len(signatures)
    others = np.full((stories, by.nearest), NOBODY, np.int32)
    likeness = np.zeros((stories, by.nearest), np.int32)
    sizes = np.empty((len(by.bands), stories), np.int32)
    for n, band in enumerate(by.bands):
        following = by.bands[(n + 1) % len(by.bands)]
        ordered, ends = _bucketed(signatures, band, following, sizes[n])
        compared(ordered, ends, signatures, by.window, by.least_permille, (others, likeness))
    one = np.repeat(np.arange(stories, dtype=np.int64), by.nearest)
    other, permille = others.reshape(-1).astype(np.int64), likeness.reshape(-1)
    is_some = other != NOBODY
    # Each pair as one number, from whichever side it was kept.
    pairs = np.minimum(one, other)[is_some] << 32 | np.maximum(one, other)[is_some]
    once, which = np.unique(pairs, return_index=True)
    first, second = (once >> 32).astype(np.int32), once.astype(np.int32)
    alike = middle_sizes(first, second, signatures, sizes, by.band_rows)
    return NearScripts(first, second, permille[is_some][which], alike)


def _bucketed(
    signatures: UInt16, band: slice, following: slice, sizes: Int32
) -> tuple[Int32, Int32]:
    """Return the stories that share a bucket, side by side, with where each bucket ends.

    Writes how many stories are in the bucket of each into ``sizes``.
    """
    key = _key(signatures, band)
    ordered = np.argsort(key, kind="stable").astype(np.int32)
    is_new = np.concatenate([np.ones(1, np.bool_), key[ordered[1:]] != key[ordered[:-1]]])
    starts = np.flatnonzero(is_new[: len(ordered)])
    lengths = np.diff(np.append(starts, len(ordered)))
    length = np.repeat(lengths, lengths)
    sizes[ordered] = length
    # Only in a bucket that is not compared as a whole the order within it says anything.
    full = np.flatnonzero(length > near_scripts.comparing().window + 1)
    inside = ordered[full]
    ordered[full] = inside[np.lexsort((_key(signatures[inside], following), key[inside]))]
    ends = np.repeat(starts + lengths, lengths).astype(np.int32)
    shared = length > 1
    left_before = np.cumsum(~shared, dtype=np.int32)
    return ordered[shared], (ends - left_before)[shared]


def _key(signatures: UInt16, band: slice) -> UInt64:
    """Return the places of a band as one number of up to 64 bits, in the order of the places."""
    key = np.zeros(len(signatures), np.uint64)
    for slot in signatures[:, band].T:
        key = key << np.uint64(_SLOT_BITS) | slot
    return key
