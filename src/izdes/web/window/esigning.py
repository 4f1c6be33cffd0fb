"""Signing electronically: which report is to be signed, how its signing stands, and its package.

The signature goes to the office as a package of its own, with the very bytes that were signed. The
window checks it so that whoever signs learns at once what is wrong; what counts is the office's own
check, which it says back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from izdes.web.ciphering import NotOpened
from izdes.web.receipts import code_digest
from izdes.web.window.keys import key_for, unsealed
from izdes.web.window.receipts import Receipt
from izdes.web.window.statuses import SentReport, add_package, report_of, status_of
from izdes.web.window.store import rows_of
from izdes.web.window.stored_files import StoredFile, blobs, keep_bytes

STATEMENT_FILE, SIGNATURE_FILE = "statement-{number}.txt", "statement-{number}.txt.p7s"
_TEXT, _SIGNATURE = "text/plain", "application/pkcs7-signature"
Stands = Literal["open", "sent", "refused", "signed"]


@dataclass(frozen=True, slots=True)
class Signing:
    """How the signing of a report stands.

    Attributes:
        report: What is to be signed: the latest that was sent; None once her copy is forgotten.
        earlier: What was sent before it, for whoever has signed that.
        stands: ``open``; ``sent`` and not yet answered; ``refused`` by the office; ``signed``.
        at: When the signature was sent, or was refused; None while it is open.
    """

    report: SentReport | None
    earlier: tuple[SentReport, ...]
    stands: Stands
    at: datetime | None


def signing_of(receipt: Receipt) -> Signing | None:
    """Return how the signing of a report stands; None for whoever has not its code."""
    status = status_of(receipt.number, receipt.code)
    if status is None:
        return None
    rows = _packages(receipt)
    reports = [
        found
        for kind, _, copy in rows
        if kind == "report" and (found := _opened(receipt, copy)) is not None
    ]
    said = {word.kind: word.at for word in status.words}
    sent_at = max((at for kind, at, _ in rows if kind == "signature"), default=None)
    stands, at = _stands(rows, sent_at, said.get("signed"), said.get("unsigned"))
    return Signing(reports[-1] if reports else None, tuple(reports[:-1]), stands, at)


def add_signature(receipt: Receipt, *, statement: bytes, signature: bytes) -> bool:
    """Send a signature with what it is over; return whether it is on its way, or was."""
    files = list[StoredFile]()
    try:
        for data, name, kind in (
            (statement, STATEMENT_FILE, _TEXT),
            (signature, SIGNATURE_FILE, _SIGNATURE),
        ):
            named = name.format(number=receipt.number)
            files.append(keep_bytes(data, name=named, media_type=kind))
        said = {"statement": files[0].digest, "signature": files[1].digest}
        sequence = len(_packages(receipt)) + 1
        return add_package(receipt, "signature", said, files, sequence=sequence)
    finally:
        # Whatever became of it, the bytes are in its package or nowhere.
        for file in files:
            blobs().discard(file.blob)


def _stands(
    rows: Sequence[tuple[str, datetime, bytes | None]],
    sent_at: datetime | None,
    signed_at: datetime | None,
    refused_at: datetime | None,
) -> tuple[Stands, datetime | None]:
    """Return how it stands, by what was sent and what the office has said."""
    if signed_at is not None:
        return "signed", signed_at
    if sent_at is None or rows[-1][0] == "report":
        # Nothing was signed, or something else than what stands now.
        return "open", None
    if refused_at is not None and refused_at >= sent_at:
        return "refused", refused_at
    return "sent", sent_at


def _packages(receipt: Receipt) -> list[tuple[str, datetime, bytes | None]]:
    """Return the packages of a report: kind, moment, and her copy of reports."""
    digest = code_digest(receipt.number, receipt.code)
    return [
        (kind, at, copy and bytes(copy))
        for kind, at, copy in rows_of("window_packages_of", [receipt.number, digest])
    ]


def _opened(receipt: Receipt, copy: bytes | None) -> SentReport | None:
    """Return what was sent once; None where her copy is forgotten."""
    if copy is None:
        return None
    try:
        said = unsealed(copy, key=key_for("copy", receipt.code), about=receipt.number)
    except NotOpened:
        return None
    return report_of(said)
