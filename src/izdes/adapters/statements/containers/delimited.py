r"""Delimited: a table inside a text file, cell by cell.

What parts the cells is found by trying each of four signs on the first lines, quoting taken into
account: the right one gives rows of one width under a row of words. A row keeps the number of the
line on which it begins; further lines of a quoted cell are empty rows.

A quote that does not close, or closes in the middle of a cell, spoils its line and not the file.
Such a line, and one with more or fewer cells than its titles, may have its cells under the wrong
titles: whoever reads the table refuses it and goes on.

Source: RFC 4180 for quotes; ``sep=`` as spreadsheet programs write it.

>>> table = table_of(Text('Дата;Сумма\n01.05.2026;"1 250,00"\n', "utf-8"))
>>> table.delimiter, table.rows[1]
(';', ['01.05.2026', '1 250,00'])
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from izdes.adapters.statements.containers.decoding import Text
from izdes.core.errors import Fault
from izdes.core.money.statement import Statement

# In the order in which they are preferred where two do equally well.
DELIMITERS = ("\t", ";", "|", ",")
_QUOTE = '"'
_TRIED_LINES = 200
_LONGEST_CELL_LINES = 50
_SAYS = "sep="


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table as its text shows it.

    Attributes:
        rows: One for each line of the file, its cells as written, without their quotes.
        broken: Lines, from 1, whose quotes do not close where a cell ends.
    """

    delimiter: str
    rows: Sequence[Sequence[str]]
    broken: frozenset[int] = frozenset()

    def spoilt(self, header: int) -> frozenset[int]:
        """Return the lines whose cells may stand under the wrong titles.

        Args:
            header: Row of the titles, from 0.
        """
        titles = self.rows[header]
        needed = max((n for n, title in enumerate(titles, start=1) if title.strip()), default=0)
        ragged = (
            number
            for number, row in enumerate(self.rows[header + 1 :], start=header + 2)
            if any(map(str.strip, row))
            and (len(row) < needed or any(map(str.strip, row[len(titles) :])))
        )
        return self.broken.union(ragged)


def table_of(text: Text) -> Delimited | None:
    """Return the table of a text, or None where no sign parts its lines."""
    lines = text.lines
    said = _said(lines[0]) if lines else None
    delimiter = said or _delimiter(lines)
    if delimiter is None:
        return None
    rows: list[list[str]] = [[] for _ in lines]
    broken = set()
    for index, cells, is_whole in _records(lines, delimiter):
        rows[index] = cells
        if not is_whole:
            broken.add(index + 1)
    if said:
        rows[0] = []
    return Delimited(delimiter, rows, frozenset(broken))


def without_lines(statement: Statement, spoilt: frozenset[int]) -> Statement:
    """Return a statement whose rows on the given lines are unread, each with its fault."""
    kept = tuple(row for row in statement.rows if row.number not in spoilt)
    lost = sorted({row.number for row in statement.rows} & spoilt)
    faults = [ragged_fault(statement.file, number) for number in lost]
    unread = statement.unread_rows + len(statement.rows) - len(kept)
    return replace(statement, rows=kept, unread_rows=unread, faults=(*statement.faults, *faults))


def ragged_fault(file: str, line: int) -> Fault:
    """Return what is wrong with a line whose cells do not stand under their titles."""
    return Fault("line_ragged", file, row=line)


def _said(line: str) -> str | None:
    """Return the sign that a file's first line names."""
    if not line.lower().startswith(_SAYS):
        return None
    return next((sign for sign in DELIMITERS if line[len(_SAYS) :].rstrip(" ") == sign), None)


def _delimiter(lines: Sequence[str]) -> str | None:
    """Return the sign that parts the first lines best."""
    tried = [line for line in lines[: _TRIED_LINES * 2] if line.strip()][:_TRIED_LINES]
    scores = [_score(tried, sign) for sign in DELIMITERS]
    best = max(scores)
    return DELIMITERS[scores.index(best)] if best[1] else None


def _score(lines: Sequence[str], delimiter: str) -> tuple[bool, int]:
    """Return how well a sign parts the lines: whether under titles, and into how many cells."""
    rows = [cells for _, cells, _ in _records(lines, delimiter) if len(cells) > 1]
    if not rows:
        return False, 0
    often = Counter(map(len, rows))
    width = max(often, key=lambda n: (often[n] * (n - 1), n))
    first = next(cells for cells in rows if len(cells) == width)
    return _is_words(first), often[width] * (width - 1)


def _is_words(cells: Sequence[str]) -> bool:
    """Say whether every filled cell has a letter, as titles have."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(any(map(str.isalpha, cell)) for cell in filled)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield each row: the index of its first line, its cells, and whether its quotes are right."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if _QUOTE not in line:
            yield index, line.split(delimiter), True
            index += 1
            continue
        found = _quoted(lines, index, delimiter)
        if found is None:
            yield index, line.split(delimiter), False
            index += 1
        else:
            cells, following = found
            yield index, cells, True
            index = following


def _quoted(lines: Sequence[str], index: int, delimiter: str) -> tuple[list[str], int] | None:
    """Return the cells of a row with quotes and the line after it, None where they are broken."""
    text, at, following = lines[index], 0, index + 1
    cells: list[str] = []
    while True:
        if text.startswith(_QUOTE, at):
            text, closing, following = _closed(text, at + 1, lines, following)
            if closing < 0:
                return None
            cells.append(text[at + 1 : closing].replace(_QUOTE * 2, _QUOTE))
            end = closing + 1
            while text.startswith(" ", end):
                end += 1
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
        if end == len(text):
            return cells, following
        if text[end] != delimiter:
            return None
        at = end + 1


def _closed(text: str, at: int, lines: Sequence[str], following: int) -> tuple[str, int, int]:
    """Return the text with as many lines as a quoted cell needs, and where it closes; -1: never."""
    last = min(len(lines), following + _LONGEST_CELL_LINES)
    while True:
        at = text.find(_QUOTE, at)
        if at >= 0 and not text.startswith(_QUOTE, at + 1):
            return text, at, following
        if at >= 0:
            at += 2
        elif following < last:
            at = len(text)
            text = f"{text}\n{lines[following]}"
            following += 1
        else:
            return text, -1, following
