"""The form with a two-line merged header and the newest movement first."""

from decimal import Decimal

from izdes.twin.country import material
from izdes.twin.dialects.rows import (
    CURRENCY,
    Cell,
    RowCells,
    bank_name,
    in_units,
    printed_day,
    row_cells,
)
from izdes.twin.dialects.workbook import Merge, xlsx
from izdes.twin.dialects.written import Written, turned
from izdes.twin.numbers import masked
from izdes.twin.pages import Page

_SHEET = "Выписка"
_NO_BREAK = "\u00a0"
_PAYER_COLUMN, _PAYEE_COLUMN, _AFTER = 6, 11, 16


def written(page: Page) -> Written:
    """Return the statement as .xlsx."""
    head = _head(page)
    titles, merges = _header(len(head))
    numbers: list[list[Cell]] = [list(range(1, 19))] if page.account.serial % 3 else []
    rows = [row_cells(page, entry) for entry in reversed(page.entries)]
    lines = [_line(page, row) for row in rows]
    above = [*head, *titles, *numbers]
    data = xlsx(_SHEET, [*above, *lines, _total(page)], merges)
    return turned(page, data, first=len(above) + 1)


def _head(page: Page) -> list[list[Cell]]:
    """Return ten lines, and an eleventh where the account has a card."""
    words = material("dialects/words.yaml")
    label, side = words["kaspi"], page.account.side
    period = label["period"].format(
        first=printed_day(page.first_day), last=printed_day(page.last_day)
    )
    came = sum(e.signed_minor for e in page.entries if e.is_credit)
    went = -sum(e.signed_minor for e in page.entries if not e.is_credit)
    lines: list[list[Cell]] = [
        [words["title"]],
        [label["bank"], bank_name(side.bank)],
        [label["holder"], side.name],
        [label["number"], side.number],
        [label["account"], side.printed],
        [label["currency"], CURRENCY],
        [period],
        [label["opening"], _figure(page, page.opening_minor)],
        [label["closing"], _figure(page, page.closing_minor)],
        [label["turnover"], _figure(page, went), _figure(page, came)],
    ]
    return [*lines, [label["card"], masked(side.card)]] if side.card else lines


def _header(top: int) -> tuple[list[list[Cell]], list[Merge]]:
    """Return the two header lines and what is merged in them."""
    words = material("dialects/words.yaml")
    upper: list[Cell] = [None] * 18
    lower: list[Cell] = [None] * 18
    merges = []
    for group, left in zip(words["groups"], (_PAYER_COLUMN, _PAYEE_COLUMN), strict=True):
        merges.append(Merge(top, left, top, left + 4, group))
        lower[left : left + 5] = words["party"]
    merges += [
        Merge(top, column, top + 1, column, words["titles"][column])
        for column in (*range(_PAYER_COLUMN), *range(_AFTER, 18))
    ]
    return [upper, lower], merges


def _line(page: Page, row: RowCells) -> list[Cell]:
    """Return one movement; on some pages numbers have lost their leading zeros."""
    amount = _figure(page, row.entry.transfer.amount_minor)
    cells = [row.moment, CURRENCY, row.kind, "", amount, amount, *row.tail()]
    if page.account.serial % 4 == 0:
        for column in (_PAYER_COLUMN + 1, _PAYEE_COLUMN + 1):
            digits = cells[column]
            cells[column] = int(digits) if isinstance(digits, str) and digits else digits
    return cells


def _total(page: Page) -> list[Cell]:
    """Return the last line: the sum of the column."""
    total = sum(e.transfer.amount_minor for e in page.entries)
    word = material("dialects/words.yaml")["total"]
    return [word, None, None, None, _figure(page, total), _figure(page, total)]


def _figure(page: Page, minor: int) -> str | Decimal:
    """Return an amount: a number on some pages, on others text with spaces and a comma."""
    if page.account.serial % 2:
        return in_units(minor)
    return f"{in_units(minor):,.2f}".replace(",", _NO_BREAK).replace(".", ",")
