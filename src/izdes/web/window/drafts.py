"""Drafts: what somebody has told the window so far, known by a token that only her telephone has.

Each step that she saves is appended; the latest counts. Tokens are kept as digests, answers
enciphered under a key that needs the token. A draft is forgotten after some days. Sent, it stays
open as long as it lasts: whoever had a minute for four answers adds the rest an hour later.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.web.config import configuration
from izdes.web.window.keys import key_for, sealed, unsealed
from izdes.web.window.plain import plain
from izdes.web.window.receipts import Receipt
from izdes.web.window.store import ALIAS, called, rows_of
from izdes.web.window.stored_files import (
    StoredFile,
    Stream,
    blobs,
    file_of,
    received,
    require_room,
)

_TOKEN_BYTES = 24
_MOST_PARTS = 500
# All steps together, said twice, must be less than a manifest may have.
_MOST_BYTES = 200_000
LANGUAGE, FILE = "@language", "@file:"
_RECEIPT = "@receipt"


class DraftClosed(IzdesError):
    """There is no such draft: it was forgotten, or never was."""

    code = "window_draft_closed"


class DraftFull(IzdesError):
    """More was saved in a draft than anybody has to say."""

    code = "window_draft_full"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being written.

    Attributes:
        answers: Step -> what it says.
        files: What was handed in, in the order in which it came.
        receipt: Once it was sent.
    """

    token: str = field(repr=False)
    language: str
    answers: Mapping[str, Mapping[str, Any]] = field(repr=False)
    files: tuple[StoredFile, ...] = ()
    receipt: Receipt | None = None
    expires_at: datetime | None = None
    sequence: int = 0


def new_draft(language: str) -> Draft:
    """Begin a draft."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    lasts = timedelta(days=configuration().window_draft_days)
    with transaction.atomic(using=ALIAS):
        called("window_begin", [digest_of(token), lasts])
        save_language(token, language)
    draft = open_draft(token)
    if draft is None:
        raise DraftClosed
    return draft


def open_draft(token: str) -> Draft | None:
    """Return the draft of a token, None where there is none any more."""
    found = rows_of("window_draft_of", [digest_of(token)])
    if not found:
        return None
    _, expires_at, number, sequence = found[0]
    said = _said(token)
    receipt = said.pop(_RECEIPT, None)
    files = [file_of(step, part) for step, part in said.items() if step.startswith(FILE) and part]
    return Draft(
        token=token,
        language=str(said.get(LANGUAGE, {}).get("language", "kk")),
        answers={step: part for step, part in said.items() if not step.startswith("@")},
        files=tuple(sorted(files, key=lambda file: file.at)),
        receipt=Receipt(**receipt) if receipt and number else None,
        expires_at=expires_at,
        sequence=sequence or 0,
    )


def save(token: str, step: str, answers: Mapping[str, Any]) -> None:
    """Replace what a step says.

    Raises:
        DraftClosed: There is no such draft any more.
        DraftFull: More was saved than anybody has to say.
    """
    if step.startswith("@"):
        raise ValueError(step)
    append(token, step, plain(answers))


def add_file(token: str, *, name: str, stream: Stream | Iterable[bytes]) -> StoredFile:
    """Take a file into a draft; its bytes are on the disk before the draft knows of it.

    Raises:
        DraftClosed: There is no such draft any more.
        FilesTooMany: It has as many as a report takes.
        FileTooLarge: It is larger than the window takes.
        FileRefused: It is of a kind that is not taken.
        FileEmpty: It has no bytes.
    """
    draft = open_draft(token)
    if draft is None:
        raise DraftClosed
    require_room(draft.files)
    file = received(stream, name=name)
    if any(one.digest == file.digest for one in draft.files):
        # The same picture twice: a button pressed again.
        blobs().discard(file.blob)
        return next(one for one in draft.files if one.digest == file.digest)
    append(token, FILE + file.key, file.as_part(), blob=file.blob)
    return file


def drop_file(token: str, key: str) -> None:
    """Take a file out of a draft; its bytes go when the draft does.

    Raises:
        DraftClosed: There is no such draft any more.
    """
    append(token, FILE + key, {})


def save_language(token: str, language: str) -> None:
    """Note in which language she reads.

    Raises:
        DraftClosed: There is no such draft any more.
    """
    append(token, LANGUAGE, {"language": language})


def note_receipt(token: str, receipt: Receipt) -> None:
    """Keep the receipt for the page that shows it again, as long as the draft lasts."""
    append(token, _RECEIPT, {"number": receipt.number, "code": receipt.code})


def append(token: str, step: str, said: Mapping[str, Any], *, blob: object = None) -> None:
    """Append what a step says, enciphered.

    Raises:
        DraftClosed: There is no such draft any more.
        DraftFull: More was saved than anybody has to say.
    """
    part = sealed(said, key=key_for("draft", token), about=step)
    if len(part) > _MOST_BYTES:
        raise DraftFull
    if not called("window_save", [digest_of(token), step, part, blob, _MOST_PARTS]):
        raise DraftFull if rows_of("window_draft_of", [digest_of(token)]) else DraftClosed


def digest_of(token: str) -> bytes:
    """Return the digest by which a token is known."""
    return hashlib.sha256(token.encode()).digest()


def _said(token: str) -> dict[str, dict[str, Any]]:
    """Return the latest of every step."""
    key = key_for("draft", token)
    rows = rows_of("window_parts_of", [digest_of(token)])
    return {step: unsealed(bytes(part), key=key, about=step) for step, part in rows}
