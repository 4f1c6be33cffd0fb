"""Renewing: what complaints name, imply and mean, written anew under a snapshot, on disk.

Who names what stands in the table ``named``, the nodes in ``told``; a part of these at a time is
weighed in memory, the rest are queries. Meanings of mistyped numbers come last, for they depend on
what others name.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from izdes.core.linking.kinds import NEAR
from izdes.engine.linking.columns import EXACT, Int64, Nodes
from izdes.engine.linking.implied import NONE, implied_by
from izdes.engine.linking.incremental.namings import entered, kept_of
from izdes.engine.linking.incremental.relational.database import Database
from izdes.engine.linking.incremental.store import ASLEEP, IMPLIED, MEANT, OWN, SOME, Store

# Mistyped nodes that are a slip away from exactly one number that somebody names exactly.
_MEANT = f"""
    WITH sure AS (
        SELECT kind.name AS kind, value FROM node JOIN kind ON kind.number = node.kind
        WHERE certainty = {EXACT} AND node.number IN (SELECT node FROM naming WHERE how = {OWN})
    ), single AS (
        SELECT node, min(kind) AS kind, min(value) AS value
        FROM slip JOIN sure USING (kind, value) GROUP BY node HAVING count(*) = 1
    )
    SELECT single.node, node.number FROM single JOIN kind ON kind.name = single.kind || '{NEAR}'
    JOIN node ON node.kind = kind.number AND node.value = single.value
"""  # noqa: S608 - words of ours
_RENEWED = "told BIGINT, node BIGINT, how BIGINT, wider BIGINT, near BIGINT"


def set_aside(tables: Database, by_node: str) -> None:
    """Put aside what complaints name themselves, and forget the rest.

    Args:
        by_node: Where namings stand in the order of nodes.
    """
    put_aside(
        tables,
        "named",
        f"SELECT node, complaint, moment FROM naming WHERE how IN ({OWN}, {ASLEEP})",  # noqa: S608
    )
    put_told(tables)
    for table in ("naming", by_node, "node", "slip"):
        tables.run(f"DELETE FROM {table}")  # noqa: S608 - a table of ours


def put_told(tables: Database) -> None:
    """Put aside the nodes that complaints name themselves."""
    put_aside(
        tables,
        "told",
        "SELECT node.number, kind.name AS kind, value, certainty "  # noqa: S608 - words of ours
        "FROM node JOIN kind ON kind.number = node.kind "
        f"WHERE node.number IN (SELECT node FROM naming WHERE how IN ({OWN}, {ASLEEP}))",
    )


def put_aside(tables: Database, table: str, select: str) -> None:
    """Put what a query gives into a table of this connection's own."""
    tables.run(f"DROP TABLE IF EXISTS {table}")
    tables.run(f"CREATE TEMP TABLE {table} AS {select}")


def write_anew(tables: Database, store: Store, by_node: str) -> None:
    """Write what is put aside: nodes with their weights, and who names, implies and means them."""
    tables.run("DROP TABLE IF EXISTS renewed")
    tables.run(f"CREATE TEMP TABLE renewed ({_RENEWED})")
    for numbers, nodes in parts_told(tables):
        _enter(tables, store, numbers, nodes)
    tables.run(
        "INSERT INTO naming SELECT renewed.node, complaint, moment, how FROM named "
        "JOIN renewed ON renewed.told = named.node ORDER BY complaint"
    )
    for column in ("wider", "near"):
        tables.run(
            f"INSERT INTO naming SELECT DISTINCT {column}, complaint, moment, {IMPLIED} FROM named "  # noqa: S608
            f"JOIN renewed ON renewed.told = named.node AND {column} <> {NONE} ORDER BY complaint"
        )
    _note_meanings(tables, store)
    if by_node != "naming":
        tables.run(f"INSERT INTO {by_node} SELECT * FROM naming ORDER BY node")  # noqa: S608 - ours
    for table in ("named", "told", "renewed"):
        tables.run(f"DROP TABLE {table}")


def parts_told(tables: Database) -> Iterator[tuple[Int64, Nodes]]:
    """Yield the nodes that complaints name themselves, some at a time, with their numbers."""
    last = tables.rows("SELECT max(number) FROM told")[0][0]
    for first in range(0, 0 if last is None else last + 1, SOME):
        found = tables.table(
            "SELECT number, kind, value, certainty FROM told "  # noqa: S608 - numbers of ours
            f"WHERE number BETWEEN {first} AND {first + SOME - 1}"
        )
        yield found["number"].to_numpy(), nodes_in(found)


def nodes_in(table: Any) -> Nodes:  # noqa: ANN401 - Arrow publishes no types
    """Return the nodes of a table's columns ``kind``, ``value`` and ``certainty``."""
    kinds = table["kind"].combine_chunks().dictionary_encode()
    return Nodes(
        tuple(kinds.dictionary.to_pylist()),
        kinds.indices.to_numpy().astype(np.int16),
        table["value"].combine_chunks(),
        table["certainty"].to_numpy().astype(np.int8),
    )


def _enter(tables: Database, store: Store, numbers: Int64, nodes: Nodes) -> None:
    """Enter some nodes and those that they imply."""
    implied = implied_by(nodes)
    found = entered(store, implied)
    kept = kept_of(store, implied, found)
    columns = {}
    for name, by_node in (("wider", implied.wider), ("near", implied.near)):
        counts = kept & (by_node != NONE) & (found.milli[by_node] != 0)
        columns[name] = np.where(counts, found.numbers[by_node], NONE)
    tables.run(
        "INSERT INTO renewed SELECT told, node, how, wider, near FROM given",
        told=numbers,
        node=found.numbers[: len(nodes)],
        how=np.where(kept, OWN, ASLEEP),
        **columns,
    )


def _note_meanings(tables: Database, store: Store) -> None:
    """Note what mistyped numbers mean, and who means it."""
    wrong, meant = tables.numbers(_MEANT)
    own, implied = store.nodes(wrong).agreement, store.nodes(meant).agreement
    store.mean(wrong, meant, np.maximum(own, implied) - implied)
    tables.run(
        f"INSERT INTO naming SELECT DISTINCT node.meant, complaint, moment, {MEANT} FROM naming "  # noqa: S608
        f"JOIN node ON node.number = naming.node AND how = {OWN} "
        "JOIN node AS near ON near.number = node.meant AND near.agreement <> 0"
    )
