"""Receiving: complaints come in, one or ten thousand, with all that they say and name.

One command for every way in. It makes one entry of the journal for each complaint; linking follows
as a job of the same transaction.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Complaint
from izdes.web.cases.naming import Named, named_in
from izdes.web.cases.reports import Report
from izdes.web.cases.services.writing import digest_of_words, write_mentions, write_told
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Entry, Subject, record_each
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, require_lasting, units_of
from izdes.web.receipts import CODE_SIGNS, SIGNS, code_digest
from izdes.web.subjects.linking.jobs import defer_linking


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
        BodyEnded: The unit is no more.
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
        BodyEnded: The unit is no more.
    """
    receipts = [new_receipt() for _ in reports]
    return _received(reports, receipts, unit=unit, officer=officer, source=source)


def new_receipt() -> str:
    """Return a number for a receipt, which says nothing and can be read aloud."""
    signs = _random_signs()
    return f"{signs[:4]}-{signs[4:]}"


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
    require_lasting(unit)
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
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS))
