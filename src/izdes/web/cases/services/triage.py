"""Triage: what becomes of a complaint, decided by an officer. None is refused.

It is registered as a case, joined to one as an episode, sent to whose matter it is, or said to be
not subject to registration by a norm that is named. Each decision is an outcome: the applicant
gets a document of it, and the prosecutor sees it at once.
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case, Complaint, Episode, Outcome
from izdes.web.cases.reach import require_case
from izdes.web.cases.services.cases import CaseExists
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.roles import POLICE

# Norms by which a complaint is not registered, and the exception from them.
NOT_REGISTRABLE = ("cpc.no_registration_deal", "cpc.no_registration_dispute")
EXCEPTION = "cpc.no_registration_exception"
# The category of a case of which nothing special is required.
ORDINARY = "ordinary"
_START = "cpc.start"


class ComplaintJoined(IzdesError):
    """The complaint belongs to a case already."""

    code = "complaint_joined"


class ComplaintDecided(IzdesError):
    """Triage has decided on the complaint already."""

    code = "complaint_decided"


class NotSigned(IzdesError):
    """The complaint is a message: it is registered on another ground than itself, or after it."""

    code = "complaint_not_signed"


class NotAGround(IzdesError):
    """The norm is none by which a complaint is left unregistered, or does not hold today."""

    code = "not_a_ground"


class ReasonMissing(IzdesError):
    """A decision against the applicant's wish needs its reason."""

    code = "reason_missing"


class ReceiverUnfit(IzdesError):
    """A complaint is sent to another body of investigation that exists, and not to its own."""

    code = "receiver_unfit"


@transaction.atomic(durable=True)
def register_complaint(
    *,
    complaint: Complaint,
    number: str,
    registered_at: datetime,
    officer: Officer,
    form: str = "investigation",
    category: str = ORDINARY,
    scheme: str = "",
    reason: str = "",
) -> Case:
    """Register a complaint as a case of its unit, whose first episode it is.

    Args:
        number: Its number in the state register.
        reason: The ground, where the complaint is not signed: an officer's own report, say.

    Raises:
        NotPermitted: The officer does not work in the complaint's unit.
        ComplaintJoined: It belongs to a case already.
        ComplaintDecided: Triage has decided otherwise.
        NotSigned: It is a message, and no other ground is given.
        CaseExists: Some case has this number, be it one that he does not see.
    """
    held = _waiting(complaint, officer)
    if held.state != "signed" and not reason.strip():
        raise NotSigned(receipt=held.receipt)
    scheme = scheme or held.scheme
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=number,
                unit_id=held.unit_id,
                registered_at=registered_at,
                form=form,
                category=category,
                state="registered",
                scheme=scheme,
                intake_number=held.intake_number,
                language=held.language,
            )
    except IntegrityError:
        raise CaseExists(number=number) from None
    Complaint.objects.filter(pk=held.pk).update(case=case, triaged_at=Now(), scheme=scheme)
    Episode.objects.create(case=case, complaint=held, number=1)
    law = pack_in_force()
    outcome = _outcome(
        held, officer, kind="registered", case=case, norm=_START, reason=reason, law=law
    )
    _record(Event.COMPLAINT_REGISTERED, outcome, officer, law=law, number=number)
    return case


@transaction.atomic(durable=True)
def join_complaint(
    *, complaint: Complaint, case: Case, officer: Officer, reason: str = ""
) -> Episode:
    """Join a complaint to a case as its next episode; joining it there twice is harmless.

    Raises:
        NotPermitted: The officer does not work on the case, or not in the complaint's unit.
        ComplaintJoined: It belongs to another case.
        ComplaintDecided: Triage has decided otherwise.
    """
    require_case(officer, case, "write")
    # The case is locked so that two episodes do not get one number.
    held_case = Case.objects.select_for_update().get(pk=case.pk)
    known = Episode.objects.filter(complaint=complaint, case=held_case).first()
    if known is not None:
        return known
    held = _waiting(complaint, officer)
    Complaint.objects.filter(pk=held.pk).update(case=held_case, triaged_at=Now())
    number = Episode.objects.filter(case=held_case).count() + 1
    episode = Episode.objects.create(case=held_case, complaint=held, number=number)
    law = pack_in_force()
    outcome = _outcome(
        held, officer, kind="joined", case=held_case, norm=_START, reason=reason, law=law
    )
    _record(
        Event.COMPLAINT_JOINED,
        outcome,
        officer,
        law=law,
        number=held_case.number,
        episode=str(number),
    )
    return episode


