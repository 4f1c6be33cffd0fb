"""Slips: which number a mistyped one was meant to be, for thousands among millions.

What one slip makes of a number is never written out for all of them. Each value is a number modulo
2^64, to which every letter adds its own part, so that a slip is one addition; the few mistyped
values for which some sum is that of a number named exactly are then put to the core.

>>> import pyarrow as pa
>>> find_meant("card", pa.array(["9398001234561231"]), pa.array(["9398001234561230"])).tolist()
[0]
"""

from collections.abc import Iterator
from string import ascii_uppercase, digits

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from izdes.core.identifiers.mistyped import candidates
from izdes.engine.linking.columns import Bool, Int64, Words, places_of

_BASE = np.uint64(0x9E3779B97F4A7C15)
UInt64 = NDArray[np.uint64]
UInt8 = NDArray[np.uint8]


def find_meant(kind: str, mistyped: Words, exact: Words) -> Int64:
    """Return, by mistyped value, the place of the one exact value a slip away; -1 without.

    Args:
        kind: Kind of all of them.
        mistyped: Values whose check digits fail.
        exact: Values to choose from, each once.
    """
    meant = np.full(len(mistyped), -1, np.int64)
    asked = np.flatnonzero(_may_be_near(mistyped, exact))
    values = mistyped.take(asked).to_pylist()
    slips = [(n, slip) for n, value in enumerate(values) for slip in candidates(kind, value)]
    places = places_of(exact, pa.array([slip for _, slip in slips], pa.string()))
    owner = np.array([n for n, _ in slips], np.int64)[places >= 0]
    only = np.bincount(owner, minlength=len(asked)) == 1
    meant[asked[owner[only[owner]]]] = places[places >= 0][only[owner]]
    return meant


def _may_be_near(mistyped: Words, exact: Words) -> Bool:
    """Say, by mistyped value, whether some exact value may lie a slip away."""
    lengths = _lengths(mistyped)
    near = np.zeros(len(mistyped), np.bool_)
    for length in np.unique(lengths).tolist():
        which = np.flatnonzero(lengths == length)
        known = np.sort(_sums(_letters(exact.filter(pa.array(_lengths(exact) == length)), length)))
        near[which] = _hits(_letters(mistyped.take(which), length), known)
    return near


def _hits(letters: UInt8, known: UInt64) -> Bool:
    """Say, by line of letters, whether a slip gives one of the known sums, which rise."""
    found = np.zeros(len(letters), np.bool_)
    if len(known) == 0:
        return found
    sums = _sums(letters)
    for change in _changes(letters):
        slipped = sums + change
        places = np.searchsorted(known, slipped)
        found |= known[np.minimum(places, len(known) - 1)] == slipped
    return found


def _changes(letters: UInt8) -> Iterator[UInt64]:
    """Yield what each slip adds to the sums."""
    power = _powers(letters.shape[1])
    wide = letters.astype(np.uint64)
    for place in range(letters.shape[1]):
        is_number = bool((letters[:, place] <= ord("9")).all())
        for other in (digits if is_number else digits + ascii_uppercase).encode():
            yield (np.uint64(other) - wide[:, place]) * power[place]
        if place + 1 < letters.shape[1]:
            step = wide[:, place + 1] - wide[:, place]
            yield step * power[place] - step * power[place + 1]


def _sums(letters: UInt8) -> UInt64:
    """Return a number for each line of letters; equal lines have equal ones."""
    total = np.zeros(len(letters), np.uint64)
    for place, power in enumerate(_powers(letters.shape[1])):
        total += letters[:, place].astype(np.uint64) * power
    return total


def _powers(count: int) -> UInt64:
    """Return the factor of each place, modulo 2^64."""
    return np.cumprod(np.full(count, _BASE), dtype=np.uint64)


def _lengths(words: Words) -> Int64:
    """Return how many bytes each word has."""
    return np.asarray(pc.binary_length(words).to_numpy(zero_copy_only=False), np.int64)


def _letters(words: Words, length: int) -> UInt8:
    """Return the bytes of words of one length, one word to a line."""
    text = "".join(words.to_pylist()).encode()
    return np.frombuffer(text, np.uint8).reshape(len(words), length)
