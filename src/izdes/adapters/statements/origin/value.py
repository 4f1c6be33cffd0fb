"""What a row is before anything was made of it: cells, lines, or an element.

>>> column_letters(1), column_letters(26), column_letters(27), column_letters(703)
('A', 'Z', 'AA', 'AAA')
"""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["sheet", "message", "part", "page"]
CellKind = Literal["text", "number", "date", "yes_no", "empty"]
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a file.

    Attributes:
        sheet: Sheet, page or message, from 1.
        row: Row, line or entry as its reader numbers it.
        until: The next row of the file that its reader made something of, 0 when there is none.
        form: What the reader recognised; empty when nothing.
    """

    sheet: int
    row: int
    until: int = 0
    form: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: its column as a spreadsheet program letters it, what it is typed as, its value."""

    column: str
    kind: CellKind
    text: str


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a text, or of a printed page."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A row as it stands in its file; of the fields those that its container has.

    All are empty where the file has no such row.

    Attributes:
        unit: What is counted by the second number of the row's name.
        sheet_name: What its user calls that; the page's number where it is a page.
        xpath: Where its element stands, in local names.
        xml: The element itself, cut where it is longer than anybody reads.
    """

    unit: Unit = "sheet"
    sheet_name: str = ""
    cells: tuple[RawCell, ...] = ()
    lines: tuple[RawLine, ...] = ()
    xpath: str = ""
    xml: str = ""
    is_cut: bool = False

    @property
    def is_there(self) -> bool:
        """Say whether the file has such a row at all."""
        return bool(self.cells or self.lines or self.xml)


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
