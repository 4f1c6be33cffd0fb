"""Answers: what an institution gives to an order, subject by subject, hold by hold, file by file.

Every subject of the order has a status of its own. Money that was to be held is answered account by
account: what lies there is not told, only what is held. Money that came back to whoever lost it is
told payment by payment. Files are named with their digests, so that nothing can be exchanged on the
way. A corrected answer is a new answer that names the one it corrects; both stay.

An answer proves that the institution said so, not that the files hold all that there is: whether
they add up is checked where they are read.

>>> AnswerFile("ответ.xlsx", "ab" * 32, 100, "movements", (), None).size_bytes
100
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from izdes.core.identifiers.iban import Iban
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.core.orders.later import LATER
from izdes.core.orders.order import Period
from izdes.core.orders.receipts import (
    Answering,
    Named,
    is_currency,
    is_message_id,
    is_sum,
    require_text,
)
from izdes.core.orders.subjects import is_digest
from izdes.core.orders.wrong import require

Completeness = Literal["full", "partial", "none"]
SubjectStatus = Literal["found", "not_ours", "not_found"]
HoldStatus = Literal["held", "empty", "protected", "not_ours", "not_found"]
FileKind = Literal["movements", "accounts", "balance", "client_file", "logins", "video", "other"]
# What a trace asks for (`core.holds.questions`) is told by a file of another name: balances and
# the payees of transfers stand in the statement, holders in the list of accounts.
_TOLD_BY: Mapping[str, FileKind] = {
    "later_movements": "movements",
    "opening_balance": "movements",
    "closing_balance": "movements",
    "payee_account": "movements",
    "holder": "accounts",
}
# The name under which an answer lies beside its files; its signatures begin with it.
ANSWER_FILE = "answer.json"
_LONGEST_NAME = 200
_MOST_FILES = 1_000
_MOST_BYTES = 2**40
_ACCOUNTS = frozenset({"iban", "card", "phone", "wallet", "acct"})
_SEPARATORS = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class SubjectAnswer:
    """What the institution says of one subject of the order."""

    subject: Named
    status: SubjectStatus
    text: str

    def __post_init__(self) -> None:
        require(self.status in get_args(SubjectStatus), "subjects.status")
        require_text(self.text, "subjects.text")


@dataclass(frozen=True, slots=True, repr=False)
class HoldAnswer:
    """What became of the money on one account that an order names or reaches.

    Attributes:
        account: Key of the account (``iban:KZ…``, ``card:…``); empty where there is none.
        amount_minor: What is held, in minor units; 0 where nothing is.
        at: When it was looked at.
        since: From when the hold is in force; None where nothing is held.
        until: When it lapses by itself; None where it does not, or nothing is held.
    """

    subject: Named
    account: str
    status: HoldStatus
    amount_minor: int
    currency: str
    at: datetime
    since: datetime | None
    until: datetime | None

    def __post_init__(self) -> None:
        require(self.status in get_args(HoldStatus), "holds.status")
        require_text(self.account, "holds.account")
        is_there = self.status not in ("not_ours", "not_found")
        require(self.account.strip() == self.account, "holds.account")
        require(self.account or not is_there, "holds.account")
        require(is_currency(self.currency), "holds.currency")
        require(self.at.tzinfo, "holds.at")
        self._check_held()

    def _check_held(self) -> None:
        """Refuse a hold of nothing, one without a beginning, and one that ends before it begins."""
        is_held = self.status == "held"
        require(
            is_sum(self.amount_minor) if is_held else not self.amount_minor, "holds.amount_minor"
        )
        require((self.since is not None) == is_held, "holds.since")
        require(self.until is None or is_held, "holds.until")
        require(self.since is None or self.since.tzinfo, "holds.since")
        if self.since is not None and self.until is not None:
            require(self.until.tzinfo and self.since < self.until, "holds.until")

    def __repr__(self) -> str:
        """Mask the account: reprs end up in logs and tracebacks."""
        return f"HoldAnswer(status={self.status!r}, account='…{self.account[-4:]}')"


@dataclass(frozen=True, slots=True, repr=False)
class ReturnAnswer:
    """Money that came back to whoever lost it: given back by the institution, or by itself.

    Attributes:
        subject: Under which subject of the order: where the money was.
        account: Key of the account to which it went: the victim's.
        amount_minor: In minor units, above zero; the currency is that of the account.
        at: When it stood on that account.
        document: The payment, as the institution names it; empty where it has no number.
    """

    subject: Named
    account: str
    amount_minor: int
    currency: str
    at: datetime
    document: str

    def __post_init__(self) -> None:
        require(is_account(self.account), "returned.account")
        require_text(self.account, "returned.account")
        require(is_sum(self.amount_minor), "returned.amount_minor")
        require(is_currency(self.currency), "returned.currency")
        require(self.at.tzinfo, "returned.at")
        require_text(self.document, "returned.document")

    def __repr__(self) -> str:
        """Mask the account: reprs end up in logs and tracebacks."""
        return f"ReturnAnswer(account='…{self.account[-4:]}')"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that lies beside an answer.

    Attributes:
        name: Of the file, without a folder.
        sha256: Of its bytes, in hex.
        covers: The subjects it is about; empty: all of them.
        period: For which interval it holds all that there is; None where that has no meaning.
    """

    name: str
    sha256: str
    size_bytes: int
    kind: FileKind
    covers: tuple[Named, ...]
    period: Period | None

    def __post_init__(self) -> None:
        require(is_file_name(self.name), "files.name")
        require(is_digest(self.sha256), "files.sha256")
        require(0 <= self.size_bytes < _MOST_BYTES, "files.size_bytes")
        require(self.kind in get_args(FileKind), "files.kind")
        require(len({*self.covers}) == len(self.covers), "files.covers")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an institution answers to one order.

    Attributes:
        answer_id: Chosen by the sender, never used twice.
        order_digest: SHA-256 of the canonical bytes of the order.
        corrects: The answer that this one corrects; empty for none.
        why_corrected: What was wrong; needed with `corrects`.
        completeness: Whether all that was asked is answered, a part, or nothing.
        text: What an officer should read; needed where not all is answered.
        subjects: One for each subject of the order.
        returned: Each payment by which money came back; no two of one account, moment and document.
    """

    answer_id: str
    order_number: str
    order_digest: str
    corrects: str
    why_corrected: str
    completeness: Completeness
    text: str
    answered_at: datetime
    by: Answering
    subjects: tuple[SubjectAnswer, ...]
    holds: tuple[HoldAnswer, ...]
    files: tuple[AnswerFile, ...]
    returned: tuple[ReturnAnswer, ...] = field(default=(), metadata=LATER)

    def __post_init__(self) -> None:
        require(is_message_id(self.answer_id), "answer_id")
        require(self.order_number.strip() == self.order_number != "", "order_number")
        require_text(self.order_number, "order_number")
        require(is_digest(self.order_digest), "order_digest")
        require(not self.corrects or is_message_id(self.corrects), "corrects")
        require(self.corrects != self.answer_id, "corrects")
        require_text(self.why_corrected, "why_corrected")
        require(bool(self.corrects) == bool(self.why_corrected.strip()), "why_corrected")
        require(self.completeness in get_args(Completeness), "completeness")
        require_text(self.text, "text")
        require(self.completeness == "full" or self.text.strip(), "text")
        require(self.answered_at.tzinfo, "answered_at")
        self._check_parts()

    def _check_parts(self) -> None:
        """Refuse a subject twice, a hold or a file about none of them, two files of one name."""
        named = [one.subject for one in self.subjects]
        require(named and len({*named}) == len(named), "subjects")
        held = [(one.subject, one.account) for one in self.holds]
        require(len({*held}) == len(held), "holds")
        require({subject for subject, _ in held} <= {*named}, "holds.subject")
        back = [(one.account, one.currency, one.at, one.document) for one in self.returned]
        require(len({*back}) == len(back), "returned")
        require({one.subject for one in self.returned} <= {*named}, "returned.subject")
        names = [_folded(one.name) for one in self.files]
        require(len({*names}) == len(names) <= _MOST_FILES, "files")
        require(all({*one.covers} <= {*named} for one in self.files), "files.covers")
        is_held = any(one.status == "held" for one in self.holds)
        is_empty = not self.files and not is_held and not self.returned
        require(self.completeness != "none" or is_empty, "completeness")


def kind_of_demand(name: str) -> FileKind | None:
    """Return the kind of file that tells what an order demands; None where no kind is its own.

    >>> kind_of_demand("closing_balance"), kind_of_demand("loan_application")
    ('movements', None)
    """
    kinds: tuple[FileKind, ...] = get_args(FileKind)
    return _TOLD_BY.get(name) or next((kind for kind in kinds if kind == name), None)


def is_account(key: str) -> bool:
    """Say whether a text is the key of an account that money can be paid to.

    >>> is_account("iban:KZ861250000000000012"), is_account("@cash:?")
    (False, False)
    """
    kind, _, value = key.partition(":")
    if kind not in _ACCOUNTS or value.strip() != value or not value:
        return False
    if kind != "iban":
        return True
    try:
        Iban(value)
    except InvalidIdentifier:
        return False
    return True


def is_file_name(text: str) -> bool:
    """Say whether a text may name a file beside an answer, on any system."""
    return (
        0 < len(text) <= _LONGEST_NAME
        and text.strip(" .") == text
        and text.isprintable()
        and not _SEPARATORS & {*text}
        and not _folded(text).startswith(ANSWER_FILE)
    )


def _folded(name: str) -> str:
    """Return a name as systems that tell no capitals apart see it."""
    return unicodedata.normalize("NFC", name).casefold()
