"""Books: what an institution knows of its accounts, from a ledger and its table of accounts.

The table is that of the contract (`account, currency, opening_minor, covered_from, covered_to, …`)
with three more columns that may be there: `holder_iin`, `holder_name`, and `protected` (``yes``:
money on it may not be held). A holder who is not named there is taken from the ledger's own rows.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from izdes.adapters.messages.making.clients import Client, Login, read_clients, read_logins
from izdes.adapters.tables.ledger import read_aliases, read_ledger
from izdes.adapters.tables.rows import Cells, read_table
from izdes.core.identifiers.card import is_same_card
from izdes.core.money.account import AccountKey, Alias, Coverage
from izdes.core.money.transfer import Party, Transfer
from izdes.core.orders.subjects import Subject

Place: TypeAlias = tuple[AccountKey, str]
_YES = frozenset({"yes", "true", "1", "иә", "да"})
_IBAN_BANK = slice(9, 12)
_LONGEST_PROTECTED = 8


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose an account is, and whether money on it may not be held."""

    iin: str = ""
    name: str = ""
    bank: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Books:
    """An institution's accounts and their movements.

    Attributes:
        places: Every account in every currency with the intervals that are known, by time.
        moved: The movements of an account in a currency, by time.
        clients: Of each account; None where the institution gave no table of them.
        logins: Of each account, by time, kept over the intervals of `places`; None as above.
    """

    places: Mapping[Place, tuple[Coverage, ...]]
    moved: Mapping[Place, tuple[Transfer, ...]]
    holders: Mapping[AccountKey, Holder]
    aliases: tuple[Alias, ...]
    clients: Mapping[AccountKey, tuple[Client, ...]] | None = None
    logins: Mapping[AccountKey, tuple[Login, ...]] | None = None

    def places_of(self, subject: Subject) -> tuple[Place, ...]:
        """Return the accounts that a subject of an order means here, in order of their keys."""
        accounts = self._accounts_of(subject)
        return tuple(place for place in sorted(self.places) if place[0] in accounts)

    def is_ours(self, subject: Subject) -> bool:
        """Say whether a subject that was not found could be of this institution."""
        if subject.kind == "iban":
            codes = {account[_IBAN_BANK] for account, _ in self.places}
            return f"iban:{subject.value}"[_IBAN_BANK] in codes
        if subject.kind == "wallet":
            issuer = subject.value.partition(":")[0]
            return any(account.split(":")[1:2] == [issuer] for account, _ in self.places)
        return True

    def balance_at(self, place: Place, moment: datetime) -> int | None:
        """Return a balance, in minor units, after all that happened before a moment.

        The last interval that began by then counts. None: no opening balance is known there.
        """
        known = [c for c in self.places[place] if c.covered_from and c.covered_from <= moment]
        last = known[-1] if known else None
        if last is None or last.opening_minor is None or last.covered_from is None:
            return None
        return last.opening_minor + self.change(place, last.covered_from, moment)

    def change(self, place: Place, since: datetime, until: datetime) -> int:
        """Return by how much the movements of a half-open interval change a balance."""
        account = place[0]
        return sum(
            effect_minor(transfer, account)
            for transfer in self.moved.get(place, ())
            if since <= moment_at(transfer, account) < until
        )

    def _accounts_of(self, subject: Subject) -> set[AccountKey]:
        """Return the keys that a subject means."""
        ours = {account for account, _ in self.places}
        value = subject.value
        match subject.kind:
            case "iin" | "bin" | "any_account":
                return {a for a in ours if self.holders.get(a, Holder()).iin == value}
            case "card":
                keys = {a.key for a in self.aliases} | ours
                named = {key for key in keys if _is_card(key, subject)}
            case kind:
                named = {AccountKey(f"{kind}:{value}")}
        return (named | {a.account for a in self.aliases if a.key in named}) & ours


