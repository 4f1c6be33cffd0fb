"""The printed lines of one row of a PDF: its own, and those below it up to the next row."""

from izdes.adapters.statements.origin.value import Origin, Place, RawLine
from izdes.adapters.statements.pdf.document import drawn
from izdes.adapters.statements.pdf.lines import fee_number, lines_of, row_number

_PAGE = row_number(1, 0)
_FEE = fee_number(0)
_MOST_LINES = 12


def of_page(data: bytes, place: Place) -> Origin:
    """Return the lines of a row; a fee stands in the line of the row that it is taken for."""
    page, first = _place(place.row)
    pages = drawn(data).pages
    if not 0 < page <= len(pages):
        return Origin()
    lines = lines_of(page, pages[page - 1].pieces)
    next_page, next_line = _place(place.until)
    last = next_line - 1 if next_page == page and next_line > first else len(lines)
    last = min(last, first + _MOST_LINES - 1)
    found = (RawLine(n.number, n.text) for n in lines if first <= n.number <= last)
    return Origin("page", str(page), lines=tuple(found))


def _place(row: int) -> tuple[int, int]:
    """Return the page and the line that the number of a row means."""
    page, line = divmod(row, _PAGE)
    return page, line - _FEE if line >= _FEE else line
