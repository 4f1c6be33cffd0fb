"""The form whose operations are numbered by direction and whose amounts have a sign.

Dates year first, currencies with their name, «Резиденство» with its old mistake. On some pages
amounts are text with narrow blanks, and what leaves is printed in brackets.
"""

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.rows import Cell, RowCells, bank_name, in_units, printed_day, row_cells
from izdes.twin.dialects.workbook import xls, xlsx
from izdes.twin.dialects.written import Written, in_order
from izdes.twin.pages import Page

_SHEET = "Vypiska"
_NARROW = "\u202f"


def written(page: Page) -> Written:
    """Return the statement as .xlsx or .xls."""
    words, serial = material("dialects/vtb.yaml"), page.account.serial
    numbers: list[list[Cell]] = [list(range(1, 19))] if serial % 2 else []
    above = [*_head(page), [], list(words["titles"]), *numbers]
    rows = [row_cells(page, entry) for entry in page.entries]
    grid = [*above, *(_line(page, row) for row in rows)]
    data = xls(_SHEET, grid) if page.answer.extension == "xls" else xlsx(_SHEET, grid)
    return in_order(page, data, first=len(above) + 1)


def _head(page: Page) -> list[list[Cell]]:
    """Return eight lines of label and value."""
    words = material("dialects/vtb.yaml")
    label, side = words["head"], page.account.side
    period = f"{printed_day(page.first_day)} - {printed_day(page.last_day)}"
    return [
        [label["bank"], bank_name(side.bank)],
        [label["holder"], side.name],
        [label["number"], side.number],
        [label["account"], side.printed],
        [label["currency"], words["currency"]],
        [label["period"], period],
        [label["opening"], in_units(page.opening_minor)],
        [label["closing"], in_units(page.closing_minor)],
    ]


def _line(page: Page, row: RowCells) -> list[Cell]:
    """Return one movement."""
    amount = _figure(page, row.entry.signed_minor)
    moment = f"{row.entry.at.astimezone(LOCAL):%Y.%m.%d %H:%M:%S}"
    currency = material("dialects/vtb.yaml")["currency"]
    return [moment, currency, _operation(row), "", amount, amount, *row.tail()]


def _operation(row: RowCells) -> str:
    """Return the numbered direction; what is more than a transfer is named behind it."""
    words = material("dialects/vtb.yaml")
    transfer = row.entry.transfer
    is_inside = transfer.payer.bank == transfer.payee.bank or not transfer.payee.is_account
    way = "inside" if is_inside else "came" if row.entry.is_credit else "went"
    name = words["operations"][way]
    return str(name) if row.kind_key in words["unnamed"] else f"{name}: {row.kind}"


def _figure(page: Page, signed_minor: int) -> Cell:
    """Return a signed amount: a number, or text with narrow blanks and a comma or brackets."""
    if page.account.serial % 3:
        return in_units(signed_minor)
    printed = f"{in_units(abs(signed_minor)):,.2f}".replace(",", _NARROW).replace(".", ",")
    if signed_minor >= 0:
        return printed
    return f"({printed})" if page.account.serial % 2 else f"-{printed}"
