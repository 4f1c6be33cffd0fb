"""Receipts and signals: what an institution says besides its answer.

A receipt says how far an order has come with whoever received it. Its `message_id` is chosen by the
sender and never used twice: the same message sent again is the same message. A signal tells of
something that nobody asked about.

Both prove that the institution said so, not that it is so.

>>> Answering("Дана Демо", "комплаенс", "171340000918")
Answering(body_bin='171340000918')
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from izdes.core.orders.subjects import Subject, SubjectKind, is_body_number, is_digest
from izdes.core.orders.wrong import PaperWrong, require

ReceiptKind = Literal["delivered", "accepted", "rejected", "clarification_asked", "extension_asked"]
ReceiptReason = Literal[
    "",
    "signature_fails",
    "consent_missing",
    "not_addressee",
    "subject_unclear",
    "period_unclear",
    "demand_unclear",
    "no_duty",
    "archive",
    "volume",
    "failure",
    "other",
]
SignalKind = Literal["suspected_account", "blocked_attempt", "second_victim"]
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_LONGEST_TEXT = 4_000
_LARGEST_MINOR = 10**18
_SIGNS = frozenset("\n\t")
_ASKING: tuple[ReceiptKind, ...] = ("rejected", "extension_asked")


@dataclass(frozen=True, slots=True, repr=False)
class Answering:
    """Who speaks for an institution: a person, a post, and the institution's БИН."""

    name: str
    post: str
    body_bin: str

    def __post_init__(self) -> None:
        require_text(self.name, "by.name")
        require_text(self.post, "by.post")
        require(self.name.strip(), "by.name")
        require(self.post.strip(), "by.post")
        require(is_body_number(self.body_bin), "by.body_bin")

    def __repr__(self) -> str:
        """Name the institution only: reprs end up in logs and tracebacks."""
        return f"Answering(body_bin={self.body_bin!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """One subject of an order by its kind and value, as the order writes them."""

    kind: SubjectKind
    value: str

    def __post_init__(self) -> None:
        try:
            # Every account of a holder carries a sum in an order; here only its name stands.
            Subject(self.kind, self.value, most_minor=1)
        except PaperWrong:
            raise PaperWrong("subject") from None

    def __repr__(self) -> str:
        """Mask the value: reprs end up in logs and tracebacks."""
        return f"Named(kind={self.kind!r}, value='…{self.value[-4:]}')"


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far an order has come with an institution.

    Attributes:
        order_digest: SHA-256 of the canonical bytes of the order.
        reason: Why it was not accepted, or why more time is asked for; empty otherwise.
        text: The same, or the question, in words; needed where something is asked or refused.
        asked_until: Until when more time is asked for; None otherwise.
    """

    message_id: str
    kind: ReceiptKind
    order_number: str
    order_digest: str
    reason: ReceiptReason
    text: str
    asked_until: datetime | None
    at: datetime
    by: Answering

    def __post_init__(self) -> None:
        require(is_message_id(self.message_id), "message_id")
        require(self.kind in get_args(ReceiptKind), "kind")
        require(self.order_number.strip() == self.order_number != "", "order_number")
        require_text(self.order_number, "order_number")
        require(is_digest(self.order_digest), "order_digest")
        require(self.reason in get_args(ReceiptReason), "reason")
        require_text(self.text, "text")
        require(self.at.tzinfo, "at")
        self._check_asked()

    def _check_asked(self) -> None:
        """Refuse a refusal without a reason, a question without words, an extension without end."""
        require(bool(self.reason) == (self.kind in _ASKING), "reason")
        is_silent = self.kind in ("delivered", "accepted")
        require(is_silent or self.text.strip(), "text")
        is_longer = self.kind == "extension_asked"
        require((self.asked_until is not None) == is_longer, "asked_until")
        if self.asked_until is not None:
            require(self.asked_until.tzinfo and self.asked_until > self.at, "asked_until")


@dataclass(frozen=True, slots=True)
class Signal:
    """What an institution tells unasked: a suspected account, a blocked attempt, a second victim.

    Attributes:
        about: The accounts, cards, phones or persons it is about; the suspected first.
        amount_minor: Of the payment, in minor units; None where it is not known.
        currency: Of the amount; empty without one.
        happened_at: When it happened; None where that is not known.
        order_number: Of an order that it has to do with; empty for none.
    """

    message_id: str
    kind: SignalKind
    about: tuple[Named, ...]
    amount_minor: int | None
    currency: str
    happened_at: datetime | None
    order_number: str
    text: str
    at: datetime
    by: Answering

    def __post_init__(self) -> None:
        require(is_message_id(self.message_id), "message_id")
        require(self.kind in get_args(SignalKind), "kind")
        require(self.about, "about")
        require(len({*self.about}) == len(self.about), "about")
        require(self.amount_minor is None or is_sum(self.amount_minor), "amount_minor")
        is_known = self.amount_minor is not None
        require(is_currency(self.currency) if is_known else not self.currency, "currency")
        require(self.happened_at is None or self.happened_at.tzinfo, "happened_at")
        require_text(self.order_number, "order_number")
        require_text(self.text, "text")
        require(self.at.tzinfo, "at")


def is_message_id(text: str) -> bool:
    """Say whether a text may name a message: 1 to 100 letters, digits, ``. _ : -``."""
    return bool(_ID.fullmatch(text))


def is_currency(text: str) -> bool:
    """Say whether a text is a code of a currency."""
    return bool(_CURRENCY.fullmatch(text))


def is_sum(minor: int) -> bool:
    """Say whether an amount is above zero and below what all money of the world is."""
    return 0 < minor < _LARGEST_MINOR


def require_text(text: str, field: str) -> None:
    """Refuse a text that is too long, or holds signs that nobody writes.

    Raises:
        PaperWrong: It is, or does.
    """
    require(len(text) <= _LONGEST_TEXT, field)
    require(all(sign.isprintable() or sign in _SIGNS for sign in text), field)
