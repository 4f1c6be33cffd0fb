"""Reconciliation: does a statement's own arithmetic hold?

Three outcomes. *Reconciled*: opening + Σ rows = closing and every row lies in the period.
*Faulty*: the sum differs, a row lies outside, or a movement could not be read; such a statement
is kept and shown, and never traced. *Not checkable*: no balances are printed; it is traced, and
every figure from it is marked. Fails closed: without a row nothing is reconciled.

A reconciled statement is consistent with itself. That does not prove that the bank left nothing
out on both sides of the sum. Balances that are not printed as such may be read from the balances
after the rows (`izdes.core.money.trail`): then nothing is lacking between the first row and the
last, and of what lies before or after them nothing is said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from izdes.core.errors import Fault
from izdes.core.money.account import Coverage
from izdes.core.money.amounts import plain_amount
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Precision

Outcome = Literal["reconciled", "faulty", "not_checkable"]
_STEPS: dict[Precision, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a statement's own arithmetic says of it.

    Attributes:
        faults: Why it is faulty, or what its user must know; in the order of rows.
        coverage: The interval that it covers; None when it is faulty or shows no interval.
    """

    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    coverage: Coverage | None = None


def reconcile(statement: Statement) -> Reconciliation:
    """Judge a statement by its own balances, period and rows."""
    found = [f for f in statement.faults if f.severity == "refused"]
    if statement.unread_rows and not found:
        found.append(_fault(statement, "rows_unread", count=str(statement.unread_rows)))
    found += _rows_outside(statement)
    found += _difference(statement)
    if found:
        return Reconciliation("faulty", tuple(found))
    return Reconciliation(*_without_faults(statement), coverage=coverage_of(statement))


def _without_faults(statement: Statement) -> tuple[Outcome, tuple[Fault, ...]]:
    """Tell a statement that adds up from one that cannot be added up."""
    if not statement.rows:
        return "not_checkable", (_noted(statement, "no_rows"),)
    if statement.opening_minor is None or statement.closing_minor is None:
        return "not_checkable", (_noted(statement, "no_balances"),)
    return "reconciled", ()


def coverage_of(statement: Statement) -> Coverage | None:
    """Return the interval that a statement covers, printed or inferred from its rows."""
    interval = _printed(statement) or _inferred(statement.rows)
    if interval is None:
        return None
    return Coverage(
        account=statement.account,
        currency=statement.currency,
        kind=statement.account_kind,
        opening_minor=statement.opening_minor,
        covered_from=interval[0],
        covered_to=interval[1],
        basis="printed" if _printed(statement) else "inferred",
    )


def is_within_account(row: StatementRow) -> bool:
    """Say whether both sides of the row are the same account: it moves nothing.

    An exchange between two currencies of one account does move: it is told twice, in each.
    """
    return row.payer.account == row.payee.account and row.kind != "conversion"


def effect_minor(row: StatementRow) -> int:
    """Return what the row does to its account's balance, in minor units."""
    return 0 if is_within_account(row) else row.signed_minor


def step_of(precision: Precision) -> timedelta:
    """Return how long a printed moment of that precision may last."""
    return _STEPS[precision]


def _printed(statement: Statement) -> tuple[datetime, datetime] | None:
    """Return the printed period when both its ends are known and in order."""
    start, end = statement.period_from, statement.period_to
    return (start, end) if start and end and start < end else None


def _inferred(rows: tuple[StatementRow, ...]) -> tuple[datetime, datetime] | None:
    """Return the interval from the first row to just after the last."""
    if not rows:
        return None
    return (
        min(row.booked_at for row in rows),
        max(row.booked_at + step_of(row.time_precision) for row in rows),
    )


def _rows_outside(statement: Statement) -> list[Fault]:
    """Name every row that lies outside the printed period."""
    start, end = statement.period_from, statement.period_to
    return [
        _fault(statement, "row_outside_period", row=row.number)
        for row in statement.rows
        if (start and row.booked_at < start) or (end and row.booked_at >= end)
    ]


def _difference(statement: Statement) -> list[Fault]:
    """Name the difference between opening + Σ rows and closing, where both are printed."""
    opening, closing = statement.opening_minor, statement.closing_minor
    if opening is None or closing is None:
        return []
    currency = statement.currency
    moved = sum(map(effect_minor, statement.rows))
    if opening + moved == closing:
        return []
    return [
        _fault(
            statement,
            "balances_differ",
            opening=plain_amount(opening, currency),
            moved=plain_amount(moved, currency),
            closing=plain_amount(closing, currency),
            difference=plain_amount(closing - opening - moved, currency),
        )
    ]


def _fault(statement: Statement, code: str, *, row: int = 0, **details: str) -> Fault:
    """Make a fault that keeps the statement from being traced."""
    sheet = str(statement.sheet)
    return Fault(code, statement.file, sheet, row, details=tuple(details.items()))


def _noted(statement: Statement, code: str) -> Fault:
    """Make a fault that only tells the reader something."""
    return Fault(code, statement.file, str(statement.sheet), severity="noted")
