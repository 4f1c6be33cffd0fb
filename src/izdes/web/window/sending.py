"""Sending: a draft becomes a report with a receipt, and a package for the office.

A draft may be sent more than once: in the first day with four answers, later with all that she
knows. Each time its package holds the whole of it, under the same number; the office takes the
later for a supplement. A draft in which nothing is new makes no package.

The bytes of a package are on the disk before a row refers to it. Whoever is killed between the two
leaves a file that the sweep takes, and a draft that can be sent again, to the same receipt.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.web.config import configuration
from izdes.web.packages.known import office_of_window, window_party
from izdes.web.packages.sealing import SUFFIX, write_package
from izdes.web.receipts import code_digest
from izdes.web.window.drafts import Draft, DraftClosed, digest_of, note_receipt, open_draft
from izdes.web.window.keys import key_for, sealed, window_key
from izdes.web.window.receipts import Receipt, receipt_of
from izdes.web.window.reporting import complaint_of, says_something
from izdes.web.window.store import called
from izdes.web.window.stored_files import StoredFile, bytes_of

FORMAT, VERSION = "izdes-package", 1
_TRIES = 5


class NothingSaid(IzdesError):
    """A draft says neither what was paid nor what happened."""

    code = "window_nothing_said"


class NotSent(IzdesError):
    """A report could not be sent now; trying again is harmless."""

    code = "window_not_sent"


def send(token: str) -> Receipt:
    """Send a draft, or send it again with what is new; its receipt is always the same.

    Raises:
        DraftClosed: There is no such draft any more.
        NothingSaid: It says neither what was paid nor what happened.
        NotSent: It could not be sent now; trying again is harmless.
    """
    for attempt in range(_TRIES):
        draft = open_draft(token)
        if draft is None:
            raise DraftClosed
        if not says_something(draft.answers):
            raise NothingSaid
        receipt = draft.receipt or receipt_of(token, key=window_key(), attempt=attempt)
        outcome = _send_as(draft, receipt)
        if outcome in {"sent", "same"}:
            if draft.receipt is None:
                note_receipt(token, receipt)
            return receipt
        if outcome == "closed":
            raise DraftClosed
    raise NotSent


def manifest_of(
    receipt: Receipt,
    *,
    kind: str,
    sequence: int,
    files: Sequence[StoredFile],
    said: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what a package says, as docs/reference/packages.md has it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "window": configuration().name,
        "number": receipt.number,
        "code_digest": code_digest(receipt.number, receipt.code).hex(),
        "sequence": sequence,
        "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "size_bytes": file.size_bytes,
                "digest": file.digest,
                "doubt": file.doubt,
                "at": file.at,
            }
            for file in files
        ],
        **said,
    }


def write(manifest: Mapping[str, Any], files: Sequence[StoredFile]) -> UUID:
    """Write a package for the office; return its name."""
    name = uuid4()
    write_package(
        place_of(name),
        manifest,
        files=map(bytes_of, files),
        sender=window_party(),
        to=office_of_window(),
    )
    return name


def place_of(name: UUID) -> Path:
    """Return where a package lies until it is taken, and some days longer."""
    return configuration().home / "window" / "packages" / f"{name}{SUFFIX}"


def content_of(said: Mapping[str, Any], files: Sequence[StoredFile]) -> bytes:
    """Return a digest of what is said, whenever it is."""
    told = {"said": said, "files": sorted(file.digest for file in files)}
    return hashlib.sha256(canonical_json(told)).digest()


def _send_as(draft: Draft, receipt: Receipt) -> str:
    """Send a draft under a receipt; return what the store says of it."""
    said = {
        "language": draft.language,
        "complaint": complaint_of(draft.answers),
        "answers": draft.answers,
    }
    content = content_of(said, draft.files)
    sequence = draft.sequence + 1
    manifest = manifest_of(receipt, kind="report", sequence=sequence, files=draft.files, said=said)
    copy = sealed(manifest, key=key_for("copy", receipt.code), about=receipt.number)
    name = write(manifest, draft.files)
    given = [
        digest_of(draft.token),
        receipt.number,
        code_digest(receipt.number, receipt.code),
        sequence,
        content,
        copy,
        name,
    ]
    outcome = str(called("window_send", given))
    if outcome != "sent":
        place_of(name).unlink(missing_ok=True)
    return outcome
