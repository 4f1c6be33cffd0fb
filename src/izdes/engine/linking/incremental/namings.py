"""Namings: the rows that complaints leave in a store, each node with those that it implies.

The same arithmetic as in `izdes.engine.linking.traits`, for the nodes of a few complaints. What a
mistyped number means depends on what others name: see `izdes.engine.linking.incremental.meanings`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import Mention, once
from izdes.engine.linking.columns import Bool, Int64, MentionColumns, Nodes, columns_of
from izdes.engine.linking.implied import NONE, Implied, implied_by
from izdes.engine.linking.incremental.deeds import Told
from izdes.engine.linking.incremental.store import ASLEEP, IMPLIED, NOBODY, OWN, Namings, Store
from izdes.engine.linking.joints import with_joints
from izdes.engine.linking.weights import weighed


def namings_of(store: Store, told: Sequence[Told], numbers: Int64) -> Namings:
    """Return the rows of complaints, entering the nodes that are new.

    Args:
        numbers: Of the complaints, in their order.
    """
    mentions: list[Mention] = [m for one in told for m in once(one.mentions)]
    if not mentions:
        return nothing()
    columns = columns_of([one.complaint_id for one in told], mentions)
    return rows_of(store, columns, numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """Nodes as a store knows them.

    Attributes:
        numbers: By node: its number in the store.
        milli: By node: what two complaints that share it agree by, in thousandths of log10.
        links: By node: whether it may link.
    """

    numbers: Int64
    milli: Int64
    links: Bool


def rows_of(store: Store, mentions: MentionColumns, numbers: Int64) -> Namings:
    """Return the rows of mentions, entering the nodes that are new."""
    implied = implied_by(mentions.nodes)
    known = entered(store, implied)
    kept = kept_of(store, implied, known)
    rows = [(mentions.node, np.where(kept[mentions.node], OWN, ASLEEP), slice(None))]
    for by_node in (implied.wider, implied.near):
        node = by_node[mentions.node]
        which = np.flatnonzero((node != NONE) & kept[mentions.node])
        which = which[known.milli[node[which]] != 0]
        rows.append((node[which], np.full(len(which), IMPLIED), which))
    return different(
        np.concatenate([known.numbers[node] for node, _, _ in rows]),
        np.concatenate([numbers[mentions.complaint[which]] for _, _, which in rows]),
        np.concatenate([mentions.at[which] for _, _, which in rows]),
        np.concatenate([how for _, how, _ in rows]),
    )


def entered(store: Store, implied: Implied) -> Entered:
    """Return nodes as a store knows them; those that are new are entered with their weights."""
    numbers = store.find_nodes(implied.nodes)
    new, old = np.flatnonzero(numbers == NOBODY), np.flatnonzero(numbers != NOBODY)
    degrees = np.zeros(len(implied.nodes), np.int32)
    degrees[new] = store.degrees(some_of(implied.nodes, new))
    weights = weighed(implied.nodes, degrees, store.snapshot)
    milli = weights.milli.copy()
    milli[old] = store.nodes(numbers[old]).agreement
    weight = own_weight(store, implied, milli)
    numbers[new] = store.enrol(some_of(implied.nodes, new), milli[new], weight[new])
    return Entered(numbers, milli, weights.links)


def kept_of(store: Store, implied: Implied, known: Entered) -> Bool:
    """Say, by node mentioned, whether its mentions count."""
    mentioned = len(implied.wider)
    links = known.links[:mentioned]
    if store.purpose == "series":
        return links
    kinds = [kind_of(name) for name in implied.nodes.kinds]
    is_money = [kind is not None and kind.layer == "money" for kind in kinds]
    return links & np.array(is_money, np.bool_)[implied.nodes.kind[:mentioned]]


def some_of(nodes: Nodes, which: Int64) -> Nodes:
    """Return some nodes."""
    return Nodes(nodes.kinds, nodes.kind[which], nodes.value.take(which), nodes.certainty[which])


def own_weight(store: Store, implied: Implied, milli: Int64) -> Int64:
    """Return what each node weighs beyond what it implies, joints by what their parts weigh."""

    def weigh(parts: Nodes) -> Int64:
        return weighed(parts, store.degrees(parts), store.snapshot).milli

    return with_joints(implied.nodes, weight_of(implied, milli), weigh, store.purpose)


def weight_of(implied: Implied, milli: Int64) -> Int64:
    """Return what each node weighs beyond what it implies; of a mistyped one, taken for itself."""
    weight = milli.copy()
    parts = [np.where(by == NONE, 0, milli[by]) for by in (implied.wider, implied.near)]
    mentioned = milli[: len(implied.wider)]
    weight[: len(implied.wider)] = np.maximum(mentioned, np.maximum(*parts)) - sum(parts)
    return weight


def nothing() -> Namings:
    """Return no rows."""
    return different(*(np.empty(0, np.int64) for _ in range(4)))


def different(node: Int64, complaint: Int64, at: Int64, how: Int64) -> Namings:
    """Return rows, each once."""
    order = np.lexsort((how, at, complaint, node))
    columns = [column[order] for column in (node, complaint, at, how)]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    node, complaint, at, how = (column[is_new] for column in columns)
    return Namings(node, complaint, at, how.astype(np.int8))


def less(rows: Namings, others: Namings) -> Namings:
    """Return the rows that are not among others."""
    if not len(rows) or not len(others):
        return rows
    count = len(rows)
    columns = [
        np.concatenate([getattr(rows, name), getattr(others, name)])
        for name in ("how", "at", "complaint", "node")
    ]
    order = np.lexsort((np.arange(count + len(others)) < count, *columns))
    is_same = np.all([column[order][1:] == column[order][:-1] for column in columns], axis=0)
    # Of equal rows the others stand first.
    is_double = np.zeros(count + len(others), np.bool_)
    is_double[order[1:][is_same]] = True
    return rows.only(~is_double[:count])
