"""The form with nine lines of head and the amount split in credit and debit: 19 columns."""

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
from izdes.twin.dialects.workbook import xls, xlsx
from izdes.twin.dialects.written import Written, in_order
from izdes.twin.numbers import masked
from izdes.twin.pages import Page

_SHEET = "Выписка"


def written(page: Page) -> Written:
    """Return the statement as .xlsx or .xls."""
    rows = [row_cells(page, entry) for entry in page.entries]
    above = [*_head(page), _titles()]
    grid = [*above, *(_line(row) for row in rows), _total(page)]
    data = xls(_SHEET, grid) if page.answer.extension == "xls" else xlsx(_SHEET, grid)
    return in_order(page, data, first=len(above) + 1)


def _head(page: Page) -> list[list[Cell]]:
    """Return nine lines of label and value; the last is empty without a card."""
    label = material("dialects/words.yaml")["halyk"]
    side = page.account.side
    period = f"{printed_day(page.first_day)} - {printed_day(page.last_day)}"
    return [
        [label["bank"], bank_name(side.bank)],
        [label["holder"], side.name],
        [label["number"], side.number],
        [label["account"], side.printed],
        [label["currency"], CURRENCY],
        [label["period"], period],
        [label["opening"], in_units(page.opening_minor)],
        [label["closing"], in_units(page.closing_minor)],
        [label["card"], masked(side.card)] if side.card else [],
    ]


def _titles() -> list[Cell]:
    """Return the titles; the fifth column is two."""
    words = material("dialects/words.yaml")
    return [*words["titles"][:4], *words["split"], *words["titles"][5:]]


def _line(row: RowCells) -> list[Cell]:
    """Return one movement."""
    credit, debit = (row.amount, None) if row.entry.is_credit else (None, row.amount)
    return [row.moment, CURRENCY, row.kind, "", credit, debit, row.amount, *row.tail()]


def _total(page: Page) -> list[Cell]:
    """Return the last line: what came in and what went out."""
    came = sum(e.signed_minor for e in page.entries if e.is_credit)
    went = -sum(e.signed_minor for e in page.entries if not e.is_credit)
    word = material("dialects/words.yaml")["total"]
    return [word, None, None, None, in_units(came), in_units(went)]
