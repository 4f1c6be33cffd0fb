"""Filling: a store on disk from tables of a whole country, within a limit of memory.

What is read, sorted and joined is read, sorted and joined by the database, which spills what does
not fit. Grouping alone is done in memory, over whole numbers: about a hundred bytes a mention.
"""

from collections.abc import Sequence
from pathlib import Path

from izdes.core.errors import IzdesError
from izdes.core.linking.judgements import Judgement
from izdes.engine.linking.columns import CERTAINTIES
from izdes.engine.linking.incremental.apply import group_everybody
from izdes.engine.linking.incremental.deeds import unknown
from izdes.engine.linking.incremental.relational.renewing import write_anew
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables


class StoreNotEmpty(IzdesError):
    """A country is entered into a store that has complaints already."""

    code = "linking_store_not_empty"


def fill(
    store: RelationalStore,
    complaints: Path,
    mentions: Path,
    *,
    judgements: Sequence[Judgement] = (),
) -> None:
    """Enter all complaints of two Parquet files into a store that has none, and group them.

    Args:
        complaints: ``complaint_id``, and ``reported_at`` in microseconds since 1970, UTC.
        mentions: ``complaint_id, kind, value, certainty``, and ``at`` in microseconds.
        judgements: What officers said of pairs.

    Raises:
        InputRefused: A complaint comes twice, or one is not known of which there is a mention.
        StoreNotEmpty: The store has complaints.
        MemoryTooSmall: The limit does not suffice even with what is spilled.
    """
    tables = store.tables
    if store.count():
        raise StoreNotEmpty
    with store.change():
        told, named = (tables.parquet(path) for path in (complaints, mentions))
        _enter_complaints(tables, told)
        _set_aside(tables, named)
        write_anew(tables, store, store.by_node)
        store.judge(judgements)
        group_everybody(store)


def _enter_complaints(tables: Tables, told: str) -> None:
    """Enter complaints in the order of reports."""
    again = f"SELECT complaint_id FROM {told} GROUP BY complaint_id HAVING count(*) > 1"  # noqa: S608
    _require_none(tables, "complaint_told_twice", again)
    tables.run(
        "INSERT INTO complaint SELECT place, complaint_id, reported_at, place, -1, 0, 0, 0, 0, 0 "  # noqa: S608
        "FROM (SELECT complaint_id, reported_at, "
        "row_number() OVER (ORDER BY reported_at, complaint_id) - 1 AS place "
        f"FROM {told})"
    )


def _set_aside(tables: Tables, named: str) -> None:
    """Put aside what complaints name, each node once: the surest mention, then the earliest."""
    strangers = f"SELECT complaint_id FROM {named} ANTI JOIN complaint USING (complaint_id)"  # noqa: S608
    _require_none(tables, "complaint_unknown", strangers)
    codes = " ".join(f"WHEN '{word}' THEN {code}" for code, word in enumerate(CERTAINTIES))
    earliest = ", ".join(
        f"min(given.at) FILTER (given.certainty = '{word}')" for word in CERTAINTIES
    )
    tables.run(
        "CREATE OR REPLACE TEMP TABLE told AS SELECT row_number() OVER () - 1 AS number, *"  # noqa: S608
        f"FROM (SELECT kind, value, min(CASE certainty {codes} END) AS certainty "
        f"FROM {named} GROUP BY kind, value)"
    )
    tables.run(
        "CREATE OR REPLACE TEMP TABLE named AS SELECT told.number AS node, "  # noqa: S608
        f"complaint.number AS complaint, coalesce({earliest}) AS moment "
        f"FROM {named} AS given JOIN told USING (kind, value) "
        "JOIN complaint USING (complaint_id) GROUP BY told.number, complaint.number"
    )


def _require_none(tables: Tables, code: str, select: str) -> None:
    """Refuse if a query gives any complaint."""
    found = tables.rows(f"SELECT complaint_id FROM ({select}) ORDER BY complaint_id LIMIT 1")  # noqa: S608
    if found:
        raise unknown(code, *(complaint_id for (complaint_id,) in found))
