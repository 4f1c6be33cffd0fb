"""Namings of a store on disk: which complaint names which node, kept in the order of both."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct
from izdes.engine.linking.incremental.namings import nothing
from izdes.engine.linking.incremental.relational.by_number import next_number
from izdes.engine.linking.incremental.relational.database import Database, Values
from izdes.engine.linking.incremental.store import ASLEEP, SOME, Namings


class KeptNamings:
    """Which complaint names which node, in tables."""

    tables: Database
    # The same rows in the order of nodes; a server with an index of each needs them once.
    by_node: ClassVar[str] = "naming_by_node"

    def named_by(self, complaints: Int64) -> Namings:
        """Return all that complaints name."""
        return self._namings("naming", "complaint", complaints)

    def naming(self, nodes: Int64) -> Namings:
        """Return all that name nodes."""
        return self._namings(self.by_node, "node", nodes)

    def _namings(self, table: str, column: str, numbers: Int64) -> Namings:
        """Return the rows that have one of some numbers in a column."""
        if not len(numbers):
            return nothing()
        which = f"{table} WHERE {column} IN (SELECT number FROM given)"  # noqa: S608 - of ours
        return self._rows(which, number=numbers)

    def _rows(self, which: str, **given: Values) -> Namings:
        """Return some rows."""
        select = f"SELECT node, complaint, moment, how FROM {which}"  # noqa: S608 - of ours
        node, complaint, at, how = self.tables.numbers(select, **given)
        return Namings(node, complaint, at, how.astype(np.int8))

    def everything(self) -> Iterator[tuple[Int64, Namings]]:
        """Yield nodes and all that name them, some nodes at a time, both ascending."""
        for first in range(0, next_number(self.tables, "node"), SOME):
            part = f"node BETWEEN {first} AND {first + SOME - 1} AND how <> {ASLEEP}"
            rows = self._rows(f"{self.by_node} WHERE {part}")
            yield distinct(rows.node), rows

    def add(self, rows: Namings) -> None:
        """Add rows, those of one complaint, and those of one node, beside each other."""
        for table, keys in {"naming": rows.complaint, self.by_node: rows.node}.items():
            statement = f"INSERT INTO {table} SELECT node, complaint, moment, how FROM given"  # noqa: S608
            self._with_rows(statement, rows.only(np.argsort(keys, kind="stable")))

    def remove(self, rows: Namings) -> None:
        """Remove rows."""
        for table in {"naming", self.by_node}:
            same = " AND ".join(
                f"{table}.{c} = given.{c}" for c in ("node", "complaint", "moment", "how")
            )
            self._with_rows(f"DELETE FROM {table} USING given WHERE {same}", rows)  # noqa: S608

    def _with_rows(self, statement: str, rows: Namings) -> None:
        """Run a statement that is given rows, if there are any."""
        if len(rows):
            columns = {"node": rows.node, "complaint": rows.complaint, "moment": rows.at}
            self.tables.run(statement, **columns, how=rows.how)
