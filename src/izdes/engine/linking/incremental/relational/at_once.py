"""A whole country linked on disk at once: the same links as those of `izdes.engine.linking.links`.

Mentions are handed over as Parquet, entered into a file under a limit of memory, and grouped; the
file goes on after that as any store does. What is returned are values in memory.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Node
from izdes.core.linking.series import HubFound, Links
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes
from izdes.engine.linking.columns import CERTAINTIES, Int64, MentionColumns
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.incremental.reading import (
    campaigns_of,
    contradictions_of,
    links_of,
    series_of,
)
from izdes.engine.linking.incremental.relational.filling import fill
from izdes.engine.linking.incremental.relational.renewing import parts_told, put_told
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables
from izdes.engine.linking.incremental.store import ASLEEP, OWN
from izdes.engine.linking.weights import weighed

_FILE, _COMPLAINTS, _MENTIONS = "linking.duckdb", "complaints.parquet", "mentions.parquet"
_THREADS = 2


def link_on_disk(
    mentions: MentionColumns,
    snapshot: Snapshot,
    *,
    judgements: Sequence[Judgement] = (),
    changes: Changes | None = None,
    limits: Limits | None = None,
    folder: Path,
    memory_limit: str,
) -> Links:
    """Link complaints by their mentions in a file.

    Args:
        changes: When an identifier passed to another holder.
        folder: An empty folder for the file and for what is spilled.
        memory_limit: What DuckDB may use (``2GB``); grouping takes its numbers on top.

    Raises:
        MemoryTooSmall: The limit does not suffice even with what is spilled.
    """
    files = write_country(folder, mentions, np.arange(mentions.complaints))
    with Tables(folder / _FILE, memory_limit=memory_limit, threads=_THREADS) as tables:
        store = RelationalStore.made(tables, snapshot, changes=changes, limits=limits)
        fill(store, *files, judgements=judgements)
        return Links(
            series=series_of(store),
            campaigns=campaigns_of(store),
            links=links_of(store, store.everybody()),
            hubs=tuple(sorted(_hubs(store, snapshot))),
            contradictions=contradictions_of(store),
            snapshot=snapshot,
        )


def write_country(folder: Path, mentions: MentionColumns, reported: Int64) -> tuple[Path, Path]:
    """Write complaints and what they name as Parquet; return both files.

    Args:
        reported: By complaint: when it was reported, in microseconds since 1970, or any number
            that keeps their order.
    """
    told, named = folder / _COMPLAINTS, folder / _MENTIONS
    nodes, node = mentions.nodes, pa.array(mentions.node)
    pq.write_table(pa.table({"complaint_id": mentions.ids, "reported_at": reported}), told)
    kinds, certainties = pa.array(nodes.kinds, pa.string()), pa.array(CERTAINTIES)
    table = {
        "complaint_id": mentions.ids.take(pa.array(mentions.complaint)),
        "kind": kinds.take(pa.array(nodes.kind[mentions.node])),
        "value": nodes.value.take(node),
        "at": mentions.at,
        "certainty": certainties.take(pa.array(nodes.certainty[mentions.node])),
    }
    pq.write_table(pa.table(table), named)
    return told, named


def _hubs(store: RelationalStore, snapshot: Snapshot) -> Iterator[HubFound]:
    """Yield the identifiers on which there is a verdict, named or implied by complaints.

    A number near to another has none of its own.
    """
    verdicts: dict[Node, Verdict] = {}
    named: list[int] = []
    said: list[Node] = []
    put_told(store.tables)
    for numbers, nodes in parts_told(store.tables):
        implied = implied_by(nodes)
        found = weighed(implied.nodes, np.zeros(len(implied.nodes), np.int32), snapshot).said
        verdicts |= {implied.nodes.node(n): verdict for n, verdict in found.items()}
        for column in (np.arange(len(nodes)), implied.wider):
            which = np.flatnonzero(np.isin(column, list(found)))
            named += numbers[which].tolist()
            said += map(implied.nodes.node, column[which].tolist())
    for kind, value, degree in _degrees(store.tables, named, said):
        verdict = verdicts[kind, value]
        yield HubFound(kind, value, degree, verdict.verdict, verdict.reason, verdict.grounds)


def _degrees(
    tables: Tables, named: Sequence[int], said: Sequence[Node]
) -> list[tuple[str, str, int]]:
    """Return nodes with how many complaints name something that is such a node or implies it."""
    if not named:
        return []
    kinds, values = zip(*said, strict=True)
    return tables.rows(
        "SELECT kind, value, count(DISTINCT complaint) FROM given "  # noqa: S608 - words of ours
        f"JOIN naming ON naming.node = given.node AND how IN ({OWN}, {ASLEEP}) GROUP BY ALL",
        node=np.array(named, np.int64),
        kind=kinds,
        value=values,
    )
