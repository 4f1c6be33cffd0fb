"""One row's cells, found by what they mean, and the amount that they state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.cells import Cell, is_empty, minor, stated, text
from izdes.core.errors import IzdesError
from izdes.core.money.statement import Direction

_SHOWN = 40


class Unreadable(IzdesError):
    """One cell keeps a row from being read; ``fault`` says how."""

    code = "row_unreadable"

    def __init__(self, fault: str, meaning: str = "", value: str = "") -> None:
        super().__init__(fault=fault)
        self.fault = fault
        self.meaning = meaning
        self.value = value


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, its cells found by meaning."""

    row: Sequence[Cell]
    columns: Mapping[str, int]

    def __getitem__(self, meaning: str) -> Cell:
        """Return a cell; an empty text where row or table has none."""
        column = self.columns.get(meaning)
        return "" if column is None or column >= len(self.row) else self.row[column]

    def has(self, meaning: str) -> bool:
        """Say whether the cell states something."""
        return not is_empty(self[meaning])

    def text(self, meaning: str) -> str:
        """Return a cell as text, empty when it states nothing."""
        return stated(self[meaning])

    def minor(self, meaning: str, currency: str) -> int:
        """Return an amount; an empty cell is zero."""
        if not self.has(meaning):
            return 0
        try:
            return minor(self[meaning], currency)
        except IzdesError as error:
            raise Unreadable(error.code, meaning, text(self[meaning])[:_SHOWN]) from None


@dataclass(frozen=True, slots=True)
class Amount:
    """What a row moves: a positive amount, and the direction where its cells tell."""

    minor: int
    direction: Direction | None = None


AmountReader = Callable[[Cells, str], Amount]


def single_amount(cells: Cells, currency: str) -> Amount:
    """Read an amount of one column: negative means that it leaves the account."""
    if not cells.has("amount") and not (currency == "KZT" and cells.has("tenge")):
        raise Unreadable("row_without_amount", "amount")
    value = cells.minor("amount" if cells.has("amount") else "tenge", currency)
    return Amount(-value, "debit") if value < 0 else Amount(value)
