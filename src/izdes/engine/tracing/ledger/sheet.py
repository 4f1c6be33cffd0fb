"""A Parquet table by columns: text, whole numbers and times, each refused where it is not one.

The same demands, codes and rows as `izdes.adapters.tables.rows`, tested for whole columns at once.
A column of an unusual type (numbers written as text, say) is left to that module, which reads cell
by cell.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from izdes.adapters.tables.rows import Columns as ColumnTypes
from izdes.core.errors import Fault, InputRefused
from izdes.engine.tracing.ledger.codes import (
    NEVER,
    Bool,
    Int8,
    Int32,
    Int64,
    micros,
    numbered_words,
)

_MOST_FAULTS = 100
_FIRST_DATA_ROW = 2
_SHOWN = 40
_MICROS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_NANOS = 1_000
_EARLIEST = micros(datetime.min.replace(tzinfo=UTC))
_LATEST = micros(datetime.max.replace(tzinfo=UTC))
# Words that stand for accounts and kinds are few beside the rows: read once, then by number.
_OF_FEW_WORDS = ("_account", "account", "currency", "kind", "_bank", "_precision", "_proven")


class Unusual(Exception):
    """A column is of a type that is read cell by cell."""


def is_parquet(path: Path) -> bool:
    """Say whether a file that can be opened begins as Parquet does."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


