"""Account keys, and what is known of an account over an interval.

A key is text with a prefix that says how the account is known: ``iban:KZ…``,
``card:<bank|?>:<digits, unknown *>``, ``phone:+7…``, ``wallet:<issuer>:<id>``,
``chain:<name>:<address>``, ``acct:<bank|?>:<as printed>``. Payees that are no account are virtual
and begin with ``@``. Any other string is an opaque key, taken as it stands. Two keys are one
account only by an alias.

>>> is_virtual(cash_at("HSBKKZKX")), is_virtual(AccountKey("iban:KZ00"))
(True, False)
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType, get_args

AccountKey = NewType("AccountKey", str)
AccountKind = Literal["bank", "wallet", "crypto_exchange", "merchant", "cash", "abroad", "unknown"]
ACCOUNT_KINDS: tuple[AccountKind, ...] = get_args(AccountKind)

_NAME_DIGITS = 16


def is_virtual(key: AccountKey) -> bool:
    """Say whether the key names no account (cash, a fee, a shop, abroad, unknown)."""
    return key.startswith("@")


def cash_at(bank: str) -> AccountKey:
    """Key of cash taken or paid in at a bank."""
    return AccountKey(f"@cash:{bank}")


def fee_of(bank: str) -> AccountKey:
    """Key of what a bank charges for itself."""
    return AccountKey(f"@fee:{bank}")


def merchant_named(name: str) -> AccountKey:
    """Key of a shop that is known by its printed name only."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return AccountKey(f"@merchant:{hashlib.sha256(folded.encode()).hexdigest()[:_NAME_DIGITS]}")


def abroad_in(country: str) -> AccountKey:
    """Key of money that left the country (ISO 3166 alpha-2, or ``??``)."""
    return AccountKey(f"@abroad:{country}")


def unknown_at(row_id: str) -> AccountKey:
    """Key of a counterparty that the row does not name."""
    return AccountKey(f"@unknown:{row_id}")


def conversion_at(row_id: str) -> AccountKey:
    """Key of the currency exchange whose paying leg is the given row."""
    return AccountKey(f"@fx:{row_id}")


def is_conversion(key: AccountKey) -> bool:
    """Say whether the key is the two legs' meeting point of a currency exchange."""
    return key.startswith("@fx:")


@dataclass(frozen=True, slots=True)
class Alias:
    """A card or phone that is the same account as another key.

    Attributes:
        key: The other name, for example ``card:HSBKKZKX:939800******1234``.
        account: The account that it leads to.
        valid_from: Aware instant from which it holds, or None when unknown.
        valid_to: Instant at which it ceases (half-open), or None.
        source: Where it is stated: a row or file digest, or ``given``.
    """

    key: AccountKey
    account: AccountKey
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    source: str = "given"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of one account in one currency over one interval [covered_from, covered_to).

    Without an interval it only states the account's kind (an exchange's known account, say).

    Attributes:
        opening_minor: Balance before the first row, in minor units; None when not printed.
        basis: ``printed`` when the statement names its period, ``inferred`` when the interval
            runs from its first to its last row.
    """

    account: AccountKey
    currency: str
    kind: AccountKind = "bank"
    opening_minor: int | None = None
    covered_from: datetime | None = None
    covered_to: datetime | None = None
    basis: Literal["printed", "inferred", ""] = ""

    def __post_init__(self) -> None:
        if (self.covered_from is None) != (self.covered_to is None):
            raise ValueError("an interval has two ends")
        if self.covered_from and self.covered_to and self.covered_from > self.covered_to:
            raise ValueError("an interval ends after it begins")

    def covers(self, moment: datetime) -> bool:
        """Say whether the account's movements at that moment are known."""
        if self.covered_from is None or self.covered_to is None:
            return False
        return self.covered_from <= moment < self.covered_to
