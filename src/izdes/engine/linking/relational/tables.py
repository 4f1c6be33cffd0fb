"""Tables in DuckDB: statements with sets of values, in one transaction.

Nothing is fetched from outside: extensions are neither installed nor loaded by themselves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.relational.schema import TABLES

# A column of values that a statement is given: numbers, or words.
Values = Int64 | Sequence[str] | Any
_GIVEN = "given"
# How much of what changed is written to a log before it is put into the tables.
_LOG = "128MB"


class Tables:
    """A database file with the tables of a store.

    Args:
        path: A file; it is made where there is none.
        memory_limit: As DuckDB takes it: ``2GB``, ``500MB``.
    """

    def __init__(self, path: Path, *, memory_limit: str = "1GB", threads: int = 4) -> None:
        self._connection = duckdb.connect(
            str(path),
            config={
                "memory_limit": memory_limit,
                "threads": str(threads),
                # A checkpoint after every change would cost more than the change.
                "checkpoint_threshold": _LOG,
                "temp_directory": f"{path}.spilled",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        for name, columns in TABLES.items():
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")

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
        self._connection.commit()

    def run(self, statement: str, **given: Values) -> None:
        """Run a statement; what it is given stands in the table ``given``."""
        with self._given(given):
            self._connection.execute(statement)

    def numbers(self, select: str, **given: Values) -> list[Int64]:
        """Return the columns of a query that gives whole numbers."""
        with self._given(given):
            found = self._connection.execute(select).fetchnumpy()
        return [np.asarray(column, np.int64) for column in found.values()]

    def rows(self, select: str, **given: Values) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._given(given):
            return self._connection.execute(select).fetchall()

    @contextmanager
    def _given(self, given: dict[str, Values]) -> Iterator[None]:
        """Let a statement see columns of values as a table."""
        if not given:
            yield
            return
        self._connection.register(_GIVEN, pa.table(given))
        try:
            yield
        finally:
            self._connection.unregister(_GIVEN)
