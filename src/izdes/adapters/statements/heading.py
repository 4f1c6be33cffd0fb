"""Heading: what the lines around the table say of the account, the period and the balances.

Lines are recognised by their labels, in Russian or Kazakh, wherever they stand: label and value
in two cells, or in one behind a colon. A balance that is printed and cannot be read makes the
statement faulty: without it nothing proves that the rows are complete.

Printed days are inclusive local days: the period runs from the first midnight to the midnight
after the last day; where a time is printed with the last day, to that time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from izdes.adapters.statements.cells import (
    Cell,
    Moment,
    NotATime,
    is_empty,
    minor,
    moment,
    moments_within,
    text,
)
from izdes.adapters.statements.parties import person_number
from izdes.adapters.statements.wording import account_kind_of, currency_of, label_of
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import IzdesError
from izdes.core.law.institutions import Register
from izdes.core.money.account import AccountKind
from izdes.core.money.reconcile import step_of

_ENDS = 2
_SIDES = 2
_LONGEST_LABEL = 60


@dataclass(slots=True)
class Heading:
    """What is said around a table; None and empty where nothing is.

    ``refused`` holds (fault code, label as printed) of what was said and cannot be read.
    """

    bank: str = ""
    holder: str = ""
    iin: str = ""
    account: Cell = ""
    kind: AccountKind | None = None
    currency: str | None = None
    period_from: datetime | None = None
    period_to: datetime | None = None
    balances: dict[str, int] = field(default_factory=dict)
    cards: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def account_text(self) -> str:
        """The account as printed, empty where it is not."""
        return "" if is_empty(self.account) else text(self.account)


@dataclass(frozen=True, slots=True)
class _Line:
    """One label with its values."""

    meaning: str
    label: str
    values: tuple[Cell, ...]


def read_heading(rows: Iterable[Iterable[Cell]], register: Register) -> Heading:
    """Read the lines around a table, in any order."""
    heading = Heading()
    lines: list[_Line] = []
    for row in rows:
        cells = [cell for cell in row if not is_empty(cell)]
        lines += _lines(cells)
        heading.bank = heading.bank or _bank_alone(cells, register)
    said = [line for line in lines if line.meaning == "currency"]
    heading.currency = next((c for line in said if (c := _currency(line))), None)
    for line in lines:
        _understand(heading, line)
    return heading


def _lines(cells: list[Cell]) -> Iterator[_Line]:
    """Yield each label of a row with the values up to the next label."""
    starts = [i for i, cell in enumerate(cells) if _label(cell)]
    for start, end in pairwise([*starts, len(cells)]):
        printed = text(cells[start])
        label, _, inline = printed.partition(":")
        values = (*([inline.strip()] if inline.strip() else []), *cells[start + 1 : end])
        meaning = _label(cells[start])
        if meaning == "period":
            values = (printed, *cells[start + 1 : end])
        if meaning:
            yield _Line(meaning, label.strip(), values)


def _label(cell: Cell) -> str | None:
    """Return what a cell is the label of, if it is one."""
    if not isinstance(cell, str):
        return None
    label = text(cell).partition(":")[0]
    return label_of(label) if len(label) <= _LONGEST_LABEL else None


def _bank_alone(cells: list[Cell], register: Register) -> str:
    """Return a bank's name that stands in a line without a label."""
    alone = (text(cell) for cell in cells if isinstance(cell, str))
    return next((name for name in alone if not label_of(name) and register.named(name)), "")


def _understand(heading: Heading, line: _Line) -> None:
    """Put one line into the heading."""
    match line.meaning:
        case "bank" if line.values:
            heading.bank = heading.bank or text(line.values[0])
        case "holder" if line.values:
            heading.holder = heading.holder or text(line.values[0])
        case "iin" if line.values:
            heading.iin = heading.iin or person_number(line.values[0])
        case "account" if line.values:
            heading.account = heading.account or line.values[0]
        case "kind" if line.values:
            heading.kind = heading.kind or account_kind_of(text(line.values[0]))
        case "cards":
            heading.cards += [c for value in line.values for c in _listed(value)]
        case "period":
            _period(heading, line)
        case "opening" | "closing" | "turnover_debit" | "turnover_credit" | "turnover":
            _balance(heading, line)


def _listed(value: Cell) -> list[str]:
    """Return the cards of one cell, which may list several."""
    return [part.strip() for part in text(value).replace(";", ",").split(",") if part.strip()]


def _currency(line: _Line) -> str | None:
    """Return the account's currency."""
    return next((code for value in line.values if (code := currency_of(text(value)))), None)


def _period(heading: Heading, line: _Line) -> None:
    """Read the two ends of the period out of one cell or two."""
    try:
        ends = [found for value in line.values for found in _moments(value)]
    except NotATime:
        heading.refused.append(("period_unreadable", line.label))
        return
    if not ends:
        return
    if len(ends) != _ENDS or ends[0].at > ends[1].at:
        heading.refused.append(("period_unreadable", line.label))
        return
    heading.period_from, heading.period_to = ends[0].at, just_after(ends[1])


def _moments(value: Cell) -> list[Moment]:
    """Return the dates of a cell, typed or inside a text.

    Raises:
        NotATime: A date is printed that is none, or that can be read in two ways.
    """
    if isinstance(value, str):
        return moments_within(value)
    try:
        return [moment(value)]
    except NotATime:
        return []


def just_after(last: Moment) -> datetime:
    """Return the first instant that a printed last day or time no longer includes."""
    local = last.at.astimezone(LOCAL).replace(tzinfo=None) + step_of(last.precision)
    return local.replace(tzinfo=LOCAL).astimezone(last.at.tzinfo)


def _balance(heading: Heading, line: _Line) -> None:
    """Read a balance, or a turnover of which one cell may hold both sides."""
    names: list[str] = [line.meaning]
    values: Sequence[Cell] = line.values[:1]
    if line.meaning == "turnover":
        names = ["turnover_debit", "turnover_credit"]
        values = _sides(line.values)
    if len(values) < len(names):
        return
    for name, value in zip(names, values, strict=True):
        try:
            heading.balances[name] = minor(value, heading.currency or "KZT")
        except IzdesError:
            heading.refused.append(("balance_unreadable", line.label))


def _sides(values: tuple[Cell, ...]) -> Sequence[Cell]:
    """Return the debit and the credit turnover, printed in two cells or in one."""
    if len(values) == 1 and isinstance(values[0], str):
        return values[0].split("/")[:_SIDES]
    return values[:_SIDES]
