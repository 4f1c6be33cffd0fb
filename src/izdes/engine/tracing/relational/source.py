"""A table of the ledger contract as DuckDB reads it where it lies, CSV or Parquet, never whole.

The same columns, the same refusals and the same codes as `izdes.adapters.tables`: file, row and
column of the first bad cell of a row. One thing is narrower: a time must be written as RFC 3339
says. The words here are DuckDB's; another engine reads files in its own.
"""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from izdes.core.errors import Fault, InputRefused
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.units.index import LIMIT

_MOST_FAULTS = 100
_FIRST_DATA_ROW = 2
_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLE = (*_SIGNED, *(f"U{kind}" for kind in _SIGNED))
_TIME = r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?"
_OFFSET = r"(Z|[+-]\d{2}:?\d{2})"


@dataclass(frozen=True, slots=True)
class Check:
    """What makes a cell unusable.

    Attributes:
        fails: An SQL condition.
        value: SQL of what the fault shows; empty where it shows nothing.
    """

    column: str
    code: str
    fails: str
    value: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file of rows.

    Attributes:
        file: Its name, for faults.
        relation: SQL that yields its rows, numbered by ``izdes_line`` from 0.
        types: Column -> DuckDB's type.
    """

    file: str
    relation: str
    types: dict[str, str]

    def text(self, column: str) -> str:
        """Return SQL of a cell's text; empty where the cell is or the column is absent."""
        return f"COALESCE(CAST({_quoted(column)} AS VARCHAR), '')" if column in self.types else "''"

    def word(self, column: str, default: str) -> str:
        """Return SQL of a word, a default in place of an empty cell."""
        return f"COALESCE(NULLIF({self.text(column)}, ''), '{default}')"

    def integer(self, column: str) -> str:
        """Return SQL of a whole number, or NULL; `LIMIT` stands for any that is too large."""
        whole = f"COALESCE(TRY_CAST(TRIM({self.text(column)}) AS BIGINT), {LIMIT})"
        return f"CASE WHEN {self.text(column)} <> '' THEN {whole} END"

    def micros(self, column: str) -> str:
        """Return SQL of a moment in microseconds, or NULL; only for cells that were checked."""
        if self.types.get(column) == "TIMESTAMP WITH TIME ZONE":
            return f"epoch_us({_quoted(column)})"
        return f"epoch_us(TRY_CAST({self.text(column)} AS TIMESTAMPTZ))"

    def required(self, column: str) -> list[Check]:
        """Return the check that a cell is not empty."""
        return [Check(column, "empty_cell", f"{self.text(column)} = ''")]

    def whole(self, column: str) -> list[Check]:
        """Return the checks of a whole number that may be absent."""
        text, kind = self.text(column), self.types.get(column, "VARCHAR")
        can_be_whole = kind in ("VARCHAR", *_WHOLE) or kind.endswith(",0)")
        is_whole = f"regexp_full_match(TRIM({text}), '-?[0-9]+')" if can_be_whole else "FALSE"
        return [Check(column, "not_an_integer", f"{text} <> '' AND NOT {is_whole}", text)]

    def positive(self, column: str) -> list[Check]:
        """Return the checks of a whole number above zero."""
        below = f"{self.integer(column)} <= 0"
        return [
            *self.required(column),
            *self.whole(column),
            Check(column, "not_positive", below, self.text(column)),
        ]

    def time(self, column: str) -> list[Check]:
        """Return the checks of an aware moment that may be absent."""
        if self.types.get(column) == "TIMESTAMP WITH TIME ZONE":
            return []
        text = self.text(column)
        is_time = f"regexp_full_match({text}, '{_TIME}{_OFFSET}?')"
        has_offset = f"regexp_full_match({text}, '{_TIME}{_OFFSET}')"
        bad = f"NOT {is_time} OR TRY_CAST({text} AS TIMESTAMPTZ) IS NULL"
        return [
            Check(column, "not_a_time", f"{text} <> '' AND ({bad})", text),
            Check(column, "time_without_offset", f"{text} <> '' AND NOT {has_offset}", text),
        ]

    def one_of(self, column: str, allowed: tuple[str, ...]) -> list[Check]:
        """Return the check that a cell is empty or one of a few words."""
        words = ", ".join(f"'{word}'" for word in ("", *allowed))
        text = self.text(column)
        shown = tuple(word for word in allowed if word)
        return [Check(column, "not_one_of", f"{text} NOT IN ({words})", text, shown)]


