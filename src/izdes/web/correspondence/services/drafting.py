"""Drafting: a request begins, changes until it is signed, and begins anew after a refusal."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.needed import what_is_needed
from izdes.web.cases.models import Case, Complaint
from izdes.web.correspondence.errors import (
    InstructionHere,
    NotAnInstitution,
    NotBeforeRegistration,
    RequestExists,
    RequestMoved,
    SubjectsMissing,
)
from izdes.web.correspondence.matters import earlier_of, require_first
from izdes.web.correspondence.models import Request, RequestSubject
from izdes.web.correspondence.orders.drafts import Asked, Draft, draft_json
from izdes.web.correspondence.orders.papers import subject_of
from izdes.web.correspondence.reach import require_drafter, require_of_request, require_work
from izdes.web.correspondence.stepping import following, held, moved, stepped
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import POLICE, BodyKind

# To whom a measure may go: to an institution, but an instruction to another unit, an approval to
# prosecutors, and a motion to whoever executes it or to the court.
_GOES_TO = {
    "approval": {BodyKind.PROSECUTOR_OFFICE},
    "decree": {BodyKind.PROSECUTOR_OFFICE},
    "motion": {BodyKind.INSTITUTION, BodyKind.COURT},
}
_TO_UNITS = "to_body"


@transaction.atomic(durable=True)
def draft_request(
    *,
    addressee: Body,
    measure: str,
    officer: Officer,
    draft: Draft,
    subjects: Sequence[Asked],
    case: Case | None = None,
    complaint: Complaint | None = None,
    number: str = "",
    related: Request | None = None,
    relation: str = "none",
    same_matter: Request | None = None,
    layer: int | None = None,
    trace: str = "",
    follows: str = "",
    once_by: str = "",
) -> Request:
    """Draft a request; its addressee sees it when it was sent, not before.

    The consent that the measure needs is copied from the law of this moment and stays. Where the
    same was refused before, the request names that refusal, whether or not whoever drafts says so.

    Args:
        case: None only before registration, where the measure may precede it: then a complaint.
        number: Of the register of outgoing papers; empty: the next one of the case.
        related: The request that this one supersedes or supplements.
        layer: Of the trace from which it is drafted, with the digest of the trace.
        follows: What happened that this paper follows, as the law pack names it.
        once_by: Name of what the draft says: a request of the case under the same measure that
            says the same and stands leaves no room for another. Empty: there may be many.

    Raises:
        NotPermitted: The officer does not work on the case or the complaint.
        DrafterMayNot: None of his roles may draft this measure.
        NotBeforeRegistration: The measure waits for registration.
        NotAnInstitution: Such a measure does not go to the addressee.
        InstructionHere: It goes to another region, and the addressee is in that of the case.
        SubjectsMissing: It is about nobody.
        RequestExists: Some request has this number.
        RequestStands: The same was written already.
    """
    if case is None and complaint is not None and complaint.case_id is not None:
        case = complaint.case
    require_work(officer, case=case, complaint=complaint)
    if not subjects:
        raise SubjectsMissing(request=number)
    request = _new(
        measure,
        officer,
        number=number,
        case=case,
        complaint=complaint,
        addressee=addressee,
        draft=draft_json(draft),
        relation=relation,
        related=related,
        layer=layer,
        trace=trace,
        follows=follows,
    )
    if once_by:
        require_first(request, once_by)
    request.same_matter = same_matter or earlier_of(request, [one.subject for one in subjects])
    _begin(request, subjects)
    decided(
        Event.REQUEST_DRAFTED,
        under=pack_in_force().ref,
        officer=officer,
        subject=Subject("request", str(request.pk)),
        changes={"measure": Change(None, measure), "addressee": Change(None, addressee.code)},
        case=request.case_id,
    )
    return request


@transaction.atomic(durable=True)
def change_draft(
    *, request: Request, draft: Draft, officer: Officer, subjects: Sequence[Asked] | None = None
) -> Request:
    """Change a draft that nobody has signed.

    Args:
        subjects: None: as they are.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is no draft any more.
    """
    require_of_request(officer, request)
    found = held(request)
    if found.state != "draft":
        raise RequestMoved(request=found.number, state=found.state)
    Request.objects.filter(pk=found.pk).update(draft=draft_json(draft))
    found.draft = draft_json(draft)
    if subjects is not None:
        _replace_subjects(found, subjects)
    stepped(Event.REQUEST_CHANGED, found, officer, was=found.state)
    return found


@transaction.atomic(durable=True)
def redraft(
    *,
    request: Request,
    officer: Officer,
    draft: Draft | None = None,
    subjects: Sequence[Asked] | None = None,
    reason: str = "",
) -> Request:
    """Begin a request anew after it was signed, sanctioned or refused; return the new draft.

    What was signed stays as it was, under its number: it is withdrawn, or closed where it was
    refused. The new one names it as the same matter.

    Args:
        draft: None: what the earlier one said.
        subjects: None: as they were.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is a draft, or was sent.
    """
    require_of_request(officer, request)
    found = held(request)
    was, state = found.state, following(found, "redraft")
    moved(found, state, ended_at=the_moment())
    rows = found.subjects.order_by("position")
    subjects = subjects or [Asked(subject_of(row), row.account) for row in rows]
    fresh = _new(
        found.measure,
        officer,
        case=found.case,
        complaint=found.complaint,
        addressee=found.addressee,
        draft=found.draft if draft is None else draft_json(draft),
        relation=found.relation,
        related=found.related,
        same_matter=found,
        layer=found.layer,
        trace=found.trace,
        follows=found.follows,
    )
    _begin(fresh, subjects)
    stepped(
        Event.REQUEST_REDRAFTED, found, officer, was=was, redrafted_as=fresh.number, reason=reason
    )
    return fresh


def _new(measure: str, officer: Officer, *, addressee: Body, **columns: Any) -> Request:  # noqa: ANN401 - columns
    """Return a new draft under the law of this moment, not kept yet."""
    law, at = pack_in_force(), the_moment()
    needed = what_is_needed(measure, on=local_day(at), law=law).measure
    require_drafter(officer, needed, columns["case"])
    _require_addressee(addressee, needed, columns["case"])
    if columns["case"] is None and not needed.may_precede_registration:
        raise NotBeforeRegistration(measure=measure)
    return Request(
        addressee=addressee,
        measure=measure,
        kind=needed.kind,
        consent=needed.consent,
        queue=needed.queue,
        is_sealed=needed.is_sealed,
        is_urgent_before=columns["case"] is None,
        drafted_by=officer,
        drafted_at=at,
        pack=law.ref.digest,
        **columns,
    )


def _begin(request: Request, subjects: Sequence[Asked]) -> None:
    """Keep a new draft with its subjects, under the next number where it has none."""
    request.number = request.number or _next_number(request)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        if Request.objects.filter(number=request.number).exists():
            raise RequestExists(number=request.number) from None
        raise
    RequestSubject.objects.bulk_create(_rows(request, subjects))


def _next_number(request: Request) -> str:
    """Return the next number of a case, or of a complaint before registration; one at a time."""
    if request.case is not None:
        held_case = Case.objects.select_for_update(of=("self",)).get(pk=request.case.pk)
        own, prefix = Request.objects.filter(case=held_case), held_case.number
    else:
        rows = Complaint.objects.select_for_update(of=("self",))
        held_complaint = rows.get(pk=request.complaint_id or 0)
        own, prefix = Request.objects.filter(complaint=held_complaint), held_complaint.receipt
    return f"{prefix}/{own.count() + 1}"


def _replace_subjects(request: Request, subjects: Sequence[Asked]) -> None:
    """Put other subjects in the place of those of a draft."""
    if not subjects:
        raise SubjectsMissing(request=request.number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_clear_subjects(%s)", [request.pk])
    RequestSubject.objects.bulk_create(_rows(request, subjects))


def _rows(request: Request, subjects: Iterable[Asked]) -> list[RequestSubject]:
    """Return subjects as rows of a request."""
    return [
        RequestSubject(
            request=request,
            position=position,
            kind=one.subject.kind,
            value=one.subject.value,
            card_digest=one.subject.digest,
            most_minor=one.subject.most_minor,
            account=one.account,
        )
        for position, one in enumerate(subjects, start=1)
    ]


def goes_to(measure: Measure) -> frozenset[str]:
    """Return the kinds of bodies to which a measure goes."""
    if is_instruction(measure):
        return frozenset(POLICE)
    return frozenset(_GOES_TO.get(measure.kind, {BodyKind.INSTITUTION}))


def is_instruction(measure: Measure) -> bool:
    """Say whether a measure goes to the police of another region."""
    return measure.kind == "request" and _TO_UNITS in measure.fields


def _require_addressee(addressee: Body, measure: Measure, case: Case | None) -> None:
    """Refuse an addressee to whom such a measure does not go; an instruction leaves the region."""
    if addressee.kind not in goes_to(measure):
        raise NotAnInstitution(body=addressee.code)
    if is_instruction(measure) and case is not None and addressee.region == case.unit.region:
        raise InstructionHere(body=addressee.code)
