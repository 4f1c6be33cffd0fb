"""The form with a column for the branch: the head names no account, days are summed up.

Numbers of people have lost their leading zeros; on some pages the titles are merged over two rows.
"""

from itertools import groupby

from izdes.twin.bank import LOCAL
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
from izdes.twin.dialects.workbook import Merge, xls, xlsx
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page

_PAYER_COLUMN, _PAYEE_COLUMN, _AFTER, _WIDTH = 7, 12, 17, 19
_NUMBERS = (8, 13)


def written(page: Page) -> Written:
    """Return the statement as .xlsx or .xls."""
    words = material("dialects/forte.yaml")
    grid = _head(page)
    titles, merges = _header(page, len(grid))
    grid += titles
    rows = []
    lines = [row_cells(page, entry) for entry in page.entries]
    for day, moved in groupby(lines, key=lambda row: row.entry.at.astimezone(LOCAL).date()):
        movements = list(moved)
        rows += [(1, len(grid) + n) for n in range(1, len(movements) + 1)]
        grid += [_line(page, row) for row in movements]
        if page.account.serial % 2:
            total = sum(row.entry.transfer.amount_minor for row in movements)
            label = words["day"].format(day=printed_day(day))
            grid.append([None, label, *[None] * 3, in_units(total)])
    grid += _totals(page)
    sheet = words["sheet"] if page.account.serial % 3 else page.account.side.printed
    is_old = page.answer.extension == "xls"
    return Written(xls(sheet, grid) if is_old else xlsx(sheet, grid, merges), tuple(rows))


def _head(page: Page) -> list[list[Cell]]:
    """Return eight lines; none of them names the account."""
    label, side = material("dialects/forte.yaml")["head"], page.account.side
    period = f"{printed_day(page.first_day)} - {printed_day(page.last_day)}"
    return [
        [material("dialects/words.yaml")["title"]],
        [label["bank"], bank_name(side.bank)],
        [label["holder"], side.name],
        [label["number"], int(side.number)],
        [label["currency"], CURRENCY],
        [label["period"], period],
        [label["opening"], in_units(page.opening_minor)],
        [label["closing"], in_units(page.closing_minor)],
    ]


def _header(page: Page, top: int) -> tuple[list[list[Cell]], list[Merge]]:
    """Return the titles in one row, or in two with the sides' names over their five."""
    words = material("dialects/words.yaml")
    titles = [material("dialects/forte.yaml")["branch"], *words["titles"]]
    if page.account.serial % 4:
        return [titles], []
    upper: list[Cell] = [*titles[:_PAYER_COLUMN], *[None] * 10, *titles[_AFTER:]]
    lower: list[Cell] = [None] * _WIDTH
    merges = []
    for group, left in zip(words["groups"], (_PAYER_COLUMN, _PAYEE_COLUMN), strict=True):
        upper[left] = group
        lower[left : left + 5] = words["party"]
        merges.append(Merge(top, left, top, left + 4, group))
    return [upper, lower], merges


def _line(page: Page, row: RowCells) -> list[Cell]:
    """Return one movement."""
    branches = material("dialects/forte.yaml")["branches"]
    branch = branches[page.account.serial % len(branches)]
    amount = row.amount
    cells = [branch, row.moment, CURRENCY, row.kind, "", amount, amount, *row.tail()]
    for column in _NUMBERS:
        digits = cells[column]
        cells[column] = int(digits) if isinstance(digits, str) and digits else digits
    return cells


def _totals(page: Page) -> list[list[Cell]]:
    """Return what went out and what came in."""
    went = -sum(e.signed_minor for e in page.entries if not e.is_credit)
    came = sum(e.signed_minor for e in page.entries if e.is_credit)
    labels = material("dialects/forte.yaml")["totals"]
    return [[label, in_units(m)] for label, m in zip(labels, (went, came), strict=True)]
