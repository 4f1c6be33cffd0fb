"""Blocks: the tables of one sheet that are about one account.

A table is cut by new pages, where its titles stand again; they are one block. A second table under
the first is of another account where the lines above it name one, or where no account stands in
the rows of both; then it is a block of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from izdes.adapters.statements.cells import Cell, text
from izdes.adapters.statements.columns18.body import Table, read_table
from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.columns18.header import Grid, Header, headers_below
from izdes.adapters.statements.columns18.movements import Habits
from izdes.adapters.statements.columns18.plain import accounts_in_every_row
from izdes.adapters.statements.containers.marks import SheetMarks
from izdes.adapters.statements.heading import Heading, read_heading
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.source import Source
from izdes.adapters.statements.wording import currency_of, label_of
from izdes.core.law.institutions import Register
from izdes.core.money.account import AccountKey

_MOST_BLOCKS = 500
_NAMES = frozenset({"bank", "holder", "iin", "account"})


@dataclass(slots=True)
class Block:
    """What a sheet says of one account.

    Attributes:
        above: The lines over its first table.
        common: Accounts that stand in every row of it that names any.
        clash: The row of a later table of the account that states another period or balance.
    """

    header: Header
    above: Sequence[Sequence[Cell]]
    said: Heading
    table: Table
    common: set[AccountKey]
    clash: int = 0

    def add(self, table: Table, own: set[AccountKey]) -> None:
        """Go on with a table on the next page."""
        self.table.add(table)
        self.common = self.common & own if self.common and own else self.common or own

    def heading(self, register: Register) -> Heading:
        """Return what is said around the table; balances may stand below it."""
        whole = read_heading([*self.above, *self.table.remarks], register)
        whole.currency = whole.currency or self.said.currency
        return whole


def blocks_of(
    grid: Grid, first: Header, *, form: Form, source: Source, parties: Parties, marks: SheetMarks
) -> list[Block]:
    """Return the blocks of a sheet from the first header on."""
    headers = [first, *headers_below(grid, first)]
    ends = [*(header.first for header in headers[1:]), len(grid)]
    above: Sequence[Sequence[Cell]] = grid[: first.first]
    blocks: list[Block] = []
    for header, end in zip(headers, ends, strict=True):
        said = read_heading(above, source.register)
        if form.is_sheet_currency:
            said.currency = said.currency or currency_of(source.sheet_name)
        block = _named(blocks, said)
        currency = (block.said if block else said).currency
        habits = Habits(form.amount_of, currency)
        table = read_table(grid, header, habits, end=end, is_1904=marks.is_1904)
        own = accounts_in_every_row(table.lines, parties) if len(headers) > 1 else None
        if block is None and blocks and not said.account_text:
            block = _sharing(blocks, own or set())
        if block is None:
            block = Block(header, above, said, table, own or set())
            blocks.append(block)
        else:
            block.clash = block.clash or (header.first + 1 if _differs(block.said, said) else 0)
            block.add(table, own or set())
        above = _names_below(table)
        block.table.forget(len(above) if end < len(grid) else 0)
    return blocks


def _named(blocks: Sequence[Block], said: Heading) -> Block | None:
    """Return the block of the account that a heading names."""
    name = "".join(said.account_text.split())
    return next((b for b in blocks if name and "".join(b.said.account_text.split()) == name), None)


def _sharing(blocks: Sequence[Block], own: set[AccountKey]) -> Block | None:
    """Return the block that a table without a heading goes on with; None where it is another's."""
    last = blocks[-1]
    if last.said.account_text or not own or len(blocks) == _MOST_BLOCKS:
        return last
    return next((b for b in reversed(blocks) if not b.common or own & b.common), None)


def _differs(first: Heading, later: Heading) -> bool:
    """Say whether a later heading of an account contradicts its first one."""
    periods = [(h.period_from, h.period_to) for h in (first, later) if h.period_from]
    return len(set(periods)) > 1 or any(
        first.balances.get(name, minor) != minor for name, minor in later.balances.items()
    )


def _names_below(table: Table) -> list[Sequence[Cell]]:
    """Return the lines below the last movement from the first one on that names somebody."""
    for place, row in enumerate(table.after):
        first = next((cell for cell in row if cell != ""), "")
        if isinstance(first, str) and label_of(text(first).partition(":")[0]) in _NAMES:
            return table.after[place:]
    return []
