"""Directory: which accounts of the ledger a victim's words may mean, and by what.

The same key, another name of it by an alias, a masked card that no digit contradicts, or a tail.
An account that is told apart from what was said is never taken for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from izdes.core.identifiers.card import TAIL, is_telling
from izdes.core.identifiers.name import is_name_of
from izdes.core.identifiers.reading import Reading
from izdes.core.money.account import AccountKey, Alias, Coverage, is_virtual
from izdes.core.money.aliases import AliasBook, is_valid_at, may_be_one_card
from izdes.core.money.claims.declared import key_of
from izdes.core.money.transfer import Ledger, Party

# Ways of agreeing, and how strong each is.
STRONG = frozenset({"same_account", "by_alias", "masked_card", "same_iin"})
BY_NAME = "same_name"
_TAILED = ("iban:", "card:", "acct:")
# Places that are known to be no account that a person could name.
_NO_ACCOUNT = ("@cash:", "@fee:", "@merchant:", "@fx:")
_NOTHING: MappingProxyType[AccountKey, str] = MappingProxyType({})


class Directory:
    """The accounts of one ledger, found by what people say of them."""

    def __init__(self, ledger: Ledger, aliases: Sequence[Alias]) -> None:
        keys = {t.payer.account for t in ledger.transfers}
        keys.update(t.payee.account for t in ledger.transfers)
        keys.update(c.account for c in ledger.coverages)
        real = sorted(key for key in keys if not is_virtual(key))
        self._book = AliasBook(aliases, real)
        self._by_tail: defaultdict[str, list[AccountKey]] = defaultdict(list)
        for key in real:
            if key.startswith(_TAILED):
                self._by_tail[key[-TAIL:]].append(key)
        self._aliases_by_tail: defaultdict[str, list[Alias]] = defaultdict(list)
        for alias in aliases:
            self._aliases_by_tail[alias.key[-TAIL:]].append(alias)
        self._coverages: defaultdict[tuple[AccountKey, str], list[Coverage]] = defaultdict(list)
        for coverage in ledger.coverages:
            self._coverages[coverage.account, coverage.currency].append(coverage)

    def resolve(self, key: AccountKey, moment: datetime) -> AccountKey:
        """Return the account that a key stands for at a moment, or the key itself."""
        return self._book.resolve(key, moment)

    def accounts_for(self, reading: Reading, moment: datetime) -> dict[AccountKey, str]:
        """Return every account that the words may mean, with the way in which it agrees."""
        found: dict[AccountKey, str] = {}
        if reading.value and (reading.kind == "card" or reading.code == "wrong_check_digit"):
            found.update(self._by_last_digits(reading, moment))
        key = key_of(reading)
        if key is not None:
            found[self._book.resolve(key, moment)] = "by_alias"
            found[key] = "same_account"
        return found

    def _by_last_digits(self, reading: Reading, moment: datetime) -> dict[AccountKey, str]:
        """Return accounts whose last digits, or whose card's, are those that were said.

        Of a card given with its bank's digits only cards are compared, all digits of them.
        """
        value = reading.value or ""
        tail = value[-TAIL:]
        is_tail = not (reading.kind == "card" and is_telling(value))
        if not is_tail:
            said = AccountKey(f"card:?:{value}")
            cards = (k for k in self._by_tail.get(tail, ()) if k.startswith("card:"))
            found = {k: "masked_card" for k in cards if may_be_one_card(said, k)}
            return found if reading.code is None else found | self._tails(tail, moment)
        return self._tails(tail, moment)

    def _tails(self, tail: str, moment: datetime) -> dict[AccountKey, str]:
        """Return accounts with a tail of their own or of a card tied to them."""
        found = dict.fromkeys(self._by_tail.get(tail, ()), "tail")
        for alias in self._aliases_by_tail.get(tail, ()):
            if is_valid_at(alias, moment):
                found[alias.account] = "tail"
        return found

    def is_covered(self, account: AccountKey, currency: str, moment: datetime) -> bool:
        """Say whether a statement shows the account's movements at the moment."""
        return any(c.covers(moment) for c in self._coverages.get((account, currency), ()))


def how_agrees(reading: Reading, party: Party, accounts: dict[AccountKey, str]) -> str:
    """Return how a printed party agrees with what was said; empty when it does not."""
    if reading.kind in {"iin", "bin"} and reading.value == party.iin:
        return "same_iin"
    if reading.kind == "name" and reading.value and is_name_of(reading.value, party.name):
        return BY_NAME
    return accounts.get(party.account, "")


def contradicts(reading: Reading, party: Party, accounts: dict[AccountKey, str]) -> bool:
    """Say whether a printed party is certainly not what was said.

    Only like is compared with like: an IBAN says nothing against a card of unknown account.
    """
    if reading.value is None or party.account in accounts:
        return False
    if reading.kind in {"iin", "bin"}:
        return bool(party.iin) and party.iin != reading.value
    if reading.kind == "card" and not is_telling(reading.value):
        return party.account.startswith(("card:", *_NO_ACCOUNT))
    prefixes = {key.partition(":")[0] for key in accounts} - {"acct"}
    return bool(prefixes) and (
        party.account.startswith(_NO_ACCOUNT) or party.account.partition(":")[0] in prefixes
    )
