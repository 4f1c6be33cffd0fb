"""Lines of a printed table cut into cells, and what a line alone tells of itself.

Whether a line begins a row, may go on with one, or states a sum: what it is in the table shows only
among its neighbours (`izdes.adapters.statements.pdf.body`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.pdf.columns import Border, Titles, cut
from izdes.adapters.statements.pdf.lines import PrintedLine
from izdes.adapters.statements.pdf.words import label_of, operation_summed, page_count
from izdes.adapters.statements.wording import is_total

AMOUNTS = ("amount", "credit", "debit")
_DATE = re.compile(
    r"(?:[0-9]{2}[./-][0-9]{2}[./-][0-9]{2}(?:[0-9]{2})?|[0-9]{4}[.-][0-9]{2}[.-][0-9]{2})(?![0-9])"
)
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_NOT_LABEL = re.compile(r"[^\w\s]|[0-9]")
_BALANCES = ("opening", "closing", "available")
# What a cell of a further line is to its row, where it is not more of the same.
_CONTINUED = {**dict.fromkeys(AMOUNTS, "other"), "date": "processed"}
_DATE_WORDS = 3

Cells = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line and its cells by meaning; a cell under an unknown title is an ``other`` one."""

    line: PrintedLine
    cells: Mapping[str, str]
    begins_left: bool

    @property
    def is_dated(self) -> bool:
        """Say whether a date begins its cell of dates."""
        return bool(_DATE.match(self.cells.get("moment", "")))

    @property
    def amount(self) -> str:
        """The first of its cells for amounts that holds a figure."""
        amounts = (self.cells.get(name, "") for name in AMOUNTS)
        return next((cell for cell in amounts if any(c.isdigit() for c in cell)), "")

    @property
    def may_continue(self) -> bool:
        """Say whether it can be a part of a row that begins in another line."""
        dated = self.cells.get("moment", "")
        is_clock = bool(_CLOCK.fullmatch(dated))
        is_more = not dated or is_clock or self.is_bare_date
        return is_more and not self.is_aside and not self.states_balance

    @property
    def is_bare_date(self) -> bool:
        """Say whether it holds a date and nothing else: the second of two in one cell."""
        return self.is_dated and len(self.cells) == 1

    @property
    def states_balance(self) -> bool:
        """Say whether it states a balance, among the rows and with a date as they have."""
        return label_of(_NOT_LABEL.sub(" ", self.line.text)) in _BALANCES

    @property
    def is_aside(self) -> bool:
        """Say whether it counts pages or sums up rows."""
        return page_count(self.line.text) is not None or is_total(self.line.text)

    @property
    def is_labelled(self) -> bool:
        """Say whether it begins with a label or sums up: what it states is no movement."""
        words = _NOT_LABEL.sub(" ", self.line.text)
        return self.is_aside or bool(label_of(words) or operation_summed(words))


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row: its cells by meaning, each as the texts of its lines from top to bottom."""

    line: PrintedLine
    cells: Cells

    def text(self, meaning: str) -> str:
        """Return a cell in one line; empty where the table has none."""
        return " ".join(self.cells.get(meaning, ()))


def begins_row(line: PrintedLine) -> bool:
    """Say whether a line looks like the beginning of a row before its columns are known."""
    return any(_DATE.match(word.text) for word in line.words[:_DATE_WORDS])


def body_line(line: PrintedLine, titles: Titles, starts: Sequence[Border]) -> BodyLine:
    """Cut a line into the columns of its table."""
    meanings = {column: meaning for meaning, column in titles.meanings.items()}
    cells: dict[str, str] = {}
    texts = cut(line, starts)
    for column, text in enumerate(texts):
        if text:
            name = meanings.get(column, "other")
            cells[name] = f"{cells.get(name, '')} {text}".strip()
    return BodyLine(line, cells, begins_left=bool(texts[0]))


def row_of(line: PrintedLine, lines: Sequence[BodyLine]) -> PrintedRow:
    """Put the cells of lines together; what is not the row's own stands aside."""
    cells: dict[str, tuple[str, ...]] = {}
    for each in lines:
        for meaning, text in each.cells.items():
            name = meaning
            if each.line is not line:
                name = _CONTINUED.get("date" if each.is_bare_date else meaning, meaning)
            cells[name] = (*cells.get(name, ()), text)
    return PrintedRow(line, cells)
