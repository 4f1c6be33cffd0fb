"""The table of what was so of institutions between two days, read with every fault named."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from izdes.core.errors import Fault, InputRefused

What = Literal["former_name", "former_bic", "trade_name", "former_kind", "successor"]
WHAT: tuple[What, ...] = get_args(What)
COLUMNS = ("institution_id", "what", "value", "valid_from", "valid_to", "source", "verified")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that was so of an institution between two days.

    Attributes:
        value: A name, a BIC, a kind, or the id of the institution in its place.
        valid_from: First day; None when not known.
        valid_to: First day on which it was so no longer; None when not known.
    """

    institution_id: str
    what: What
    value: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        """Say whether it was so on a day, as far as is known; unknown ends are open."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def read_history(text: str, *, file: str) -> tuple[Known, ...]:
    """Read a table of what was so of institutions.

    Raises:
        InputRefused: Every fault of the table, each with row and column.
    """
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines(), restval="", strict=True)
    try:
        table = list(enumerate(rows, start=2))
    except csv.Error:
        raise InputRefused(Fault("institutions_not_csv", file=file, row=rows.line_num)) from None
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    faults = [_fault("column_missing", file, 1, column=name) for name in missing]
    faults = faults or [
        _fault("cell_wrong", file, n, column=name, value=row[name])
        for n, row in table
        for name in _wrong(row)
    ]
    if faults:
        raise InputRefused(*faults)
    return tuple(known_of(row) for _, row in table)


def _fault(what: str, file: str, row: int, *, column: str, value: str = "") -> Fault:
    """Name a cell and what is wrong there."""
    given = (("column", column), ("row", str(row)), ("value", value[:40]))
    return Fault(f"institutions_{what}", file=file, row=row, column=column, details=given)


def _wrong(row: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns of a row that hold what they cannot."""
    yield from (name for name in ("institution_id", "value", "source") if not row[name].strip())
    if row["what"] not in WHAT:
        yield "what"
    if row["verified"] not in _BOOLEANS:
        yield "verified"
    for name in ("valid_from", "valid_to"):
        try:
            _day(row[name])
        except ValueError:
            yield name


def _day(text: str) -> date | None:
    """Return the day of a cell, None of an empty one."""
    return date.fromisoformat(text) if text else None


def known_of(row: Mapping[str, str]) -> Known:
    """Make the value of a row without faults."""
    return Known(
        institution_id=row["institution_id"],
        what=next(what for what in WHAT if what == row["what"]),
        value=row["value"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
        verified=_BOOLEANS[row["verified"]],
    )
