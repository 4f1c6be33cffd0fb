"""Lines: the rows under the eighteen titles, read cell by cell.

A row that cannot be read is a fault with its place, and the rows after it are read all the same.
Rows without date, amount and accounts are remarks and signatures; rows that sum up others are no
movements and are compared with what they sum up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from izdes.adapters.statements.cells import Cell, Moment, NotATime, is_empty, moment, text
from izdes.adapters.statements.columns18 import Grid, Header
from izdes.adapters.statements.fields import Amount, AmountReader, Cells, Unreadable
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.wording import currency_of, is_total, label_of
from izdes.core.money.transfer import Precision

_SUMS = frozenset({"opening", "closing", "turnover", "turnover_debit", "turnover_credit"})
_SHOWN = 40
_FINENESS: tuple[Precision, ...] = ("day", "minute", "second")


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as printed.

    Attributes:
        number: The row as a spreadsheet program shows it; the line of a text.
        balance_minor: The account's balance after it, where the form prints one.
    """

    number: int
    moment: Moment
    amount: Amount
    currency: str
    payer: Printed
    payee: Printed
    operation: str = ""
    purpose: str = ""
    purpose_code: str = ""
    reference: str = ""
    balance_minor: int | None = None


@dataclass(slots=True)
class Table:
    """The rows of one sheet, sorted by what they are."""

    lines: list[Line] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    totals: list[Cells] = field(default_factory=list)
    remarks: list[Sequence[Cell]] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)


def read_table(
    grid: Grid, header: Header, *, amount_of: AmountReader, currency: str | None
) -> Table:
    """Read every row under the header.

    Args:
        grid: The whole sheet.
        header: Where its table begins.
        amount_of: How this form prints amounts.
        currency: The account's currency where the heading prints it.
    """
    table = Table()
    for number, row in enumerate(grid[header.data :], start=header.data + 1):
        cells = Cells(row, header.columns)
        first = next((text(cell) for cell in row if not is_empty(cell)), "")
        is_words = not first[:1].isdigit()
        if is_words and is_total(first):
            table.totals.append(cells)
            table.remarks.append(row)
        elif (is_words and label_of(first) in _SUMS) or not _is_movement(cells):
            table.remarks.append(row)
        else:
            _take(table, number, cells, amount_of=amount_of, currency=currency)
    table.lines = _with_column_precision(table.lines)
    return table


def _is_movement(cells: Cells) -> bool:
    """Say whether a row claims to be a movement: any of its telling cells is filled."""
    telling = ("amount", "credit", "debit", "tenge", "payer_account", "payee_account")
    return any(map(cells.has, telling)) or _is_moment(cells["moment"])


def _is_moment(cell: Cell) -> bool:
    """Say whether a cell states an instant."""
    try:
        moment(cell)
    except NotATime:
        return False
    return True


def _take(
    table: Table, number: int, cells: Cells, *, amount_of: AmountReader, currency: str | None
) -> None:
    """Read one movement into the table."""
    try:
        line = _line(number, cells, amount_of=amount_of, account_currency=currency)
    except Unreadable as unreadable:
        table.unread.append((number, unreadable))
        return
    if not line.amount.minor:
        table.empty.append(number)
        return
    if _tenge_differs(cells, line):
        table.differing.append(number)
    table.lines.append(line)


def _line(
    number: int, cells: Cells, *, amount_of: AmountReader, account_currency: str | None
) -> Line:
    """Read one movement."""
    try:
        when = moment(cells["moment"])
    except NotATime:
        raise Unreadable("time_unreadable", "moment", cells.text("moment")[:_SHOWN]) from None
    printed = _currency(cells, account_currency)
    currency, amount = _in_account_currency(
        cells, amount_of(cells, printed), printed=printed, wanted=account_currency or printed
    )
    return Line(
        number=number,
        moment=when,
        amount=amount,
        currency=currency,
        payer=_side(cells, "payer"),
        payee=_side(cells, "payee"),
        operation=cells.text("operation"),
        purpose=cells.text("purpose"),
        purpose_code=cells.text("knp"),
        reference=cells.text("reference"),
    )


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


def _tenge_differs(cells: Cells, line: Line) -> bool:
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


def _with_column_precision(lines: list[Line]) -> list[Line]:
    """Give typed times the finest precision of their column: midnight is a time among times."""
    typed = [line.moment.precision for line in lines if line.moment.is_typed]
    if not typed:
        return lines
    finest = max(typed, key=_FINENESS.index)
    return [
        replace(line, moment=replace(line.moment, precision=finest))
        if line.moment.is_typed
        else line
        for line in lines
    ]


def oldest_first(lines: list[Line], *, newest_first: bool) -> list[Line]:
    """Turn a table round that lists the newest row first.

    Args:
        lines: As printed.
        newest_first: What the form does where the times themselves do not tell.
    """
    steps = list(_steps(lines))
    rising, falling = sum(s > 0 for s in steps), sum(s < 0 for s in steps)
    is_turned = falling > rising or (falling == rising and newest_first)
    return lines[::-1] if is_turned else lines


def _steps(lines: list[Line]) -> Iterator[int]:
    """Yield whether each row is later or earlier than the one above it."""
    for above, below in pairwise(lines):
        yield (below.moment.at > above.moment.at) - (below.moment.at < above.moment.at)
