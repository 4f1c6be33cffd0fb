"""The form as the rules print it: 18 columns and nothing else, no balances, no period.

Several banks write it, each with habits of its own: one breaks its titles into lines and types its
dates, another puts a line above them, numbers the columns and prints amounts as text.
"""

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.rows import CURRENCY, RowCells, row_cells
from izdes.twin.dialects.workbook import GridCell, xls, xlsx
from izdes.twin.dialects.written import Written, in_order
from izdes.twin.pages import Page

_PAGES_WITH_DATES = (0, 1)  # of five
_HABITS = ("plain", "broken", "plain", "spoken")
_NO_BREAK = "\u00a0"


def written(page: Page) -> Written:
    """Return the statement as .xlsx or .xls."""
    words = material("dialects/words.yaml")
    serial = page.account.serial
    is_spoken = _habit(page) == "spoken"
    title: list[list[GridCell]] = [[], [words["title"]]][: serial % 3][-1:]
    numbers: list[list[GridCell]] = [list(range(1, 19))] if serial % 2 else []
    if is_spoken:
        title, numbers = [[words["title"]]], [[str(n) for n in range(1, 19)]]
    rows = [row_cells(page, entry) for entry in page.entries]
    above = [*title, _titles(page), *numbers]
    grid = [*above, *(_line(page, row) for row in rows)]
    sheet = page.account.side.printed if _is_undecided(rows) else "Лист1"
    data = xls(sheet, grid) if page.answer.extension == "xls" else xlsx(sheet, grid)
    return in_order(page, data, first=len(above) + 1)


def _habit(page: Page) -> str:
    """Return which bank's habits the page shows."""
    return _HABITS[page.account.serial % len(_HABITS)]


def _titles(page: Page) -> list[GridCell]:
    """Return the titles; some banks break them into lines of capitals."""
    titles: list[str] = material("dialects/words.yaml")["titles"]
    if _habit(page) == "broken":
        return [title.upper().replace(" ", "\n") for title in titles]
    return list(titles)


def _line(page: Page, row: RowCells) -> list[GridCell]:
    """Return one movement; on some pages the time is a date cell, on others text."""
    moment: GridCell = row.moment
    if page.account.serial % 5 in _PAGES_WITH_DATES or _habit(page) == "broken":
        moment = row.entry.at.astimezone(LOCAL).replace(tzinfo=None)
    amount: GridCell = row.amount
    if _habit(page) == "spoken":
        amount = f"{row.amount:,.2f}".replace(",", _NO_BREAK).replace(".", ",")
    return [moment, CURRENCY, row.kind, "", amount, amount, *row.tail()]


def _is_undecided(rows: list[RowCells]) -> bool:
    """Say whether more than one account stands in every row, so that the sheet must name it."""
    in_every_row = set.intersection(*({r.payer.account, r.payee.account} for r in rows))
    return len(in_every_row) > 1
