"""Rows of a table as CSV, gzip CSV or Parquet: the same columns, the same values.

CSV is UTF-8 with a header and LF. Files are written so that the same rows give the same bytes.
A file that lacks a required column, or has a cell that is not what its column says, is refused
with file, row and column; nothing is guessed.
"""

import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from izdes.core.errors import Fault, InputRefused
from izdes.core.sealing.canonical import Field

ColumnType = Literal["text", "int", "time"]
Columns = Mapping[str, ColumnType]
T = TypeVar("T")

_MOST_FAULTS = 100
_INT64 = 2**63
# More than any amount has; Python refuses to read thousands of them.
_MOST_DIGITS = 200
_FIRST_DATA_ROW = 2
_CUTS = "\r\n"


def write_csv(path: Path, columns: Columns, rows: Iterable[Sequence[Field]]) -> None:
    """Write a table as CSV, gzipped where the name ends in ``.gz``."""
    text = _Lines(newline="")
    # Python quotes a field for the signs of this line end, both of which cut a line for readers.
    writer = csv.writer(text, lineterminator=_CUTS)
    writer.writerow(columns)
    writer.writerows([_printed(value) for value in row] for row in rows)
    data = text.getvalue().encode()
    # No name and no time inside, so that the same rows give the same bytes.
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


class _Lines(io.StringIO):
    """Text that takes each row of a writer as a line of its own."""

    def write(self, row: str) -> int:
        """Take a row, which ends as the writer ends it."""
        return super().write(row.removesuffix(_CUTS) + "\n")


def write_parquet(path: Path, columns: Columns, rows: Sequence[Sequence[Field]]) -> None:
    """Write a table as Parquet."""
    arrays = {
        name: pa.array([row[n] for row in rows], type=_arrow_type(kind, rows, n))
        for n, (name, kind) in enumerate(columns.items())
    }
    pq.write_table(pa.table(arrays), path)


def write_both(folder: Path, name: str, columns: Columns, rows: Sequence[Sequence[Field]]) -> None:
    """Write a table as ``name.parquet`` and ``name.csv.gz``."""
    write_parquet(folder / f"{name}.parquet", columns, rows)
    write_csv(folder / f"{name}.csv.gz", columns, rows)


