"""Aliases: which account a card or a phone stands for.

Two keys are one account only because somebody says so: a statement's heading, an alias row. A
masked card stands for the only known card that its visible digits and its bank allow; where two
are possible, or where only a tail is visible, it stays as printed. Nothing is guessed from names.

>>> book = AliasBook([Alias(AccountKey("card:A:939800******1234"), AccountKey("iban:KZ00"))])
>>> book.resolve(AccountKey("card:?:9398001111111234"), None)
'iban:KZ00'
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from izdes.core.identifiers.card import is_same_card
from izdes.core.money.account import AccountKey, Alias, is_virtual

_TAIL = 4
_LONGEST_CHAIN = 4


class AliasBook:
    """Known other names of accounts, looked up by key and moment."""

    def __init__(self, aliases: Iterable[Alias], accounts: Iterable[AccountKey] = ()) -> None:
        self._exact: defaultdict[AccountKey, list[Alias]] = defaultdict(list)
        self._cards: defaultdict[str, list[Alias]] = defaultdict(list)
        own_names = (Alias(key, key) for key in accounts if key.startswith("card:"))
        for alias in (*aliases, *own_names):
            self._exact[alias.key].append(alias)
            if alias.key.startswith("card:"):
                self._cards[alias.key[-_TAIL:]].append(alias)

    def resolve(self, key: AccountKey, moment: datetime | None) -> AccountKey:
        """Return the account that a key stands for at a moment, or the key itself."""
        if is_virtual(key) or not (key in self._exact or key.startswith("card:")):
            return key
        for _ in range(_LONGEST_CHAIN):
            accounts = self._accounts(key, moment)
            if len(accounts) != 1 or key in accounts:
                return key
            (key,) = accounts
        return key

    def _accounts(self, key: AccountKey, moment: datetime | None) -> set[AccountKey]:
        """Return every account that the key may stand for."""
        exact = {a.account for a in self._exact.get(key, ()) if is_valid_at(a, moment)}
        if exact or not key.startswith("card:"):
            return exact
        similar = self._cards.get(key[-_TAIL:], ())
        return {
            a.account for a in similar if is_valid_at(a, moment) and may_be_one_card(a.key, key)
        }


def is_valid_at(alias: Alias, moment: datetime | None) -> bool:
    """Say whether an alias holds at a moment; an unknown moment is no objection."""
    if moment is None:
        return True
    after_start = alias.valid_from is None or alias.valid_from <= moment
    return after_start and (alias.valid_to is None or moment < alias.valid_to)


def may_be_one_card(one: AccountKey, other: AccountKey) -> bool:
    """Say whether two card keys can be one card: no visible digit and no bank speaks against it."""
    bank, digits = one.split(":")[1:3]
    other_bank, other_digits = other.split(":")[1:3]
    is_one_bank = bank == other_bank or "?" in (bank, other_bank)
    return is_one_bank and is_same_card(digits, other_digits)
