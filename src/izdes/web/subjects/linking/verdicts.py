"""Verdicts: an officer's word on one identifier, without weighing everybody anew.

A word wakes a value or puts it to sleep. What it then weighs changes for those who name it, and for
those who name a page of a site or a whole card that implies it; they are told again as they were,
and series follow as after any other change. All other weights stay those of the last snapshot.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.kinds import JOINT
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.columns import Int64, Nodes
from izdes.engine.linking.implied import NONE, implied_by
from izdes.engine.linking.incremental.ascending import distinct
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.namings import own_weight
from izdes.engine.linking.incremental.store import ASLEEP, OWN
from izdes.engine.linking.weights import weighed
from izdes.web.subjects.linking.store.store import PostgresStore

_Row = tuple[Any, ...]
_NAMED = """
    SELECT node.number, kind.name, node.value, node.certainty
    FROM given
    JOIN kind ON kind.name = given.kind
    JOIN node ON node.key = md5_number_lower(given.value) AND node.kind = kind.number
        AND node.value = given.value
"""
# Joints that may be theirs: of whoever names them.
_JOINED = f"""
    SELECT DISTINCT node.number, kind.name, node.value, node.certainty
    FROM given
    JOIN naming part ON part.node = given.node AND part.how IN ({OWN}, {ASLEEP})
    JOIN naming joint ON joint.complaint = part.complaint
    JOIN node ON node.number = joint.node
    JOIN kind ON kind.number = node.kind AND kind.name = '{JOINT}'
"""  # noqa: S608 - words of ours
# Whatever may imply them: any page of any site, for the core alone says in which site a page lies.
_MAY_IMPLY = """
    SELECT DISTINCT node.number, kind.name, node.value, node.certainty
    FROM given
    JOIN kind ON kind.name = CASE given.kind WHEN 'domain' THEN 'url'
        WHEN 'card_masked' THEN 'card' END
    JOIN node ON node.kind = kind.number AND (given.kind = 'domain'
        OR left(node.value, 6) = left(given.value, 6)
            AND right(node.value, 4) = right(given.value, 4))
"""


def say(
    store: PostgresStore,
    said: Mapping[Node, Verdict | None],
    told_of: Callable[[Sequence[ComplaintId]], Iterable[Told]],
) -> Deeds:
    """Let words count; return the deeds by which series follow, to be done in the same transaction.

    Args:
        said: Words on nodes; None where the machine's own counts again.
        told_of: What complaints tell.
    """
    before = store.snapshot
    store.say(said)
    turned = [node for node in sorted(said) if _links(before, node) != _links(store.snapshot, node)]
    nodes = _reweighed(store, turned) if turned else np.empty(0, np.int64)
    who = distinct(store.naming(nodes).complaint)
    return Deeds(told=tuple(told_of(store.ids(who))))


def _links(snapshot: Snapshot, node: Node) -> bool:
    """Say whether a node may link."""
    verdict = snapshot.verdict_of(node)
    return verdict is None or verdict.verdict == "links"


def _reweighed(store: PostgresStore, turned: Sequence[Node]) -> Int64:
    """Write what nodes weigh now, and those that imply them; return their numbers, ascending."""
    named = _rows(store, _NAMED, turned)
    rows = {row[0]: row for row in (*named, *_implying(store, turned), *_joined(store, named))}
    implied = implied_by(_nodes([*rows.values()]))
    agreement = store.nodes(store.find_nodes(implied.nodes)).agreement
    nodes = _nodes(named)
    # Those that were turned stand first.
    agreement[: len(nodes)] = weighed(nodes, store.degrees(nodes), store.snapshot).milli
    numbers = np.array([*rows], np.int64)
    # A joint agrees on nothing by itself, and is weighed by its parts anew.
    weight = own_weight(store, implied, agreement)[: len(numbers)]
    store.weigh(numbers, agreement[: len(numbers)], weight)
    return np.sort(numbers)


def _implying(store: PostgresStore, turned: Sequence[Node]) -> list[_Row]:
    """Return the nodes that imply one of some."""
    rows = _rows(store, _MAY_IMPLY, turned)
    if not rows:
        return []
    implied, sought = implied_by(_nodes(rows)), {*turned}
    wider = zip(rows, implied.wider.tolist(), strict=True)
    return [row for row, n in wider if n != NONE and implied.nodes.node(n) in sought]


def _joined(store: PostgresStore, named: Sequence[_Row]) -> list[_Row]:
    """Return the joints of nodes: whoever names one has named its parts."""
    numbers = np.array([row[0] for row in named], np.int64)
    return store.tables.rows(_JOINED, node=numbers) if len(numbers) else []


def _rows(store: PostgresStore, select: str, nodes: Sequence[Node]) -> list[_Row]:
    """Return what a query is given nodes for."""
    return store.tables.rows(select, kind=[k for k, _ in nodes], value=[v for _, v in nodes])


def _nodes(rows: Sequence[_Row]) -> Nodes:
    """Return nodes of rows: number, kind, value, certainty."""
    kinds = sorted({kind for _, kind, _, _ in rows})
    return Nodes(
        tuple(kinds),
        np.array([kinds.index(kind) for _, kind, _, _ in rows], np.int16),
        pa.array([value for _, _, value, _ in rows], pa.string()),
        np.array([certainty for _, _, _, certainty in rows], np.int8),
    )
