"""Movements: one row under the eighteen titles, read cell by cell.

The first cell that cannot be read refuses its row, and names itself.
"""

import re
from dataclasses import dataclass, field, replace

from izdes.adapters.statements.cells import NotATime, Spoilt
from izdes.adapters.statements.fields import Amount, AmountReader, Cells, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.moments import DateColumn
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.wording import currency_of, is_error

_UNUSED = frozenset({"system", "branch"})
_CODE = re.compile(r"([0-9]{1,3})(?:[ .:–—-]+(.*))?")
_ERROR_STARTS = ("#", "E", "О", "Қ")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Habits:
    """How the cells of one table are to be read.

    Attributes:
        amount_of: How its form prints amounts.
        currency: The account's currency where the heading prints it.
        dates: What its column of dates tells of its cells.
    """

    amount_of: AmountReader
    currency: str | None
    dates: DateColumn = field(default_factory=DateColumn)


def line_of(number: int, cells: Cells, habits: Habits) -> Line:
    """Read one movement."""
    _require_whole(cells)
    try:
        when = habits.dates.moment(cells["moment"])
    except NotATime as error:
        raise Unreadable(error.code, "moment", cells.text("moment")[:_SHOWN]) from None
    printed = _currency(cells, habits.currency)
    currency, amount = _in_account_currency(
        cells,
        habits.amount_of(cells, printed),
        printed=printed,
        wanted=habits.currency or printed,
    )
    code, purpose = _purpose(cells)
    return Line(
        number=number,
        moment=when,
        amount=amount,
        currency=currency,
        payer=_side(cells, "payer"),
        payee=_side(cells, "payee"),
        operation=cells.text("operation"),
        purpose=purpose,
        purpose_code=code,
        reference=cells.text("reference"),
    )


def _require_whole(cells: Cells) -> None:
    """Refuse a row of which a cell lost its value: what stood there is not guessed."""
    for meaning, column in cells.columns.items():
        cell = cells.row[column] if column < len(cells.row) else ""
        if not isinstance(cell, str) or meaning in _UNUSED:
            continue
        if isinstance(cell, Spoilt):
            raise Unreadable(cell.fault, meaning)
        if cell[:1] in _ERROR_STARTS and is_error(cell):
            raise Unreadable("cell_error", meaning, cell)


def _purpose(cells: Cells) -> tuple[str, str]:
    """Return the code and the words of the purpose, wherever the form puts them.

    A code column that holds words is where a form without a column of its own prints them.
    """
    code, words = cells.text("knp"), cells.text("purpose")
    found = _CODE.fullmatch(code)
    if words or not code or (found and not found[2]):
        return code, words
    return (found[1], found[2]) if found else ("", code)


def _currency(cells: Cells, account_currency: str | None) -> str:
    """Return the currency of the operation, else of the account."""
    printed = cells.text("currency")
    currency = currency_of(printed) if printed else account_currency
    if currency is None:
        raise Unreadable("currency_unknown", "currency", printed[:_SHOWN])
    return currency


def _in_account_currency(
    cells: Cells, amount: Amount, *, printed: str, wanted: str
) -> tuple[str, Amount]:
    """Return what the account itself moved, when the operation was in another currency.

    A tenge account pays what the tenge column says; of another currency the form tells nothing.
    """
    if printed == wanted:
        return printed, amount
    tenge = abs(cells.minor("tenge", "KZT"))
    if wanted != "KZT" or not tenge:
        raise Unreadable("foreign_currency", "currency", printed)
    return wanted, replace(amount, minor=tenge)


def tenge_differs(cells: Cells, line: Line) -> bool:
    """Say whether an operation in tenge states two amounts."""
    if line.currency != "KZT" or currency_of(cells.text("currency")) != "KZT":
        return False
    try:
        tenge = abs(cells.minor("tenge", "KZT"))
    except Unreadable:
        return True
    return tenge not in (0, line.amount.minor)


def _side(cells: Cells, side: str) -> Printed:
    """Return the five cells of the payer or the payee."""
    return Printed.of_cells(
        name=cells[f"{side}_name"],
        iin=cells[f"{side}_iin"],
        residency=cells[f"{side}_residency"],
        bank=cells[f"{side}_bank"],
        account=cells[f"{side}_account"],
    )
