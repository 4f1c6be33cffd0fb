"""The form with a sheet for each currency: 17 columns, the purpose in the column of its code.

People here hold tenge alone, so that the other sheets have titles and no rows.
"""

from izdes.twin.country import material
from izdes.twin.dialects.rows import CURRENCY, Cell, RowCells, row_cells
from izdes.twin.dialects.workbook import GridCell, xlsx_book
from izdes.twin.dialects.written import Written, in_order
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the statement as .xlsx; the sheet of tenge is the first on some pages only."""
    words, serial = material("dialects/freedom.yaml"), page.account.serial
    others = list(words["no_movements"])[: serial % 3]
    names = [*others, CURRENCY] if serial % 2 else [CURRENCY, *others]
    rows = [row_cells(page, entry) for entry in page.entries]
    above = [*_named(page, rows), _titles()]
    sheets: dict[str, list[list[GridCell]]] = {name: [_titles()] for name in names}
    sheets[CURRENCY] = [*above, *(_line(row, serial) for row in rows)]
    data = xlsx_book(sheets)
    return in_order(page, data, first=len(above) + 1, sheet=names.index(CURRENCY) + 1)


def _named(page: Page, rows: list[RowCells]) -> list[list[GridCell]]:
    """Return a line that names the account, where the rows alone do not tell it."""
    in_every_row = set.intersection(*({r.payer.account, r.payee.account} for r in rows))
    if len(in_every_row) == 1:
        return []
    return [[material("dialects/freedom.yaml")["account"], page.account.side.printed]]


def _titles() -> list[GridCell]:
    """Return the titles; the last is the code's, and the purpose has none."""
    titles = material("dialects/words.yaml")["titles"]
    return [*titles[:16], material("dialects/freedom.yaml")["code_column"]]


def _line(row: RowCells, serial: int) -> list[GridCell]:
    """Return one movement; some pages print the code before the words."""
    *parties, code, purpose = row.tail()
    text: Cell = f"{code} - {purpose}" if code and purpose and serial % 4 == 0 else purpose or code
    return [row.moment, CURRENCY, row.kind, "", row.amount, row.amount, *parties, text]
