"""Taking a snapshot in the office: how often each value is named, and what is said of busy ones.

Frequencies are counted from the store, which has every mention; how a busy value behaves follows
from region, scheme, sums paid to it, and whoever gives it as an institution's own. An officer's
verdict outranks the machine's. See `izdes.core.linking.taking`, of which this is the same over
columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pyarrow as pa

from izdes.core.linking.hubs.known import index_of, packaged_hubs
from izdes.core.linking.hubs.review import Verdict, VerdictWord
from izdes.core.linking.kinds import JOINT
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.behaviour import ToldColumns, review_columns
from izdes.engine.linking.columns import Int32, Int64, MentionColumns, Nodes
from izdes.engine.linking.implied import Implied, implied_by
from izdes.engine.linking.incremental.apply import take
from izdes.engine.linking.incremental.ascending import found
from izdes.engine.linking.incremental.deeds import Changed
from izdes.engine.linking.incremental.relational.renewing import nodes_in
from izdes.engine.linking.incremental.store import ASLEEP, OWN
from izdes.engine.linking.weights import degrees_counted, weighed
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables

_NAMED = f"""
    SELECT node, complaint, moment FROM naming WHERE how IN ({OWN}, {ASLEEP})
"""  # noqa: S608 - numbers of ours
# Joints are weighed by their parts, and nobody reviews them.
_NODES = f"""
    SELECT node.number, kind.name AS kind, value, certainty
    FROM node JOIN kind ON kind.number = node.kind AND kind.name <> '{JOINT}'
    WHERE node.number IN (SELECT node FROM naming WHERE how IN ({OWN}, {ASLEEP}))
    ORDER BY node.number
"""  # noqa: S608 - words of ours
_COMPLAINTS = """
    SELECT number, complaint_id, complaint.region, complaint.scheme
    FROM linking.complaint linked
    JOIN public.cases_complaint complaint ON complaint.id = linked.complaint_id::bigint
    ORDER BY linked.reported, linked.complaint_id COLLATE "C"
"""
# What is paid to whom: of each payment the identifier that was read out of the account as written.
_PAID = """
    SELECT identifier.kind, identifier.value, payment.amount_minor
    FROM public.cases_payment payment
    JOIN public.subjects_mention mention
        ON mention.complaint_id = payment.complaint_id AND mention.raw = payment.to_raw
        AND mention.role = 'recipient'
    JOIN public.subjects_identifier identifier ON identifier.id = mention.identifier_id
    WHERE payment.currency = 'KZT' AND payment.amount_minor > 0
"""
_INSTITUTIONS = """
    SELECT identifier.kind, identifier.value, linked.number
    FROM public.subjects_mention mention
    JOIN public.subjects_identifier identifier ON identifier.id = mention.identifier_id
    JOIN linking.complaint linked ON linked.complaint_id = mention.complaint_id::text
    WHERE mention.role = 'institution'
"""
_VERDICTS = """
    SELECT kind, value, verdict, reason, at, by_id FROM public.subjects_hub_verdict
    WHERE withdrawn_at IS NULL ORDER BY at, id
"""
_SAID = """
    SELECT DISTINCT asked.kind, asked.value, stands.verdict, stands.reason, stands.at, stands.by_id
    FROM given JOIN public.subjects_hub_verdict asked ON asked.id = given.key
    LEFT JOIN public.subjects_hub_verdict stands ON stands.kind = asked.kind
        AND stands.value = asked.value AND stands.withdrawn_at IS NULL
