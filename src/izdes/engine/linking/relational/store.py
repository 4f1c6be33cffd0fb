"""A store in DuckDB: see `izdes.engine.linking.store.Store`, and `schema` for its tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.grouping import Limits
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.ascending import distinct, placed
from izdes.engine.linking.columns import MISTYPED, Int32, Int64, Nodes
from izdes.engine.linking.namings import nothing
from izdes.engine.linking.relational.schema import KEY
from izdes.engine.linking.relational.settings import read_settings, write_settings
from izdes.engine.linking.relational.tables import Tables, Values
from izdes.engine.linking.store import ASLEEP, NOBODY, SOME, Given, Namings, NodeFacts, Trees
from izdes.engine.tracing.ledger.codes import micros, moment_of

_KEYED = f"(SELECT *, {KEY} AS key FROM given) AS keyed"  # noqa: S608 - a sum of ours


class RelationalStore:
    """What linking keeps, in tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.snapshot, self.limits, self.purpose = read_settings(tables)
        names = tables.rows("SELECT name FROM kind ORDER BY number")
        self.kinds: list[str] = [name for (name,) in names]

    @classmethod
    def made(
        cls,
        tables: Tables,
        snapshot: Snapshot,
        *,
        limits: Limits | None = None,
        purpose: Purpose = "series",
    ) -> Self:
        """Make a store of tables that hold nothing yet."""
        with tables.transaction():
            write_settings(tables, snapshot, limits or Limits(), purpose)
        return cls(tables)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make what follows one change: all of it is kept, or nothing."""
        kinds = [*self.kinds]
        try:
            with self._tables.transaction():
                yield
        except BaseException:
            self.kinds = kinds
            raise

    def count(self) -> int:
        """Return how many complaints there are."""
        return int(self._tables.rows("SELECT count(*) FROM complaint")[0][0])

    def everybody(self) -> Int64:
        """Return the numbers of all complaints."""
        return self._tables.numbers("SELECT number FROM complaint ORDER BY number")[0]

    def find(self, ids: Sequence[ComplaintId]) -> Int64:
        """Return the numbers of complaints, -1 for unknown ones."""
        return self._placed(
            "SELECT place, number FROM given JOIN complaint USING (complaint_id)",
            np.full(len(ids), NOBODY, np.int64),
            complaint_id=list(ids),
        )

    def ids(self, complaints: Int64) -> list[ComplaintId]:
        """Return the ids of complaints."""
        select = "SELECT place, complaint_id FROM given JOIN complaint USING (number)"
        return [ComplaintId(word) for word in self._words(select, complaints)]

    def reported(self, complaints: Int64) -> Int64:
        """Return when complaints were reported."""
        return self._facts("complaint", ("reported",), complaints)[0]

    def enter(self, ids: Sequence[ComplaintId], reported: Int64) -> Int64:
        """Enter new complaints, each as a series of its own; return their numbers."""
        numbers = np.arange(len(ids))
        if len(ids):
            numbers += self._next("complaint")
            self._tables.run(
                "INSERT INTO complaint SELECT number, complaint_id, reported, number, -1, "
                "0, 0, 0, 0, 0 FROM given",
                number=numbers,
                complaint_id=list(ids),
                reported=reported,
            )
            for end in ("a", "b"):
                self._tables.run(
                    f"UPDATE judgement SET {end} = given.number FROM given "  # noqa: S608
                    f"WHERE complaint_{end} = given.complaint_id",
                    number=numbers,
                    complaint_id=list(ids),
                )
        return numbers

    def redate(self, complaints: Int64, reported: Int64) -> None:
        """Change when complaints were reported."""
        self._update("complaint", complaints, reported=reported)

    def leave(self, complaints: Int64) -> None:
        """Remove complaints; what they named is removed by itself."""
        if len(complaints):
            for statement in (
                "DELETE FROM complaint WHERE number IN (SELECT number FROM given)",
                "UPDATE judgement SET a = -1 WHERE a IN (SELECT number FROM given)",
                "UPDATE judgement SET b = -1 WHERE b IN (SELECT number FROM given)",
            ):
                self._tables.run(statement, number=complaints)

    def degrees(self, nodes: Nodes) -> Int32:
        """Return how many complaints name each node by the snapshot."""
        found = self._placed(
            f"SELECT place, degree FROM {_KEYED} JOIN degree USING (key, kind, value)",  # noqa: S608
            np.zeros(len(nodes), np.int64),
            kind=[nodes.kinds[kind] for kind in nodes.kind.tolist()],
            value=nodes.value,
        )
        return found.astype(np.int32)

    def enrol(self, nodes: Nodes, agreement: Int64, weight: Int64) -> Int64:
        """Return the numbers of nodes; those that are new are entered with their weights."""
        kinds = np.array([self._kind(name) for name in nodes.kinds], np.int64)[nodes.kind]
        numbers = self._placed(
            f"SELECT place, number FROM {_KEYED} JOIN node USING (key, kind, value)",  # noqa: S608
            np.full(len(nodes), NOBODY, np.int64),
            kind=kinds,
            value=nodes.value,
        )
        new = np.flatnonzero(numbers == NOBODY)
        if len(new):
            numbers[new] = self._next("node") + np.arange(len(new))
            self._tables.run(
                f"INSERT INTO node SELECT {KEY}, number, kind, value, certainty, agreement, "  # noqa: S608
                "weight, -1 FROM given",
                number=numbers[new],
                kind=kinds[new],
                value=nodes.value.take(new),
                certainty=nodes.certainty[new],
                agreement=agreement[new],
                weight=weight[new],
            )
            self._note_slips(nodes, numbers, new[nodes.certainty[new] == MISTYPED])
        return numbers

    def _kind(self, name: str) -> int:
        """Return the place of a kind, entering it where it is new."""
        if name not in self.kinds:
            number = np.array([len(self.kinds)])
            self._tables.run(
                "INSERT INTO kind SELECT number, name FROM given", number=number, name=[name]
            )
            self.kinds.append(name)
        return self.kinds.index(name)

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
            self._tables.run(
                "INSERT INTO slip SELECT kind, value, node FROM given",
                kind=kinds,
                value=values,
                node=np.array(found),
            )

    def nodes(self, numbers: Int64) -> NodeFacts:
        """Return what is known of nodes."""
        names = ("kind", "certainty", "agreement", "weight", "meant")
        kind, certainty, *others = self._facts("node", names, numbers)
        return NodeFacts(kind.astype(np.int16), certainty.astype(np.int8), *others)

    def values(self, numbers: Int64) -> list[str]:
        """Return the values of nodes."""
        return self._words("SELECT place, value FROM given JOIN node USING (number)", numbers)

    def find_nodes(self, kind: str, values: Sequence[str]) -> Int64:
        """Return the numbers of nodes of one kind, -1 for unknown ones."""
        return self._placed(
            f"SELECT place, number FROM {_KEYED} JOIN node USING (key, kind, value)",  # noqa: S608
            np.full(len(values), NOBODY, np.int64),
            kind=np.full(len(values), self._kind(kind)),
            value=list(values),
        )

    def slips_of(self, kind: str, values: Sequence[str]) -> Int64:
        """Return the mistyped nodes of a kind that one slip turns into one of some values."""
        if not values:
            return np.empty(0, np.int64)
        select = "SELECT node FROM slip JOIN given USING (kind, value)"
        return self._tables.numbers(select, kind=[kind] * len(values), value=list(values))[0]

    def mean(self, nodes: Int64, meant: Int64, weight: Int64) -> None:
        """Note what mistyped nodes are taken to mean, and what they then weigh."""
        self._update("node", nodes, meant=meant, weight=weight)

    def named_by(self, complaints: Int64) -> Namings:
        """Return all that complaints name."""
        return self._namings("complaint", complaints)

    def naming(self, nodes: Int64) -> Namings:
        """Return all that name nodes."""
        return self._namings("node", nodes)

    def _namings(self, column: str, numbers: Int64) -> Namings:
        """Return the rows that have one of some numbers in a column."""
        if not len(numbers):
            return nothing()
        which = f"{column} IN (SELECT number FROM given)"  # noqa: S608 - a column of ours
        return self._rows(which, number=numbers)

    def _rows(self, which: str, **given: Values) -> Namings:
        """Return some rows."""
        select = f"SELECT node, complaint, moment, how FROM naming WHERE {which}"  # noqa: S608
        node, complaint, at, how = self._tables.numbers(select, **given)
        return Namings(node, complaint, at, how.astype(np.int8))

    def everything(self) -> Iterator[tuple[Int64, Namings]]:
        """Yield nodes and all that name them, some nodes at a time, both ascending."""
        for first in range(0, self._next("node"), SOME):
            rows = self._rows(f"node BETWEEN {first} AND {first + SOME - 1} AND how <> {ASLEEP}")
            yield distinct(rows.node), rows

    def add(self, rows: Namings) -> None:
        """Add rows, those of one complaint beside each other."""
        rows = rows.only(np.argsort(rows.complaint, kind="stable"))
        self._with_rows("INSERT INTO naming SELECT node, complaint, moment, how FROM given", rows)

    def remove(self, rows: Namings) -> None:
        """Remove rows."""
        same = " AND ".join(
            f"naming.{c} = given.{c}" for c in ("node", "complaint", "moment", "how")
        )
        self._with_rows(f"DELETE FROM naming USING given WHERE {same}", rows)  # noqa: S608

    def _with_rows(self, statement: str, rows: Namings) -> None:
        """Run a statement that is given rows, if there are any."""
        if len(rows):
            columns = {"node": rows.node, "complaint": rows.complaint, "moment": rows.at}
            self._tables.run(statement, **columns, how=rows.how)

    def series_of(self, complaints: Int64) -> tuple[Int64, Int64]:
        """Return the series of complaints and their bars."""
        series, bar = self._facts("complaint", ("series", "bar"), complaints)
        return series, bar

    def trees(self, series: Int64) -> Trees:
        """Return series with their joins."""
        return self._trees("SELECT number FROM given", series)

    def trees_of(self, complaints: Int64) -> Trees:
        """Return the series of complaints with their joins."""
        return self._trees("SELECT series FROM complaint JOIN given USING (number)", complaints)

    def _trees(self, which: str, numbers: Int64) -> Trees:
        """Return the series that a query gives."""
        if not len(numbers):
            return Trees(np.zeros(1, np.int64), *(np.empty(0, np.int64) for _ in range(6)))
        series, turn, *columns = self._tables.numbers(
            "SELECT series, turn, number, above, evidence, height, level, reported "  # noqa: S608
            f"FROM complaint WHERE series IN ({which})",
            number=numbers,
        )
        names = distinct(series)
        place = placed(names, series)
        first = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(names)))])
        rows = np.empty(len(place), np.int64)
        rows[first[place] + turn] = np.arange(len(place))
        return Trees(first, *(column[rows] for column in columns))

    def plant(self, trees: Trees, bar: Int64) -> None:
        """Put series in place of those that their members were in."""
        sizes = np.diff(trees.first)
        self._update(
            "complaint",
            trees.complaint,
            series=trees.series,
            above=trees.above,
            evidence=trees.evidence,
            height=trees.height,
            level=trees.level,
            turn=np.arange(len(trees.complaint)) - np.repeat(trees.first[:-1], sizes),
            bar=bar,
        )

    def judgements_of(self, complaints: Int64 | None = None) -> list[Given]:
        """Return the judgements on complaints, or all."""
        if complaints is None:
            return self._judgements("")
        where = "WHERE a IN (SELECT number FROM given) OR b IN (SELECT number FROM given)"
        return self._judgements(where, number=complaints)

    def judgements(self, judgement_ids: Sequence[str]) -> list[Given]:
        """Return the judgements of some ids, as far as they are there."""
        if not judgement_ids:
            return []
        return self._judgements("SEMI JOIN given USING (judgement_id)", judgement_id=judgement_ids)

    def _judgements(self, which: str, **given: Values) -> list[Given]:
        """Return some judgements."""
        columns = "judgement_id, complaint_a, complaint_b, verdict, moment, by_whom, reason, a, b"
        rows = self._tables.rows(f"SELECT {columns} FROM judgement {which}", **given)  # noqa: S608
        return [
            Given(Judgement(name, one, other, verdict, moment_of(at), by, reason), a, b)
            for name, one, other, verdict, at, by, reason, a, b in rows
        ]

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Add judgements."""
        if judgements:
            self._tables.run(
                "INSERT INTO judgement SELECT name, complaint_a, complaint_b, a, b, verdict, "
                "moment, by_whom, reason FROM given",
                name=[j.judgement_id for j in judgements],
                complaint_a=[j.complaint_a for j in judgements],
                complaint_b=[j.complaint_b for j in judgements],
                a=self.find([j.complaint_a for j in judgements]),
                b=self.find([j.complaint_b for j in judgements]),
                verdict=[j.verdict for j in judgements],
                moment=np.array([micros(j.at) for j in judgements], np.int64),
                by_whom=[j.by for j in judgements],
                reason=[j.reason for j in judgements],
            )

    def unjudge(self, judgement_ids: Sequence[str]) -> None:
        """Withdraw judgements."""
        if judgement_ids:
            self._tables.run(
                "DELETE FROM judgement WHERE judgement_id IN (SELECT judgement_id FROM given)",
                judgement_id=judgement_ids,
            )

    def _next(self, table: str) -> int:
        """Return a number that nothing in a table has, nor any after it."""
        found = self._tables.rows(f"SELECT max(number) FROM {table}")[0][0]  # noqa: S608
        return 0 if found is None else int(found) + 1

    def _facts(self, table: str, columns: Sequence[str], numbers: Int64) -> list[Int64]:
        """Return columns of a table for some numbers, in their order."""
        names = ", ".join(columns)
        select = f"SELECT place, {names} FROM given JOIN {table} USING (number)"  # noqa: S608
        if not len(numbers):
            return [np.empty(0, np.int64) for _ in columns]
        place, *found = self._tables.numbers(select, number=numbers, place=np.arange(len(numbers)))
        order = np.empty(len(numbers), np.int64)
        order[place] = np.arange(len(place))
        return [column[order] for column in found]

    def _words(self, select: str, numbers: Int64) -> list[str]:
        """Return a word for each of some numbers, in their order."""
        if not len(numbers):
            return []
        rows = self._tables.rows(select, number=numbers, place=np.arange(len(numbers)))
        return [word for _, word in sorted(rows)]

    def _placed(self, select: str, blank: Int64, **given: Values) -> Int64:
        """Return a number for each row that a query is given, in their order.

        Args:
            blank: What stands where the query finds none.
        """
        if len(blank):
            place, found = self._tables.numbers(select, **given, place=np.arange(len(blank)))
            blank[place] = found
        return blank

    def _update(self, table: str, numbers: Int64, **columns: Int64) -> None:
        """Write columns of a table for some numbers."""
        if not len(numbers):
            return
        written = ", ".join(f"{name} = given.{name}" for name in columns)
        where = f"{table}.number = given.number"
        statement = f"UPDATE {table} SET {written} FROM given WHERE {where}"  # noqa: S608
        self._tables.run(statement, number=numbers, **columns)