def read_books(ledger: Path, accounts: Path, aliases: Path | None = None) -> Books:
    """Read an institution's books.

    Raises:
        InputRefused: A column is missing or a cell is not what its column says.
    """
    read = read_ledger(ledger, accounts)
    table = read_table(accounts)
    told = {account: holder for account, holder in table.each(_holder) if holder}
    return books_of(read.transfers, read.coverages, told, read_aliases(aliases) if aliases else ())


def with_clients(books: Books, clients: Path | None, logins: Path | None) -> Books:
    """Return books that tell of clients and of log-ins too, where there are tables of them.

    Raises:
        InputRefused: A column is missing or a cell is not what its column says.
    """
    return replace(
        books,
        clients=read_clients(clients) if clients else None,
        logins=read_logins(logins) if logins else None,
    )


def books_of(
    transfers: Iterable[Transfer],
    coverages: Iterable[Coverage],
    holders: Mapping[AccountKey, Holder],
    aliases: Iterable[Alias] = (),
) -> Books:
    """Return the books of transfers and of what is known of accounts."""
    places: defaultdict[Place, list[Coverage]] = defaultdict(list)
    for coverage in coverages:
        places[coverage.account, coverage.currency].append(coverage)
    moved: defaultdict[Place, list[Transfer]] = defaultdict(list)
    seen: dict[AccountKey, Holder] = {}
    for transfer in transfers:
        for party in _sides(transfer):
            moved[party.account, transfer.currency].append(transfer)
            if party.name or party.iin:
                seen.setdefault(party.account, Holder(party.iin, party.name, party.bank))
    return Books(
        places={place: _by_time(known) for place, known in places.items()},
        moved={place: _in_order(place[0], of) for place, of in moved.items() if place in places},
        holders={a: _merged(holders.get(a), seen.get(a)) for a, _ in places},
        aliases=tuple(aliases),
    )


def moment_at(transfer: Transfer, account: AccountKey) -> datetime:
    """Return when a transfer stands on an account: as credited where it comes in."""
    return transfer.booked_at if transfer.payer.account == account else transfer.arrives_at


def effect_minor(transfer: Transfer, account: AccountKey) -> int:
    """Return what a transfer does to the balance of an account, in minor units."""
    comes = transfer.amount_minor if transfer.payee.account == account else 0
    leaves = transfer.amount_minor if transfer.payer.account == account else 0
    return comes - leaves


def _holder(cells: Cells) -> tuple[AccountKey, Holder | None]:
    """Read who holds an account; None where the table does not say."""
    is_protected = cells.text("protected").strip()[:_LONGEST_PROTECTED].lower() in _YES
    found = Holder(cells.text("holder_iin"), cells.text("holder_name"), "", is_protected)
    return AccountKey(cells.required("account")), found if found != Holder() else None


def _merged(told: Holder | None, seen: Holder | None) -> Holder:
    """Return what the table says of a holder, and what only the ledger does."""
    first, second = told or Holder(), seen or Holder()
    return Holder(
        first.iin or second.iin, first.name or second.name, second.bank, first.is_protected
    )


def _sides(transfer: Transfer) -> tuple[Party, ...]:
    """Return the sides of a transfer, one where both are one account."""
    if transfer.payer.account == transfer.payee.account:
        return (transfer.payer,)
    return (transfer.payer, transfer.payee)


def _by_time(coverages: list[Coverage]) -> tuple[Coverage, ...]:
    """Return the intervals of an account in order; those without one are left out."""
    known = [c for c in coverages if c.covered_from and c.covered_to]
    return tuple(sorted(known, key=lambda c: (c.covered_from, c.covered_to)))


def _in_order(account: AccountKey, transfers: list[Transfer]) -> tuple[Transfer, ...]:
    """Return movements as the account sees them."""
    return tuple(sorted(transfers, key=lambda t: (moment_at(t, account), t.seq or 0)))


def _is_card(key: AccountKey, subject: Subject) -> bool:
    """Say whether a key is the card that a subject means: by its digest, else by its digits."""
    if not key.startswith("card:"):
        return False
    digits = key.split(":")[-1]
    if subject.digest and digits.isdigit():
        return hashlib.sha256(digits.encode()).hexdigest() == subject.digest
    return is_same_card(digits, subject.value)
