"""Reading a store: the series as they stand, and why each holds together.

The links of a series are made when somebody asks for them: a store keeps joins, which say who was
joined at what level; the agreement that shows best why follows from what complaints name.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.series import Link, SeriesId
from izdes.engine.linking.batch import LinkColumns, judged_by, named
from izdes.engine.linking.columns import Int64, MentionColumns, Nodes
from izdes.engine.linking.grouping import Joins
from izdes.engine.linking.incremental.ascending import distinct, found
from izdes.engine.linking.incremental.lives import lives_of
from izdes.engine.linking.incremental.members import members_of
from izdes.engine.linking.incremental.ordering import ordered
from izdes.engine.linking.incremental.store import NOBODY, Store
from izdes.engine.linking.kernels.shares import among
from izdes.engine.linking.links import link_table
from izdes.engine.linking.traits import TraitColumns
from izdes.engine.linking.weights import Weights

Named = tuple[tuple[ComplaintId, SeriesId], ...]


def series_of(store: Store) -> Named:
    """Return every complaint with its series, sorted."""
    who = store.everybody()
    return _named(store, who, store.series_of(who)[0])


def campaigns_of(store: Store) -> Named:
    """Return every complaint with its campaign, sorted."""
    series, _ = store.series_of(store.everybody())
    trees = store.trees(distinct(series))
    members = members_of(trees)
    joins = members.joins[members.joins[:, 3] >= store.limits.campaign].astype(np.int32)
    first = named(len(members.complaint), joins[:, 0], joins[:, 1])
    return _named(store, members.complaint, members.complaint[first])


def _named(store: Store, who: Int64, names: Int64) -> Named:
    """Return complaints with names, sorted."""
    return tuple(sorted(zip(store.ids(who), store.ids(names), strict=True)))


def contradictions_of(store: Store) -> tuple[Judgement, ...]:
    """Return the judgements of "same hand" that a "not the same" outranks."""
    judgements = [given.judgement for given in store.judgements_of()]
    ids = sorted({c for j in judgements for c in j.pair})
    known = [c for c, n in zip(ids, store.find(ids).tolist(), strict=True) if n != NOBODY]
    return judged_by(_unnamed(known), judgements).contradictions


def links_of(store: Store, complaints: Int64) -> tuple[Link, ...]:
    """Return the links of the series of some complaints, sorted: one for each join."""
    series, _ = store.series_of(complaints)
    trees = store.trees(distinct(series))
    order = ordered(store, trees.complaint, trees.reported)
    members = members_of(trees)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    mentions = _unnamed(store.ids(trees.complaint[order]))
    joined = np.flatnonzero(trees.above != NOBODY)
    joins = Joins(
        one=rank[members.joins[:, 0]].astype(np.int32),
        other=rank[members.joins[:, 1]].astype(np.int32),
        evidence=trees.evidence[joined],
        height=trees.height[joined],
        level=trees.level[joined],
    )
    judged = judged_by(mentions, [g.judgement for g in store.judgements_of(trees.complaint)])
    # Judgements come series by series, as the joins do.
    by_series = np.argsort(members.course[order][judged.joined[:, 0]], kind="stable")
    return _linked(
        LinkColumns(
            mentions=mentions,
            series=rank.astype(np.int32),
            campaigns=rank.astype(np.int32),
            joins=joins,
            judged=replace(judged, joined=judged.joined[by_series]),
            traits=_traits(store, trees.complaint[order]),
            degrees=np.empty(0, np.int32),
            weights=Weights({}, np.empty(0, np.bool_), np.empty(0, np.int64)),
        )
    )


def _linked(found: LinkColumns) -> tuple[Link, ...]:
    """Return links as the core has them."""
    columns = [column.to_pylist() for column in link_table(found).columns]
    return tuple(sorted(Link(*row) for row in zip(*columns, strict=True)))


def _traits(store: Store, complaints: Int64) -> TraitColumns:
    """Return what complaints have in common, by their places.

    Args:
        complaints: In the order of reports.
    """
    order = np.argsort(complaints)
    named = store.named_by(complaints).awake
    nodes = distinct(named.node)
    facts, rows = store.nodes(nodes), store.naming(nodes).awake
    lives = lives_of(store, nodes, facts, rows)
    first, holder = lives.holders
    place = found(complaints[order], lives.people)
    number = np.where(place == NOBODY, NOBODY, order[place])
    first, holders = among(first, holder, number, len(complaints))
    strands = lives.strands
    values = pa.array(store.values(nodes), pa.string())
    return TraitColumns(
        nodes=Nodes(tuple(store.kinds), facts.kind, values, facts.certainty),
        node=lives.node[strands.begin].astype(np.int32),
        begins=lives.at[strands.begin],
        agreement=strands.agreement,
        weight=strands.weight,
        first=first,
        holders=holders,
    )


def _unnamed(ids: list[ComplaintId]) -> MentionColumns:
    """Return complaints of which nobody says what they name."""
    nothing = np.empty(0, np.int32)
    nodes = Nodes((), nothing.astype(np.int16), pa.array([], pa.string()), nothing.astype(np.int8))
    return MentionColumns(
        pa.array(ids, pa.string()), nodes, nothing, nothing, np.empty(0, np.int64)
    )
