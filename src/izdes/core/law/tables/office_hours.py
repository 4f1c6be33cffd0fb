"""The table of office hours: when offices of prosecutors open and close, every fault named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.tables.rows import rows_in

COLUMNS = ("days", "opens", "closes", "source", "verified")
# The name of the row that holds for every working day without a row of its own.
WORKING = "working"
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From when to when an office is open, local time.

    Attributes:
        day: The working day that has hours of its own: one that is shortened; None: all others.
        verified: The act that says so was read, not only reported.
    """

    day: date | None
    opens: time
    closes: time
    source: str
    verified: bool


def read_office_hours(text: str, *, file: str) -> tuple[OfficeHours, ...]:
    """Read a table of office hours: CSV with a header of at least `COLUMNS`.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    table = rows_in(text, COLUMNS, file=file, naming=_fault, not_csv="office_hours_not_csv")
    faults = [f for n, row in table for f in _faults_of(row, file, n)]
    faults = faults or [*_wrong_names(table, file)]
    if faults:
        raise InputRefused(*faults)
    return tuple(hours_of(row) for _, row in table)


def hours_of(row: Mapping[str, str]) -> OfficeHours:
    """Make the value of a row without faults."""
    return OfficeHours(
        None if row["days"] == WORKING else date.fromisoformat(row["days"]),
        time.fromisoformat(row["opens"]),
        time.fromisoformat(row["closes"]),
        row["source"].strip(),
        _BOOLEANS[row["verified"]],
    )


def _wrong_names(table: Iterable[tuple[int, Mapping[str, str]]], file: str) -> Iterator[Fault]:
    """Yield rows of one day, and the lack of a row for all working days."""
    seen: set[str] = set()
    for number, row in table:
        if row["days"] in seen:
            yield _fault("row_repeated", file, number, "days")
        seen.add(row["days"])
    if WORKING not in seen:
        yield Fault("office_hours_default_missing", file=file)


def _faults_of(row: Mapping[str, str], file: str, number: int) -> Iterator[Fault]:
    """Yield what is wrong in one row."""
    if row["days"] != WORKING and not _is_day(row["days"]):
        yield _fault("cell_wrong", file, number, "days")
    wrong = [name for name in ("opens", "closes") if not _CLOCK.fullmatch(row[name])]
    for name in wrong:
        yield _fault("cell_wrong", file, number, name)
    if not wrong and row["opens"] >= row["closes"]:
        yield _fault("cell_wrong", file, number, "closes")
    if row["verified"] not in _BOOLEANS:
        yield _fault("cell_wrong", file, number, "verified")
    if not row["source"].strip():
        yield _fault("cell_empty", file, number, "source")


def _is_day(text: str) -> bool:
    """Say whether a cell is a day, as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fault(code: str, file: str, row: int, column: str) -> Fault:
    """Name a place of the table and what is wrong there."""
    details = (("column", column), ("row", str(row)))
    return Fault(f"office_hours_{code}", file=file, row=row, column=column, details=details)
