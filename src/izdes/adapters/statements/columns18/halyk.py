"""The Halyk form: nineteen columns, amounts split by credit and debit.

Nine lines of heading (client, account, currency, period, both balances, sometimes the card), the
titles in row ten, a line of totals at the end. The direction is the column in which the amount
stands; the account must stand on that side of the row.
"""

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.fields import Amount, Cells, Unreadable


def split_amount(cells: Cells, currency: str) -> Amount:
    """Read an amount of two columns, of which one is empty or zero."""
    credit, debit = cells.minor("credit", currency), cells.minor("debit", currency)
    if credit < 0 or debit < 0:
        raise Unreadable("negative_amount", "credit" if credit < 0 else "debit")
    if credit and debit:
        raise Unreadable("both_amounts", "debit")
    if not (cells.has("credit") or cells.has("debit")):
        raise Unreadable("row_without_amount", "debit")
    return Amount(credit, "credit") if credit else Amount(debit, "debit")


FORM = Form(
    name="columns18-halyk",
    reason="amount_split_by_direction",
    recognises=lambda header, _: header.is_split,
    amount_of=split_amount,
)
