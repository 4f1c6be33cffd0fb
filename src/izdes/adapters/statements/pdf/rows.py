"""Rows of a printed statement: movements become lines, and lines the rows of one account.

A fee that stands in a column of its own is a movement of its own, right after the one it was taken
for: the account pays two parties. Its number is that of its row and five hundred more, which no
line of a page reaches. Only where the printed balances agree without the fees are they taken to be
within the amounts, and that is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.lines import Line, oldest_first
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.pdf.heading import PrintedHeading
from izdes.adapters.statements.pdf.lines import fee_number
from izdes.adapters.statements.pdf.movements import Habits, Movement, habits_of, movement_of
from izdes.adapters.statements.pdf.sides import far_of
from izdes.adapters.statements.pdf.table import PrintedTable
from izdes.adapters.statements.pdf.words import operations
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.stating import Made, made_of
from izdes.core.money.amounts import plain_amount

_SHOWN = 40
_DEFAULT = "KZT"


@dataclass(frozen=True, slots=True)
class Booked:
    """The rows of a statement, and the movements they were made of in the order of print."""

    made: Made
    movements: tuple[Movement, ...]
    currency: str


def booked(
    table: PrintedTable,
    heading: PrintedHeading,
    owner: Owner,
    *,
    parties: Parties,
    notes: Notes,
) -> Booked:
    """Make the rows of one account out of its printed table."""
    figures = (figure.currency for figure in heading.figures.values())
    stated = heading.currency or next((code for code in figures if code), None)
    habits = habits_of(table.found.rows, table.titles, stated)
    movements, unread = _movements(table, habits, notes)
    currency = habits.currency or _DEFAULT
    movements = _with_fees(movements, heading, currency, notes)
    notes.explain("how_pdf_direction_columns" if habits.is_split else "how_pdf_direction_sign")
    maker = _LineMaker(owner, heading, currency=currency, parties=parties)
    lines = oldest_first([maker.line(m) for m in movements], newest_first=True)
    by_number = {m.number: m for m in movements}
    whole = [each for line in lines for each in maker.with_fee(line, by_number[line.number])]
    made = made_of(whole, owner, parties=parties, notes=notes, unread=unread)
    return Booked(maker.as_printed(made, table.titles), tuple(movements), currency)


def _movements(
    table: PrintedTable, habits: Habits, notes: Notes
) -> tuple[list[Movement], list[tuple[int, Unreadable]]]:
    """Read every row; those that move nothing are noted and left out."""
    found: list[Movement] = []
    unread = [
        (row.line.row, Unreadable("time_unreadable", "moment", row.line.text[:_SHOWN]))
        for row in table.found.orphans
    ]
    for row in table.found.rows:
        try:
            movement = movement_of(row, habits)
        except Unreadable as unreadable:
            unread.append((row.line.row, unreadable))
            continue
        if movement.amount.minor or movement.fee_minor:
            found.append(movement)
        else:
            notes.add("zero_amount", row=movement.number, severity="noted")
    for row in table.found.not_booked:
        notes.add("entry_not_booked", row=row.line.row, severity="noted")
    return found, unread


def _with_fees(
    movements: list[Movement], heading: PrintedHeading, currency: str, notes: Notes
) -> list[Movement]:
    """Decide whether fees are movements of their own, and say so."""
    fees = sum(m.fee_minor for m in movements)
    if not fees:
        return movements
    opening, closing = heading.minor("opening", currency), heading.minor("closing", currency)
    moved = sum(m.signed_minor for m in movements)
    amount = plain_amount(fees, currency)
    if opening is not None and closing is not None and opening + moved == closing:
        notes.add("pdf_fees_within", severity="noted", details={"amount": amount})
        return [replace(m, fee_minor=0) for m in movements if m.amount.minor]
    notes.explain("how_pdf_fees", amount=amount)
    return movements


class _LineMaker:
    """Makes lines of the movements of one account."""

    def __init__(
        self, owner: Owner, heading: PrintedHeading, *, currency: str, parties: Parties
    ) -> None:
        self._owner = owner
        self._own = Printed(name=heading.holder, iin=heading.iin, bank=heading.bank)
        self._currency = currency
        self._parties = parties
        self._operations: dict[int, str] = {}

    def line(self, movement: Movement) -> Line:
        """Make the line of a movement, its operation under the name that the kinds know."""
        far = far_of(
            movement.operation,
            movement.details,
            is_credit=movement.is_credit,
            is_own=self._is_own,
            parties=self._parties,
        )
        self._operations[movement.number] = far.operation
        is_credit = movement.is_credit
        return Line(
            number=movement.number,
            moment=movement.moment,
            amount=movement.amount,
            currency=self._currency,
            payer=far.side if is_credit else self._own,
            payee=self._own if is_credit else far.side,
            operation=far.means,
            purpose=far.purpose,
            reference=movement.reference,
            balance_minor=movement.balance_minor,
        )

    def _is_own(self, printed: str) -> bool:
        """Say whether an account in the details is the statement's own."""
        return self._owner.is_here(self._parties.key_of(printed, self._owner.token)[0])

    def with_fee(self, line: Line, movement: Movement) -> Iterator[Line]:
        """Yield a line, and its fee right after it; the balance is that after both."""
        fee = movement.fee_minor
        if line.amount.minor:
            yield replace(line, balance_minor=None) if fee else line
        if fee:
            yield replace(
                line,
                number=fee_number(line.number),
                amount=Amount(fee, "debit"),
                payer=self._own,
                payee=Printed(),
                operation=operations()["fee"].means,
                purpose="",
            )

    def as_printed(self, made: Made, titles: Mapping[str, str]) -> Made:
        """Return the rows with their operations as printed; a fee is called by its column."""
        return replace(
            made,
            rows=tuple(
                replace(row, operation=self._operations.get(row.number, titles.get("fee", "")))
                for row in made.rows
            ),
        )