def _printed(value: Field) -> str:
    """Return a value as CSV holds it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _arrow_type(kind: ColumnType, rows: Sequence[Sequence[Field]], n: int) -> pa.DataType:
    """Return the Arrow type of a column; integers beyond 64 bits become exact decimals."""
    if kind == "text":
        return pa.string()
    if kind == "time":
        return pa.timestamp("us", tz="UTC")
    is_long = any(isinstance(row[n], int) and abs(row[n]) >= _INT64 for row in rows)  # type: ignore[arg-type]
    return pa.decimal128(38, 0) if is_long else pa.int64()


@dataclass
class Table:
    """A table as read: cells by column name, and the faults found while using them."""

    file: str
    columns: tuple[str, ...]
    _rows: Iterable[Sequence[object]]
    faults: list[Fault] = field(default_factory=list)

    def require(self, *columns: str) -> None:
        """Refuse the file if a column is missing."""
        missing = [c for c in columns if c not in self.columns]
        if missing:
            raise InputRefused(
                *(Fault("table_missing_column", file=self.file, row=1, column=c) for c in missing)
            )

    def each(self, make: Callable[["Cells"], T]) -> list[T]:
        """Make one value of each row.

        Raises:
            InputRefused: Some cells were not what their columns say; names the first of them.
        """
        made = []
        for number, row in enumerate(self._rows, start=_FIRST_DATA_ROW):
            cells = Cells(self, number, dict(zip(self.columns, row, strict=False)))
            try:
                made.append(make(cells))
            except _BadCell as bad:
                self.faults.append(bad.fault)
                if len(self.faults) == _MOST_FAULTS:
                    break
        if self.faults:
            raise InputRefused(*self.faults)
        return made


class _BadCell(Exception):
    """One cell is not what its column says."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, read as what their columns say."""

    table: Table
    number: int
    values: Mapping[str, object]

    def fault(self, code: str, column: str, **details: str) -> Fault:
        """Return a fault at this row."""
        return Fault(
            code,
            file=self.table.file,
            row=self.number,
            column=column,
            details=tuple(details.items()),
        )

    def refuse(self, code: str, column: str, **details: str) -> _BadCell:
        """Return what to raise when a cell cannot be used."""
        return _BadCell(self.fault(code, column, **details))

    def text(self, column: str) -> str:
        """Return a cell's text; empty where the column is absent."""
        value = self.values.get(column)
        return "" if value is None else str(value)

    def required(self, column: str) -> str:
        """Return a cell's text, which must not be empty."""
        if not (value := self.text(column)):
            raise self.refuse("empty_cell", column)
        return value

    def integer(self, column: str) -> int | None:
        """Return a whole number, or None where the cell is empty. Fractions are refused."""
        value = self.values.get(column)
        if value is None or value == "":
            return None
        text = str(value).strip()
        digits = text[1:] if text[:1] == "-" else text
        is_whole = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
        if isinstance(value, float) or not is_whole:
            raise self.refuse("not_an_integer", column, value=text[:40])
        return int(text)

    def positive(self, column: str) -> int:
        """Return a whole number above zero."""
        value = self.integer(column)
        if value is None:
            raise self.refuse("empty_cell", column)
        if value <= 0:
            raise self.refuse("not_positive", column, value=str(value))
        return value

    def time(self, column: str) -> datetime | None:
        """Return an aware moment in UTC, or None where the cell is empty."""
        value = self.values.get(column)
        if value is None or value == "":
            return None
        wrong = self.refuse("not_a_time", column, value=str(value)[:40])
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            raise wrong from None
        if moment.tzinfo is None:
            raise self.refuse("time_without_offset", column, value=str(value)[:40])
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            # The first day of year 1 begins before time does.
            raise wrong from None

    def required_time(self, column: str) -> datetime:
        """Return an aware moment in UTC, which must be there."""
        moment = self.time(column)
        if moment is None:
            raise self.refuse("empty_cell", column)
        return moment

    def one_of(self, column: str, allowed: Sequence[T], default: T) -> T:
        """Return a cell that must be one of a few words."""
        text = self.text(column)
        for word in allowed:
            if word == text:
                return word
        if not text:
            return default
        raise self.refuse(
            "not_one_of", column, value=text[:40], allowed=", ".join(map(str, allowed))
        )


def read_table(path: Path) -> Table:
    """Open a table, CSV (also gzipped) or Parquet, told apart by content; ``-`` is standard input.

    Raises:
        InputRefused: The file is missing, is neither, or is not UTF-8.
    """
    name = path.name
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InputRefused(
            Fault("table_unreadable", file=name, details=(("why", error.strerror or ""),))
        ) from None
    if data[:4] == b"PAR1":
        return _parquet(data, name)
    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(rows, None)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        raise InputRefused(Fault("not_a_table", file=name)) from None
    if header is None:
        raise InputRefused(Fault("table_empty", file=name))
    return Table(name, tuple(c.strip() for c in header), _csv_rows(rows, name, len(header)))


def _csv_rows(rows: Iterator[list[str]], name: str, width: int) -> Iterator[Sequence[object]]:
    """Yield rows of the header's width; blank lines are passed over by the reader."""
    try:
        for number, row in enumerate(rows, start=_FIRST_DATA_ROW):
            if len(row) != width:
                raise InputRefused(
                    Fault(
                        "table_wrong_width",
                        file=name,
                        row=number,
                        details=(("cells", str(len(row))),),
                    )
                )
            yield row
    except csv.Error:
        raise InputRefused(Fault("not_a_table", file=name)) from None


def _parquet(data: bytes, name: str) -> Table:
    """Open a Parquet table."""
    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError):
        raise InputRefused(Fault("not_a_table", file=name)) from None
    columns = [table.column(n).to_pylist() for n in range(table.num_columns)]
    return Table(name, tuple(table.column_names), zip(*columns, strict=True) if columns else ())
