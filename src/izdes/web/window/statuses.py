"""Statuses: what whoever has a receipt is told, and what she adds later.

For a number that is none of ours, and for a code that is wrong, the answer is the same nothing,
after the same work.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from izdes.web.ciphering import NotOpened
from izdes.web.packages.sealing import digest_of
from izdes.web.receipts import code_digest
from izdes.web.window.keys import key_for, unsealed
from izdes.web.window.plain import plain
from izdes.web.window.receipts import Receipt
from izdes.web.window.sending import content_of, manifest_of, place_of, write
from izdes.web.window.store import ALIAS, called, rows_of
from izdes.web.window.stored_files import (
    StoredFile,
    Stream,
    blobs,
    received,
    require_room,
)

_MOST_PACKAGES = 100
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that the office says: a code, when, and details that are no secrets."""

    kind: str
    at: datetime
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Status:
    """How a report stands, the latest word last."""

    number: str
    sent_at: datetime
    words: tuple[Word, ...]

    @property
    def is_signed(self) -> bool:
        """Whether the office has said that it is signed, in whichever way."""
        return any(word.kind == "signed" for word in self.words)


@dataclass(frozen=True, slots=True)
class SentReport:
    """What was sent, for her alone: to read, to print, to sign.

    Attributes:
        package: SHA-256 of the manifest, by which the office knows what it took.
    """

    number: str
    package: str
    sent_at: datetime
    language: str
    answers: Mapping[str, Mapping[str, Any]] = field(repr=False)
    files: Sequence[Mapping[str, Any]] = field(repr=False)


def status_of(number: str, code: str) -> Status | None:
    """Return how a report stands, None for whoever has not its number and its code."""
    digest = code_digest(number, code)
    found = rows_of("window_report_of", [number, digest])
    words = rows_of("window_words_of", [number, digest])
    if not found:
        return None
    told = tuple(Word(kind, at, json.loads(detail)) for kind, at, detail in words)
    return Status(number, found[0][0], told)


def sent_report(number: str, code: str) -> SentReport | None:
    """Return what was sent; None without number and code, and after some months."""
    found = rows_of("window_report_of", [number, code_digest(number, code)])
    if not found or found[0][2] is None:
        return None
    try:
        said = unsealed(bytes(found[0][2]), key=key_for("copy", code), about=number)
    except NotOpened:
        return None
    return report_of(said)


def report_of(said: Mapping[str, Any]) -> SentReport:
    """Return the report of a manifest that was sent."""
    return SentReport(
        number=said["number"],
        package=digest_of(said),
        sent_at=datetime.fromisoformat(said["sent_at"]),
        language=said["language"],
        answers=said["answers"],
        files=said["files"],
    )


def add_later(
    number: str,
    code: str,
    *,
    text: str = "",
    files: Iterable[tuple[str, Stream | Iterable[bytes]]] = (),
) -> bool:
    """Add words and files to a report that was sent; the same again is the same.

    Returns:
        Whether there is such a report, and it takes any more.

    Raises:
        FileTooLarge: A file is larger than the window takes.
        FileRefused: A file is of a kind that is not taken.
        FileEmpty: A file has no bytes.
        FilesTooMany: They are more than one report takes.
    """
    digest = code_digest(number, code)
    if not (found := rows_of("window_report_of", [number, digest])):
        return False
    kept = list[StoredFile]()
    try:
        for name, stream in files:
            require_room(tuple(kept))
            kept.append(received(stream, name=name))
        words = str(plain(text))[:_LONGEST_TEXT]
        said = {"text": words}
        receipt, sequence = Receipt(number, code), (found[0][1] or 0) + 1
        return not (words.strip() or kept) or add_package(
            receipt, "addition", said, kept, sequence=sequence
        )
    finally:
        # Whatever became of it, the bytes are in its package or nowhere.
        for file in kept:
            blobs().discard(file.blob)


def add_package(
    receipt: Receipt,
    kind: Literal["addition", "signature"],
    said: Mapping[str, Any],
    files: list[StoredFile],
    *,
    sequence: int,
) -> bool:
    """Make a package of what came after a report; return whether it is on its way, or was."""
    content = content_of(said, files)
    manifest = manifest_of(receipt, kind=kind, sequence=sequence, files=files, said=said)
    name = write(manifest, files)
    digest = code_digest(receipt.number, receipt.code)
    given = [receipt.number, digest, sequence, kind, content, name, _MOST_PACKAGES]
    with transaction.atomic(using=ALIAS):
        outcome = str(called("window_add", given))
    if outcome != "sent":
        place_of(name).unlink(missing_ok=True)
    return outcome in {"sent", "same"}
