"""The form as the rules print it: 18 columns and nothing else, no balances, no period."""

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.rows import CURRENCY, RowCells, row_cells
from izdes.twin.dialects.workbook import GridCell, xls, xlsx
from izdes.twin.pages import Page

_PAGES_WITH_DATES = (0, 1)  # of five


def written(page: Page) -> bytes:
    """Return the statement as .xlsx or .xls."""
    words = material("dialects/words.yaml")
    serial = page.account.serial
    title: list[list[GridCell]] = [[], [words["title"]]][: serial % 3][-1:]
    numbers: list[list[GridCell]] = [list(range(1, 19))] if serial % 2 else []
    rows = [row_cells(page, entry) for entry in page.entries]
    grid = [*title, words["titles"], *numbers, *(_line(page, row) for row in rows)]
    sheet = page.account.side.printed if _is_undecided(rows) else "Лист1"
    return xls(sheet, grid) if page.answer.extension == "xls" else xlsx(sheet, grid)


def _line(page: Page, row: RowCells) -> list[GridCell]:
    """Return one movement; on some pages the time is a date cell, on others text."""
    moment: GridCell = row.moment
    if page.account.serial % 5 in _PAGES_WITH_DATES:
        moment = row.entry.at.astimezone(LOCAL).replace(tzinfo=None)
    return [moment, CURRENCY, row.kind, "", row.amount, row.amount, *row.tail()]


def _is_undecided(rows: list[RowCells]) -> bool:
    """Say whether more than one account stands in every row, so that the sheet must name it."""
    in_every_row = set.intersection(*({r.payer.account, r.payee.account} for r in rows))
    return len(in_every_row) > 1
