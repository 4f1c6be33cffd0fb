"""Traits in columns: what complaints have in common, `izdes.core.linking.traits` for millions.

A trait is a node in one strand of its time. A number and its slips, an address and its site are
traits of their own with weights that do not count anything twice; one of them may be below zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from izdes.core.linking.kinds import CHECKED, kind_of
from izdes.core.linking.mentions import Node
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import (
    EXACT,
    MISTYPED,
    Bool,
    Int32,
    Int64,
    MentionColumns,
    Nodes,
    distinct,
    places_of,
)
from izdes.engine.linking.implied import NONE, Implied
from izdes.engine.linking.joints import with_joints
from izdes.engine.linking.kernels.order import sorted_by
from izdes.engine.linking.slips import find_meant
from izdes.engine.linking.strands import (
    Places,
    Strands,
    handed_over,
    steps_of,
    strands_of,
)
from izdes.engine.linking.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class TraitColumns:
    """Traits that at least two complaints share.

    Attributes:
        nodes: What is named or implied.
        node: By trait: the number of its node.
        begins: By trait: its first mention, in microseconds since 1970, UTC.
        agreement: By trait: what two complaints agree by, in thousandths of log10.
        weight: By trait: what it adds to the weight of a pair; may be negative.
        first: Trait t is held by ``holders[first[t]:first[t + 1]]``; one number more than traits.
        holders: Numbers of complaints, ascending within a trait, each once.
    """

    nodes: Nodes
    node: Int32
    begins: Int64
    agreement: Int64
    weight: Int64
    first: Int64
    holders: Int32

    def __len__(self) -> int:
        return len(self.node)


def trait_columns(
    mentions: MentionColumns,
    implied: Implied,
    weights: Weights,
    purpose: Purpose = "series",
    *,
    changes: Mapping[Node, Sequence[datetime]] | None = None,
) -> TraitColumns:
    """Return the traits that at least two complaints share.

    Args:
        weights: Of the nodes of ``implied``.
        purpose: ``services`` takes the identifiers of money alone, with longer silences.
        changes: When an identifier passed to another holder, as far as that is known.
    """
    nodes = implied.nodes
    kept = _may_link(implied, weights, purpose)
    near = _with_slips(implied, kept)
    places = _places(mentions, implied.wider, near, kept)
    kind = nodes.kind.astype(np.int32)[places.node]
    strands = strands_of(
        places,
        kind,
        steps_of(nodes.kinds, purpose),
        agreement=weights.milli[places.node],
        weight=_with_joints(implied, near, weights, purpose)[places.node],
        handed=handed_over(places, _numbered(nodes, changes or {})),
    )
    return _held(nodes, places, strands, max(1, mentions.complaints))


def _may_link(implied: Implied, weights: Weights, purpose: Purpose) -> Bool:
    """Say, by node mentioned, whether its mentions count here."""
    count = len(implied.wider)
    links = weights.links[:count]
    if purpose == "series":
        return links
    known = [kind_of(name) for name in implied.nodes.kinds]
    is_money = np.array([kind is not None and kind.layer == "money" for kind in known], np.bool_)
    return links & is_money[implied.nodes.kind[:count]]


def _with_slips(implied: Implied, kept: Bool) -> Int32:
    """Return, by node mentioned, the node of slips that it implies, mistyped ones among them."""
    near, nodes = implied.near.copy(), implied.nodes
    certainty = nodes.certainty[: len(near)]
    for name in CHECKED:
        of_kind = nodes.of_kind(name)[: len(near)] & kept
        wrong = np.flatnonzero(of_kind & (certainty == MISTYPED))
        right = np.flatnonzero(of_kind & (certainty == EXACT))
        meant = find_meant(name, nodes.value.take(wrong), nodes.value.take(right))
        is_found = meant >= 0
        near[wrong[is_found]] = implied.near[right[meant[is_found]]]
    return near


def _with_joints(implied: Implied, near: Int32, weights: Weights, purpose: Purpose) -> Int64:
    """Return what each node weighs as a trait; a part that nobody names weighs nothing."""
    nodes = implied.nodes

    def weigh(parts: Nodes) -> Int64:
        milli = np.zeros(len(parts), np.int64)
        for kind in parts.kinds:
            asked = np.flatnonzero(parts.of_kind(kind))
            which = np.flatnonzero(nodes.of_kind(kind))
            place = places_of(nodes.value.take(which), parts.value.take(asked))
            known = place >= 0
            milli[asked[known]] = weights.milli[which[place[known]]]
        return milli

    own = _own(implied.wider, near, weights.milli)
    return with_joints(nodes, own, weigh, purpose)


def _own(wider: Int32, near: Int32, milli: Int64) -> Int64:
    """Return what each node weighs as a trait: what it implies is not counted twice."""
    own = milli.copy()
    one, other = _weight_of(wider, milli), _weight_of(near, milli)
    whole = np.maximum(np.maximum(milli[: len(wider)], one), other)
    own[: len(wider)] = whole - one - other
    return own


def _weight_of(implied: Int32, milli: Int64) -> Int64:
    """Return, by node mentioned, what the node weighs that it implies; 0 without."""
    return np.where(implied == NONE, 0, milli[implied])


def _places(mentions: MentionColumns, wider: Int32, near: Int32, kept: Bool) -> Places:
    """Return who named what and when, for nodes that are named twice."""
    counts = kept[mentions.node]
    direct, who, when = mentions.node[counts], mentions.complaint[counts], mentions.at[counts]
    node, source = _with_implied(direct, wider, near)
    number = int(node.max(initial=0)) + 1
    is_shared = (np.bincount(node, minlength=number) > 1)[node]
    node, source = node[is_shared], source[is_shared]
    order = sorted_by(node, np.argsort(when[source]), number)
    return Places(node[order], who[source[order]], when[source[order]])


def _with_implied(direct: Int32, wider: Int32, near: Int32) -> tuple[Int32, Int64]:
    """Return nodes and, behind them, those that they imply; and whence each of them comes."""
    nodes, sources = [direct], [np.arange(len(direct))]
    for by_node in (wider, near):
        implied = by_node[direct]
        has = np.flatnonzero(implied != NONE)
        nodes.append(implied[has])
        sources.append(has)
    return np.concatenate(nodes), np.concatenate(sources)


def _numbered(
    nodes: Nodes, changes: Mapping[Node, Sequence[datetime]]
) -> dict[int, Sequence[datetime]]:
    """Return changes by the numbers of nodes."""
    return {
        number: changes[node]
        for name in sorted({kind for kind, _ in changes})
        for number, node in _found(nodes, name, [v for kind, v in changes if kind == name])
    }


def _found(nodes: Nodes, kind: str, values: Sequence[str]) -> Iterator[tuple[int, Node]]:
    """Yield the numbers of the nodes of one kind that have one of some values."""
    which = np.flatnonzero(nodes.of_kind(kind))
    places = places_of(nodes.value.take(which), pa.array(values, pa.string()))
    for place, value in zip(places.tolist(), values, strict=True):
        if place >= 0:
            yield int(which[place]), (kind, value)


def _held(nodes: Nodes, places: Places, strands: Strands, complaints: int) -> TraitColumns:
    """Return strands with the complaints in them, each once; one complaint alone shares nothing."""
    sizes = strands.end - strands.begin
    trait = np.repeat(np.arange(len(sizes)), sizes)
    offset = np.arange(len(trait)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    who = places.complaint[np.repeat(strands.begin, sizes) + offset]
    held = distinct(trait * complaints + who)
    counts = np.bincount(held // complaints, minlength=len(sizes))
    is_shared = counts > 1
    held = held[is_shared[held // complaints]]
    begin = strands.begin[is_shared]
    return TraitColumns(
        nodes=nodes,
        node=places.node[begin],
        begins=places.at[begin],
        agreement=strands.agreement[is_shared],
        weight=strands.weight[is_shared],
        first=np.concatenate([[0], np.cumsum(counts[is_shared])]),
        holders=(held % complaints).astype(np.int32),
    )
