"""A DuckDB database on disk that holds the tables of one ledger, within a limit of memory.

What does not fit into memory is spilled into the given folder. Nothing is fetched from outside:
extensions are neither installed nor loaded by themselves.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import duckdb
import pyarrow as pa

from izdes.core.errors import IzdesError
from izdes.engine.tracing.relational.dialect import SCALED, in_duckdb
from izdes.engine.tracing.relational.steps import STEPS

Row = tuple[object, ...]
R = TypeVar("R", bound=NamedTuple)

_FILE = "tables.duckdb"
_BATCH = 10_000
_ARROW = {"int": pa.int64(), "text": pa.string()}


class MemoryTooSmall(IzdesError):
    """The limit of memory does not suffice for one step, even with what is spilled."""

    code = "memory_limit_too_small"


class Database:
    """Tables of one ledger, made step by step."""

    def __init__(self, folder: Path, *, memory_limit: str, threads: int) -> None:
        """Open a new database in a folder.

        Args:
            memory_limit: As DuckDB takes it: ``2GB``, ``200MB``.
            threads: How many to use; the results are the same with any.
        """
        self._folder, self._limit = folder, memory_limit
        self._remove()
        self._connection = duckdb.connect(
            str(folder / _FILE),
            config={
                "memory_limit": memory_limit,
                "threads": str(threads),
                "temp_directory": str(folder / "spilled"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self._schema = "main"
        self._connection.execute(SCALED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._remove()

    def _remove(self) -> None:
        """Remove the database; what was written out of it stays."""
        for name in (_FILE, f"{_FILE}.wal"):
            (self._folder / name).unlink(missing_ok=True)

    def use(self, schema: str) -> None:
        """Make tables in another schema from now on; what it lacks is read from the main one."""
        self._execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._schema = schema
        self._execute(self._search_path)

    @property
    def _search_path(self) -> str:
        return f"SET search_path = '{self._schema},main'"

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own, so that rows can be read while tables are made."""
        cursor = self._connection.cursor()
        cursor.execute(self._search_path)
        return cursor

    def run(self, step: str, *, name: str | None = None) -> None:
        """Run a step: its result becomes the table of its name, or of another."""
        found = STEPS[step]
        self.make(name or found.name, found.select)

    def make(self, table: str, select: str) -> None:
        """Make a table of a query's result, in place of one of that name."""
        self._execute(f"CREATE OR REPLACE TABLE {self._schema}.{table} AS {in_duckdb(select)}")

    def write(self, path: Path, select: str) -> None:
        """Write a query's rows as Parquet; the query says their order."""
        text = str(path).replace("'", "''")
        self._execute(f"COPY ({in_duckdb(select)}) TO '{text}' (FORMAT parquet)")

    def append(self, table: str, select: str) -> None:
        """Add a query's rows to a table."""
        self._execute(f"INSERT INTO {self._schema}.{table} {in_duckdb(select)}")

    def push(self, table: str, columns: dict[str, str], rows: Iterable[Row]) -> None:
        """Make a table of rows that were decided outside; few at a time are held in memory."""
        waiting = iter(rows)
        self._push(table, columns, list(islice(waiting, _BATCH)), is_new=True)
        while batch := list(islice(waiting, _BATCH)):
            self._push(table, columns, batch, is_new=False)

    def _push(self, table: str, columns: dict[str, str], rows: list[Row], *, is_new: bool) -> None:
        """Make a table of rows, or add them to it."""
        arrays = [
            pa.array([row[n] for row in rows], _ARROW[kind])
            for n, kind in enumerate(columns.values())
        ]
        self._connection.register("pushed", pa.table(arrays, names=list(columns)))
        (self.make if is_new else self.append)(table, "SELECT * FROM pushed")
        self._connection.unregister("pushed")

    def drop(self, *tables: str) -> None:
        """Drop tables that are needed no more."""
        for table in tables:
            self._execute(f"DROP TABLE IF EXISTS {self._schema}.{table}")

    def rows(self, select: str) -> Iterator[Row]:
        """Yield a query's rows, few at a time; the query says their order."""
        cursor = self._cursor()
        with self._limited():
            cursor.execute(in_duckdb(select))
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        cursor.close()

    def read(self, record: type[R], table: str, *, order: str) -> Iterator[R]:
        """Yield a table's rows in order, as records of the columns that they name."""
        clauses = ("SELECT", ", ".join(record._fields), "FROM", table, "ORDER BY", order)
        yield from map(record._make, self.rows(" ".join(clauses)))

    def batches(self, select: str) -> Iterator[pa.RecordBatch]:
        """Yield a query's result as Arrow batches."""
        cursor = self._cursor()
        with self._limited():
            yield from cursor.sql(in_duckdb(select)).to_arrow_reader(_BATCH * 10)
        cursor.close()

    def table(self, select: str) -> pa.Table:
        """Return a query's result as one Arrow table."""
        cursor = self._cursor()
        with self._limited():
            found = cursor.sql(in_duckdb(select)).to_arrow_table()
        cursor.close()
        return found

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.one(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - a step's own name

    def one(self, select: str) -> int:
        """Return the one whole number that a query gives; 0 where it gives none."""
        found = self._execute(in_duckdb(select)).fetchall()
        return int(found[0][0] or 0) if found else 0

    def _execute(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Run a statement."""
        with self._limited():
            return self._connection.execute(statement)

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Say it in our words where the limit of memory does not suffice.

        Raises:
            MemoryTooSmall: A statement needs more than the limit leaves it.
        """
        try:
            yield
        except duckdb.OutOfMemoryException:
            raise MemoryTooSmall(limit=self._limit) from None