"""


def renewed(tables: PostgresTables, store: PostgresStore) -> Changed:
    """Take weights and verdicts from a snapshot of all that is linked now, and group everybody."""
    changed = take(store, _snapshot_of(tables))
    _note_taken(tables)
    return changed


def _snapshot_of(tables: PostgresTables) -> Snapshot:
    """Return a snapshot of all that is linked now."""
    rows = tables.rows(_COMPLAINTS)
    numbers = np.array([row[0] for row in rows], np.int64)
    mentions = _mentions(tables, numbers, [row[1] for row in rows])
    implied = implied_by(mentions.nodes)
    degrees = degrees_counted(mentions, implied)
    said = _verdicts_of(tables)
    listed = Snapshot(len(rows), {}, index_of((*packaged_hubs(),)), said)
    told = _told(tables, numbers, rows, implied)
    weights = weighed(implied.nodes, degrees, listed)
    found = review_columns(mentions, implied, told, weights.links, population=listed.population)
    node = implied.nodes.node
    return replace(
        listed,
        degrees={node(n): int(degrees[n]) for n in np.flatnonzero(degrees > 1).tolist()},
        verdicts={**{node(n): verdict for n, verdict in found.items()}, **said},
    )


def _note_taken(tables: PostgresTables) -> None:
    """Note when weights were taken, for whoever looks whether they are old."""
    tables.run(
        "INSERT INTO setting SELECT 'taken_at', "
        "extract(epoch FROM statement_timestamp())::bigint::text"
    )


def _verdicts_of(tables: PostgresTables) -> dict[Node, Verdict]:
    """Return what officers said of values."""
    return {node: word for node, word in _verdicts(tables.rows(_VERDICTS)) if word is not None}


def said_of(tables: PostgresTables, keys: Sequence[int]) -> dict[Node, Verdict | None]:
    """Return what stands on the values of some words; None where they were withdrawn."""
    return dict(_verdicts(tables.rows(_SAID, key=np.array(sorted({*keys}), np.int64))))


def _verdicts(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Node, Verdict | None]]:
    """Yield words on values."""
    for kind, value, word, reason, at, by in rows:
        said = cast("VerdictWord", word)
        yield (kind, value), None if word is None else Verdict(said, reason, at, str(by))


def _mentions(tables: PostgresTables, numbers: Int64, ids: Sequence[str]) -> MentionColumns:
    """Return what complaints name themselves, in columns."""
    table = tables.table(_NODES)
    node, complaint, at = tables.numbers(_NAMED)
    known = table["number"].to_numpy() if len(table) else np.empty(0, np.int64)
    order = np.argsort(numbers)
    nodes = nodes_in(table) if len(table) else _no_nodes()
    place, number = found(numbers[order], complaint), found(known, node)
    kept = (place >= 0) & (number >= 0)
    return MentionColumns(
        pa.array(ids, pa.string()),
        nodes,
        order[place[kept]].astype(np.int32),
        number[kept].astype(np.int32),
        at[kept],
    )


def _told(
    tables: PostgresTables, numbers: Int64, rows: Sequence[tuple[Any, ...]], implied: Implied
) -> ToldColumns:
    """Return what complaints tell beside what may link them."""
    node = {implied.nodes.node(n): n for n in range(len(implied.wider))}
    place = {number: n for n, number in enumerate(numbers.tolist())}
    paid = [(node[k, v], minor) for k, v, minor in tables.rows(_PAID) if (k, v) in node]
    asked = [(node[k, v], place[c]) for k, v, c in tables.rows(_INSTITUTIONS) if (k, v) in node]
    return ToldColumns(
        _numbered([row[2] for row in rows]),
        _numbered([row[3] for row in rows]),
        np.array(asked, np.int64).reshape(-1, 2),
        np.array(paid, np.int64).reshape(-1, 2),
    )


def _numbered(words: Sequence[str]) -> Int32:
    """Return numbers for words, -1 for an empty one."""
    number = {"": -1}
    for word in words:
        number.setdefault(word, len(number) - 1)
    return np.array([number[word] for word in words], np.int32)


def _no_nodes() -> Nodes:
    """Return no nodes."""
    return Nodes((), np.empty(0, np.int16), pa.array([], pa.string()), np.empty(0, np.int8))
