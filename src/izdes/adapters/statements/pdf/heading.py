"""The heading of a printed statement: account, holder, period, balances and turnovers.

A label and its value stand in one piece of a line, with a colon or without, or in two pieces side
by side; two such pairs may share a line. "Available on" is printed twice, for the first day and
for the last: by its days it is known which of them is the opening balance.

What cannot be read of this makes the statement faulty: without it nothing proves the rows complete.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from izdes.adapters.statements.cells import Moment, NotATime, moments_within
from izdes.adapters.statements.dates import dates_within
from izdes.adapters.statements.heading import just_after
from izdes.adapters.statements.pdf.amounts import Figure, figure_in
from izdes.adapters.statements.pdf.lines import PrintedLine, segments_of
from izdes.adapters.statements.pdf.words import (
    Operation,
    announces_period,
    label_of,
    label_words,
    operation_summed,
)
from izdes.adapters.statements.wording import currency_of, folded
from izdes.core.errors import IzdesError
from izdes.core.identifiers.card import read_card
from izdes.core.law.institutions import Register

_GAP = 0.9
_ENDS = 2
_MOST_LINES = 400
_LONGEST_LABEL = 60
_SUMMED_WORDS = 3
_CARD_PLACES = 16
_IIN = re.compile(r"[0-9]{12}")
_IBAN = re.compile(r"(?<![0-9A-Z])KZ[0-9]{2}[0-9A-Z]{16}(?![0-9A-Z])", re.ASCII)
_LAST_FIGURE = re.compile(r"(?<![\w.,])(?:[(+\-−–] ?)?[0-9][0-9 .,'’]{0,30}[^0-9]{0,8}$")
_DIGITS = 6
# Their values are no amounts: a number in them is theirs.
_KEPT = ("account", "card", "iin", "holder", "currency", "bank", "period")


@dataclass(frozen=True, slots=True)
class Said:
    """One label with its value; ``meaning`` is empty for the turnover of an operation."""

    meaning: str
    label: str
    value: str
    days: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Turnover:
    """The printed turnover of one operation."""

    operation: Operation
    label: str
    figure: Figure


@dataclass(slots=True)
class PrintedHeading:
    """What is said around the table; None and empty where nothing is.

    Attributes:
        accounts: Account numbers as printed, each once.
        figures: ``opening``, ``closing`` and the two turnovers, as printed.
        refused: (Fault code, label) of what was said and cannot be read.
    """

    bank: str = ""
    holder: str = ""
    iin: str = ""
    accounts: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    currency: str | None = None
    period_from: datetime | None = None
    period_to: datetime | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    turnovers: list[Turnover] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def minor(self, name: str, currency: str) -> int | None:
        """Return a printed sum in minor units; None where none is printed or it is no amount."""
        figure = self.figures.get(name)
        try:
            return figure.minor(currency) if figure else None
        except IzdesError:
            return None

    def unreadable(self, currency: str) -> list[str]:
        """Return the sums that are printed and are no amount of the account's currency."""
        return [
            name
            for name, figure in self.figures.items()
            if figure.currency not in {"", currency} or self.minor(name, currency) is None
        ]


def read_heading(lines: Sequence[PrintedLine], register: Register) -> PrintedHeading:
    """Read the lines around a table, those above it first."""
    heading = PrintedHeading()
    available: list[tuple[Moment, Said]] = []
    for line in lines[:_MOST_LINES]:
        pieces = [segment.text for segment in segments_of(line, _GAP)]
        heading.bank = heading.bank or next((p for p in pieces if _is_bank(p, register)), "")
        for piece in (*pieces, line.text):
            _period(heading, piece)
        for said in _said(pieces):
            if said.meaning == "available":
                available += [(day, said) for day in said.days[:1]]
            else:
                _understand(heading, said)
    _balances(heading, available)
    return heading


def ibans_in(lines: Sequence[PrintedLine]) -> list[str]:
    """Return the account numbers in lines that nothing labels, each once."""
    compact = (re.sub(r"(?<=[0-9A-Z]) (?=[0-9A-Z])", "", line.text) for line in lines)
    return list(dict.fromkeys(found for text in compact for found in _IBAN.findall(text)))


def _is_bank(piece: str, register: Register) -> bool:
    """Say whether a piece of a line is the name of a known bank and no label."""
    return register.named(piece) is not None and label_of(piece) is None


def _said(pieces: Sequence[str]) -> Iterator[Said]:
    """Yield the labels of one line with their values."""
    waiting: Said | None = None
    for piece in pieces:
        said = _of_piece(piece)
        if said is None and waiting is not None:
            yield replace(waiting, value=piece)
        if said is not None and said.value:
            yield said
        waiting = said if said is not None and not said.value else None


