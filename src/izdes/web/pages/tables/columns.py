"""Columns: what a table shows of each row, how it is printed, sorted and filtered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from izdes.web.pages.figures import Chip, Link, Mark, Money, day_text, end_text, moment
from izdes.web.pages.tables.filters import Filter

Kind = Literal["text", "money", "moment", "end", "day", "number", "identifier", "state", "link"]
# Signs that stay on one line of a table.
_SHORT = 20
ENDWARD = frozenset({"money", "number"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Stands in addresses and in the remembered choice; ASCII.
        value: What a row holds: a dotted path of attributes, or a function of the row.
        words: Code of its heading; empty: ``column_`` and the name.
        sort: What a database sorts by (a path with ``__``), or ``value`` for a sequence: by what
            is shown; empty: not sorted.
        kind: How it is printed. ``money`` holds minor units or `Money`, ``identifier`` a `Chip`,
            ``end`` is the moment at which a term ends, ``state`` a `Mark`, ``link`` a `Link`; text
            may stand for any of them.
        currency: Of plain minor units; a path of attributes where it begins with a dot.
        filter: How rows are chosen by it, or None.
        is_hidden: Not shown until it is chosen; always exported.
    """

    name: str
    value: str | Callable[[Any], object]
    words: str = ""
    sort: str = ""
    kind: Kind = "text"
    currency: str = "KZT"
    filter: Filter | None = None
    is_hidden: bool = False

    @property
    def heading(self) -> str:
        """Return the code of the words above it."""
        return self.words or f"column_{self.name}"

    @property
    def is_endward(self) -> bool:
        """Say whether it is set to the right, as figures are."""
        return self.kind in ENDWARD

    def of(self, row: object) -> object:
        """Return what a row holds here."""
        found = self.value(row) if callable(self.value) else reached(row, self.value)
        if self.kind == "money" and isinstance(found, int):
            of_row = self.currency.startswith(".")
            currency = reached(row, self.currency[1:]) if of_row else self.currency
            return Money(found, str(currency))
        return found


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column shows of one row."""

    column: Column
    value: object

    @property
    def text(self) -> str:
        """Return the plain text."""
        return text_of(self.value, self.column.kind)

    @property
    def is_short(self) -> bool:
        """Say whether the text stands on one line: numbers, names, states."""
        return len(self.text) <= _SHORT

    @property
    def shape(self) -> str:
        """Return which template draws it."""
        match self.value:
            case Chip():
                return "chip"
            case Mark():
                return "mark"
            case Link():
                return "link"
            case datetime():
                return self.column.kind if self.column.kind in {"day", "end"} else "moment"
            case date():
                return "day"
        return "text"


def text_of(value: object, kind: Kind) -> str:
    """Return a value as people read it; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime) and kind != "day":
        return end_text(value) if kind == "end" else moment(value)
    if isinstance(value, date):
        return day_text(value)
    if kind == "number" and isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f")
    return str(value)


def reached(row: object, path: str) -> object:
    """Follow a dotted path of attributes or keys; None ends it."""
    for name in path.split("."):
        if row is None:
            return None
        row = row[name] if isinstance(row, dict) else getattr(row, name)
    return row
