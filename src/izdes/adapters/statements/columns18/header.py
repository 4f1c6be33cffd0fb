"""The eighteen columns: where the table of a bank's answer begins and what its columns are.

The annex "Ответ на запрос" to the rules on information by subjects of financial monitoring fixes
eighteen titles. Banks put up to some forty lines above them, spread them over two merged rows,
split the amount in two or add columns of their own; the table is found by its titles.

Source: rules of the Agency for Financial Monitoring, form "Ответ на запрос", annex (18 columns).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.cells import Cell, is_empty, text
from izdes.adapters.statements.wording import column_of

Grid = Sequence[Sequence[Cell]]

_DEEPEST_HEADER = 40
_RECOGNISED = 6
_NEEDED = ("moment", "payer_account", "payee_account")
_AMOUNTS = frozenset({"amount", "credit", "debit"})
_LONGEST_TITLE = 200
_FIRST_CELLS = 4
_TITLES = {
    "moment": "Дата и время операции",
    "payer_account": "Номер счета плательщика",
    "payee_account": "Номер счета получателя",
    "amount": "Сумма в валюте ее проведения",
}
_FEWEST_NUMBERED = 10
# A sheet may have 16,384 columns; no bank puts a title beyond these.
_WIDEST = 256


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table begins.

    Attributes:
        first: Row of the first title, from 0.
        data: First row after the titles and their numbers.
        columns: Meaning -> column, from 0.
        titles: Meaning -> title as printed, for faults.
    """

    first: int
    data: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    is_two_row: bool = False

    @property
    def is_split(self) -> bool:
        """Say whether credits and debits have a column each."""
        return "credit" in self.columns and "debit" in self.columns

    @property
    def missing(self) -> tuple[str, ...]:
        """Titles that the table cannot do without and does not have."""
        lacking = [name for name in _NEEDED if name not in self.columns]
        if "amount" not in self.columns and not self.is_split:
            lacking.append("amount")
        return tuple(_TITLES[name] for name in lacking)


def find_header(grid: Grid) -> Header | None:
    """Return the most complete header among the first rows, or None when there is no table."""
    rows = range(min(_DEEPEST_HEADER, len(grid)))
    candidates = [header for index in rows for header in _headers_at(grid, index)]
    return min(candidates, key=_rank, default=None)


def headers_below(grid: Grid, header: Header) -> Iterator[Header]:
    """Yield the headers under a header: repeated on a new page, or of another table."""
    index = header.data
    while index < len(grid):
        found = None
        if _may_be_title(grid[index], header):
            # A remark over the titles reads like the upper of two rows: the titles alone win.
            below = _headers_at(grid, index + 1) if index + 1 < len(grid) else []
            found = min([*_headers_at(grid, index), *below], key=_rank, default=None)
        if found is not None:
            yield found
        index = found.data if found is not None else index + 1


def is_numbering(row: Sequence[Cell]) -> bool:
    """Say whether a row only numbers the columns."""
    if text(next((cell for cell in row if not is_empty(cell)), "")) != "1":
        return False
    cells = [text(cell) for cell in row if not is_empty(cell)]
    return len(cells) >= _FEWEST_NUMBERED and cells == [str(n + 1) for n in range(len(cells))]


def _may_be_title(row: Sequence[Cell], header: Header) -> bool:
    """Say whether one of a row's first cells is the title of the dates: so begins every header."""
    places = {*range(_FIRST_CELLS), header.columns.get("moment", 0)}
    cells = (row[place] for place in places if place < len(row))
    titles = (cell for cell in cells if isinstance(cell, str) and not cell[:1].isdigit())
    return any(column_of(text(title)) == "moment" for title in titles if title)


def _headers_at(grid: Grid, index: int) -> list[Header]:
    """Return the headers that begin in a row: of the row alone, and of two rows."""
    found = []
    for titles, rows in _ways_to_read(grid, index):
        columns = _columns(titles)
        if len(columns) >= _RECOGNISED and _AMOUNTS & columns.keys():
            after = index + rows
            data = after + 1 if after < len(grid) and is_numbering(grid[after]) else after
            printed = {meaning: titles[column] for meaning, column in columns.items()}
            found.append(Header(index, data, columns, printed, is_two_row=rows > 1))
    return found


def _rank(header: Header) -> tuple[int, bool, bool, int]:
    """Prefer what misses least, then an amount in two columns, then one row, then the first.

    Over "по кредиту" and "по дебету" the amount's title stands for both: only the two rows
    together say that there are two columns.
    """
    return len(header.missing), not header.is_split, header.is_two_row, header.first


def _ways_to_read(grid: Grid, index: int) -> list[tuple[list[str], int]]:
    """Return the titles of a row alone, and of the row with the next one below it."""
    alone = _titles_of(grid[index])
    if index + 1 >= len(grid):
        return [(alone, 1)]
    return [(alone, 1), (_merged(alone, _titles_of(grid[index + 1])), 2)]


def _titles_of(row: Sequence[Cell]) -> list[str]:
    """Return a row's cells as they would read as titles."""
    return [text(cell)[:_LONGEST_TITLE] for cell in row[:_WIDEST]]


def _merged(upper: list[str], lower: list[str]) -> list[str]:
    """Put a group's title before each title below it; a title over two rows stands alone."""
    width = max(len(upper), len(lower))
    upper, lower = _padded(upper, width), _padded(lower, width)
    titles, group = [], ""
    for over, under in zip(upper, lower, strict=True):
        group = over or (group if under else "")
        titles.append(f"{group} {under}" if under else over)
    return titles


def _padded(titles: list[str], width: int) -> list[str]:
    """Fill a row up with empty cells."""
    return titles + [""] * (width - len(titles))


def _columns(titles: Sequence[str]) -> dict[str, int]:
    """Return the column of each meaning; of two columns with one meaning the left counts."""
    found: dict[str, int] = {}
    for column, title in enumerate(titles):
        meaning = column_of(title) if title else None
        if meaning is not None:
            found.setdefault(meaning, column)
    return found
