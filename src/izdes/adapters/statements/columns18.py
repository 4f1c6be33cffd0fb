"""The eighteen columns: where the table of a bank's answer begins and what its columns are.

The annex "Ответ на запрос" to the rules on information by subjects of financial monitoring fixes
eighteen titles. Banks put up to some forty lines above them, spread them over two merged rows,
split the amount in two or add columns of their own; the table is found by its titles.

Source: rules of the Agency for Financial Monitoring, form "Ответ на запрос", annex (18 columns).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.cells import Cell, is_empty, text
from izdes.adapters.statements.wording import column_of

Grid = Sequence[Sequence[Cell]]

_DEEPEST_HEADER = 40
_RECOGNISED = 6
_NEEDED = ("moment", "payer_account", "payee_account")
_AMOUNTS = frozenset({"amount", "credit", "debit"})
_TITLES = {
    "moment": "Дата и время операции",
    "payer_account": "Номер счета плательщика",
    "payee_account": "Номер счета получателя",
    "amount": "Сумма в валюте ее проведения",
}
_FEWEST_NUMBERED = 10


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
    candidates = []
    for index in range(min(_DEEPEST_HEADER, len(grid))):
        for titles, rows in _ways_to_read(grid, index):
            columns = _columns(titles)
            if len(columns) >= _RECOGNISED and _AMOUNTS & columns.keys():
                data = _after_numbers(grid, index + rows)
                printed = {meaning: titles[column] for meaning, column in columns.items()}
                candidates.append(Header(index, data, columns, printed, is_two_row=rows > 1))
    return min(candidates, key=_rank, default=None)


def _rank(header: Header) -> tuple[int, bool, bool, int]:
    """Prefer what misses least, then an amount in two columns, then one row, then the first.

    Over "по кредиту" and "по дебету" the amount's title stands for both: only the two rows
    together say that there are two columns.
    """
    return len(header.missing), not header.is_split, header.is_two_row, header.first


def _ways_to_read(grid: Grid, index: int) -> list[tuple[list[str], int]]:
    """Return the titles of a row alone, and of the row with the next one below it."""
    alone = [text(cell) for cell in grid[index]]
    if index + 1 >= len(grid):
        return [(alone, 1)]
    return [(alone, 1), (_merged(alone, [text(cell) for cell in grid[index + 1]]), 2)]


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


def _after_numbers(grid: Grid, index: int) -> int:
    """Step over a row that only numbers the columns."""
    if index >= len(grid):
        return index
    cells = [text(cell) for cell in grid[index] if not is_empty(cell)]
    numbers = [str(n) for n in range(1, len(cells) + 1)]
    is_numbering = len(cells) >= _FEWEST_NUMBERED and cells == numbers
    return index + 1 if is_numbering else index
