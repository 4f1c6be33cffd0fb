"""What institutions send: read, compared with what was asked of them, and kept for the office.

A message is known by its name. The same bytes under the same name are the same message and get the
same reply; other bytes are refused. What is kept here was received, not yet taken: the office takes
it within seconds, and where it cannot, the message stays with the reason.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from izdes.adapters.messages.beside import file_faults
from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.core.orders.answers import Answer
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.receipts import Answering, Receipt, Signal
from izdes.web.institutions.files import Kept, Stream, discard, receive
from izdes.web.institutions.refusals import (
    FilesWrong,
    OtherBody,
    OtherBytes,
    OtherRequest,
    TokenMissing,
    Unknown,
)
from izdes.web.institutions.sent import digest_of_request
from izdes.web.institutions.store import ALIAS, rows

_PUT = "SELECT outcome, received_at FROM institutions_put(%s, %s, %s, %s, %s::jsonb)"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that was received, for the first time or again."""

    message_id: str
    digest: str
    received_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return it as the site tells it: the same each time."""
        return {
            "message_id": self.message_id,
            "digest": self.digest,
            "received_at": self.received_at.isoformat(),
        }


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


def answer_arrived(number: str, data: bytes, files: Iterable[tuple[str, Stream]]) -> Arrived:
    """Keep an answer with its files; whatever becomes of it, no file is left without a message.

    Raises:
        FilesWrong: The files are not those that it names.
        FileTooLarge: One is larger than this installation takes.
        FileRefused: One is of a kind that no answer holds.
        IzdesError: As `receipt_arrived`.
    """
    answer = read_answer(data)
    _require_about(number, answer.order_number, answer.order_digest)
    kept, is_needed = list[Kept](), False
    try:
        for name, stream in files:
            kept.append(receive(stream, name=name))
        if faults := file_faults(answer, (one.present for one in kept)):
            raise FilesWrong(faults)
        found, is_needed = _kept("answer", answer.answer_id, number, answer, kept)
        return found
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
        "SELECT id, kind, message_id, request_number, digest, state, refused, at, taken_at"
        " FROM institutions_message WHERE id > %s ORDER BY id LIMIT %s",
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
            "received_at": at.isoformat(),
            "taken_at": taken_at and taken_at.isoformat(),
        }
        for key, kind, name, number, digest, state, code, at, taken_at in found
    ]


def _require_about(number: str, told_number: str, told_digest: str) -> None:
    """Refuse a message about another request."""
    if told_number != number or told_digest != digest_of_request(number):
        raise OtherRequest(number=number)


def _put(kind: str, name: str, number: str, letter: Receipt | Signal) -> Arrived:
    """Keep a message without files."""
    return _kept(kind, name, number, letter, [])[0]


def _kept(
    kind: str, name: str, number: str, letter: Receipt | Signal | Answer, files: list[Kept]
) -> tuple[Arrived, bool]:
    """Keep a message; say also whether it is new."""
    _require_own(letter.by)
    told = json.dumps([one.as_json() for one in files])
    with transaction.atomic(using=ALIAS):
        outcome, at = rows(_PUT, [kind, name, number, paper_bytes(letter), told])[0]
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
