"""One complaint: all that it says, what the country knows of it, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.duplicates import duplicates_of
from izdes.web.cases.masking import Sight, shown, sight_of
from izdes.web.cases.models import Complaint, Outcome
from izdes.web.cases.queue import total_of, urgency_of
from izdes.web.cases.selectors import (
    applicants_visible_to,
    attachments_visible_to,
    cases_visible_to,
    loans_visible_to,
    mentions_visible_to,
    outcomes_visible_to,
    payments_visible_to,
)
from izdes.web.cases.services.desk import enter_in_book, sign_complaint
from izdes.web.cases.services.triage import (
    EXCEPTION,
    join_complaint,
    leave_unregistered,
    register_complaint,
    send_complaint,
)
from izdes.web.journal.history import history_of
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import units_of
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.naming import scheme_name
from izdes.web.pages.figures import Chip
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.desk import (
    bank_name,
    body_name,
    complaint_or_404,
    register_today,
)
from izdes.web.pages.triage.forms import (
    BookForm,
    JoinForm,
    LeaveForm,
    RegisterForm,
    SendForm,
    SignForm,
)
from izdes.web.pages.triage.known import Checked, each_checked
from izdes.web.pages.triage.queue import Catchable, registration_clock, span_of
from izdes.web.pages.triage.signed import signatures_shown
from izdes.web.pages.workers import for_workers
from izdes.web.reception.selectors import additions_visible_to, signatures_visible_to
from izdes.web.subjects.linking.selectors import SeriesView, series_of
from izdes.web.subjects.models import Mention

_POLICE = (BodyKind.POLICE_UNIT, BodyKind.POLICE_HQ, BodyKind.INVESTIGATION_DEPARTMENT)
_Forms = dict[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the page shows it."""

    at: object
    amount_minor: int | None
    currency: str
    sender: Chip | str
    receiver: Chip | str
    bank: str
    channel: str


