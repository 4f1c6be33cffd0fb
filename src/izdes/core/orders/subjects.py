"""Subjects: whom or what an order is about, each named so that an institution can find it.

A card is never written out: its masked number stands here, and beside it the SHA-256 of the whole
number, by which its issuer finds it. The digest is no secret (few numbers fit one mask): it only
keeps the number out of papers and logs.

``any_account`` means every account of one holder at the addressee, up to a sum over all of them,
accounts protected by law left out. That is how money is held before anybody knows where it lies.

>>> Subject("any_account", "000101800010", most_minor=5_000_00)
Subject(kind='any_account', value='…0010')
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from izdes.core.identifiers.bin import Bin
from izdes.core.identifiers.iban import Iban
from izdes.core.identifiers.iin import Iin
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.core.orders.wrong import require

SubjectKind = Literal["iin", "bin", "iban", "card", "phone", "wallet", "any_account"]
_CARD = re.compile(r"[0-9]{0,6}\*{3,15}[0-9]{4}", re.ASCII)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_WALLET = re.compile(r"[^\s:]+:\S+")
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """Whom or what an order is about.

    Attributes:
        kind: What `value` is; ``any_account`` holds the ИИН or БИН of the holder.
        value: In its normal form; a card masked.
        digest: SHA-256 of a card's whole number in hex, where it is known; empty otherwise.
        most_minor: The most that may be held on it, in minor units; None: the cap of the order.
    """

    kind: SubjectKind
    value: str
    digest: str = ""
    most_minor: int | None = None

    def __post_init__(self) -> None:
        require(self.kind in get_args(SubjectKind), "subjects.kind")
        require(_FORMS[self.kind](self.value), "subjects.value")
        require(
            not self.digest or (self.kind == "card" and is_digest(self.digest)), "subjects.digest"
        )
        require(self.most_minor is None or self.most_minor > 0, "subjects.most_minor")
        require(self.kind != "any_account" or self.most_minor is not None, "subjects.most_minor")

    def __repr__(self) -> str:
        """Mask the value: reprs end up in logs and tracebacks."""
        return f"Subject(kind={self.kind!r}, value='…{self.value[-4:]}')"


def is_digest(text: str) -> bool:
    """Say whether a text is a SHA-256 in hex."""
    return bool(_DIGEST.fullmatch(text))


def is_person_number(text: str) -> bool:
    """Say whether a text is a well-formed ИИН."""
    return _is(Iin, text)


def is_body_number(text: str) -> bool:
    """Say whether a text is a well-formed БИН."""
    return _is(Bin, text)


def _is(kind: Callable[[str], object], text: str) -> bool:
    """Say whether a text is an identifier of a kind, in its normal form."""
    try:
        kind(text)
    except InvalidIdentifier:
        return False
    return True


_FORMS: Mapping[SubjectKind, Callable[[str], object]] = {
    "iin": is_person_number,
    "bin": is_body_number,
    "iban": lambda text: _is(Iban, text),
    "card": _CARD.fullmatch,
    "phone": _PHONE.fullmatch,
    "wallet": _WALLET.fullmatch,
    "any_account": lambda text: is_person_number(text) or is_body_number(text),
}
