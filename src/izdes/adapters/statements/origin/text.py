"""The lines of one row of a text file.

A document of an exchange file goes to where it is closed, a SWIFT entry to the last line of what
is told of it, a row of a delimited table over every line that its quotes hold together. Of any
other text a row goes on until the next one begins.
"""

from itertools import takewhile

from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.containers.delimited import table_of
from izdes.adapters.statements.exchange1c.names import mark_of
from izdes.adapters.statements.exchange1c.text import is_exchange
from izdes.adapters.statements.mt940.tags import messages_of
from izdes.adapters.statements.origin.value import (
    Origin,
    Place,
    RawCell,
    RawLine,
    column_letters,
)

_DOCUMENT_ENDS = "document_ends"
_SWIFT = "mt"
_TOLD_OF_ENTRY = ("86", "NS")
_MOST_LINES = 200


def of_text(text: Text, place: Place) -> Origin:
    """Return the lines of a row, and its cells where the text is a table."""
    lines = text.lines
    if not 0 < place.row <= len(lines):
        return Origin()
    cells: tuple[RawCell, ...] = ()
    if is_exchange(text.content):
        last = _end_of_document(lines, place)
    elif place.form.startswith(_SWIFT):
        last = _end_of_entry(lines, place.row)
    else:
        last, cells = _end_of_record(text, place)
    shown = range(place.row, min(last, place.row + _MOST_LINES - 1) + 1)
    found = tuple(RawLine(number, lines[number - 1]) for number in shown)
    return Origin("part", cells=cells, lines=found, is_cut=last > shown[-1])


def _before_next(place: Place, count: int) -> int:
    """Return the last line before the next row."""
    return place.until - 1 if place.until else count


def _end_of_document(lines: list[str], place: Place) -> int:
    """Return the line that closes a document, else the last before the next row."""
    last = _before_next(place, len(lines))
    for number in range(place.row, last + 1):
        if mark_of(lines[number - 1].partition("=")[0]) == _DOCUMENT_ENDS:
            return number
    return last


def _end_of_entry(lines: list[str], row: int) -> int:
    """Return the last line of what is told of an entry."""
    for message in messages_of(lines):
        tags = message.tags
        here = next((n for n, tag in enumerate(tags) if tag.number == row), None)
        if here is not None:
            told = takewhile(lambda tag: tag.name in _TOLD_OF_ENTRY, tags[here + 1 :])
            after = here + 1 + sum(1 for _ in told)
            return tags[after].number - 1 if after < len(tags) else message.last
    return row


def _end_of_record(text: Text, place: Place) -> tuple[int, tuple[RawCell, ...]]:
    """Return the last line of a table's row and its cells; no table: up to the next row."""
    table = table_of(text)
    if table is None:
        return _before_next(place, len(text.lines)), ()
    # Further lines of a quoted cell are rows without a single cell.
    under = takewhile(lambda row: not row, table.rows[place.row :])
    cells = [
        RawCell(column_letters(number), "text" if cell else "empty", cell)
        for number, cell in enumerate(table.rows[place.row - 1], start=1)
    ]
    return place.row + sum(1 for _ in under), tuple(cells)
