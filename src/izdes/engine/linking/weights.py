"""Weights in columns: what `izdes.core.linking.snapshot` says of every node at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.core.linking.evidence import weight_milli
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.columns import Bool, Int32, Int64, MentionColumns, Nodes, Words, distinct
from izdes.engine.linking.implied import NONE, Implied

# Addresses that are a site itself, not a page on it.
_BARE = "^[^/?#]*(://[^/?#]*)?$"
# The first label of a name, or a mailbox.
_LABEL = "^[^.@]*[.@]"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What nodes weigh.

    Attributes:
        said: The verdict on each node on which there is one.
        links: By node: whether it may link.
        milli: By node: what sharing it weighs, in thousandths of log10; 0 where it may not link.
    """

    said: Mapping[int, Verdict]
    links: Bool
    milli: Int64


def degrees_counted(mentions: MentionColumns, implied: Implied) -> Int32:
    """Return how many complaints name each node, implied ones among them."""
    parts = [(mentions.node, mentions.complaint)]
    for by_node in (implied.wider, implied.near):
        node = by_node[mentions.node]
        is_implied = node != NONE
        parts.append((node[is_implied], mentions.complaint[is_implied]))
    complaints = max(1, mentions.complaints)
    named = distinct(
        np.concatenate([node.astype(np.int64) * complaints + who for node, who in parts])
    )
    return np.bincount(named // complaints, minlength=len(implied.nodes)).astype(np.int32)


def degrees_known(nodes: Nodes, snapshot: Snapshot) -> Int32:
    """Return how many complaints name each node by a snapshot; 0 where it does not know."""
    names = nodes.kinds
    found = (
        snapshot.degrees.get((names[kind], value), 0)
        for kind, value in zip(nodes.kind.tolist(), nodes.value.to_pylist(), strict=True)
    )
    return np.fromiter(found, np.int32, len(nodes))


def weighed(nodes: Nodes, degrees: Int32, snapshot: Snapshot) -> Weights:
    """Return what nodes weigh.

    Args:
        degrees: By node: how many complaints name it.
        snapshot: Where the population and the verdicts come from; its degrees are not asked.
    """
    said = {
        number: verdict
        for number in np.flatnonzero(_may_be_said(nodes, snapshot)).tolist()
        if (verdict := snapshot.verdict_of(nodes.node(number))) is not None
    }
    links = np.array([kind_of(name) is not None for name in nodes.kinds], np.bool_)[nodes.kind]
    links[[number for number, verdict in said.items() if verdict.verdict != "links"]] = False
    milli = np.where(links, _by_degree(nodes, degrees, snapshot), 0)
    return Weights(said, links, milli)


def _may_be_said(nodes: Nodes, snapshot: Snapshot) -> Bool:
    """Say, by node, whether there may be a verdict on it; most nodes need not be asked."""
    known = {**snapshot.hubs, **snapshot.verdicts}
    listed = pa.array(sorted({value for _, value in known}), pa.string())
    sites = pa.array(sorted(value for kind, value in snapshot.hubs if kind == "domain"))
    may = _answers(pc.is_in(nodes.value, value_set=listed))
    may |= nodes.of_kind("phone") & ~_answers(pc.starts_with(nodes.value, "+"))
    may |= nodes.of_kind("url") & _answers(pc.match_substring_regex(nodes.value, _BARE))
    lying = np.flatnonzero(nodes.of_kind("domain", "email"))
    may[lying] |= _lies_in(nodes.value.take(lying), sites.cast(pa.string()))
    return may


def _lies_in(names: Words, sites: Words) -> Bool:
    """Say, by name of a site or mailbox, whether it lies in one of some sites."""
    found = _answers(pc.is_in(names, value_set=sites)).copy()
    while not (above := pc.replace_substring_regex(names, _LABEL, "")).equals(names):
        found |= _answers(pc.is_in(above, value_set=sites))
        names = above
    return found


def _answers(column: pa.Array) -> Bool:
    """Return Arrow's yes and no as an array."""
    return np.asarray(column.to_numpy(zero_copy_only=False), np.bool_)


def _by_degree(nodes: Nodes, degrees: Int32, snapshot: Snapshot) -> Int64:
    """Return the weight of each node's kind at its degree, asking the core once for each."""
    most = int(degrees.max(initial=0)) + 1
    pairs, which = np.unique(nodes.kind.astype(np.int64) * most + degrees, return_inverse=True)
    kinds = [snapshot.kinds.get(name) for name in nodes.kinds]
    found = [
        weight_milli(kind, pair % most, snapshot.population) if (kind := kinds[pair // most]) else 0
        for pair in pairs.tolist()
    ]
    return np.array(found, np.int64)[which]
