"""The page of one complaint, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.law.release import LawPack
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Complaint
from izdes.web.cases.selectors import cases_visible_to, outcomes_visible_to
from izdes.web.cases.services.desk import enter_in_book, sign_complaint
from izdes.web.cases.services.triage import (
    ORDINARY,
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
from izdes.web.officers.roles import POLICE
from izdes.web.officers.selectors import bodies_visible_to, categories_that_require
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.entries import namer_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.contents import judged, told
from izdes.web.pages.triage.desk import (
    body_name,
    complaint_or_404,
)
from izdes.web.pages.triage.forms import (
    BookForm,
    JoinForm,
    LeaveForm,
    RegisterForm,
    SendForm,
    SignForm,
)
from izdes.web.pages.triage.queue import registration_clock
from izdes.web.pages.workers import for_workers

_Forms = dict[str, forms.Form]


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
            category=form["category"] or ORDINARY,
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
        **told(me, found, sight, law),
        **judged(me, found, law),
        "history": history_of(
            me.pk, Subject("complaint", str(found.pk)), lang=language(), namer=namer_of(me)
        ),
    }
    status = status_of(wrong) if wrong else 200
    return render(request, "triage/complaint.html", context, status=status)


def _forms(request: OfficerRequest, found: Complaint, law: LawPack, *, sent: str = "") -> _Forms:
    """Return the form of each thing that can be done; the one that was sent is filled."""

    def data(name: str) -> Any:  # noqa: ANN401 - what a browser sent
        return request.POST if name == sent else None

    scheme = found.scheme or found.proposed_scheme
    return {
        "book": BookForm(data("book"), prefix="book"),
        "sign": SignForm(data("sign"), prefix="sign"),
        "register": RegisterForm(
            data("register"),
            prefix="register",
            law=law,
            categories=categories_that_require(request.user, localdate()),
            initial={"scheme": scheme},
        ),
        "join": JoinForm(data("join"), prefix="join"),
        "send": SendForm(data("send"), prefix="send", receivers=_receivers(request.user)),
        "leave": LeaveForm(data("leave"), prefix="leave", law=law),
    }


def _receivers(me: Officer) -> list[Body]:
    """Return the bodies to which a complaint may be sent."""
    return list(bodies_visible_to(me).filter(kind__in=POLICE, until__isnull=True).order_by("code"))
