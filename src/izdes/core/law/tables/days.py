"""The table of days that are working, or not, whatever the library says; every fault is named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.tables.rows import rows_in

FIRST_YEAR, LAST_YEAR = 2014, 2060
COLUMNS = ("day", "is_working", "reason_kk", "reason_ru", "source", "verified")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that is working, or not, whatever the library says.

    Attributes:
        verified: The act that says so was read, not only reported.
    """

    day: date
    is_working: bool
    reason_kk: str
    reason_ru: str
    source: str
    verified: bool


def read_days(text: str, *, file: str) -> tuple[DayRow, ...]:
    """Read a table of moved days.

    Args:
        text: CSV with a header of at least `COLUMNS`.
        file: Its name, for faults.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    table = rows_in(text, COLUMNS, file=file, naming=_fault, not_csv="days_not_csv")
    faults = [f for n, row in table for f in _faults_of(row, file=file, number=n)]
    if faults:
        raise InputRefused(*faults)
    found = [(n, row_of(row)) for n, row in table]
    if faults := [*_repeated(found, file=file)]:
        raise InputRefused(*faults)
    return tuple(row for _, row in found)


def _fault(code: str, file: str, row: int, column: str) -> Fault:
    """Name a place of the table and what is wrong there."""
    details = (("column", column), ("row", str(row)))
    return Fault(f"days_{code}", file=file, row=row, column=column, details=details)


def _faults_of(row: Mapping[str, str], *, file: str, number: int) -> Iterator[Fault]:
    """Yield what is wrong in one row."""
    if not _is_known_day(row["day"]):
        yield _fault("cell_wrong", file, number, "day")
    for column in ("is_working", "verified"):
        if row[column] not in _BOOLEANS:
            yield _fault("cell_wrong", file, number, column)
    for column in ("reason_kk", "reason_ru", "source"):
        if not row[column].strip():
            yield _fault("cell_empty", file, number, column)


def _is_known_day(text: str) -> bool:
    """Say whether a cell is a day, as ISO 8601 writes it, of the years of the calendar."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR


def row_of(row: Mapping[str, str]) -> DayRow:
    """Make the value of a row without faults."""
    return DayRow(
        day=date.fromisoformat(row["day"]),
        is_working=_BOOLEANS[row["is_working"]],
        reason_kk=row["reason_kk"].strip(),
        reason_ru=row["reason_ru"].strip(),
        source=row["source"].strip(),
        verified=_BOOLEANS[row["verified"]],
    )


def _repeated(rows: Iterable[tuple[int, DayRow]], *, file: str) -> Iterator[Fault]:
    """Yield rows whose day another row has too."""
    seen: set[date] = set()
    for number, row in rows:
        if row.day in seen:
            yield _fault("row_repeated", file, number, "day")
        seen.add(row.day)
