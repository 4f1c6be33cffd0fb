"""At the desk: a complaint gets its number in the book of intake, is told more of, and is signed.

Until it is signed it is a message, and nothing of the first hour waits for that.
"""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Applicant, Complaint, Payment
from izdes.web.cases.naming import named_in
from izdes.web.cases.reports import Report
from izdes.web.cases.services.triage import ComplaintDecided
from izdes.web.cases.services.writing import digest_of_words, write_mentions, write_told
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.subjects.linking.jobs import defer_linking
from izdes.web.subjects.models import Mention

Signing = Literal["e_signature", "protocol", "oral_protocol"]


class NotWarned(IzdesError):
    """The applicant signs that she was warned of what a knowingly false report costs."""

    code = "not_warned"


class SignedAlready(IzdesError):
    """The complaint was signed, and stands as it was signed."""

    code = "complaint_signed_already"


class InBookAlready(IzdesError):
    """The complaint has a number in the book of intake."""

    code = "in_book_already"


@transaction.atomic(durable=True)
def enter_in_book(
    *, complaint: Complaint, number: str, officer: Officer, at: datetime | None = None
) -> Complaint:
    """Give a complaint its number in the unit's book of intake; the same number twice is harmless.

    Raises:
        NotPermitted: The officer does not work in its unit.
        InBookAlready: It has another number.
    """
    held = _held(complaint, officer)
    if held.intake_number == number:
        return held
    if held.intake_number:
        raise InBookAlready(number=held.intake_number)
    Complaint.objects.filter(pk=held.pk).update(intake_number=number, intake_at=at or Now())
    _record(Event.COMPLAINT_ENTERED_IN_BOOK, held, officer, {"number": Change(None, number)})
    held.refresh_from_db()
    return held


@transaction.atomic(durable=True)
def sign_complaint(
    *,
    complaint: Complaint,
    how: Signing,
    is_warned: bool,
    officer: Officer,
    at: datetime | None = None,
) -> Complaint:
    """Note that the applicant has signed, and how; from here on her words stand.

    Args:
        is_warned: That she signed the warning of what a knowingly false report costs.
        at: When she signed; None is now.

    Raises:
        NotPermitted: The officer does not work in its unit.
        SignedAlready: She has signed before.
        NotWarned: She was not warned.
    """
    held = _held(complaint, officer)
    if held.state == "signed":
        raise SignedAlready(receipt=held.receipt)
    if not is_warned:
        raise NotWarned
    Complaint.objects.filter(pk=held.pk).update(
        state="signed", signed_how=how, signed_at=at or Now()
    )
    changes = {
        "state": Change("message", "signed"),
        "signed_how": Change(None, how),
        "is_warned": Change(None, "true"),
    }
    _record(Event.COMPLAINT_SIGNED, held, officer, changes)
    held.refresh_from_db()
    return held


@transaction.atomic(durable=True)
def tell_more(*, complaint: Complaint, report: Report, officer: Officer) -> Complaint:
    """Add to a message what was not asked at first: words, who complains, payments, loans, files.

    What is there stays: payments of the report are added to those that are known, and what is
    empty in the report changes nothing.

    Raises:
        NotPermitted: The officer does not work in its unit.
        SignedAlready: It was signed, and stands.
        ComplaintDecided: Triage has decided on it.
    """
    held = _held(complaint, officer, "take")
    if held.state == "signed":
        raise SignedAlready(receipt=held.receipt)
    if held.triaged_at is not None:
        raise ComplaintDecided(receipt=held.receipt)
    changed = _told(held, report)
    Complaint.objects.filter(pk=held.pk).update(**changed)
    held.refresh_from_db()
    last = Payment.objects.filter(complaint=held).aggregate(last=Max("ordinal"))["last"] or 0
    _replace_applicant(held, report)
    write_told([held], [report], first_ordinal=last + 1)
    _add_mentions(held, report)
    defer_linking([held.pk], officer=officer.pk)
    names = [name for name in sorted(changed) if name != "narrative_digest"]
    counts = {"payments": len(report.payments), "loans": len(report.loans)}
    told = [*names, *(name for name, count in counts.items() if count)]
    _record(
        Event.COMPLAINT_TOLD_MORE,
        held,
        officer,
        {
            "told": Change(None, " ".join(told) or "applicant"),
            **(
                {"narrative_digest": Change(None, held.narrative_digest)}
                if "narrative" in changed
                else {}
            ),
        },
    )
    return held


def _held(
    complaint: Complaint, officer: Officer, verb: Literal["write", "take"] = "write"
) -> Complaint:
    """Return a complaint of a unit where the officer works, or takes complaints in, locked."""
    held = Complaint.objects.select_for_update().filter(pk=complaint.pk).first()
    if held is None or held.unit_id not in units_of(officer, verb):
        raise NotPermitted(needs="write_unit")
    return held


def _told(held: Complaint, report: Report) -> dict[str, object]:
    """Return the fields of a complaint that a report says anew."""
    given: dict[str, object] = {
        "narrative": report.narrative,
        "region": report.region,
        "scheme": report.scheme,
        "occurred_from": report.occurred_from,
        "occurred_to": report.occurred_to,
        "total_minor": report.total_minor,
        "organisation": report.organisation,
    }
    changed = {
        name: value
        for name, value in given.items()
        if value not in ("", None) and value != getattr(held, name)
    }
    if "narrative" in changed:
        changed["narrative_digest"] = digest_of_words(report.narrative)
        changed["proposed_scheme"] = named_in(report).proposed_scheme
    return changed


def _replace_applicant(held: Complaint, report: Report) -> None:
    """Write who complains anew, where more is said of her."""
    given = report.applicant
    if given != type(given)():
        Applicant.objects.filter(complaint=held).update(
            **{
                name: value
                for name in given.__slots__
                if (value := getattr(given, name)) not in ("", None)
            }
        )


def _add_mentions(held: Complaint, report: Report) -> None:
    """Write what a report names and the complaint does not yet."""
    named = named_in(report)
    known = set(
        Mention.objects.filter(complaint=held).values_list(
            "identifier__kind", "identifier__value", "role"
        )
    )
    new = tuple(
        (reading, role)
        for reading, role in named.mentions
        if (reading.kind, reading.value, role) not in known
    )
    write_mentions([held], [type(named)(new, named.proposed_scheme)])


def _record(
    event: Event, complaint: Complaint, officer: Officer, changes: dict[str, Change]
) -> None:
    """Record what happened to a complaint."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("complaint", str(complaint.pk)),
        changes=changes,
        case=complaint.case_id,
    )
