"""Rows of the 18 columns: what a bank knows of a movement, cell by cell.

Source: the annex to the form of answer in the rules of the financial monitoring agency on
information given by its subjects (18 columns, Excel).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from izdes.twin.bank import LOCAL, Side
from izdes.twin.chance import chosen, stream
from izdes.twin.country import country, material
from izdes.twin.numbers import masked
from izdes.twin.pages import Entry, Page

Cell = str | int | Decimal | None
CURRENCY = "KZT"


@dataclass(frozen=True, slots=True)
class PartyCells:
    """Five cells about one side."""

    name: str
    number: str
    residency: str
    bank: str
    account: str

    def cells(self) -> tuple[Cell, ...]:
        """The five in their order."""
        return (self.name, self.number, self.residency, self.bank, self.account)


@dataclass(frozen=True, slots=True)
class RowCells:
    """One movement in words and figures.

    Attributes:
        kind_key: Its kind as a key of ``words.yaml``.
    """

    entry: Entry
    moment: str
    kind: str
    kind_key: str
    amount: Decimal
    payer: PartyCells
    payee: PartyCells
    purpose_code: str
    purpose: str

    def tail(self) -> tuple[Cell, ...]:
        """Columns 7 to 18."""
        return (*self.payer.cells(), *self.payee.cells(), self.purpose_code, self.purpose)


def in_units(minor: int) -> Decimal:
    """Return an amount in tenge, exactly."""
    return Decimal(minor).scaleb(-2)


def printed_day(day: date) -> str:
    """Return a day as heads print it."""
    return f"{day:%d.%m.%Y}"


def bic_of(bank: str) -> str:
    """Return the BIC: a bank's id is one, other institutions have none."""
    others = {i.institution_id for i in country().institutions if i.kind != "bank"}
    return "" if bank in others else bank


def bank_name(bank: str) -> str:
    """Return an institution's name; a foreign bank is known by its BIC."""
    names = {i.institution_id: i.name_ru for i in country().institutions}
    return names.get(bank, bank)


def row_cells(page: Page, entry: Entry) -> RowCells:
    """Return one movement as the page's bank prints it."""
    transfer, language = entry.transfer, page.answer.language
    way = _way(page, entry)
    far = transfer.payer if entry.is_credit else transfer.payee
    shown = _party(far, language) if way == "full" else _in_part(far, language, way)
    payer, payee = _party(transfer.payer, language), _party(transfer.payee, language)
    kind_key = "card" if way == "card" and not entry.is_credit else transfer.kind
    tail = material("dialects/words.yaml")["tail"]["from" if entry.is_credit else "to"][language]
    return RowCells(
        entry=entry,
        moment=f"{entry.at.astimezone(LOCAL):%d.%m.%Y %H:%M:%S}",
        kind=material("dialects/words.yaml")["kinds"][kind_key][language],
        kind_key=kind_key,
        amount=in_units(transfer.amount_minor),
        payer=shown if entry.is_credit else payer,
        payee=payee if entry.is_credit else shown,
        purpose_code=transfer.purpose.code,
        purpose=tail.format(tail=far.card[-4:]) if way == "tail" else transfer.purpose.text,
    )


def _way(page: Page, entry: Entry) -> str:
    """Return how the other side is printed: in full, or between people sometimes only in part."""
    transfer = entry.transfer
    if transfer.is_card_shown and not entry.is_credit:
        return "card"
    if transfer.kind != "transfer" or not (transfer.payer.card and transfer.payee.card):
        return "full"
    rng = stream(0, "way", page.answer.form, transfer.transfer_id, int(entry.is_credit))
    return chosen(rng, page.answer.shows_far)


def _party(side: Side, language: str) -> PartyCells:
    """Return one side in full."""
    residents = material("dialects/words.yaml")["residents"][language]
    is_bank_itself = side.key.startswith(("@fee:", "@bank:"))
    return PartyCells(
        name=bank_name(side.bank) if is_bank_itself else side.name,
        number=side.number,
        residency=residents[side.country != "KZ"] if side.name or is_bank_itself else "",
        bank=bank_name(side.bank),
        account=side.printed,
    )


def _in_part(side: Side, language: str, way: str) -> PartyCells:
    """Return somebody of whom the bank knows a short name, and perhaps a card."""
    surname, given, *_ = side.name.split()
    known = _party(side, language)
    return PartyCells(
        name=f"{given} {surname[0]}.",
        number="",
        residency=known.residency,
        bank="" if way == "name" else known.bank,
        account=masked(side.card) if way == "card" else "",
    )
