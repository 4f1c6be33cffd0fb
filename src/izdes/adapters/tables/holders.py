"""Holders of accounts as tables: what is given of them, who is one person, and why.

``holders.csv`` of a case says what banks answered in letters: whose an account is, with what they
know of him. ``holders.csv`` of a result lists the records that were put together, ``persons.csv``
what speaks for it and what was kept apart. A row proves that somebody wrote it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from izdes.adapters.tables.judgements import node_of
from izdes.adapters.tables.rows import Cells, Columns, read_table
from izdes.core.identifiers.bin import read_person_or_business
from izdes.core.identifiers.card import is_complete, read_card
from izdes.core.identifiers.phone import read_phone
from izdes.core.linking.holders.persons import Persons
from izdes.core.linking.holders.records import Agreement, HolderRecord
from izdes.core.linking.holders.table import level_code
from izdes.core.linking.mentions import Node
from izdes.core.sealing.canonical import Field

GIVEN_COLUMNS: Columns = {
    "kind": "text",
    "value": "text",
    "name": "text",
    "iin": "text",
    "born": "text",
    "phone": "text",
    "source": "text",
}
HOLDER_COLUMNS: Columns = {
    "holder": "text",
    "kind": "text",
    "value": "text",
    "name": "text",
    "iin": "text",
    "born": "text",
    "phone": "text",
    "record_id": "text",
}
PERSON_COLUMNS: Columns = {
    "record_a": "text",
    "record_b": "text",
    "verdict": "text",
    "log10_lr_milli": "int",
    "reasons": "text",
}
_YEAR = 4
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds which account.

    Attributes:
        records: What is printed or told of holders of accounts that complaints name, sorted.
        persons: Which of them are one person.
        holders: The holder of each account that somebody holds beside another one.
    """

    records: tuple[HolderRecord, ...] = ()
    persons: Persons = field(default_factory=lambda: Persons((), ()))
    holders: Mapping[Node, Node] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, str]:
        """The fullest name under which each holder is printed."""
        found: dict[str, str] = {}
        for value, record in self.shown():
            if (len(record.name), record.name) > (len(found.get(value, "")), found.get(value, "")):
                found[value] = record.name
        return found

    def reasons(self, holder: str) -> tuple[Agreement, ...]:
        """Return why the records of a holder are one person."""
        his = {record.record_id for value, record in self.shown() if value == holder}
        return tuple(found for found in self.persons.reasons if found.one in his)

    def shown(self) -> Iterator[tuple[str, HolderRecord]]:
        """Yield the records of those who hold several accounts, each with his name as a node."""
        of = {node: value for node, (_, value) in self.holders.items()}
        by_id = {record.record_id: record for record in self.records}
        for person in self.persons.persons:
            if any(of.get(account) == person.value for account in person.accounts):
                yield from ((person.value, by_id[name]) for name in person.records)


def holder_rows(held: Held) -> list[tuple[Field, ...]]:
    """Return the records of those who hold several accounts."""
    return [
        (value, *r.account, r.name, r.iin, r.born, r.phone, r.record_id)
        for value, r in held.shown()
    ]


def person_rows(held: Held) -> list[tuple[Field, ...]]:
    """Return what puts records together, and what speaks for one person and was kept apart."""
    shown = {record.record_id for _, record in held.shown()}
    together = [a for a in held.persons.reasons if a.one in shown]
    return [
        *(_pair_row(found, "together") for found in together),
        *(_pair_row(found, "apart") for found in held.persons.contradictions),
    ]


def _pair_row(found: Agreement, verdict: str) -> tuple[Field, ...]:
    """Return what two records say of being one person."""
    reasons = " ".join(level_code(*level) for level in found.levels)
    return found.one, found.other, verdict, found.log10_lr_milli, reasons


def read_holders(path: Path) -> tuple[HolderRecord, ...]:
    """Read what banks answered of holders.

    Raises:
        InputRefused: A column is missing, a cell is wrong, or a row says of an account nothing.
    """
    table = read_table(path)
    table.require(*GIVEN_COLUMNS)
    return tuple(record for row in table.each(_given) for record in row)


def _given(cells: Cells) -> tuple[HolderRecord, ...]:
    """Read one row: an account, and a card of it where one is given."""
    accounts = [node_of(cells), *_card(cells)]
    cells.required("source")
    name = " ".join(cells.text("name").split())[:_LONGEST_NAME]
    iin, born, phone = _number(cells), _born(cells), _phone(cells)
    if not name and not iin:
        raise cells.refuse("holder_says_nothing", "name")
    return tuple(
        HolderRecord(
            f"holders.csv/{cells.number}/{kind}",
            name,
            iin,
            born,
            phone=phone,
            account=(kind, value),
        )
        for kind, value in accounts
    )


def _card(cells: Cells) -> Iterator[Node]:
    """Yield the card of an account, where one is given whole."""
    text = cells.text("card").strip()
    found = read_card(text)
    if not text:
        return
    if found.kind != "card" or found.value is None or not is_complete(found.value):
        raise cells.refuse("holder_card_not_read", "card")
    yield "card", found.value


def _number(cells: Cells) -> str:
    """Read the number of a person or a business; one whose check digit fails is kept."""
    text = cells.text("iin").strip()
    reading = read_person_or_business(text)
    if text and reading.value is None:
        raise cells.refuse("holder_iin_not_read", "iin")
    return reading.value or ""


def _born(cells: Cells) -> str:
    """Read a date of birth, or a year."""
    text = cells.text("born").strip()
    if len(text) == _YEAR and text.isascii() and text.isdigit():
        return text
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise cells.refuse("holder_born_not_read", "born") from None


def _phone(cells: Cells) -> str:
    """Read a telephone."""
    text = cells.text("phone").strip()
    found = read_phone(text).value
    if text and found is None:
        raise cells.refuse("holder_phone_not_read", "phone")
    return found or ""
