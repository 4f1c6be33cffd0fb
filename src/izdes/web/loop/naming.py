"""Naming: an account of the ledger as the subject of an order, where it can be named so.

A key says how the account is known: by its number, by a card, by a telephone, by a wallet. What an
institution could not find, or what a paper may not carry, has no subject: then nothing is drafted.
"""

import hashlib
import re

from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey
from izdes.core.orders.subjects import Subject, SubjectKind

_CARD_DIGITS = 16
_BEGINNING, _END = 6, 4
_NUMBER = re.compile(r"[0-9*]+", re.ASCII)


def subject_of(account: AccountKey, *, most_minor: int | None = None) -> Subject | None:
    """Return how an order names an account; None where it cannot."""
    prefix, _, rest = account.partition(":")
    match prefix:
        case "iban":
            return _made("iban", rest, most_minor)
        case "card":
            return _card(rest.rpartition(":")[2], most_minor)
        case "phone":
            return _made("phone", rest, most_minor)
        case "wallet":
            return _made("wallet", rest, most_minor)
    return None


def _card(number: str, most_minor: int | None) -> Subject | None:
    """Return a card by its masked number, and by its digest where the whole one is known."""
    if not _NUMBER.fullmatch(number) or len(number) < _BEGINNING + _END:
        return None
    hidden = "*" * (len(number) - _BEGINNING - _END)
    known = number[:_BEGINNING].rstrip("*")
    masked = f"{known}{'*' * (_BEGINNING - len(known))}{hidden}{number[-_END:]}"
    is_whole = "*" not in number and len(number) >= _CARD_DIGITS
    digest = hashlib.sha256(number.encode()).hexdigest() if is_whole else ""
    return _made("card", masked, most_minor, digest)


def _made(
    kind: SubjectKind, value: str, most_minor: int | None, digest: str = ""
) -> Subject | None:
    """Return a subject; None where the value is not of its kind."""
    try:
        return Subject(kind, value, digest, most_minor)
    except IzdesError:
        return None
