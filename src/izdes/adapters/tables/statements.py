"""What was read, file by file: statements with their outcome, and every fault."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.errors import Fault
from izdes.core.money.corrections import Decision, without_superseded
from izdes.core.money.reconcile import Reconciliation, reconcile, step_of
from izdes.core.money.statement import FileReading, Statement
from izdes.core.sealing.canonical import Field

STATEMENT_COLUMNS: Columns = {
    "file": "text",
    "sha256": "text",
    "form": "text",
    "why": "text",
    "sheet": "int",
    "account": "text",
    "currency": "text",
    "bank": "text",
    "period_from": "time",
    "period_to": "time",
    "zone": "text",
    "time_precision": "text",
    "opening_minor": "int",
    "closing_minor": "int",
    "rows": "int",
    "unread_rows": "int",
    "outcome": "text",
    "superseded": "text",
}
FAULT_COLUMNS: Columns = {
    "severity": "text",
    "code": "text",
    "file": "text",
    "sheet": "text",
    "row": "int",
    "column": "text",
    "details": "text",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, what its own arithmetic says of it, and whether another one replaces it."""

    statement: Statement
    reconciliation: Reconciliation
    is_superseded: bool = False

    @property
    def is_traced(self) -> bool:
        """Say whether it is offered to the ledger."""
        return self.reconciliation.outcome != "faulty" and not self.is_superseded


def judge(readings: Iterable[FileReading]) -> tuple[Judged, ...]:
    """Judge every statement of some files."""
    return tuple(Judged(s, reconcile(s)) for reading in readings for s in reading.statements)


def without_replaced(
    judged: Iterable[Judged], decisions: Iterable[Decision]
) -> tuple[tuple[Judged, ...], list[Fault]]:
    """Mark every statement that another one replaces by decision; see `core.money.corrections`."""
    given = tuple(judged)
    kept, faults = without_superseded((j.statement for j in given), decisions)
    counting = {statement.statement_id for statement in kept}
    marked = (replace(j, is_superseded=j.statement.statement_id not in counting) for j in given)
    return tuple(marked), faults


def faults_in(readings: Iterable[FileReading], judged: Iterable[Judged]) -> set[Fault]:
    """Return everything that was wrong with files and statements."""
    found = {fault for reading in readings for fault in reading.faults}
    for j in judged:
        found |= {*j.statement.faults, *j.reconciliation.faults}
    return found


def write_judged(
    folder: Path,
    readings: Sequence[FileReading],
    judged: Iterable[Judged],
    faults: Iterable[Fault],
) -> None:
    """Write ``statements.csv`` (a row a statement; a file without one has a row too) and faults."""
    by_sha = {r.sha256: r for r in readings}
    rows = [_statement_row(by_sha[j.statement.file_sha256], j) for j in judged]
    rows += [_unread_row(r) for r in readings if not r.statements]
    write_csv(folder / "statements.csv", STATEMENT_COLUMNS, rows)
    write_csv(folder / "faults.csv", FAULT_COLUMNS, map(_fault_row, sorted(faults)))


def _statement_row(reading: FileReading, j: Judged) -> tuple[Field, ...]:
    """Return one statement in the columns' order."""
    s = j.statement
    return (
        s.file,
        s.file_sha256,
        reading.form,
        reading.reason,
        s.sheet,
        s.account,
        s.currency,
        s.bank,
        s.period_from,
        s.period_to,
        s.zone,
        _coarsest(s),
        s.opening_minor,
        s.closing_minor,
        len(s.rows),
        s.unread_rows,
        j.reconciliation.outcome,
        "yes" if j.is_superseded else "",
    )


def _coarsest(statement: Statement) -> str:
    """Return how exactly the least exact of a statement's times is printed."""
    precisions = (row.time_precision for row in statement.rows)
    return max(precisions, key=step_of, default="")


def _unread_row(reading: FileReading) -> tuple[Field, ...]:
    """Return a file that gave no statement, in the columns' order."""
    known = (reading.file, reading.sha256, reading.form, reading.reason)
    return (*known, *([None] * (len(STATEMENT_COLUMNS) - len(known) - 2)), "unread", "")


def _fault_row(f: Fault) -> tuple[Field, ...]:
    """Return one fault in the columns' order."""
    details = "; ".join(f"{name}={value}" for name, value in f.details)
    return (f.severity, f.code, f.file, f.sheet, f.row, f.column, details)
