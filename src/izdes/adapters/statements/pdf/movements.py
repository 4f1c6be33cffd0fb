"""Movements of a printed table: rows with a day, a signed amount, a fee and a balance.

Which way money goes is told by the sign of the amount, or by the column in which it stands. Where
some amounts have a minus the others come in; where none has a sign nothing is guessed. A minus in
the column of what goes out is a habit where all have it, and takes a payment back where some do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.cells import Moment, NotATime, moment
from izdes.adapters.statements.dates import Order, order_of
from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.pdf.amounts import figure_in, minor_of
from izdes.adapters.statements.pdf.cells import PrintedRow
from izdes.adapters.statements.wording import currency_of

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Movement:
    """One row, understood as far as its own cells go.

    Attributes:
        fee_minor: What the bank took for it, printed in a column of its own; not negative.
    """

    number: int
    moment: Moment
    amount: Amount
    operation: str
    details: tuple[str, ...]
    reference: str
    fee_minor: int
    balance_minor: int | None

    @property
    def words(self) -> str:
        """The operation as printed, else the details that stand for it."""
        return self.operation or " ".join(self.details)

    @property
    def is_credit(self) -> bool:
        """Say whether money comes in."""
        return self.amount.direction == "credit"

    @property
    def signed_minor(self) -> int:
        """What it does to the balance, its fee left aside."""
        return self.amount.minor if self.is_credit else -self.amount.minor


@dataclass(frozen=True, slots=True)
class Habits:
    """How a whole table prints.

    Attributes:
        currency: That of the account; empty where nothing tells.
        order: Which of two numbers before slashes is the day.
        is_split: What comes and what goes has a column each.
        has_minus: Some amounts have a minus: those without one come in.
        minus_goes: All amounts in the column of what goes out have a minus.
    """

    currency: str
    order: Order
    is_split: bool
    has_minus: bool
    minus_goes: bool


def habits_of(
    rows: Sequence[PrintedRow], titles: Mapping[str, str], currency: str | None
) -> Habits:
    """Look through the whole table before any of its rows is read."""
    amounts = [f for row in rows if (f := figure_in(row.text("amount")))]
    debits = [f for row in rows if (f := figure_in(row.text("debit"))) and not f.is_zero]
    return Habits(
        currency=currency or _currency(rows),
        order=order_of(row.text("moment") for row in rows),
        is_split="credit" in titles or "debit" in titles,
        has_minus=any(figure.is_minus for figure in amounts),
        minus_goes=bool(debits) and all(figure.is_minus for figure in debits),
    )


def _currency(rows: Iterable[PrintedRow]) -> str:
    """Return the one currency in which all amounts are printed; empty where there is no one."""
    found: set[str] = set()
    for row in rows:
        figures = (figure_in(row.text(name)) for name in ("amount", "credit", "debit", "balance"))
        found |= {figure.currency for figure in figures if figure}
        found.add(currency_of(row.text("currency")) or "")
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def movement_of(row: PrintedRow, habits: Habits) -> Movement:
    """Read one row.

    Raises:
        Unreadable: Its day, its amount or its direction cannot be told.
    """
    currency = habits.currency
    if not currency:
        raise Unreadable("currency_unknown", "currency", row.text("currency")[:_SHOWN])
    balance = row.text("balance")
    return Movement(
        number=row.line.row,
        moment=_moment(row, habits.order),
        amount=_split(row, habits) if habits.is_split else _signed(row, habits),
        operation=row.text("operation"),
        details=(*row.cells.get("details", ()), *row.cells.get("other", ())),
        reference=row.text("reference"),
        fee_minor=abs(minor_of(row.text("fee"), "fee", currency)),
        balance_minor=minor_of(balance, "balance", currency) if balance else None,
    )


def _moment(row: PrintedRow, order: Order) -> Moment:
    """Return the day of a row, with its time where one is printed."""
    printed = " ".join(part for part in (row.text("moment"), row.text("clock")) if part)
    try:
        return moment(printed, order)
    except NotATime as error:
        raise Unreadable(error.code, "moment", printed[:_SHOWN]) from None


def _split(row: PrintedRow, habits: Habits) -> Amount:
    """Return the amount of two columns."""
    came = minor_of(row.text("credit"), "credit", habits.currency)
    went = minor_of(row.text("debit"), "debit", habits.currency)
    went = -went if habits.minus_goes else went
    if came and went:
        raise Unreadable("both_amounts", "debit", row.text("debit")[:_SHOWN])
    if came < 0 or went < 0:
        raise Unreadable("negative_amount", "credit" if came else "debit")
    if not (row.text("credit") or row.text("debit")):
        raise Unreadable("row_without_amount", "credit")
    return Amount(came, "credit") if came else Amount(went, "debit")


def _signed(row: PrintedRow, habits: Habits) -> Amount:
    """Return the amount of one column."""
    printed, currency = row.text("amount"), currency_of(row.text("currency"))
    if not printed:
        raise Unreadable("row_without_amount", "amount")
    if currency not in {None, habits.currency}:
        raise Unreadable("foreign_currency", "currency", row.text("currency")[:_SHOWN])
    figure = figure_in(printed)
    value = minor_of(printed, "amount", habits.currency)
    if figure is None or not (figure.has_sign or habits.has_minus):
        raise Unreadable("direction_unclear", "amount", printed[:_SHOWN])
    return Amount(abs(value), "debit" if figure.is_minus else "credit")
