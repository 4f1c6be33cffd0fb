"""Receiving: complaints come in, one or ten thousand, with all that they say and name.

One command for every way in. It writes rows of a batch by a few statements and not one by one, and
makes one entry of the journal for each complaint. Linking follows as a job of the same transaction.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.name import keys
from izdes.web.cases.models import (
    Applicant,
    Attachment,
    Complaint,
    Loan,
    NameToken,
    Payment,
)
from izdes.web.cases.naming import Named, named_in
from izdes.web.cases.reports import Report
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Entry, Subject, record_each
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.subjects.linking.jobs import defer_linking
from izdes.web.subjects.models import Mention

# Without signs that are mistaken for each other when a code is read aloud.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_SIGNS = 8
_SHORTEST_NAME = 2


class ReceiptExists(IzdesError):
    """A complaint of this receipt was taken already."""

    code = "receipt_exists"


class ComplaintKnown(IzdesError):
    """This source has given this complaint before."""

    code = "complaint_known"


@dataclass(frozen=True, slots=True)
class Taken:
    """A complaint that was taken, and the code that only its victim keeps."""

    complaint: Complaint
    code: str

    def __repr__(self) -> str:
        """Never print the code."""
        return f"Taken({self.complaint.receipt})"


@transaction.atomic(durable=True)
def receive_complaint(
    *, report: Report, unit: Body, officer: Officer, source: str, receipt: str | None = None
) -> Taken:
    """Take a complaint in a unit.

    Args:
        source: One of `izdes.web.cases.models.SOURCES`.
        receipt: The number that she has already; None gives her one.

    Raises:
        NotPermitted: The officer does not work in this unit.
        ComplaintKnown: Its source has given it before, be it to another unit.
        ReceiptExists: Some complaint has this receipt, be it one that he does not see.
    """
    given = [receipt or new_receipt()]
    (taken,) = _received([report], given, unit=unit, officer=officer, source=source)
    if taken is None:
        raise ComplaintKnown(source=source)
    return taken


@transaction.atomic(durable=True)
def receive_complaints(
    *, reports: Sequence[Report], unit: Body, officer: Officer, source: str
) -> tuple[Taken | None, ...]:
    """Take many complaints in a unit, as one batch: all of it, or nothing.

    Returns:
        For each report what was taken; None for one that its source has given before.

    Raises:
        NotPermitted: The officer does not work in this unit.
    """
    receipts = [new_receipt() for _ in reports]
    return _received(reports, receipts, unit=unit, officer=officer, source=source)


def new_receipt() -> str:
    """Return a number for a receipt, which says nothing and can be read aloud."""
    signs = _random_signs()
    return f"{signs[:4]}-{signs[4:]}"


def code_digest(receipt: str, code: str) -> bytes:
    """Return the digest by which the code of a receipt is known."""
    return hashlib.sha256(f"{receipt}\n{code}".encode()).digest()


def digest_of_words(narrative: str) -> str:
    """Return the digest of her words, nothing where there are none."""
    return hashlib.sha256(narrative.encode()).hexdigest() if narrative else ""


def write_told(
    complaints: Sequence[Complaint], reports: Sequence[Report], *, first_ordinal: int = 1
) -> None:
    """Write who complains, what was paid and borrowed, and the files; in a command of this room.

    Who complains, a name or a file that is there already stays.

    Args:
        first_ordinal: Where the numbers of payments begin.
    """
    pairs = list(zip(complaints, reports, strict=True))
    Applicant.objects.bulk_create(_applicants(pairs), ignore_conflicts=True)
    NameToken.objects.bulk_create(
        (
            NameToken(complaint=complaint, token=token)
            for complaint, report in pairs
            for token in name_tokens(report.applicant.full_name)
        ),
        ignore_conflicts=True,
    )
    Payment.objects.bulk_create(_payments(pairs, first_ordinal))
    Loan.objects.bulk_create(_loans(pairs))
    Attachment.objects.bulk_create(
        (
            Attachment(complaint=complaint, file_id=one.file, kind=one.kind, name=one.name)
            for complaint, report in pairs
            for one in report.files
        ),
        ignore_conflicts=True,
    )


def write_mentions(complaints: Sequence[Complaint], named: Sequence[Named]) -> None:
    """Write what complaints name; the database makes identifiers that are new."""
    pairs = list(zip(complaints, named, strict=True))
    keys_of = _identifiers({(r.kind, r.value or "") for _, n in pairs for r, _ in n.mentions})
    Mention.objects.bulk_create(
        Mention(
            identifier_id=keys_of[reading.kind, reading.value or ""],
            complaint=complaint,
            raw=reading.raw,
            role=role,
            certainty="certain" if reading.is_certain else "doubtful",
            at=complaint.reported_at,
        )
        for complaint, found in pairs
        for reading, role in found.mentions
    )


def name_tokens(full_name: str) -> tuple[str, ...]:
    """Return the folded parts of a name by which it is searched; an initial is none."""
    return tuple(sorted({token for token in keys(full_name) if len(token) >= _SHORTEST_NAME}))


def _received(
    reports: Sequence[Report],
    receipts: Sequence[str],
    *,
    unit: Body,
    officer: Officer,
    source: str,
) -> tuple[Taken | None, ...]:
    """Take the reports that are new."""
    if unit.pk not in units_of(officer, "take"):
        raise NotPermitted(needs="write_unit")
    new = _new(reports, source)
    codes = {i: _random_signs() for i, _ in new}
    named = [named_in(report) for _, report in new]
    complaints = [
        _complaint(report, receipts[i], codes[i], unit=unit, source=source, named=found)
        for (i, report), found in zip(new, named, strict=True)
    ]
    _create(complaints)
    write_told(complaints, [report for _, report in new])
    write_mentions(complaints, named)
    defer_linking([complaint.pk for complaint in complaints], officer=officer.pk)
    record_each(
        Event.COMPLAINT_TAKEN,
        officer=officer.pk,
        entries=[_entry(complaint, unit) for complaint in complaints],
    )
    taken: dict[int, Taken] = {
        i: Taken(complaint, codes[i]) for (i, _), complaint in zip(new, complaints, strict=True)
    }
    return tuple(taken.get(i) for i in range(len(reports)))


def _create(complaints: Sequence[Complaint]) -> None:
    """Write complaints; a receipt stands once."""
    try:
        with transaction.atomic():
            Complaint.objects.bulk_create(complaints)
    except IntegrityError:
        raise ReceiptExists(receipt=complaints[0].receipt) from None


def _complaint(
    report: Report, receipt: str, code: str, *, unit: Body, source: str, named: Named
) -> Complaint:
    """Return the row of a complaint."""
    return Complaint(
        receipt=receipt,
        code_digest=report.code_digest or code_digest(receipt, code),
        unit=unit,
        region=report.region,
        received_at=Now(),
        reported_at=report.reported_at,
        language=report.language,
        narrative=report.narrative,
        narrative_digest=digest_of_words(report.narrative),
        source=source,
        occurred_from=report.occurred_from,
        occurred_to=report.occurred_to,
        scheme=report.scheme,
        proposed_scheme=named.proposed_scheme,
        total_minor=report.total_minor,
        is_in_progress=report.is_in_progress,
        state="signed" if report.signed_how else "message",
        signed_how=report.signed_how,
        signed_at=(report.signed_at or Now()) if report.signed_how else None,
        organisation=report.organisation,
        external_id=report.external_id or None,
        source_file_id=report.source_file,
        source_line=report.source_line,
    )


def _applicants(pairs: Sequence[tuple[Complaint, Report]]) -> list[Applicant]:
    """Return the rows of those who complain, as far as anything is said of them."""
    return [
        Applicant(
            complaint=complaint,
            full_name=given.full_name,
            iin=given.iin,
            phone=given.phone,
            contact=given.contact,
            birth_year=given.birth_year,
            sex=given.sex,
            organisation_name=given.organisation_name,
            representative=given.representative,
        )
        for complaint, report in pairs
        if (given := report.applicant) != type(given)()
    ]


def _payments(pairs: Sequence[tuple[Complaint, Report]], first: int) -> list[Payment]:
    """Return the rows of payments, numbered in each complaint."""
    return [
        Payment(
            complaint=complaint,
            ordinal=ordinal,
            at=one.at,
            precision=one.precision,
            amount_minor=one.amount_minor,
            currency=one.currency,
            from_raw=one.from_raw,
            to_raw=one.to_raw,
            from_bank=one.from_bank,
            to_bank=one.to_bank,
            channel=one.channel,
            to_kind=read_account(one.to_raw).kind,
        )
        for complaint, report in pairs
        for ordinal, one in enumerate(report.payments, start=first)
    ]


def _loans(pairs: Sequence[tuple[Complaint, Report]]) -> list[Loan]:
    """Return the rows of loans."""
    return [
        Loan(
            complaint=complaint,
            lender=one.lender,
            contract=one.contract,
            at=one.at,
            amount_minor=one.amount_minor,
            currency=one.currency,
            paid_to=one.paid_to,
        )
        for complaint, report in pairs
        for one in report.loans
    ]


def _entry(complaint: Complaint, unit: Body) -> Entry:
    """Return what the journal says of a complaint: that it came, where, and what it came to."""
    values = {
        "receipt": complaint.receipt,
        "unit": unit.code,
        "source": complaint.source,
        "narrative_digest": complaint.narrative_digest,
        "total_minor": "" if complaint.total_minor is None else str(complaint.total_minor),
    }
    return Entry(
        Subject("complaint", str(complaint.pk)),
        {name: Change(None, value) for name, value in values.items() if value},
    )


def _identifiers(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the keys of identifiers; the database makes those that are not there.

    In order, so that two batches with the same ones wait for each other and do not block.
    """
    pairs = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, value, subject_identifier(kind, value) FROM "
            "unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (kind, value, place)",
            [[kind for kind, _ in pairs], [value for _, value in pairs]],
        )
        return {(kind, value): int(key) for kind, value, key in cursor.fetchall()}


def _new(reports: Sequence[Report], source: str) -> list[tuple[int, Report]]:
    """Return the reports that their source has not given before, each with its place."""
    seen = set(_known(source, [report.external_id for report in reports]))
    found: list[tuple[int, Report]] = []
    for i, report in enumerate(reports):
        if report.external_id not in seen:
            found.append((i, report))
        if report.external_id:
            seen.add(report.external_id)
    return found


def _known(source: str, external: Sequence[str]) -> frozenset[str]:
    """Return which of a source's own numbers were taken in already."""
    asked = sorted({one for one in external if one})
    if not asked:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaints_known(%s, %s)", [source, asked])
        return frozenset(row[0] for row in cursor.fetchall())


def _random_signs() -> str:
    """Return signs that nobody guesses."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_CODE_SIGNS))
