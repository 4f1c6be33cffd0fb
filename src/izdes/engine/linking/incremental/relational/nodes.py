"""Nodes of a store on disk: their kinds, values and weights, and what mistyped ones mean."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

import numpy as np

from izdes.core.identifiers.mistyped import candidates
from izdes.engine.linking.columns import MISTYPED, Int32, Int64, Nodes
from izdes.engine.linking.incremental.relational.by_number import (
    facts,
    next_number,
    placed_rows,
    update,
    words,
)
from izdes.engine.linking.incremental.relational.database import Database
from izdes.engine.linking.incremental.relational.schema import KEY, key_of
from izdes.engine.linking.incremental.relational.settings import enter_kinds
from izdes.engine.linking.incremental.store import NOBODY, NodeFacts
from izdes.engine.tracing.ledger.codes import moment_of

_HANDED = f"""
    SELECT node.number, handed.moment
    FROM (SELECT *, {KEY} AS key FROM handover) AS handed
    JOIN kind ON kind.name = handed.kind
    JOIN node ON node.key = handed.key AND node.kind = kind.number AND node.value = handed.value
    WHERE node.number IN (SELECT number FROM given)
"""  # noqa: S608 - a sum of ours


class KeptNodes:
    """Nodes, in tables.

    Attributes:
        kinds: Names of the kinds of nodes, by their places.
    """

    tables: Database
    # So many nodes are looked up one by one, by numbers that are made here.
    few_nodes: ClassVar[int] = 64
    kinds: list[str]
    _has_handovers: bool

    def degrees(self, nodes: Nodes) -> Int32:
        """Return how many complaints name each node by the snapshot."""
        return self._by_value("degree", "degree", nodes, 0).astype(np.int32)

    def find_nodes(self, nodes: Nodes) -> Int64:
        """Return the numbers of nodes, -1 for unknown ones."""
        return self._by_value("node", "number", nodes, NOBODY)

    def _by_value(self, table: str, column: str, nodes: Nodes, blank: int) -> Int64:
        """Return a column of a table by kind and value, or what stands where there is none."""
        kinds = self._kinds_of(nodes)
        values = nodes.value.to_pylist()
        if len(nodes) > self.few_nodes:
            return placed_rows(
                self.tables,
                f"SELECT place, {column} FROM (SELECT *, {KEY} AS key FROM given) AS keyed "  # noqa: S608
                f"JOIN {table} USING (key, kind, value)",
                np.full(len(nodes), blank, np.int64),
                kind=kinds,
                value=nodes.value,
            )
        keys = ", ".join(str(key_of(value)) for value in values)
        select = f"SELECT kind, value, {column} FROM {table} WHERE key IN ({keys})"  # noqa: S608
        rows = self.tables.rows(select) if values else []
        found = {(kind, value): number for kind, value, number in rows}
        sought = zip(kinds.tolist(), values, strict=True)
        return np.array([found.get(node, blank) for node in sought], np.int64)

    def enrol(self, nodes: Nodes, agreement: Int64, weight: Int64) -> Int64:
        """Enter new nodes with their weights; return their numbers."""
        numbers = np.arange(len(nodes))
        if len(nodes):
            numbers += next_number(self.tables, "node")
            self.tables.run(
                f"INSERT INTO node SELECT {KEY}, number, kind, value, certainty, agreement, "  # noqa: S608
                "weight, -1 FROM given",
                number=numbers,
                kind=self._kinds_of(nodes),
                value=nodes.value,
                certainty=nodes.certainty,
                agreement=agreement,
                weight=weight,
            )
            self._note_slips(nodes, numbers, np.flatnonzero(nodes.certainty == MISTYPED))
        return numbers

    def _kinds_of(self, nodes: Nodes) -> Int64:
        """Return the places of nodes' kinds among those of the store, entering new ones."""
        new = [name for name in nodes.kinds if name not in self.kinds]
        enter_kinds(self.tables, len(self.kinds), new)
        self.kinds += new
        return np.array([self.kinds.index(name) for name in nodes.kinds], np.int64)[nodes.kind]

    def _note_slips(self, nodes: Nodes, numbers: Int64, wrong: Int64) -> None:
        """Note of which right numbers new mistyped ones are slips."""
        rows = [
            (kind, right, number)
            for n, number in zip(wrong.tolist(), numbers[wrong].tolist(), strict=True)
            for kind, value in [nodes.node(n)]
            for right in candidates(kind, value)
        ]
        if rows:
            kinds, values, found = ([*column] for column in zip(*rows, strict=True))
            self.tables.run(
                "INSERT INTO slip SELECT kind, value, node FROM given",
                kind=kinds,
                value=values,
                node=np.array(found),
            )

    def nodes(self, numbers: Int64) -> NodeFacts:
        """Return what is known of nodes."""
        names = ("kind", "certainty", "agreement", "weight", "meant")
        kind, certainty, *others = facts(self.tables, "node", names, numbers)
        return NodeFacts(kind.astype(np.int16), certainty.astype(np.int8), *others)

    def values(self, numbers: Int64) -> list[str]:
        """Return the values of nodes."""
        return words(
            self.tables, "SELECT place, value FROM given JOIN node USING (number)", numbers
        )

    def handovers(self, nodes: Int64) -> Mapping[int, Sequence[datetime]]:
        """Return when nodes passed to other holders, by number, as far as that is known."""
        found: defaultdict[int, list[datetime]] = defaultdict(list)
        if self._has_handovers:
            for number, at in self.tables.rows(_HANDED, number=nodes):
                found[number].append(moment_of(at))
        return found

    def slips_of(self, kind: str, values: Sequence[str]) -> Int64:
        """Return the mistyped nodes of a kind that one slip turns into one of some values."""
        if not values:
            return np.empty(0, np.int64)
        select = "SELECT node FROM slip JOIN given USING (kind, value)"
        return self.tables.numbers(select, kind=[kind] * len(values), value=list(values))[0]

    def mean(self, nodes: Int64, meant: Int64, weight: Int64) -> None:
        """Note what mistyped nodes are taken to mean, and what they then weigh."""
        update(self.tables, "node", nodes, meant=meant, weight=weight)
