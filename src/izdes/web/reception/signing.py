"""Signing: an electronic signature over a report, checked by the office itself.

What the window found is not asked. Against the office's own roots and lists is checked whose the
certificate is by the complaint's own numbers, and that the statement is of the very package that
was taken last. What holds makes the message a statement; what does not is kept with its reason and
told back; what lacks only roots or newer lists waits, and is checked again.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from izdes.adapters.signatures.citizens import StatementReport, verify_statement
from izdes.adapters.signatures.statement import (
    Signs,
    Statement,
    StatementUnreadable,
    read_statement,
)
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import Check, failed, passed
from izdes.web.cases.reports import Received
from izdes.web.database.calling import called
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.files.models import File
from izdes.web.files.services import store
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.packages.citizens import trust_of_citizens
from izdes.web.packages.sealing import PackageWrong, Sealed
from izdes.web.reception.machine import reception
from izdes.web.reception.reading import Sent

_BATCH = 200
_NUMBER = re.compile(r"[0-9]{12}", re.ASCII)
_MOST_BYTES = 4 * 2**20


class ReportUnknown(IzdesError):
    """An addition is to a report that has not arrived: the other package comes first."""

    code = "package_report_unknown"


@dataclass(frozen=True, slots=True)
class Given:
    """A signature as it came.

    Attributes:
        package: SHA-256 of the manifest in which it came.
        statement_file: Number of the file that was signed; ``signature_file`` of the signature.
        at: When the window received it, which the window has signed.
    """

    complaint: int
    number: str
    package: str
    statement_file: int
    signature_file: int
    statement: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class _Owed:
    """By whom a report may be signed, and the package in which it was sent last."""

    signs: Signs
    package: str


def given_signature(complaint: int, sent: Sent, package: Sealed, kept: Sequence[Received]) -> Given:
    """Return the signature of a package.

    Raises:
        PackageWrong: It does not hold the two files that it names.
    """
    digests = [str(one.get("digest")) for one in package.manifest.get("files", ())]
    # The first file that is kept of every package is its manifest.
    files = dict(zip(digests, kept[1:], strict=False))
    if len(kept) != 3 or {sent.statement, sent.signature} != set(files):  # noqa: PLR2004 - and it
        raise PackageWrong(what="files")
    statement, signature = files[sent.statement].file, files[sent.signature].file
    return Given(
        complaint=complaint,
        number=sent.number,
        package=package.digest,
        statement_file=statement,
        signature_file=signature,
        statement=_bytes_of(statement),
        signature=_bytes_of(signature),
        at=sent.sent_at,
    )


def require_its_report(given: Given) -> None:
    """Refuse a signature whose report has not been taken yet; it is taken after that.

    Raises:
        ReportUnknown: It has not.
    """
    statement = _read(given.statement)
    if statement is None or statement.number != given.number:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT reception_package_of(%s)", [statement.package])
        if cursor.fetchone()[0] is None:
            raise ReportUnknown(number=given.number)


def check_signature(given: Given, *, officer: Officer) -> str:
    """Check a signature and keep what was found; twice changes nothing.

    Returns:
        ``signed`` if the message is a statement from now on, ``kept``, or ``known``.
    """
    found = _found(given)
    report = store([found.as_bytes()], name="signature-report.json", officer=officer.pk)
    return _kept(given, found, report, officer)


def check_again() -> int:
    """Check signatures again that waited for roots or newer lists; return how many are decided.

    Raises:
        ReceptionMissing: Nobody holds the post of the reception.
    """
    count = 0
    with reception() as officer:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM reception_unsure(%s)", [_BATCH])
            rows = cursor.fetchall()
        for complaint, package, number, statement, signature, at in rows:
            given = Given(
                complaint, number, package, statement, signature,
                _bytes_of(statement), _bytes_of(signature), at,
            )  # fmt: skip
            if not _found(given).may_be_known_later:
                check_signature(given, officer=officer)
                count += 1
    return count


@transaction.atomic(durable=True)
def _kept(given: Given, found: StatementReport, report: int, officer: Officer) -> str:
    """Keep what was found, and make the message a statement where it holds."""
    outcome = _outcome(found)
    signer = found.signer
    asked: list[Any] = [
        given.complaint, given.package, given.statement_file, given.signature_file, report,
        outcome, found.wrong[0].code if found.wrong else "", signer.name, signer.iin,
        signer.body_bin, signer.certificate, given.at, found.claimed_at,
    ]  # fmt: skip
    became = str(called("reception_sign", asked))
    if became == "known":
        return became
    changes = {
        "outcome": Change(None, outcome),
        "signature": Change(None, found.signature),
        "certificate": Change(None, signer.certificate or "-"),
        "report": Change(None, hashlib.sha256(found.as_bytes()).hexdigest()),
    }
    signs = {
        "state": Change("message", "signed"),
        "signed_how": Change(None, "e_signature"),
        # The warning stands in what was signed.
        "is_warned": Change(None, "true"),
    }
    is_signed = became == "signed"
    record(
        Event.COMPLAINT_SIGNED if is_signed else Event.COMPLAINT_SIGNATURE_CHECKED,
        officer=officer.pk,
        subject=Subject("complaint", str(given.complaint)),
        changes={**changes, **(signs if is_signed else {})},
    )
    return became


def _outcome(found: StatementReport) -> str:
    """Return what follows from what was found."""
    if found.is_accepted:
        return "accepted"
    return "waiting" if found.may_be_known_later else "refused"


def _found(given: Given) -> StatementReport:
    """Return what is found about a signature, by the office's own numbers, roots and lists."""
    owed = _owed(given.complaint)
    found = verify_statement(
        given.statement, given.signature, trust_of_citizens(), signs=owed.signs, at=given.at
    )
    return replace(found, checks=(_about(given, owed), *found.checks))


def _about(given: Given, owed: _Owed) -> Check:
    """Say whether what was signed is the report that was taken last, and nothing else."""
    statement = _read(given.statement)
    if statement is None or statement.number != given.number:
        return failed("statement_unreadable")
    if statement.package != owed.package:
        return failed("sign_older")
    return passed("sign_content_ok")


def _owed(complaint: int) -> _Owed:
    """Return by whom a report may be signed, as the office has its numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reception_signs(%s)", [complaint])
        iin, representative, organisation, package = cursor.fetchone()
    if organisation:
        return _Owed(Signs(body_bin=_digits(organisation)), package or "")
    # Name, number, ground and telephone of whoever speaks for her, as the report says them.
    numbers = filter(_NUMBER.fullmatch, map(_digits, (iin, *representative.split(", "))))
    return _Owed(Signs(tuple(dict.fromkeys(numbers))), package or "")


def _digits(text: str) -> str:
    """Return a number without what people write between its digits."""
    return re.sub(r"[\s-]", "", text)


def _read(data: bytes) -> Statement | None:
    """Return the statement of a file; None where it is none."""
    try:
        return read_statement(data)
    except StatementUnreadable:
        return None


def _bytes_of(number: int) -> bytes:
    """Return the bytes of a small file.

    Raises:
        PackageWrong: It is none.
    """
    file: Any = File.objects.get(pk=number)
    if file.size_bytes > _MOST_BYTES:
        raise PackageWrong(what="files")
    return b"".join(blobs().read(file.blob, Wrapped(file.key_id, bytes(file.wrapped_key))))
