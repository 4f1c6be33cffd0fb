"""Sighting: the first table of an unknown file, its titles and the rows that belong to it.

The titles are the row with the most words of its own above columns that each hold one sort of
thing. Rows that fill far fewer cells than the others are remarks; rows that sum up are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from izdes.adapters.statements.cells import Cell, is_empty, text
from izdes.adapters.statements.columns18.header import Grid, is_numbering
from izdes.adapters.statements.containers.decoding import decoded
from izdes.adapters.statements.containers.delimited import table_of
from izdes.adapters.statements.containers.detect import container_of
from izdes.adapters.statements.containers.workbook import sheets_of
from izdes.adapters.statements.profiles.content import is_value
from izdes.adapters.statements.wording import is_total
from izdes.core.errors import IzdesError

_DEEPEST_HEADER = 60
_LOOKED_BELOW = 30
_MOST_ROWS = 2_000
_WIDEST = 200
_LONGEST_TITLE = 120
_FEWEST_TITLES = 2
_NO_TABLES = ("xml", "pdf")


class NoTable(IzdesError):
    """The file holds no table of which a profile could be drafted."""

    code = "no_table"


@dataclass(frozen=True, slots=True)
class Seen:
    """A table as it was found.

    Attributes:
        header: Row of the titles, from 0.
        titles: As printed, one for each column; empty where a column has none.
        rows: The movements below, as listed; at most so many as are needed to understand them.
        above: The rows before the titles.
    """

    header: int
    titles: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    above: tuple[Sequence[Cell], ...]

    def column(self, index: int) -> list[Cell]:
        """Return the cells of a column, empty where a row is shorter."""
        return [row[index] if index < len(row) else "" for row in self.rows]


def table_in(data: bytes) -> Seen:
    """Return the first table of a file.

    Raises:
        NoTable: There is none, or it has no titles.
        Unusable: The file cannot be opened.
    """
    for grid in _grids(data):
        seen = _seen(grid)
        if seen is not None:
            return seen
    raise NoTable


def _grids(data: bytes) -> Iterable[Grid]:
    """Yield the grids of a file, sheet by sheet."""
    container = container_of(data)
    if container in _NO_TABLES:
        raise NoTable
    if container == "text":
        table = table_of(decoded(data))
        return [table.rows] if table else []
    return (sheet.grid for sheet in sheets_of(data))


def _seen(grid: Grid) -> Seen | None:
    """Return the table of a grid, None where no row looks like titles."""
    scores = [_score(grid, index) for index in range(min(_DEEPEST_HEADER, len(grid)))]
    if not scores or max(scores) <= 0:
        return None
    header = scores.index(max(scores))
    titles = tuple(_title(cell) for cell in grid[header][:_WIDEST])
    rows = _rows_below(grid[header + 1 :])
    if not rows:
        return None
    return Seen(header, titles, tuple(rows), tuple(grid[:header]))


def _title(cell: Cell) -> str:
    """Return a cell as a title."""
    return text(cell)[:_LONGEST_TITLE] if isinstance(cell, str) else ""


def _score(grid: Grid, index: int) -> int:
    """Return how much a row looks like titles above a table; 0 or less: not at all."""
    filled = [(n, cell) for n, cell in enumerate(grid[index][:_WIDEST]) if not is_empty(cell)]
    titles = {n: _title(cell) for n, cell in filled if isinstance(cell, str) and not is_value(cell)}
    words = {title for title in titles.values() if any(map(str.isalpha, title))}
    if len(words) < _FEWEST_TITLES:
        return 0
    below = [row for row in grid[index + 1 : index + 1 + _LOOKED_BELOW] if not is_numbering(row)]
    typed = sum(_holds_values(below, column) for column in titles)
    values = len(filled) - len(titles)
    return len(words) + 2 * typed - 2 * values if typed else 0


def _holds_values(rows: Iterable[Sequence[Cell]], column: int) -> bool:
    """Say whether most filled cells of a column are dates, numbers or codes."""
    cells = [row[column] for row in rows if column < len(row) and not is_empty(row[column])]
    return bool(cells) and 2 * sum(map(is_value, cells)) > len(cells)


def _rows_below(grid: Grid) -> list[Sequence[Cell]]:
    """Return the rows that are movements."""
    filled = [
        (sum(not is_empty(cell) for cell in row), row)
        for row in grid[:_MOST_ROWS]
        if not is_numbering(row)
    ]
    counts = [count for count, _ in filled if count]
    usual = median_low(counts) if counts else 0
    return [row for count, row in filled if count and 2 * count >= usual and not _sums_up(row)]


def _sums_up(row: Sequence[Cell]) -> bool:
    """Say whether a row begins with a word of totals."""
    first = next((cell for cell in row if not is_empty(cell)), "")
    return isinstance(first, str) and text(first)[:1].isalpha() and is_total(text(first))
