"""Bodies: all of them, one of them, founding one, and who supervises it."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.law.institutions import register_on
from izdes.core.law.register import Institution
from izdes.web.language import language
from izdes.web.law.shown import law_shown_to
from izdes.web.officers.models import Body, Officer, Supervision
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to, supervisions_visible_to
from izdes.web.officers.services.bodies import begin_supervision, end_supervision, found_body
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people import holding, listings
from izdes.web.pages.people.forms import InstitutionForm, OfficeForm, SupervisorForm
from izdes.web.pages.people.telling import kinds, refusal_of, regions
from izdes.web.pages.tables import page_of

_Asked = OfficeForm | InstitutionForm


@for_administrators
def listed(request: OfficerRequest) -> HttpResponseBase:
    """Show every body."""
    return listings.bodies(request).respond("people/bodies.html")


@for_administrators
def found(request: OfficerRequest, what: str) -> HttpResponse:
    """Found a body: an office of the state, or an institution of the law's register."""
    if what not in {"office", "institution"}:
        raise Http404
    form = _form(request, what)
    if request.method == "POST" and form.is_valid():
        body = form.tried(lambda: found_body(**form.given(), officer=request.user))
        if body is not None:
            messages.success(request, say("people_body_founded", language(), code=body.code))
            return redirect("body", body.pk)
    context = {"form": form, "what": what, "title": f"people_found_{what}"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/body_new.html", context, status=status)


@for_administrators
def shown(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show a body: its posts, who supervises it, certificates of its people."""
    body = _seen(request, number)
    return _page(request, body, SupervisorForm(offices=_offices(request.user, body)))


@for_administrators
@require_POST
def supervise(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Set an office of prosecutors over a body."""
    body, me = _seen(request, number), request.user
    form = SupervisorForm(request.POST, offices=_offices(me, body))
    if not form.is_valid():
        return _page(request, body, form)
    office = form.cleaned_data["office"]
    told = say("people_supervision_began", language())
    _done(request, lambda: begin_supervision(office=office, body=body, officer=me), told)
    return redirect("body", body.pk)


@for_administrators
@require_POST
def end(request: OfficerRequest, number: int) -> HttpResponse:
    """End a supervision at once."""
    supervision = get_object_or_404(supervisions_visible_to(request.user), pk=number)
    told = say("people_supervision_ended", language())
    _done(request, lambda: end_supervision(supervision=supervision, officer=request.user), told)
    return redirect("body", supervision.body_id)


def register_without_bodies(officer: Officer) -> tuple[Institution, ...]:
    """Return the institutions of the law in force that are no body of the office yet."""
    law = law_shown_to(officer)
    if law is None:
        return ()
    known = bodies_visible_to(officer).filter(institution__isnull=False)
    taken = set(known.values_list("institution", flat=True))
    every = register_on(localdate(), law.law).institutions
    return tuple(one for one in every if one.institution_id not in taken)


def _form(request: OfficerRequest, what: str) -> _Asked:
    """Return the form of a body, filled with what was sent."""
    sent = request.POST if request.method == "POST" else None
    today = {"since": localdate().isoformat()}
    if what == "institution":
        register = register_without_bodies(request.user)
        return InstitutionForm(sent, register=register, initial=today)
    bodies = bodies_visible_to(request.user).filter(until__isnull=True).order_by("code")
    return OfficeForm(sent, bodies=bodies, initial=today)


def _seen(request: OfficerRequest, number: int) -> Body:
    """Return a body that the officer sees."""
    return get_object_or_404(bodies_visible_to(request.user).select_related("parent"), pk=number)


def _offices(officer: Officer, body: Body) -> QuerySet[Body]:
    """Return the offices of prosecutors that may be set over a body."""
    lasting = bodies_visible_to(officer).filter(until__isnull=True)
    every = lasting.filter(kind=BodyKind.PROSECUTOR_OFFICE)
    return every.exclude(pk=body.pk).order_by("code")


def _page(request: OfficerRequest, body: Body, form: SupervisorForm) -> HttpResponseBase:
    """Show a body."""
    posts = holding.posts_of_body(request, body)
    certificates = holding.certificates_of_body(request, body)
    context = {
        "body": body,
        "kind": kinds()[body.kind],
        "region": regions().get(body.region or "", body.region),
        "supervisions": _supervisions(request, body),
        "posts": posts,
        "certificates": certificates,
        "form": form,
        "is_institution": body.kind == BodyKind.INSTITUTION,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page_of(request, "people/body.html", context, posts, certificates, status=status)


def _supervisions(request: OfficerRequest, body: Body) -> QuerySet[Supervision]:
    """Return who supervises a body, and whom it supervises, what lasts first."""
    every = supervisions_visible_to(request.user).filter(Q(body=body) | Q(office=body))
    return every.select_related("office", "body").order_by("-until", "-since", "-pk")


def _done(request: OfficerRequest, act: Callable[[], object], told: str) -> None:
    """Do something and say so, or say why it was not done."""
    try:
        act()
    except IzdesError as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, told)
