"""Equals: whether a column of ids has any word twice, without a table of all words.

>>> has_equals(pa.chunked_array([["b", "a"], ["a"]])), has_equals(pa.chunked_array([["b", "a"]]))
(True, False)
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from izdes.engine.tracing.compiled import is_compiled


def has_equals(words: pa.ChunkedArray) -> bool:
    """Say whether any word stands twice; none is missing."""
    if len(words) == 0 or pc.all(pc.less(words[:-1], words[1:])).as_py():
        return False
    if is_compiled("auto", len(words)) and not _may_have_equals(words):
        return False
    return len(pc.unique(words)) < len(words)


def _may_have_equals(words: pa.ChunkedArray) -> bool:
    """Say whether two words give one number: equal words do, others hardly ever."""
    numbers = np.sort(np.concatenate([_numbers(chunk) for chunk in words.chunks]))
    return bool(np.any(numbers[1:] == numbers[:-1]))


def _numbers(words: pa.StringArray) -> NDArray[np.uint64]:
    """Return a number for each word."""
    # Here, so that a small ledger does not wait for the compiler to be loaded.
    from izdes.engine.tracing.ledger.kernels_words import hashes  # noqa: PLC0415

    _, ends, letters = words.buffers()
    if not len(words):
        return np.empty(0, np.uint64)
    shown = np.frombuffer(ends, np.int32)[words.offset : words.offset + len(words) + 1]
    found: NDArray[np.uint64] = hashes(shown, np.frombuffer(letters or b"", np.uint8))
    return found
