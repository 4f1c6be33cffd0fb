"""What institutions send: read, compared with what was asked of them, and kept for the office.

A message is known by its name. The same bytes under the same name are the same message and get the
same reply; other bytes are refused. What is kept here was received, not yet taken: the office takes
it within seconds, and where it cannot, the message stays with the reason.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from izdes.adapters.messages.beside import file_faults
from izdes.adapters.messages.checking.arrived import arrived_faults, is_wrong, unusable
from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.adapters.words import say
from izdes.core.errors import Fault
from izdes.core.orders.answers import Answer
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.receipts import Answering, Receipt, Signal
from izdes.web.correspondence.errors import RequestMoved
from izdes.web.institutions.files import Kept, Stream, bytes_of, discard, receive
from izdes.web.institutions.problems import fault_told
from izdes.web.institutions.refusals import (
    AnswerUnsigned,
    AnswerUnusable,
    FilesWrong,
    OtherBody,
    OtherBytes,
    OtherRequest,
    TokenMissing,
    Unknown,
)
from izdes.web.institutions.sent import digest_of_request, package_sent
from izdes.web.institutions.store import ALIAS, from_json, rows
from izdes.web.language import language

_PUT = (
    "SELECT outcome, received_at"
    " FROM institutions_put(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb)"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that was received, for the first time or again.

    Attributes:
        faults: What is wrong with an answer; None for what is none.
    """

    message_id: str
    digest: str
    received_at: datetime
    faults: tuple[Fault, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as the site tells it: the same each time."""
        told: dict[str, Any] = {
            "message_id": self.message_id,
            "digest": self.digest,
            "received_at": self.received_at.isoformat(),
        }
        if self.faults is None:
            return told
        return told | {
            "is_right": not is_wrong(self.faults),
            "faults": [fault_told(one) for one in self.faults],
        }


@dataclass(frozen=True, slots=True)
class _With:
    """What comes with a message, as it is kept beside it."""

    files: Sequence[Kept] = ()
    signatures: Sequence[bytes] = ()
    faults: tuple[Fault, ...] | None = None

    def as_given(self) -> Iterator[str | None]:
        """Yield files, signatures and faults as the database takes them."""
        yield json.dumps([one.as_json() for one in self.files])
        yield json.dumps([base64.b64encode(one).decode() for one in self.signatures])
        yield None if self.faults is None else json.dumps([f.as_json() for f in self.faults])


def receipt_arrived(number: str, data: bytes) -> Arrived:
    """Keep a receipt.

    Raises:
        Unknown: No such request was sent to this institution.
        OtherRequest: It is about another, or about other bytes.
        OtherBody: It speaks for another institution.
        OtherBytes: A receipt of this name was received, with other contents.
        IzdesError: It is no receipt.
    """
    receipt = read_receipt(data)
    _require_about(number, receipt.order_number, receipt.order_digest)
    return _put("receipt", receipt.message_id, number, receipt)


def answer_arrived(
    number: str,
    data: bytes,
    files: Iterable[tuple[str, Stream]],
    signatures: Sequence[bytes] = (),
) -> Arrived:
    """Keep an answer with its files; whatever becomes of it, no file is left without a message.

    What is only wrong in it is told at once, and the answer is kept with its faults.

    Raises:
        AnswerUnsigned: It carries no signature, and this client must sign.
        FilesWrong: The files are not those that it names.
        AnswerUnusable: It tells of whom nobody asked.
        FileTooLarge: One is larger than this installation takes.
        FileRefused: One is of a kind that no answer holds.
        IzdesError: As `receipt_arrived`.
    """
    answer = read_answer(data)
    _require_about(number, answer.order_number, answer.order_digest)
    _require_signed(signatures)
    kept, is_needed = list[Kept](), False
    try:
        for name, stream in files:
            kept.append(receive(stream, name=name))
        if faults := file_faults(answer, (one.present for one in kept)):
            raise FilesWrong(faults)
        faults = _checked(number, answer, kept)
        beside = _With(kept, signatures, faults)
        found, is_needed = _kept("answer", answer.answer_id, number, answer, beside)
        return replace(found, faults=faults)
    finally:
        if not is_needed:
            discard(kept)


def signal_arrived(data: bytes) -> Arrived:
    """Keep a signal; errors as of `receipt_arrived`."""
    signal = read_signal(data)
    return _put("signal", signal.message_id, signal.order_number, signal)


def messages_after(cursor: int, *, most: int) -> list[dict[str, Any]]:
    """Return what became of the messages of the acting institution, in order."""
    found = rows(
        "SELECT id, kind, message_id, request_number, digest, state, refused, details, at,"
        " taken_at FROM institutions_message WHERE id > %s ORDER BY id LIMIT %s",
        [cursor, most],
    )
    return [
        {
            "cursor": str(key),
            "kind": kind,
            "message_id": name,
            "number": number,
            "digest": digest,
            "state": state,
            "code": code,
            "reason": _reason(code, from_json(details)) if code else "",
            "received_at": at.isoformat(),
            "taken_at": taken_at and taken_at.isoformat(),
        }
        for key, kind, name, number, digest, state, code, details, at, taken_at in found
    ]


def _reason(code: str, details: dict[str, Any]) -> str:
    """Return in words why a message is not taken, for whoever sent it."""
    if code == RequestMoved.code:
        return say("api_out_of_turn", language())
    return say(code, language(), **details)


def _require_about(number: str, told_number: str, told_digest: str) -> None:
    """Refuse a message about another request."""
    if told_number != number or told_digest != digest_of_request(number):
        raise OtherRequest(number=number)


def _require_signed(signatures: Sequence[bytes]) -> None:
    """Refuse an answer without a signature where the client of the institution must sign."""
    own = rows("SELECT must_sign FROM institutions_self()")
    if own and own[0][0] and not signatures:
        raise AnswerUnsigned


def _checked(number: str, answer: Answer, files: Sequence[Kept]) -> tuple[Fault, ...]:
    """Return what is wrong with an answer to a request, its files read as the office reads them."""
    by_name = {one.name: one for one in files}
    faults = arrived_faults(
        answer, lambda name: bytes_of(by_name[name]), package=package_sent(number), on=localdate()
    )
    if wrong := unusable(faults):
        raise AnswerUnusable(wrong)
    return faults


def _put(kind: str, name: str, number: str, letter: Receipt | Signal) -> Arrived:
    """Keep a message without files."""
    return _kept(kind, name, number, letter, _With())[0]


def _kept(
    kind: str, name: str, number: str, letter: Receipt | Signal | Answer, beside: _With
) -> tuple[Arrived, bool]:
    """Keep a message; say also whether it is new."""
    _require_own(letter.by)
    given = [kind, name, number, paper_bytes(letter), *beside.as_given()]
    with transaction.atomic(using=ALIAS):
        outcome, at = rows(_PUT, given)[0]
    if outcome == "nobody":
        raise TokenMissing
    if outcome == "stray":
        raise Unknown
    if outcome == "other":
        raise OtherBytes(message=name)
    return Arrived(name, paper_digest(letter), at), outcome == "new"


def _require_own(by: Answering) -> None:
    """Refuse who speaks for another institution than the one that was signed in."""
    own = rows("SELECT bin FROM institutions_self()")
    if not own or own[0][0] != by.body_bin:
        raise OtherBody
