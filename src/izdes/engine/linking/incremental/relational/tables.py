"""Tables in DuckDB: statements with sets of values, in one transaction.

Nothing is fetched from outside: extensions are neither installed nor loaded by themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from izdes.core.errors import IzdesError
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.relational.database import Values
from izdes.engine.linking.incremental.relational.schema import INDEXES, TABLES, VERSION

# How much of what changed is written to a log before it is put into the tables.
_LOG = "128MB"


class AnotherVersion(IzdesError):
    """A file was made with other tables than these; it must be filled anew."""

    code = "linking_store_version"


class MemoryTooSmall(IzdesError):
    """The limit of memory does not suffice for one step, even with what is spilled."""

    code = "linking_memory_too_small"


class MemoryLimitUnreadable(IzdesError):
    """A limit of memory is no number with a unit."""

    code = "memory_limit_unreadable"


class Tables:
    """A database file with the tables of a store.

    Args:
        path: A file; it is made where there is none.
        memory_limit: As DuckDB takes it: ``2GB``, ``500MB``.

    Raises:
        AnotherVersion: The file has tables of another version.
        MemoryLimitUnreadable: The limit is no number with a unit.
    """

    def __init__(self, path: Path, *, memory_limit: str = "1GB", threads: int = 4) -> None:
        self._limit = memory_limit
        self._connection = _connected(path, memory_limit, threads)
        try:
            self._require_version()
            self._make()
        except BaseException:
            self.close()
            raise

    def _require_version(self) -> None:
        """Refuse a file of another version before anything in it is asked for."""
        if not self.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'setting'"):
            return
        for (found,) in self.rows("SELECT value FROM setting WHERE name = 'version'"):
            if found != str(VERSION):
                raise AnotherVersion(found=found, wanted=VERSION)

    def _make(self) -> None:
        """Make the tables that there are not."""
        for name, columns in TABLES.items():
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
        for name, columns in INDEXES.items():
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing."""
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        with self._limited():
            self._connection.commit()

    def run(self, statement: str, **given: Values) -> None:
        """Run a statement; what it is given stands in the table ``given``."""
        with self._limited():
            self._executed(statement, given)

    def numbers(self, select: str, **given: Values) -> list[Int64]:
        """Return the columns of a query that gives whole numbers."""
        with self._limited():
            found = self._executed(select, given).fetchnumpy()
        return [np.asarray(column, np.int64) for column in found.values()]

    @staticmethod
    def parquet(path: Path) -> str:
        """Return SQL of the rows of a Parquet file."""
        text = str(path).replace("'", "''")
        return f"read_parquet('{text}')"

    def table(self, select: str) -> Any:  # noqa: ANN401 - Arrow publishes no types
        """Return the rows of a query as an Arrow table."""
        with self._limited():
            return self._connection.sql(select).to_arrow_table()

    def rows(self, select: str, **given: Values) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._limited():
            return self._executed(select, given).fetchall()

    def _executed(self, statement: str, values: dict[str, Values]) -> duckdb.DuckDBPyConnection:
        """Execute a statement that sees columns of values as a table.

        DuckDB finds the table by the name of the variable, in half the time of a view.
        """
        given = pa.table(values) if values else None  # noqa: F841 - found by its name
        return self._connection.execute(statement)

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Say it in our words where the limit of memory does not suffice."""
        try:
            yield
        except duckdb.OutOfMemoryException:
            raise MemoryTooSmall(limit=self._limit) from None
        except duckdb.TransactionException as error:
            # A commit that finds no room says so in its sentence alone.
            if "memory_limit" in str(error):
                raise MemoryTooSmall(limit=self._limit) from None
            raise


def _connected(path: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    """Open a file, or make one."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": str(threads),
        # A checkpoint after every change would cost more than the change.
        "checkpoint_threshold": _LOG,
        "temp_directory": f"{path}.spilled",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        return duckdb.connect(str(path), config=config)
    except duckdb.ParserException:
        raise MemoryLimitUnreadable(limit=memory_limit) from None
