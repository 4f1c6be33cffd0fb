"""Totals: what a statement prints as sums of its rows is compared with its rows."""

from collections.abc import Iterator, Sequence

from izdes.adapters.statements.columns18.body import Table
from izdes.adapters.statements.fields import Cells, Unreadable
from izdes.adapters.statements.heading import Heading
from izdes.core.money.amounts import plain_amount
from izdes.core.money.statement import StatementRow

Found = tuple[str, dict[str, str]]


def totals_faults(table: Table, heading: Heading, rows: Sequence[StatementRow]) -> Iterator[Found]:
    """Yield every printed sum that is not the sum of the rows.

    Several lines of totals are sums of parts of the table, and are left alone.
    """
    currencies = {row.currency for row in rows}
    if len(currencies) > 1:
        return
    currency = heading.currency or next(iter(currencies), "KZT")
    debit, credit = _moved(rows, "debit"), _moved(rows, "credit")
    for name, moved in (("turnover_debit", debit), ("turnover_credit", credit)):
        printed = heading.balances.get(name)
        if printed is not None and abs(printed) != moved:
            yield "turnover_differs", _amounts(printed, moved, currency)
    if len(table.totals) == 1:
        yield from _line_of_totals(table.totals[0], debit, credit, currency)


def _line_of_totals(cells: Cells, debit: int, credit: int, currency: str) -> Iterator[Found]:
    """Compare the line under the table, column by column."""
    allowed = {
        "debit": {debit},
        "credit": {credit},
        "amount": {debit + credit, credit - debit, debit - credit},
    }
    for meaning, sums in allowed.items():
        try:
            if cells.has(meaning) and (printed := cells.minor(meaning, currency)) not in sums:
                yield "total_differs", _amounts(printed, max(sums), currency)
        except Unreadable:
            # Words under an amount column are no sum.
            continue


def _moved(rows: Sequence[StatementRow], direction: str) -> int:
    """Return what the rows of one direction move."""
    return sum(row.amount_minor for row in rows if row.direction == direction)


def _amounts(printed: int, moved: int, currency: str) -> dict[str, str]:
    """Return the details that a sentence needs."""
    return {"printed": plain_amount(printed, currency), "moved": plain_amount(moved, currency)}