@transaction.atomic(durable=True)
def send_complaint(
    *, complaint: Complaint, to_unit: Body, reason: str, officer: Officer
) -> Outcome:
    """Send a complaint to the body whose matter it is; there it waits for triage anew.

    Raises:
        NotPermitted: The officer does not work in the complaint's unit.
        ComplaintJoined: It belongs to a case: a case is transferred, not a complaint.
        ComplaintDecided: Triage has decided otherwise.
        ReasonMissing: It is not said why.
        ReceiverUnfit: The receiver is no body of investigation, is no more, or has it already.
    """
    held = _waiting(complaint, officer)
    if not reason.strip():
        raise ReasonMissing
    if not _receives(to_unit) or to_unit.pk == held.unit_id:
        raise ReceiverUnfit(unit=to_unit.code)
    law = pack_in_force()
    outcome = _outcome(held, officer, kind="sent", to_unit=to_unit, reason=reason, law=law)
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint_send(%s)", [held.pk])
        if not cursor.fetchone()[0]:
            raise NotPermitted(needs="write_unit")
    _record(Event.COMPLAINT_SENT, outcome, officer, law=law, to_unit=to_unit.code)
    return outcome


@transaction.atomic(durable=True)
def leave_unregistered(
    *, complaint: Complaint, norm: str, reason: str, officer: Officer
) -> Outcome:
    """Decide that a complaint is not subject to registration, by a norm of today's law.

    Raises:
        NotPermitted: The officer does not work in the complaint's unit.
        ComplaintJoined: It belongs to a case already.
        ComplaintDecided: Triage has decided already.
        NotAGround: No complaint is left unregistered by this norm.
        ReasonMissing: It is not said what in the complaint falls under it.
    """
    held = _waiting(complaint, officer)
    law = pack_in_force()
    if norm not in NOT_REGISTRABLE or not norms_on([norm], localdate(), law=law):
        raise NotAGround(norm=norm[:60])
    if not reason.strip():
        raise ReasonMissing
    Complaint.objects.filter(pk=held.pk).update(triaged_at=Now())
    outcome = _outcome(held, officer, kind="not_registered", norm=norm, reason=reason, law=law)
    _record(Event.COMPLAINT_NOT_REGISTERED, outcome, officer, law=law)
    return outcome


def _waiting(complaint: Complaint, officer: Officer) -> Complaint:
    """Return a complaint that waits for triage where the officer works, locked."""
    held = Complaint.objects.select_for_update().filter(pk=complaint.pk).first()
    if held is None or (held.case_id is None and held.unit_id not in units_of(officer, "write")):
        raise NotPermitted(needs="write_unit")
    if held.case_id is not None:
        raise ComplaintJoined(receipt=held.receipt)
    if held.triaged_at is not None:
        raise ComplaintDecided(receipt=held.receipt)
    return held


def _receives(body: Body) -> bool:
    """Say whether a body investigates, today."""
    today = localdate()
    return body.kind in POLICE and (body.until is None or today < body.until)


def _outcome(
    complaint: Complaint,
    officer: Officer,
    *,
    kind: str,
    law: LawPack,
    case: Case | None = None,
    to_unit: Body | None = None,
    norm: str = "",
    reason: str = "",
) -> Outcome:
    """Write down what was decided, with the complaint's numbers as they are."""
    return Outcome.objects.create(
        complaint=complaint,
        kind=kind,
        unit_id=complaint.unit_id,
        receipt=complaint.receipt,
        intake_number=complaint.intake_number,
        intake_at=complaint.intake_at,
        case=case,
        to_unit=to_unit,
        norm=norm,
        reason=reason,
        decided_by=officer,
        decided_at=Now(),
        pack=law.ref.digest,
    )


def _record(event: Event, outcome: Outcome, officer: Officer, *, law: LawPack, **told: str) -> None:
    """Record a decision, with the law that it was made under."""
    given = {**told, "reason": outcome.reason, "outcome": str(outcome.pk)}
    decided(
        event,
        under=law.ref,
        officer=officer,
        subject=Subject("complaint", str(outcome.complaint_id)),
        changes={name: Change(None, text) for name, text in given.items() if text},
        case=outcome.case_id,
        norm=outcome.norm or None,
    )
