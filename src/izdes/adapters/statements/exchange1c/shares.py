"""Shares: which document of an exchange file is a movement of which of its accounts.

Documents do not stand inside their account's section. Where the sections alternate with documents,
a document is of the account before it; elsewhere of the account that stands on one of its sides. A
payment between two accounts of the file is a movement of both, unless it is printed for each.
A document that belongs to none is unread, and then no statement of the file is known to be whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from izdes.adapters.statements.exchange1c.account import OwnAccount, compact
from izdes.adapters.statements.exchange1c.document import (
    Sides,
    is_executed,
    operation_of,
    told_direction,
)
from izdes.adapters.statements.exchange1c.text import Exchange, Section
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.wording import kind_of
from izdes.core.money.statement import Direction

_SILENT = ("card:", "phone:")
_ALIKE = ("reference", "dated", "booked", "debited", "credited", "amount")


@dataclass(frozen=True, slots=True)
class Movement:
    """A document as a movement of one account."""

    document: Section
    direction: Direction
    sides: Sides


@dataclass(slots=True)
class Share:
    """One account with its movements, and with what claims to be one and cannot be read."""

    account: OwnAccount
    owner: Owner
    notes: Notes
    movements: list[Movement] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)


def share_out(
    exchange: Exchange,
    shares: Sequence[Share],
    *,
    sides: Mapping[int, Sides],
    parties: Parties,
    notes: Notes,
) -> None:
    """Give every document to the account or the two accounts that it moves.

    Args:
        shares: One for each account of the file; they are filled.
        sides: Line of a document -> its payer and payee.
        notes: What concerns every statement of the file.
    """
    desk = _Desk(exchange, shares, parties)
    nobodys = []
    for document in exchange.documents:
        places = desk.places(document, sides[document.number])
        if not places.known:
            nobodys.append(document.number)
        try:
            for index, direction in desk.movements(document, places):
                desk.give(index, Movement(document, direction, places.sides))
        except Unreadable as unreadable:
            for index in places.concerned:
                shares[index].unread.append((document.number, unreadable))
    if nobodys:
        details = {"count": str(len(nobodys))}
        notes.add("exchange1c_of_no_account", row=nobodys[0], details=details)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where accounts of the file stand in a document, as places among the shares.

    Attributes:
        nearest: The account that the document stands under, where the file's order tells.
    """

    sides: Sides
    payer: int | None
    payee: int | None
    nearest: int | None

    @property
    def known(self) -> list[int]:
        """The accounts that the document may belong to, the likeliest first."""
        return [i for i in (self.nearest, self.payer, self.payee) if i is not None]

    @property
    def concerned(self) -> set[int]:
        """The accounts whose movement it may be; the file's first one where nothing tells."""
        return {self.nearest} if self.nearest is not None else {*self.known} or {0}


class _Desk:
    """Knows the accounts of a file and finds them in its documents."""

    def __init__(self, exchange: Exchange, shares: Sequence[Share], parties: Parties) -> None:
        self._shares = shares
        self._parties = parties
        self._by_text = {compact(s.account.printed): i for i, s in enumerate(shares)}
        self._by_key = {s.owner.account: i for i, s in enumerate(shares)}
        self._by_section = {
            section.number: i for i, s in enumerate(shares) for section in s.account.sections
        }
        self._sections = exchange.accounts
        first = exchange.documents[0].after if exchange.documents else 0
        self._alternates = first < len(exchange.accounts)
        self._told = Counter(map(_likeness, exchange.documents))
        self._seen: Counter[tuple[str, ...]] = Counter()

    def places(self, document: Section, sides: Sides) -> _Places:
        """Return where the file's accounts stand in a document."""
        payer, payee = (self._place(side) for side in sides)
        nearest = 0 if len(self._shares) == 1 else None
        if nearest is None and self._alternates and document.after:
            nearest = self._by_section.get(self._sections[document.after - 1].number)
        return _Places(sides, payer, payee, nearest)

    def _place(self, side: Printed) -> int | None:
        """Return which account a side is."""
        key, _ = self._parties.key_of(side.account, side.bank)
        if key is None:
            return None
        return self._by_text.get(compact(side.account), self._by_key.get(key))

    def movements(self, document: Section, places: _Places) -> list[tuple[int, Direction]]:
        """Return whose movement a document is, and which way.

        Raises:
            Unreadable: Nobody's, or its fields contradict each other.
        """
        if not document.is_closed:
            raise Unreadable("exchange1c_document_cut")
        told = told_direction(document)
        self._require_executed(document, places)
        if places.nearest is not None and places.nearest in (places.payer, places.payee):
            return [(places.nearest, told or self._direction(document, places, places.nearest))]
        if told is not None:
            return [(self._told_place(places, told), told)]
        return self._by_sides(document, places)

    def _require_executed(self, document: Section, places: _Places) -> None:
        """Refuse an order that nothing shows to have been carried out."""
        has_section = all(self._shares[i].account.sections for i in places.concerned)
        if not has_section and not is_executed(document):
            raise Unreadable("exchange1c_not_executed", "dated")

    def _direction(self, document: Section, places: _Places, index: int) -> Direction:
        """Return the direction by the side on which an account stands."""
        if places.payer == places.payee and kind_of(operation_of(document)).kind == "conversion":
            raise Unreadable("direction_unclear", "payee_account")
        return "debit" if places.payer == index else "credit"

    def _told_place(self, places: _Places, told: Direction) -> int:
        """Return the account that a document moves the told way."""
        own, other = (places.payer, places.payee)
        near = places.sides[0]
        if told == "credit":
            own, other, near = other, own, places.sides[1]
        found = next((i for i in (own, other, places.nearest) if i is not None), None)
        key, _ = self._parties.key_of(near.account, near.bank)
        is_another = own is None and other is None and key and not key.startswith(_SILENT)
        if found is None or is_another:
            raise Unreadable("account_not_in_row", "payer_account")
        return found

    def _by_sides(self, document: Section, places: _Places) -> list[tuple[int, Direction]]:
        """Return whose movement a document is by its sides alone."""
        payer, payee = places.payer, places.payee
        if payer is None and payee is None:
            raise Unreadable("account_not_in_row", "payer_account")
        if payer is None or payee is None or payer == payee:
            index = payee if payer is None else payer
            return [(index or 0, self._direction(document, places, index or 0))]
        both: list[tuple[int, Direction]] = [(payer, "debit"), (payee, "credit")]
        alike = _likeness(document)
        if self._told[alike] == 1:
            return both
        # Printed for each of the two accounts: the first of the pair is the payer's.
        self._seen[alike] += 1
        return [both[(self._seen[alike] - 1) % 2]]

    def give(self, index: int, movement: Movement) -> None:
        """Give an account its movement, its own side with the bank under which it is known."""
        share = self._shares[index]
        payer, payee = (
            replace(side, bank=share.owner.bank) if place == index else side
            for side, place in zip(movement.sides, map(self._place, movement.sides), strict=True)
        )
        share.movements.append(replace(movement, sides=(payer, payee)))


def _likeness(document: Section) -> tuple[str, ...]:
    """Return what two printings of one document have in common."""
    sides = ("payer_account", "payee_account")
    return tuple(compact(document.said(meaning)) for meaning in (*_ALIKE, *sides))
