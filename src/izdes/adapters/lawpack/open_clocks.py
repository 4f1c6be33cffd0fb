"""Open clocks: a table of what is running now, to see what another law pack would move.

``ref``: what its owner calls it; ``clock``: the rule; ``started_at``: the event that started it,
RFC 3339 with offset. Other columns may be there.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.changes import OpenClock

COLUMNS = ("ref", "clock", "started_at")


def read_open_clocks(path: Path) -> tuple[OpenClock, ...]:
    """Read a table of open clocks.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise InputRefused(Fault("law_file_unreadable", file=path.name)) from None
    except UnicodeDecodeError:
        raise InputRefused(Fault("law_not_text", file=path.name)) from None
    rows = csv.DictReader(text.splitlines(), restval="", strict=True)
    try:
        table = list(enumerate(rows, start=2))
    except csv.Error:
        raise InputRefused(Fault("law_not_csv", file=path.name, row=rows.line_num)) from None
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise InputRefused(*(_fault("missing", path.name, 1, name) for name in missing))
    faults = [fault for number, row in table for fault in _faults(row, path.name, number)]
    if faults:
        raise InputRefused(*faults)
    return tuple(
        OpenClock(row["ref"], row["clock"], datetime.fromisoformat(row["started_at"]))
        for _, row in table
    )


def _faults(row: dict[str, str], file: str, number: int) -> Iterator[Fault]:
    """Yield what is wrong in one row."""
    for name in ("ref", "clock"):
        if not row[name].strip():
            yield _fault("wrong", file, number, name)
    if not _is_moment(row["started_at"]):
        yield _fault("wrong", file, number, "started_at")


def _is_moment(text: str) -> bool:
    """Say whether a cell is a moment with its offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _fault(what: str, file: str, row: int, column: str) -> Fault:
    """Name a cell and what is wrong there."""
    return Fault(f"law_clocks_{what}", file=file, row=row, column=column)