def _of_piece(piece: str) -> Said | None:
    """Return the label with which a piece begins, and the value that follows in it."""
    head, colon, rest = piece.partition(":")
    days = dates_within(piece)
    bare = head
    for day in days:
        bare = bare.replace(day, " ")
        rest = rest.replace(day, " ") if colon else rest
    figure = _LAST_FIGURE.search(bare)
    name = bare[: figure.start()] if figure else bare
    meaning = label_of(name) if len(name) <= _LONGEST_LABEL else None
    if meaning is None and (operation_summed(name) is None or _is_long(name)):
        return None
    value = rest if colon else figure[0] if figure else ""
    if meaning is not None and not colon and (figure is None or meaning in _KEPT):
        value = _after_label(head if meaning in _KEPT else bare)
    return Said(meaning or "", name.strip(" :"), value.strip(), tuple(_moments(piece)))


def _is_long(name: str) -> bool:
    """Say whether a text has too many words to be the name of a turnover."""
    return len(folded(name).split()) > _SUMMED_WORDS


def _after_label(text: str) -> str:
    """Return what follows the label at the beginning of a text."""
    words = text.split()
    count, taken = label_words(text), 0
    while words[taken:] and len(folded(" ".join(words[:taken])).split()) < count:
        taken += 1
    return " ".join(words[taken:])


def _moments(piece: str) -> list[Moment]:
    """Return the dates inside a text."""
    try:
        return moments_within(piece)
    except NotATime:
        return []


def _period(heading: PrintedHeading, piece: str) -> None:
    """Take the period out of a piece that speaks of one and has two days in order."""
    if heading.period_from is not None or not announces_period(piece):
        return
    days = _moments(piece)
    if len(days) == _ENDS and days[0].at <= days[1].at:
        heading.period_from, heading.period_to = days[0].at, just_after(days[1])


def _understand(heading: PrintedHeading, said: Said) -> None:
    """Put one label and its value into the heading."""
    match said.meaning:
        case "account":
            _account(heading, said.value)
        case "card":
            heading.cards += [c for c in _cards(said.value) if c not in heading.cards]
        case "currency":
            heading.currency = heading.currency or currency_of(said.value)
        case "holder":
            heading.holder = heading.holder or said.value
        case "iin":
            found = _IIN.search(said.value)
            heading.iin = heading.iin or (found[0] if found else "")
        case "opening" | "closing" | "turnover_debit" | "turnover_credit":
            _sum(heading, said.meaning, said)
        case "":
            _turnover(heading, said)


def _account(heading: PrintedHeading, value: str) -> None:
    """Take an account number, printed with blanks or without."""
    compact = "".join(value.split()).upper()
    found = _IBAN.search(compact)
    number = found[0] if found else value if sum(c.isdigit() for c in value) >= _DIGITS else ""
    if number and number not in heading.accounts:
        heading.accounts.append(number)


def _cards(value: str) -> Iterator[str]:
    """Yield the cards of a value, which may list several."""
    for part in value.replace(";", ",").split(","):
        card = read_card(part.strip())
        if card.value and len(card.value) == _CARD_PLACES:
            yield card.value


def _sum(heading: PrintedHeading, name: str, said: Said) -> None:
    """Take a balance or a turnover; of several the first counts."""
    figure = _figure(said.value)
    if figure is not None:
        heading.figures.setdefault(name, figure)
    elif any(c.isdigit() for c in said.value):
        heading.refused.append(("balance_unreadable", said.label))


def _turnover(heading: PrintedHeading, said: Said) -> None:
    """Take the turnover of one operation."""
    figure, operation = _figure(said.value), operation_summed(said.label)
    if figure is not None and operation is not None:
        heading.turnovers.append(Turnover(operation, said.label, figure))


def _figure(value: str) -> Figure | None:
    """Return the amount with which a value ends."""
    found = _LAST_FIGURE.search(value[-_LONGEST_LABEL:])
    return figure_in(found[0]) if found else None


def _balances(heading: PrintedHeading, available: Sequence[tuple[Moment, Said]]) -> None:
    """Take what was available on the first and on the last of its days as the two balances."""
    in_order = sorted(available, key=lambda pair: pair[0].at)
    if len(in_order) >= _ENDS:
        _sum(heading, "opening", in_order[0][1])
        _sum(heading, "closing", in_order[-1][1])
    elif in_order:
        is_first = in_order[0][0].at == heading.period_from
        _sum(heading, "opening" if is_first else "closing", in_order[0][1])