def open_source(database: Database, path: Path, *required: str) -> Source:
    """Open a table, CSV (also gzipped) or Parquet, told apart by content.

    Raises:
        InputRefused: The file is missing, is neither, is empty, or lacks a required column.
    """
    try:
        with path.open("rb") as opened:
            start = opened.read(4)
    except OSError as error:
        raise InputRefused(
            Fault("table_unreadable", file=path.name, details=(("why", error.strerror or ""),))
        ) from None
    relation = _parquet(path) if start == b"PAR1" else _csv(path, is_gzip=start[:2] == b"\x1f\x8b")
    with as_table(path.name):
        types = {
            str(name): str(kind)
            for name, kind, *_ in database.rows("DESCRIBE " + query(["*"], relation))
        }
    if missing := [column for column in required if column not in types]:
        raise InputRefused(
            *(Fault("table_missing_column", file=path.name, row=1, column=c) for c in missing)
        )
    return Source(path.name, relation, types)


@contextmanager
def as_table(file: str) -> Iterator[None]:
    """Say it in our words where a file proves to be no table while it is read.

    Raises:
        InputRefused: What DuckDB met there it cannot read.
    """
    try:
        yield
    except duckdb.Error:
        raise InputRefused(Fault("not_a_table", file=file)) from None


def refuse_bad_cells(database: Database, source: Source, checks: list[Check]) -> None:
    """Refuse a table in which a cell is not what its column says.

    Raises:
        InputRefused: Names the first bad cell of each of the first bad rows.
    """
    which = " ".join(f"WHEN {check.fails} THEN {n}" for n, check in enumerate(checks))
    shown = " ".join(f"WHEN {check.fails} THEN {check.value or repr('')}" for check in checks)
    bad = query(
        ["izdes_line", f"CASE {which} END AS which", f"CASE {shown} END AS shown"], source.relation
    )
    first = " ".join(("WHERE which IS NOT NULL ORDER BY izdes_line LIMIT", str(_MOST_FAULTS)))
    with as_table(source.file):
        found = list(database.rows(f"{query(['*'], f'({bad})')} {first}"))
    if found:
        raise InputRefused(*(_fault(source, checks, row) for row in found))


def _fault(source: Source, checks: list[Check], row: tuple[object, ...]) -> Fault:
    """Return the fault of one cell."""
    line, which, value = int(str(row[0])), int(str(row[1])), str(row[2])
    check = checks[which]
    details = [("value", value[:40])] if check.value else []
    if check.allowed:
        details.append(("allowed", ", ".join(check.allowed)))
    return Fault(
        check.code,
        file=source.file,
        row=line + _FIRST_DATA_ROW,
        column=check.column,
        details=tuple(details),
    )


def _parquet(path: Path) -> str:
    """Return SQL of a Parquet file's rows."""
    rows = f"read_parquet({_literal(str(path))}, file_row_number = TRUE)"
    return f"({query(['* EXCLUDE (file_row_number)', 'file_row_number AS izdes_line'], rows)})"


def _csv(path: Path, *, is_gzip: bool) -> str:
    """Return SQL of a CSV file's rows, every cell as text."""
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in _header(path, is_gzip=is_gzip))
    compression = "gzip" if is_gzip else "none"
    rows = (
        f"read_csv({_literal(str(path))}, auto_detect = FALSE, header = TRUE, delim = ',', "
        f"quote = '\"', escape = '\"', strict_mode = TRUE, compression = '{compression}', "
        f"columns = {{{columns}}})"
    )
    return f"({query(['*', 'row_number() OVER () - 1 AS izdes_line'], rows)})"


def _header(path: Path, *, is_gzip: bool) -> list[str]:
    """Return the columns that the first line names."""
    try:
        with (gzip.open if is_gzip else open)(path, "rb") as opened:
            text = io.TextIOWrapper(opened, encoding="utf-8-sig", newline="")
            header = next(csv.reader(text, strict=True), None)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        raise InputRefused(Fault("not_a_table", file=path.name)) from None
    if not header:
        raise InputRefused(Fault("table_empty", file=path.name))
    names = [name.strip() for name in header]
    # Of columns of one name the last counts; one without a name is nobody's.
    return [
        name if name and name not in names[n + 1 :] else f"izdes_column_{n}"
        for n, name in enumerate(names)
    ]


def query(columns: Sequence[str], relation: str) -> str:
    """Return SQL of some columns of a relation."""
    return " ".join(("SELECT", ", ".join(columns), "FROM", relation))


def _quoted(column: str) -> str:
    """Return a column's name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def _literal(text: str) -> str:
    """Return text as SQL."""
    return "'" + text.replace("'", "''") + "'"
