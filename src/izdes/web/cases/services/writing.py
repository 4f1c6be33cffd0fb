"""Writing: the rows of what complaints tell and name, of a batch by a few statements."""

import hashlib
from collections.abc import Sequence

from django.db import connection

from izdes.core.identifiers.account import read_account
from izdes.web.cases.models import (
    Applicant,
    Attachment,
    Complaint,
    Loan,
    NameToken,
    Payment,
)
from izdes.web.cases.naming import Named, name_tokens
from izdes.web.cases.reports import Report
from izdes.web.subjects.models import Mention


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
