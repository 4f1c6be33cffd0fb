"""Addresses: who keeps an account, whose it is said to be, and how it is written on paper.

The institution is found from the number itself where the number says it (a Kazakh IBAN), else
from what statements print beside it. The holder is the name that statements print most often. None
of this proves whose account it is: that is what the request asks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from izdes.core.law.institutions import Institution, Register
from izdes.core.money.account import AccountKey, AccountKind, Coverage, is_virtual
from izdes.core.money.statement import Statement
from izdes.core.money.transfer import Party, Transfer

_GROUP = 4
_PREFIXES_WITH_BANK = frozenset({"card", "acct", "wallet", "chain"})


@dataclass(frozen=True, slots=True)
class Address:
    """What is known about where an account lies and whose it is.

    Attributes:
        printed: The number as people write it; empty for a payee nobody named.
        institution: The addressee, or None where nobody knows it.
        bank_printed: The institution's name as statements print it.
    """

    account: AccountKey
    printed: str
    holder: str = ""
    holder_iin: str = ""
    institution: Institution | None = None
    bank_printed: str = ""
    kind: AccountKind = "unknown"

    @property
    def can_be_frozen(self) -> bool:
        """Say whether an order could name this account to somebody who can find it."""
        prefix, _, number = self.account.partition(":")
        if is_virtual(self.account) or prefix == "chain":
            return False
        if prefix in {"iban", "acct"}:
            return True
        return self.institution is not None or (prefix == "card" and "*" not in number)


@dataclass(slots=True)
class _Seen:
    """The parties that stood for one account."""

    names: Counter[str] = field(default_factory=Counter)
    iins: Counter[str] = field(default_factory=Counter)
    banks: Counter[str] = field(default_factory=Counter)

    def add(self, party: Party) -> None:
        """Count what one row says of the account."""
        for counter, text in (
            (self.names, party.name),
            (self.iins, party.iin),
            (self.banks, party.bank),
        ):
            if text:
                counter[text] += 1


class Addresses:
    """The addresses of a case."""

    def __init__(
        self,
        transfers: Iterable[Transfer],
        statements: Iterable[Statement],
        coverages: Iterable[Coverage],
        register: Register,
    ) -> None:
        self._register = register
        self._kinds = {c.account: c.kind for c in coverages}
        self._holders = {s.account: (s.holder, s.holder_iin, s.bank) for s in statements}
        self._seen: defaultdict[AccountKey, _Seen] = defaultdict(_Seen)
        for t in transfers:
            self._seen[t.payer.account].add(t.payer)
            self._seen[t.payee.account].add(t.payee)

    def of(self, account: AccountKey) -> Address:
        """Return the address of an account."""
        seen = self._seen.get(account) or _Seen()
        holder, iin, bank = self._holders.get(account, ("", "", ""))
        bank = bank or _most(seen.banks)
        return Address(
            account=account,
            printed=printed(account),
            holder=holder or _most(seen.names),
            holder_iin=iin or _most(seen.iins),
            institution=self._register.of_account(account) or self._register.named(bank),
            bank_printed=bank,
            kind=self._kinds.get(account, "unknown"),
        )


def printed(account: AccountKey) -> str:
    """Return an account's number as people write it.

    >>> printed(AccountKey("iban:KZ091010000000000001")), printed(AccountKey("@cash:X"))
    ('KZ09 1010 0000 0000 0001', '')
    >>> printed(AccountKey("card:?:************1234"))
    '**** **** **** 1234'
    """
    if is_virtual(account):
        return ""
    prefix, _, rest = account.partition(":")
    if prefix in _PREFIXES_WITH_BANK:
        rest = rest.partition(":")[2]
    if prefix in {"iban", "card"}:
        return " ".join(rest[n : n + _GROUP] for n in range(0, len(rest), _GROUP))
    return rest or account


def _most(counted: Counter[str]) -> str:
    """Return what was said most often, the smaller text first among equals."""
    return min(counted, key=lambda text: (-counted[text], text), default="")
