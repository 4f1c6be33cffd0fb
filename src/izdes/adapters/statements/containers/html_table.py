"""HTML tables: the web page that many banks send under the name of an .xls.

Rows are taken in the order of the document, with the paragraphs between them as rows of one cell:
so a spreadsheet program shows such a page, and so its rows are numbered. A page has no types:
every cell is text. Nothing of it is run or fetched.
"""

from lxml import etree

from izdes.adapters.statements.cells import Cell, Spoilt, text
from izdes.adapters.statements.containers.decoding import decoded
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.containers.xml import Element

_CELLS = ("td", "th")
_PARAGRAPHS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "pre")
_UNSEEN = ("script", "style", "head", "title", "noscript", "template")
_WIDEST = 256
_LONGEST_SPAN = 1000


def grid_of(data: bytes) -> list[list[Cell]]:
    """Return the rows of a web page.

    Raises:
        Unusable: Its bytes are no text, or nothing can be made of it.
    """
    page = decoded(data).content.lstrip("\ufeff")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(page.replace("\0", "").encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unusable("file_is_html") from None
    return [] if root is None else _rows(root)


def _rows(root: Element) -> list[list[Cell]]:
    """Return every row, merged cells standing in their first place only."""
    grid: list[list[Cell]] = []
    table: Element | None = None
    covered: dict[int, int] = {}
    for element in root.iter("tr", *_PARAGRAPHS):
        if element.tag != "tr":
            if next(element.iterancestors("tr", *_UNSEEN), None) is None:
                grid.append([_said(element)])
        elif element.find(".//tr") is None:
            its_table = next(element.iterancestors("table"), None)
            if its_table is not table:
                table, covered = its_table, {}
            grid.append(_row(element, covered))
    return grid


def _row(element: Element, covered: dict[int, int]) -> list[Cell]:
    """Return one row; ``covered`` holds over how many rows more a cell above a column reaches."""
    cells: list[Cell] = []
    reaching = dict(covered)
    for cell in (inner for inner in element if inner.tag in _CELLS):
        while len(cells) in covered:
            cells.append(Spoilt("cell_merged"))
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        if len(cells) + wide > _WIDEST:
            break
        reaching |= dict.fromkeys(range(len(cells), len(cells) + wide), high)
        cells += [_said(cell), *[""] * (wide - 1)]
    while len(cells) <= max(covered, default=-1):
        cells.append(Spoilt("cell_merged") if len(cells) in covered else "")
    covered.clear()
    covered |= {column: rows - 1 for column, rows in reaching.items() if rows > 1}
    return cells


def _span(cell: Element, name: str) -> int:
    """Return over how many columns or rows a cell reaches."""
    printed = cell.get(name, "").strip()
    is_number = printed.isascii() and printed.isdigit() and len(printed) <= len("1000")
    return min(max(int(printed), 1), _LONGEST_SPAN) if is_number else 1


def _said(element: Element) -> str:
    """Return what a reader of the page sees of an element, in one line."""
    return text(" ".join(str(part) for part in element.itertext() if part))
