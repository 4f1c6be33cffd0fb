"""The table of cut-offs: the end of the banking day of each institution, every fault named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.tables.rows import rows_in

COLUMNS = ("institution_id", "cut_off", "source", "verified")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class CutOff:
    """The end of the banking day of one institution; empty id: of all that are not listed."""

    institution_id: str
    until: time
    source: str
    verified: bool


def read_cut_offs(text: str, *, file: str) -> tuple[CutOff, ...]:
    """Read a table of cut-offs: CSV with a header of at least `COLUMNS`.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    table = rows_in(text, COLUMNS, file=file, naming=_fault, not_csv="cut_offs_not_csv")
    faults = [f for n, row in table for f in _faults_of(row, file, n)]
    faults = faults or [*_wrong_names(table, file)]
    if faults:
        raise InputRefused(*faults)
    return tuple(cut_off_of(row) for _, row in table)


def cut_off_of(row: Mapping[str, str]) -> CutOff:
    """Make the value of a row without faults."""
    return CutOff(
        row["institution_id"].strip(),
        time.fromisoformat(row["cut_off"]),
        row["source"].strip(),
        _BOOLEANS[row["verified"]],
    )


def _wrong_names(table: Iterable[tuple[int, Mapping[str, str]]], file: str) -> Iterator[Fault]:
    """Yield rows of one institution, and the lack of a row for all that are not listed."""
    seen: set[str] = set()
    for number, row in table:
        name = row["institution_id"].strip()
        if name in seen:
            yield _fault("row_repeated", file, number, "institution_id")
        seen.add(name)
    if "" not in seen:
        yield Fault("cut_offs_default_missing", file=file)


def _faults_of(row: Mapping[str, str], file: str, number: int) -> Iterator[Fault]:
    """Yield what is wrong in one row."""
    if not _CLOCK.fullmatch(row["cut_off"]):
        yield _fault("cell_wrong", file, number, "cut_off")
    if row["verified"] not in _BOOLEANS:
        yield _fault("cell_wrong", file, number, "verified")
    if not row["source"].strip():
        yield _fault("cell_empty", file, number, "source")


def _fault(code: str, file: str, row: int, column: str) -> Fault:
    """Name a place of the table and what is wrong there."""
    details = (("column", column), ("row", str(row)))
    return Fault(f"cut_offs_{code}", file=file, row=row, column=column, details=details)
