"""One row: as it stands in its file, and what was made of it.

The way back from any figure to its source. Everything is shown in full: it is the officer's own
file that he asks about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import typer

from izdes.adapters.statements.isolation import read_row
from izdes.adapters.statements.origin.value import Origin, Place
from izdes.adapters.words import Lang
from izdes.cli.reading.explain import columns_in
from izdes.cli.reading.result import Given, read_files
from izdes.core.errors import Fault, IzdesError
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, Finding, Statement, StatementRow, row_id_of

_ROW_ID = re.compile(r"([0-9a-f]{16,64})/([1-9][0-9]{0,9})/\+?([1-9][0-9]{0,9})")
_DIGITS = 16
_MOST_NAMED = 12


class RowNotFound(IzdesError):
    """No file given has the row that was asked for."""

    code = "row_not_found"


@dataclass(frozen=True, slots=True)
class RowId:
    """The name of a row, taken apart."""

    digest: str
    sheet: int
    row: int

    def __str__(self) -> str:
        """Return the name as rows carry it."""
        return row_id_of(self.digest, self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class Shown:
    """One row with everything that is known of it.

    Attributes:
        titles: Letter of a column -> its title as printed, and what it was taken for.
        statement: Whose row it is, or the only one of its sheet; None where there is none.
        made: What was made of it, None where it is no movement or could not be read.
        faults: Those that name the row.
    """

    row_id: RowId
    reading: FileReading
    origin: Origin
    titles: Mapping[str, tuple[str, str]]
    statement: Statement | None
    made: StatementRow | None
    faults: tuple[Fault, ...]


def parsed(text: str) -> RowId:
    """Read the name of a row.

    Raises:
        BadParameter: It is not one.
    """
    found = _ROW_ID.fullmatch(text.strip().lower())
    if not found:
        raise typer.BadParameter("16 hex digits/sheet/row, such as 0123456789abcdef/1/37")
    return RowId(found[1], int(found[2]), int(found[3]))


def shown(row_id: RowId, files: Sequence[Path], given: Given, lang: Lang) -> Shown:
    """Find a row among files and read it again, as it stands and as it was understood.

    Raises:
        RowNotFound: No file has that digest, or the file has no such row.
        InputRefused: Its file cannot be opened.
    """
    path = _file_of(row_id, files)
    (reading,) = read_files([path], given, lang)
    statements = [s for s in reading.statements if s.sheet == row_id.sheet]
    until = _next_row(row_id.row, reading)
    origin = read_row(path, Place(row_id.sheet, row_id.row, until, reading.form or ""))
    if not origin.is_there:
        raise RowNotFound(row=str(row_id), looked=f"{path.name} ({row_id.digest[:_DIGITS]})")
    rows = {r.row_id: (s, r) for s in statements for r in s.rows}
    sha256_row = row_id_of(reading.sha256, row_id.sheet, row_id.row)
    statement, made = rows.get(sha256_row, (statements[0] if statements else None, None))
    return Shown(
        row_id=row_id,
        reading=reading,
        origin=origin,
        titles=_titles(reading.explained, origin.sheet_name, row_id.row),
        statement=statement,
        made=made,
        faults=tuple(sorted({*_faults(row_id.row, reading, statements, origin.sheet_name)})),
    )


def _file_of(row_id: RowId, files: Sequence[Path]) -> Path:
    """Return the file whose SHA-256 begins as the row's name does."""
    looked: dict[str, str] = {}
    for path in files:
        digest = _digest(path)
        if digest.startswith(row_id.digest):
            return path
        looked.setdefault(path.name, digest[:_DIGITS] or "—")
    named = [f"{name} ({digest})" for name, digest in looked.items()]
    more = f" … +{len(named) - _MOST_NAMED}" if len(named) > _MOST_NAMED else ""
    raise RowNotFound(row=str(row_id), looked=", ".join(named[:_MOST_NAMED]) + more)


def _digest(path: Path) -> str:
    """Return a file's SHA-256, empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _next_row(row: int, reading: FileReading) -> int:
    """Return the next row of the file that something was made or said of, 0 without one."""
    numbers = {r.number for s in reading.statements for r in s.rows}
    numbers |= {f.row for s in reading.statements for f in s.faults}
    numbers |= {f.row for f in reading.faults}
    return min((number for number in numbers if number > row), default=0)


def _titles(explained: Sequence[Finding], sheet: str, row: int) -> dict[str, tuple[str, str]]:
    """Return the titles of a sheet's columns, as its reader explained them.

    Rows above the titles stand under none of them.
    """
    is_under = True
    found: dict[str, tuple[str, str]] = {}
    for finding in explained:
        if finding.code == "how_header":
            header = dict(finding.details)
            is_under = header.get("sheet", "") == sheet and row >= int(header.get("row", 0))
        if finding.code == "how_column" and is_under:
            found.update({letter: (t, m) for letter, t, m in columns_in([finding])})
    return found


def _faults(
    row: int, reading: FileReading, statements: Sequence[Statement], sheet: str
) -> Iterator[Fault]:
    """Yield the faults that name a row of a sheet."""
    for statement in statements:
        yield from (f for f in statement.faults if f.row == row)
        yield from (f for f in reconcile(statement).faults if f.row == row)
    yield from (f for f in reading.faults if f.row == row and f.sheet in {"", sheet})
