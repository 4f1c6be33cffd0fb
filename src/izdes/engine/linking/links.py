"""Links in columns: why each series holds together, and the same in the core's values.

Each join is shown by the strongest agreement that both groups have. For a country these are as many
links as complaints at most, never as many as pairs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.core.linking.comparisons import COMPARISONS, code_of
from izdes.core.linking.grouping import TOGETHER
from izdes.core.linking.series import JUDGED, HubFound, Link, Links
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.batch import LinkColumns
from izdes.engine.linking.columns import Int32, Int64, Nodes, distinct
from izdes.engine.linking.kernels.cells import celled
from izdes.engine.linking.kernels.group import NONE
from izdes.engine.linking.kernels.links import BY, EARLIEST, FROM, TO, spanned
from izdes.engine.linking.traits import TraitColumns


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """One link for each join, in the order of the joins.

    Attributes:
        trait: The trait, or -1 where an officer judged.
        one: The complaint with the smaller number, ``other`` the other one.
    """

    trait: Int64
    one: Int32
    other: Int32


def spans_of(found: LinkColumns) -> Spans:
    """Return for each join the judgement that made it, or the strongest agreement it rests on."""
    order = strongest(found.traits)
    first, holders = _rows(found.traits, order)
    cells, cell = celled(found.mentions.complaints, first, holders)
    _note_members(cells, cell)
    joins = found.joins
    made = spanned(cells, cell, joins.one, joins.other)
    is_judged = joins.height == TOGETHER
    made[is_judged, BY] = NONE
    made[is_judged, FROM : TO + 1] = found.judged.joined
    # Every join without a judgement rests on some trait.
    trait = np.where(is_judged, NONE, np.append(order, NONE)[made[:, BY]])
    return Spans(trait, made[:, FROM].astype(np.int32), made[:, TO].astype(np.int32))


def strongest(traits: TraitColumns) -> Int64:
    """Return the traits in order: the greater agreement, then kind, value and first mention."""
    used, which = np.unique(traits.node, return_inverse=True)
    return np.lexsort((np.arange(len(which)), ranks(traits.nodes, used)[which], -traits.agreement))


def ranks(nodes: Nodes, which: Int32) -> Int64:
    """Return the places of some nodes in the order of kind and value."""
    names = pa.array(nodes.kinds, pa.string()).take(pa.array(nodes.kind[which]))
    table = pa.table({"kind": names, "value": nodes.value.take(which)})
    order = pc.sort_indices(table, sort_keys=[("kind", "ascending"), ("value", "ascending")])
    rank = np.empty(len(which), np.int64)
    rank[order.to_numpy()] = np.arange(len(which))
    return rank


def _rows(traits: TraitColumns, order: Int64) -> tuple[Int64, Int32]:
    """Return who holds which trait, traits in another order."""
    sizes = np.diff(traits.first)[order]
    first = np.concatenate([[0], np.cumsum(sizes)])
    shift = np.repeat(traits.first[order] - first[:-1], sizes)
    return first, traits.holders[np.arange(first[-1]) + shift]


def _note_members(cells: Int32, cell: Int32) -> None:
    """Write into each cell whose it is: the cells of a member stand together."""
    owners = np.flatnonzero(cell != NONE)
    sizes = np.diff(np.append(cell[owners], len(cells)))
    cells[:, EARLIEST] = np.repeat(owners, sizes)


def link_table(found: LinkColumns) -> Any:  # noqa: ANN401 - Arrow publishes no types
    """Return the links as an Arrow table, in the order of the joins."""
    spans, traits, ids = spans_of(found), found.traits, found.mentions.ids
    is_judged = spans.trait == NONE
    trait = np.where(is_judged, 0, spans.trait)
    node = np.append(traits.node, 0)[trait]
    kinds = pa.array([*traits.nodes.kinds, ""])
    reasons = pa.array([_reason(kind) for kind in traits.nodes.kinds] + [JUDGED])
    kind = pa.array(np.where(is_judged, len(kinds) - 1, np.append(traits.nodes.kind, 0)[node]))
    value = pc.if_else(pa.array(is_judged), "", _words(traits.nodes, node))
    return pa.table(
        {
            "complaint_a": ids.take(pa.array(spans.one)),
            "complaint_b": ids.take(pa.array(spans.other)),
            "kind": kinds.take(kind),
            "value": value,
            "log10_lr_milli": np.where(is_judged, 0, np.append(traits.agreement, 0)[trait]),
            "reason": reasons.take(kind),
            "evidence_milli": found.joins.evidence,
            "level": found.joins.level,
        }
    )


def _words(nodes: Nodes, which: Int32) -> Any:  # noqa: ANN401 - Arrow publishes no types
    """Return values of nodes; of nobody's where there is no node at all."""
    return pa.concat_arrays([nodes.value, pa.array([""])]).take(pa.array(which))


def _reason(kind: str) -> str:
    """Return the code of a kind's comparison."""
    comparison = COMPARISONS.get(kind)
    return code_of(comparison) if comparison else ""


def links_of(found: LinkColumns, snapshot: Snapshot) -> Links:
    """Return what was found as the core has it."""
    ids = found.mentions.ids
    series, campaigns = ids.take(pa.array(found.series)), ids.take(pa.array(found.campaigns))
    rows = zip(*(column.to_pylist() for column in link_table(found).columns), strict=True)
    return Links(
        series=tuple(sorted(zip(ids.to_pylist(), series.to_pylist(), strict=True))),
        campaigns=tuple(sorted(zip(ids.to_pylist(), campaigns.to_pylist(), strict=True))),
        links=tuple(sorted(Link(*row) for row in rows)),
        hubs=hubs_of(found),
        contradictions=found.judged.contradictions,
        snapshot=snapshot,
    )


def hubs_of(found: LinkColumns) -> tuple[HubFound, ...]:
    """Return the identifiers on which there is a verdict, named or implied by complaints.

    A number near to another has none of its own.
    """
    nodes, mentions = found.traits.nodes, found.mentions
    said = np.array(sorted(found.weights.said), np.int64)
    wider = found.wider[mentions.node]
    node = np.concatenate([mentions.node, wider])
    who = np.concatenate([mentions.complaint, mentions.complaint])
    concerned = np.isin(node, said)
    complaints = max(1, mentions.complaints)
    pairs = distinct(node[concerned].astype(np.int64) * complaints + who[concerned])
    degree = np.bincount(pairs // complaints, minlength=len(nodes))
    verdicts = ((number, found.weights.said[number]) for number in said[degree[said] > 0].tolist())
    return tuple(
        sorted(
            HubFound(*nodes.node(n), int(degree[n]), v.verdict, v.reason, v.grounds)
            for n, v in verdicts
        )
    )