class Sheet:
    """The columns of one Parquet file, and the cells found wrong while reading them."""

    def __init__(self, path: Path, known: ColumnTypes, required: Sequence[str]) -> None:
        self.file = path.name
        try:
            schema = pq.read_schema(path)
            self._require(schema.names, required)
            wanted = [name for name in known if name in schema.names]
            if any(pa.types.is_nested(schema.field(name).type) for name in wanted):
                raise Unusual
            few = [name for name in wanted if name.endswith(_OF_FEW_WORDS)]
            self.table = pq.ParquetFile(path, read_dictionary=few).read(columns=wanted)
        except (pa.ArrowException, OSError):
            raise InputRefused(Fault("not_a_table", file=self.file)) from None
        self._bad: dict[int, Fault] = {}

    def _require(self, names: Sequence[str], required: Sequence[str]) -> None:
        """Refuse a file that lacks a column; one that has a column twice is unusual."""
        missing = [name for name in required if name not in names]
        if missing:
            faults = (Fault("table_missing_column", self.file, "", 1, name) for name in missing)
            raise InputRefused(*faults)
        if len(set(names)) < len(names):
            raise Unusual

    def __len__(self) -> int:
        """Return how many rows there are."""
        return int(self.table.num_rows)

    def has(self, name: str) -> bool:
        """Say whether a column is there."""
        return name in self.table.column_names

    def refuse(
        self, code: str, name: str, bad: Bool, said: Callable[[int], dict[str, str]]
    ) -> None:
        """Note the first bad cells of a column; in a row, what is noted first counts."""
        for row in np.flatnonzero(bad)[:_MOST_FAULTS].tolist():
            details = tuple(said(row).items())
            fault = Fault(code, self.file, "", row + _FIRST_DATA_ROW, name, details)
            self._bad.setdefault(row, fault)

    def check(self) -> None:
        """Refuse the file if any cell was wrong.

        Raises:
            InputRefused: Names the first rows that are.
        """
        if self._bad:
            raise InputRefused(*(self._bad[row] for row in sorted(self._bad)[:_MOST_FAULTS]))

    def words(self, name: str) -> tuple[pa.Array, Int32]:
        """Return a required column of text as numbered words."""
        words, numbers = numbered_words(self.text(name))
        is_empty = np.append(pc.equal(words, "").to_numpy(zero_copy_only=False), True)
        self.refuse("empty_cell", name, is_empty[numbers], lambda _: {})
        return words, numbers

    def ids(self, name: str) -> pa.ChunkedArray:
        """Return a required column of text as it stands."""
        column = self.text(name).cast(pa.string())
        self.refuse("empty_cell", name, _truth(pc.equal(column, ""), at_none=True), lambda _: {})
        return column

    def one_of(self, name: str, allowed: Sequence[str], default: str) -> Int8:
        """Return the place of each word in a fixed list; the default comes first if not in it."""
        known = allowed if default in allowed else (default, *allowed)
        usual = known.index(default)
        if not self.has(name):
            return np.full(len(self), usual, np.int8)
        words, numbers = numbered_words(self.text(name))
        places = {word: code for code, word in enumerate(known)}
        said = [places.get(w, -1 if w else usual) for w in words.to_pylist()]
        codes = np.array([*said, usual], np.int8)[numbers]

        def shown(row: int) -> dict[str, str]:
            value = words[int(numbers[row])].as_py()
            return {"value": value[:_SHOWN], "allowed": ", ".join(allowed)}

        self.refuse("not_one_of", name, codes < 0, shown)
        return codes

    def integers(self, name: str) -> tuple[Int64, Bool]:
        """Return whole numbers, 0 where a cell is empty, and which are not."""
        if not self.has(name) or pa.types.is_null(self.table.schema.field(name).type):
            return np.zeros(len(self), np.int64), np.zeros(len(self), np.bool_)
        column = self.table.column(name)
        if not pa.types.is_integer(column.type):
            raise Unusual
        try:
            numbers = column.fill_null(0).cast(pa.int64()).to_numpy()
        except pa.ArrowInvalid:
            raise Unusual from None
        return numbers, ~_truth(column.is_null(), at_none=True)

    def positive(self, name: str) -> Int64:
        """Return whole numbers above zero."""
        numbers, is_there = self.integers(name)
        self.refuse("empty_cell", name, ~is_there, lambda _: {})
        self.refuse("not_positive", name, numbers <= 0, lambda row: {"value": str(numbers[row])})
        return numbers

    def times(self, name: str, *, is_required: bool = False) -> Int64:
        """Return moments in microseconds, `NEVER` where a cell is empty."""
        found = np.full(len(self), NEVER, np.int64)
        if self.has(name) and not pa.types.is_null(self.table.schema.field(name).type):
            column = self.table.column(name)
            if not pa.types.is_timestamp(column.type):
                raise Unusual
            is_there = ~_truth(column.is_null(), at_none=True)
            self._refuse_without_offset(name, column, is_there)
            found[is_there] = self._micros(name, column, is_there)[is_there]
        if is_required:
            self.refuse("empty_cell", name, found == NEVER, lambda _: {})
        return found

    def _refuse_without_offset(self, name: str, column: pa.ChunkedArray, is_there: Bool) -> None:
        """Refuse moments of no zone."""
        if column.type.tz is None:
            self.refuse(
                "time_without_offset",
                name,
                is_there,
                lambda row: {"value": str(column[row].as_py())[:_SHOWN]},
            )

    def _micros(self, name: str, column: pa.ChunkedArray, is_there: Bool) -> Int64:
        """Return moments in microseconds, refusing those that are in no calendar."""
        raw: Int64 = column.fill_null(pa.scalar(0, column.type)).cast(pa.int64()).to_numpy()
        if column.type.unit == "ns":
            found, is_bad = raw // _NANOS, raw % _NANOS != 0
        else:
            unit = _MICROS[column.type.unit]
            is_bad = (raw < _EARLIEST // unit) | (raw > _LATEST // unit)
            found = np.where(is_bad, 0, raw) * unit
        self.refuse("not_a_time", name, is_bad & is_there, lambda row: {"value": str(raw[row])})
        return found

    def text(self, name: str) -> pa.ChunkedArray:
        """Return a column of text."""
        column = self.table.column(name)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_null(kind):
            return pa.chunked_array([pa.nulls(len(self), pa.string())])
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise Unusual
        return column


def _truth(column: pa.ChunkedArray, *, at_none: bool) -> Bool:
    """Return a column of truth values."""
    found: Bool = column.fill_null(at_none).to_numpy()
    return found