@for_workers
def complaint(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a complaint."""
    found = complaint_or_404(request.user, number)
    return _page(request, found, {})


@require_POST
@for_workers
def book(request: OfficerRequest, number: int) -> HttpResponse:
    """Enter a complaint in the book of intake."""
    return _done(
        request,
        number,
        name="book",
        command=lambda found, form: enter_in_book(
            complaint=found, number=form["number"], officer=request.user
        ),
    )


@require_POST
@for_workers
def sign(request: OfficerRequest, number: int) -> HttpResponse:
    """Note that the applicant has signed."""
    return _done(
        request,
        number,
        name="sign",
        command=lambda found, form: sign_complaint(
            complaint=found, how=form["how"], is_warned=form["is_warned"], officer=request.user
        ),
    )


@require_POST
@for_workers
def register(request: OfficerRequest, number: int) -> HttpResponse:
    """Register a complaint as a case."""
    return _done(
        request,
        number,
        name="register",
        command=lambda found, form: register_complaint(
            complaint=found,
            number=form["number"],
            registered_at=form["registered_at"] or now(),
            form=form["form"],
            scheme=form["scheme"],
            reason=form["reason"],
            officer=request.user,
        ),
    )


@require_POST
@for_workers
def join(request: OfficerRequest, number: int) -> HttpResponse:
    """Join a complaint to a case as its next episode."""

    def command(found: Complaint, form: dict[str, Any]) -> object:
        case = cases_visible_to(request.user).filter(number=form["number"]).first()
        if case is None:
            raise forms.ValidationError(say("triage_case_unknown", language()))
        return join_complaint(
            complaint=found, case=case, reason=form["reason"], officer=request.user
        )

    return _done(request, number, name="join", command=command)


@require_POST
@for_workers
def send(request: OfficerRequest, number: int) -> HttpResponse:
    """Send a complaint to the body whose matter it is."""
    receivers = {body.pk: body for body in _receivers(request.user)}
    return _done(
        request,
        number,
        name="send",
        command=lambda found, form: send_complaint(
            complaint=found,
            to_unit=receivers[form["to_unit"]],
            reason=form["reason"],
            officer=request.user,
        ),
    )


@require_POST
@for_workers
def leave(request: OfficerRequest, number: int) -> HttpResponse:
    """Decide that a complaint is not subject to registration."""
    return _done(
        request,
        number,
        name="leave",
        command=lambda found, form: leave_unregistered(
            complaint=found, norm=form["norm"], reason=form["reason"], officer=request.user
        ),
    )


def _done(
    request: OfficerRequest,
    number: int,
    *,
    name: str,
    command: Callable[[Complaint, dict[str, Any]], object],
) -> HttpResponse:
    """Do what a form asks, and show what came of it; or the form, with what was typed."""
    found = complaint_or_404(request.user, number)
    form = _forms(request, found, pack_in_force(), sent=name)[name]
    if not form.is_valid() or not _tried(form, lambda: command(found, form.cleaned_data)):
        return _page(request, found, {name: form})
    messages.success(request, say(f"triage_done_{name}", language()))
    newest = outcomes_visible_to(request.user).filter(complaint=found).order_by("-pk").first()
    if name in {"book", "sign"} or newest is None:
        return redirect("triage_complaint", number)
    return redirect("triage_outcome", newest.pk)


def _tried(form: forms.Form, command: Callable[[], object]) -> bool:
    """Say whether a command was done; what it refused stands in the form."""
    try:
        return tried(form, command)
    except forms.ValidationError as wrong:
        form.add_error("number", wrong)
        return False


def _page(request: OfficerRequest, found: Complaint, sent: _Forms) -> HttpResponse:
    """Show a complaint, with the forms of what can be done."""
    me, law = request.user, pack_in_force()
    sight = sight_of(me, found.case or found.unit)
    may_write = found.unit_id in units_of(me, "write")
    is_waiting = found.case_id is None and found.triaged_at is None
    wrong = next(iter(sent.values()), None)
    context = {
        "complaint": found,
        "sight": sight,
        "may_write": may_write,
        "is_waiting": is_waiting,
        "forms": {**_forms(request, found, law), **sent} if may_write else {},
        "form": wrong,
        "sent": next(iter(sent), ""),
        "due": registration_clock(found, law) if is_waiting else None,
        "unit_name": body_name(found.unit),
        **_told(me, found, sight, law),
        **_judged(me, found, law),
        "history": history_of(me.pk, Subject("complaint", str(found.pk)), lang=language()),
    }
    status = status_of(wrong) if wrong else 200
    return render(request, "triage/complaint.html", context, status=status)


def _told(me: Officer, found: Complaint, sight: Sight, law: LawPack) -> dict[str, object]:
    """Return what the complaint says, masked as far as it is not for this officer."""
    applicant = applicants_visible_to(me).filter(complaint=found).first()
    people = {
        name: shown(getattr(applicant, name), kind, sight)
        for name, kind in (
            ("full_name", "name"),
            ("iin", "iin"),
            ("phone", "phone"),
            ("contact", "contact"),
            ("representative", "name"),
        )
        if applicant is not None and getattr(applicant, name)
    }
    register = register_today(law)
    return {
        "applicant": applicant,
        "people": people,
        "payments": [
            _paid(one, sight, bank_name(one.to_bank, register))
            for one in payments_visible_to(me).filter(complaint=found).order_by("ordinal")
        ],
        "loans": loans_visible_to(me).filter(complaint=found).order_by("pk"),
        "files": attachments_visible_to(me)
        .filter(complaint=found)
        .select_related("file")
        .order_by("pk"),
        "additions": additions_visible_to(me).filter(complaint=found).order_by("at", "pk"),
        "signatures": signatures_shown(
            signatures_visible_to(me).filter(complaint=found).order_by("pk"), sight
        ),
        "narrative": found.narrative if sight is Sight.FULL else "",
        "scheme": scheme_name(found.scheme, law) if found.scheme else "",
        "proposed": scheme_name(found.proposed_scheme, law) if found.proposed_scheme else "",
    }


def _judged(me: Officer, found: Complaint, law: LawPack) -> dict[str, object]:
    """Return what the office made of the complaint: identifiers, series, duplicates, outcomes."""
    urgency = urgency_of(found, now=now())
    return {
        "identifiers": list(_identifiers(me, found)),
        "series": _series(me, found),
        "duplicates": duplicates_of(me, [found]).get(found.pk, ()),
        "urgency": urgency,
        "catchable": Catchable.of(urgency),
        "age": span_of(urgency.minutes),
        "total": total_of(found),
        "outcomes": _outcomes(me, found),
        "exception": norms_on([EXCEPTION], now().date(), law=law),
    }


def _series(me: Officer, found: Complaint) -> SeriesView | None:
    """Return the series that the machine proposes for a complaint."""
    return series_of(me, found.pk)


def _outcomes(me: Officer, found: Complaint) -> list[Outcome]:
    """Return what was decided on a complaint, the first first."""
    rows = outcomes_visible_to(me).filter(complaint=found)
    return list(rows.select_related("decided_by", "to_unit").order_by("pk"))


def _identifiers(me: Officer, found: Complaint) -> list[tuple[str, Checked]]:
    """Return what the complaint names, each with what the country knows of it."""
    rows = mentions_visible_to(me).filter(complaint=found).select_related("identifier")
    mentions = list(rows.order_by("pk"))
    readings = [(_reading(one), cast("Role", one.role)) for one in mentions]
    told = each_checked(me, readings, sight=sight_of(me, found.case or found.unit))
    return [(f"triage_role_{role}", one) for (_, role), one in zip(readings, told, strict=True)]


def _reading(mention: Mention) -> Reading:
    """Return how a mention reads, with what is doubtful about it."""
    kind, value = mention.identifier.kind, mention.identifier.value
    again = normalise(kind, mention.raw)
    return again if again.value == value else Reading(mention.raw, kind, value)


def _paid(one: Any, sight: Sight, bank: str) -> Paid:  # noqa: ANN401 - a row of payments
    """Return a payment as it is shown."""
    return Paid(
        at=one.at,
        amount_minor=one.amount_minor,
        currency=one.currency,
        sender=shown(one.from_raw, "card", sight),
        receiver=Chip(one.to_kind, one.to_raw, sight=sight)
        if one.to_kind not in {"name", "none", ""}
        else shown(one.to_raw, "name", sight),
        bank=bank,
        channel=one.channel,
    )


def _forms(request: OfficerRequest, found: Complaint, law: LawPack, *, sent: str = "") -> _Forms:
    """Return the form of each thing that can be done; the one that was sent is filled."""

    def data(name: str) -> Any:  # noqa: ANN401 - what a browser sent
        return request.POST if name == sent else None

    scheme = found.scheme or found.proposed_scheme
    return {
        "book": BookForm(data("book"), prefix="book"),
        "sign": SignForm(data("sign"), prefix="sign"),
        "register": RegisterForm(
            data("register"), prefix="register", law=law, initial={"scheme": scheme}
        ),
        "join": JoinForm(data("join"), prefix="join"),
        "send": SendForm(data("send"), prefix="send", receivers=_receivers(request.user)),
        "leave": LeaveForm(data("leave"), prefix="leave", law=law),
    }


def _receivers(me: Officer) -> list[Body]:
    """Return the bodies to which a complaint may be sent."""
    return list(bodies_visible_to(me).filter(kind__in=_POLICE, until__isnull=True).order_by("code"))
