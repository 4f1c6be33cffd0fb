"""Codes: words as small numbers in the words' bytewise order, and moments as whole microseconds.

A word's code is its place among all different words, so that comparing codes is comparing words.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Int8 = NDArray[np.int8]
Bool = NDArray[np.bool_]

# Stands where there is no moment.
NEVER = -(2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return microseconds since 1970, UTC.

    >>> micros(datetime(1970, 1, 2, tzinfo=UTC))
    86400000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """Return the moment so many microseconds after 1970, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def coded(*columns: pa.ChunkedArray) -> tuple[pa.Array, list[Int32]]:
    """Return the different words of some columns in bytewise order, and each column's codes.

    >>> words, (first, second) = coded(pa.chunked_array([["b", "a"]]), pa.chunked_array([["c"]]))
    >>> words.to_pylist(), first.tolist(), second.tolist()
    (['a', 'b', 'c'], [1, 0], [2])
    """
    return in_order(*(numbered_words(column) for column in columns))


def numbered_words(column: pa.ChunkedArray) -> tuple[pa.Array, Int32]:
    """Return a column's different words in any order, and each cell's number; -1 for none."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    numbers = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return whole.dictionary.cast(pa.string()), numbers.astype(np.int32, copy=False)


def in_order(*columns: tuple[pa.Array, Int32]) -> tuple[pa.Array, list[Int32]]:
    """Return the words of numbered columns in bytewise order, and each column's codes."""
    words = pc.unique(pa.concat_arrays([own for own, _ in columns]))
    words = words.take(pc.sort_indices(words))
    codes = [pc.index_in(own, value_set=words).to_numpy(zero_copy_only=False) for own, _ in columns]
    return words, [
        own.astype(np.int32)[numbers] for own, (_, numbers) in zip(codes, columns, strict=True)
    ]
