"""Complaints of a store on disk: who they are, and their series with all joins."""

from collections.abc import Sequence

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, placed
from izdes.engine.linking.incremental.relational.by_number import (
    facts,
    next_number,
    placed_rows,
    update,
    words,
)
from izdes.engine.linking.incremental.relational.database import Database
from izdes.engine.linking.incremental.store import NOBODY, Trees


class KeptComplaints:
    """Complaints and their series, in tables."""

    tables: Database

    def count(self) -> int:
        """Return how many complaints there are."""
        return int(self.tables.rows("SELECT count(*) FROM complaint")[0][0])

    def everybody(self) -> Int64:
        """Return the numbers of all complaints."""
        return self.tables.numbers("SELECT number FROM complaint ORDER BY number")[0]

    def find(self, ids: Sequence[ComplaintId]) -> Int64:
        """Return the numbers of complaints, -1 for unknown ones."""
        return placed_rows(
            self.tables,
            "SELECT place, number FROM given JOIN complaint USING (complaint_id)",
            np.full(len(ids), NOBODY, np.int64),
            complaint_id=list(ids),
        )

    def ids(self, complaints: Int64) -> list[ComplaintId]:
        """Return the ids of complaints."""
        select = "SELECT place, complaint_id FROM given JOIN complaint USING (number)"
        return [ComplaintId(word) for word in words(self.tables, select, complaints)]

    def reported(self, complaints: Int64) -> Int64:
        """Return when complaints were reported."""
        return facts(self.tables, "complaint", ("reported",), complaints)[0]

    def enter(self, ids: Sequence[ComplaintId], reported: Int64) -> Int64:
        """Enter new complaints, each as a series of its own; return their numbers."""
        numbers = np.arange(len(ids))
        if len(ids):
            numbers += next_number(self.tables, "complaint")
            self.tables.run(
                "INSERT INTO complaint SELECT number, complaint_id, reported, number, -1, "
                "0, 0, 0, 0, 0 FROM given",
                number=numbers,
                complaint_id=list(ids),
                reported=reported,
            )
            for end in ("a", "b"):
                self.tables.run(
                    f"UPDATE judgement SET {end} = given.number FROM given "  # noqa: S608
                    f"WHERE complaint_{end} = given.complaint_id",
                    number=numbers,
                    complaint_id=list(ids),
                )
        return numbers

    def redate(self, complaints: Int64, reported: Int64) -> None:
        """Change when complaints were reported."""
        update(self.tables, "complaint", complaints, reported=reported)

    def leave(self, complaints: Int64) -> None:
        """Remove complaints; what they named is removed by itself."""
        if len(complaints):
            for statement in (
                "DELETE FROM complaint WHERE number IN (SELECT number FROM given)",
                "UPDATE judgement SET a = -1 WHERE a IN (SELECT number FROM given)",
                "UPDATE judgement SET b = -1 WHERE b IN (SELECT number FROM given)",
            ):
                self.tables.run(statement, number=complaints)

    def series_of(self, complaints: Int64) -> tuple[Int64, Int64]:
        """Return the series of complaints and their bars."""
        series, bar = facts(self.tables, "complaint", ("series", "bar"), complaints)
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
        series, turn, *columns = self.tables.numbers(
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
        update(
            self.tables,
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
