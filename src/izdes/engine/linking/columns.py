"""Mentions in columns: the same facts as `izdes.core.linking.mentions.Mention`, by number.

Complaints are numbered in the order of (reported_at, complaint_id), nodes in any order. How sure a
mention is depends on its value alone (check digits hold or fail, digits are hidden or not), so it
stands with the node.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.mentions import Certainty, Mention, Node
from izdes.engine.tracing.ledger.codes import micros, numbered_words

Int8 = NDArray[np.int8]
Int16 = NDArray[np.int16]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
# Words in Arrow, which publishes no types.
Words = Any

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
EXACT, MASKED, MISTYPED = (CERTAINTIES.index(c) for c in ("exact", "masked", "mistyped"))


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Identifiers by number, each once.

    Attributes:
        kinds: Names of kinds.
        kind: By node: the number of its kind.
        value: By node: its normal form.
        certainty: By node: `EXACT`, `MASKED` or `MISTYPED`.
    """

    kinds: tuple[str, ...]
    kind: Int16
    value: Words
    certainty: Int8

    def __len__(self) -> int:
        return len(self.kind)

    def node(self, number: int) -> Node:
        """Return one node."""
        return self.kinds[self.kind[number]], str(self.value[number])

    def of_kind(self, *names: str) -> Bool:
        """Say, by node, whether it is of one of these kinds."""
        return np.isin(self.kind, [n for n, name in enumerate(self.kinds) if name in names])

    def values(self, which: Int64) -> list[str]:
        """Return the values of some nodes."""
        found: list[str] = self.value.take(which).to_pylist()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class MentionColumns:
    """Mentions by number, in any order.

    Attributes:
        ids: Complaints in the order of (reported_at, complaint_id).
        nodes: What is named.
        complaint: By mention: the number of the complaint.
        node: By mention: the number of the node.
        at: By mention: microseconds since 1970, UTC.
    """

    ids: Words
    nodes: Nodes
    complaint: Int32
    node: Int32
    at: Int64

    def __len__(self) -> int:
        return len(self.node)

    @property
    def complaints(self) -> int:
        """How many complaints there are."""
        return len(self.ids)


def columns_of(ids: Sequence[ComplaintId], mentions: Iterable[Mention]) -> MentionColumns:
    """Return the core's mentions in columns.

    Args:
        ids: Every complaint, in the order of (reported_at, complaint_id).
    """
    place = {complaint_id: n for n, complaint_id in enumerate(ids)}
    rows = [(place[m.complaint_id], m.kind, m.value, micros(m.at), m.certainty) for m in mentions]
    complaints, kinds, values, moments, certainties = zip(*rows, strict=True) if rows else [()] * 5
    return columns_of_words(
        pa.array(ids, pa.string()),
        complaint=np.array(complaints, np.int32),
        kind=pa.array(kinds, pa.string()),
        value=pa.array(values, pa.string()),
        at=np.array(moments, np.int64),
        certainty=pa.array(certainties, pa.string()),
    )


def columns_of_words(
    ids: Words, *, complaint: Int32, kind: Words, value: Words, at: Int64, certainty: Words
) -> MentionColumns:
    """Return mentions that are given as Arrow words, in columns.

    Args:
        ids: Every complaint, in the order of (reported_at, complaint_id).
        complaint: By mention: the number of its complaint in ``ids``.
        at: By mention: microseconds since 1970, UTC.

    Returns:
        Each node of a complaint once: the surest mention, of equal ones the earliest.
    """
    names, kinds = _numbered(kind)
    numbers, first = numbered_nodes(kinds, value)
    words, sure = _numbered(certainty)
    code = np.array([CERTAINTIES.index(word) for word in words.to_pylist()], np.int8)
    surest = np.full(len(first), MISTYPED, np.int8)
    np.minimum.at(surest, numbers, code[sure])
    nodes = Nodes(
        tuple(names.to_pylist()), kinds[first].astype(np.int16), value.take(first), surest
    )
    kept = _once(numbers, complaint, code[sure], at)
    return MentionColumns(ids, nodes, complaint[kept], numbers[kept], at[kept])


def _once(node: Int32, complaint: Int32, certainty: Int8, at: Int64) -> Int64 | slice:
    """Return which mentions count: of a node, each complaint's surest, of equal ones the earliest.

    The same as `izdes.core.linking.mentions.once`.
    """
    pairs = node.astype(np.int64) * (int(complaint.max(initial=0)) + 1) + complaint
    ordered = np.sort(pairs)
    if not (ordered[1:] == ordered[:-1]).any():
        return slice(None)
    order = np.lexsort((at, certainty, pairs))
    is_first = np.append(True, np.diff(pairs[order]) != 0)
    return np.sort(order[is_first])


def numbered_nodes(kind: Int32, value: Words) -> tuple[Int32, Int64]:
    """Number equal pairs of kind and value alike; return the numbers, and the first row of each."""
    words, values = _numbered(value)
    _, first, numbers = np.unique(
        kind.astype(np.int64) * max(1, len(words)) + values, return_index=True, return_inverse=True
    )
    return numbers.astype(np.int32), first


def _numbered(words: Words) -> tuple[Words, Int32]:
    """Return the different words, and the number of each."""
    return numbered_words(
        words if isinstance(words, pa.ChunkedArray) else pa.chunked_array([words])
    )


def places_of(words: Words, sought: Words) -> Int64:
    """Return where each of some words stands among others, or -1."""
    found = pc.index_in(sought, value_set=words).fill_null(-1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def distinct(numbers: Int64) -> Int64:
    """Return the different numbers, ascending."""
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]
