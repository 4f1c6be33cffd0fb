"""Tables of a store on PostgreSQL: statements with sets of values, in one transaction.

A set that a statement is given comes as arrays; a large one is copied into a table of the
connection first, so that the server knows how many they are.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, ClassVar

import numpy as np
import psycopg
import pyarrow as pa
from psycopg.adapt import Dumper
from psycopg.pq import Format
from pyarrow import csv

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.relational.database import Values

# What linking reads lies in memory where the server is of any use, so that a few thousand rows are
# found sooner one by one than in the whole country; nothing runs so long that compiling it pays.
_SESSION = """
    SET search_path = linking, pg_temp; SET random_page_cost = 1.1; SET jit = off;
    SET work_mem = '64MB'
"""
# So many values come as arrays.
_MANY = 20_000
_INT8, _INT8_ARRAY = 20, 1016
# What stands in front of the elements of an array.
_HEAD = 20
_DIGITS = re.compile(r"\d+")
_ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])
# Only one at a time may change the store: whoever comes second waits.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('izdes.linking'))"


class _Numbers(Dumper):
    """Writes an array of whole numbers as the server keeps it."""

    format = Format.BINARY
    oid = _INT8_ARRAY

    def dump(self, obj: Int64) -> bytes:
        """Return the bytes of an array."""
        head = np.array([1, 0, _INT8, len(obj), 1], ">i4") if len(obj) else [0, 0, _INT8]
        elements = np.empty(len(obj), _ELEMENT)
        elements["size"], elements["value"] = 8, obj
        return np.asarray(head, ">i4").tobytes() + elements.tobytes()


class PostgresTables:
    """Tables in the schema of linking.

    Args:
        connection: Of linking's login and for linking alone.
    """

    _widths: ClassVar[dict[str, int]] = {}

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        connection.adapters.register_dumper(np.ndarray, _Numbers)
        connection.execute(_SESSION)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing; nobody else writes meanwhile."""
        with self._connection.transaction():
            self._connection.execute(_ALONE)
            yield

    def run(self, statement: str, **given: Values) -> None:
        """Run a statement; what it is given stands in the table ``given``."""
        with self._executed(statement, given):
            pass

    def numbers(self, select: str, **given: Values) -> list[Int64]:
        """Return the columns of a query that gives whole numbers, none missing.

        Each column comes as one array: a million numbers are read as fast as their bytes.
        """
        names = ", ".join(f"c{n}" for n in range(self._width(select, given)))
        together = ", ".join(f"array_agg({name})" for name in names.split(", "))
        whole = f"SELECT {together} FROM ({select}) AS found ({names})"  # noqa: S608 - ours
        with self._executed(whole, given) as cursor:
            result = cursor.pgresult
            assert result is not None  # noqa: S101 - an aggregate has one row
            return [_numbers_in(result.get_value(0, n)) for n in range(result.nfields)]

    def _width(self, select: str, given: dict[str, Values]) -> int:
        """Return how many columns a query gives; that of one statement is always the same."""
        # Parts of a whole differ in their numbers alone.
        key = _DIGITS.sub("", select)
        if key not in self._widths:
            one: dict[str, Values] = {name: _column(c)[:1] for name, c in given.items()}
            with self._executed(f"SELECT * FROM ({select}) AS found LIMIT 0", one) as cursor:  # noqa: S608 - ours
                self._widths[key] = len(cursor.description or ())
        return self._widths[key]

    def _cursor(self) -> psycopg.Cursor[tuple[Any, ...]]:
        """Return a cursor that takes and gives values as the server keeps them."""
        return self._connection.cursor(binary=True)

    def rows(self, select: str, **given: Values) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._executed(select, given) as cursor:
            return cursor.fetchall()

    def table(self, select: str) -> Any:  # noqa: ANN401 - Arrow publishes no types
        """Return the rows of a query as an Arrow table."""
        with self._executed(select, {}) as cursor:
            names = [column.name for column in cursor.description or ()]
            rows = cursor.fetchall()
        columns = zip(*rows, strict=True) if rows else ([] for _ in names)
        return pa.table(
            dict(zip(names, map(pa.chunked_array, ([c] for c in columns)), strict=True))
        )

    @contextmanager
    def _executed(
        self, statement: str, values: dict[str, Values]
    ) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
        """Execute a statement that sees columns of values as a table."""
        columns = {name: _column(column) for name, column in values.items()}
        is_large = any(len(column) > _MANY for column in columns.values())
        if columns and not is_large:
            statement = f"WITH given AS (SELECT * FROM {_unnested(columns)}) {statement}"  # noqa: S608 - ours
        # Sets differ in size from one time to the next: each is planned for itself.
        with self._cursor() as cursor:
            if is_large:
                self._copy(cursor, columns)
                cursor.execute(statement, prepare=False)
            else:
                cursor.execute(statement, list(columns.values()) or None, prepare=False)
            yield cursor
            if is_large:
                cursor.execute("DROP TABLE pg_temp.given")

    def _copy(
        self, cursor: psycopg.Cursor[tuple[Any, ...]], columns: dict[str, Int64 | list[str]]
    ) -> None:
        """Copy a large set into the table ``given``."""
        described = ", ".join(f"{name} {_type(column)}" for name, column in columns.items())
        cursor.execute(f"CREATE TEMP TABLE given ({described})")
        written = BytesIO()
        csv.write_csv(pa.table(columns), written, csv.WriteOptions(include_header=False))
        with cursor.copy("COPY pg_temp.given FROM STDIN (FORMAT csv)") as copy:
            copy.write(written.getbuffer())
        cursor.execute("ANALYZE pg_temp.given")


def _numbers_in(array: bytes | None) -> Int64:
    """Return the numbers of an array as the server writes it; none where there was no row."""
    elements = np.frombuffer((array or b"")[_HEAD:], _ELEMENT)
    return elements["value"].astype(np.int64)


def _column(values: Values) -> Int64 | list[str]:
    """Return a column as numbers or as words."""
    if isinstance(values, np.ndarray):
        return values.astype(np.int64)
    return values.to_pylist() if isinstance(values, pa.Array | pa.ChunkedArray) else list(values)


def _type(column: Int64 | Sequence[Any]) -> str:
    """Return the type of a column; of numbers some may be missing."""
    if isinstance(column, np.ndarray):
        return "bigint"
    said = next((value for value in column if value is not None), 0)
    return "text" if isinstance(said, str) else "bigint"


def _unnested(columns: dict[str, Int64 | list[str]]) -> str:
    """Return SQL of arrays as a table, one parameter for each."""
    parts = ", ".join(f"%s::{_type(column)}[]" for column in columns.values())
    return f"unnest({parts}) AS given ({', '.join(columns)})"
