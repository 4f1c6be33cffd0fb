"""Heading: who stands in which post of a head's bodies, who supervises them, what nobody leads.

A head reads here; posts are entered by administrators. Of a sealed case he is told what the state
register tells, names who leads it now, and does not see it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.web.cases.leaderless import Leaderless, cases_without_lead
from izdes.web.investigation.services.appointing import appoint_lead
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import LASTING, roles_of
from izdes.web.officers.roles import DESK, HEADING, HEADS
from izdes.web.officers.selectors import (
    bodies_visible_to,
    officers_visible_to,
    posts_visible_to,
)
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people import holding
from izdes.web.pages.people.fields import EntryForm
from izdes.web.pages.people.telling import role_name
from izdes.web.pages.tables import page_of

_LONGEST_GROUND = 1000
_Given = ParamSpec("_Given")
_View = Callable[Concatenate[OfficerRequest, _Given], HttpResponseBase]


class AppointForm(EntryForm):
    """Who leads a sealed case from now on, and by which decree."""

    hinted = frozenset({"person"})

    person = forms.ChoiceField()
    ground = forms.CharField(max_length=_LONGEST_GROUND)

    def __init__(self, data: Any, *, people: list[tuple[str, str]]) -> None:  # noqa: ANN401 - as Django
        super().__init__(data)
        self.offer("person", [("", "—"), *people])


def for_heads(view: _View[_Given]) -> _View[_Given]:
    """Let whoever heads a body see a page, and nobody else."""

    @login_required
    @wraps(view)
    def guarded(
        request: OfficerRequest, /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> HttpResponseBase:
        if not roles_of(request.user) & HEADING:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_heads
def headed(request: OfficerRequest) -> HttpResponseBase:
    """Show the posts of the head's bodies, from when until when, and who supervises them."""
    me = request.user
    posts = holding.posts_headed(request)
    supervisions = holding.supervisions_headed(request)
    context = {
        "posts": posts,
        "supervisions": supervisions,
        "leaderless": leaderless_of(me),
    }
    return page_of(request, "people/headed.html", context, posts, supervisions)


@for_heads
def appoint(request: OfficerRequest, number: int) -> HttpResponse:
    """Name who leads a sealed case whose lead works on cases no more."""
    me = request.user
    case = next((one for one in cases_without_lead(me) if one.pk == number), None)
    if case is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = AppointForm(sent, people=_people(me, case.unit))
    if request.method == "POST" and form.is_valid():
        member = form.tried(lambda: _do(me, case, form))
        if member is not None:
            messages.success(request, say("people_lead_appointed", language(), number=case.number))
            return redirect("headed")
    unit = bodies_visible_to(me).get(pk=case.unit)
    context = {"form": form, "case": case, "unit": unit}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/headed_lead.html", context, status=status)


def leaderless_of(me: Officer) -> list[tuple[Leaderless, Body]]:
    """Return the cases that wait for a lead, each with its body."""
    found = cases_without_lead(me)
    if not found:
        return []
    bodies = bodies_visible_to(me).in_bulk({one.unit for one in found})
    return [(one, bodies[one.unit]) for one in found]


def _do(me: Officer, case: Leaderless, form: AppointForm) -> int:
    """Appoint whom the form names; it is valid."""
    given = form.cleaned_data
    person = officers_visible_to(me).get(pk=given["person"])
    return appoint_lead(case=case.pk, person=person, ground=given["ground"], officer=me)


def _people(me: Officer, unit: int) -> list[tuple[str, str]]:
    """Return who works in a body on its cases now, or heads it, but the head himself."""
    rows = posts_visible_to(me).filter(
        LASTING,
        body=unit,
        role__in=sorted(DESK | HEADS),
        state="confirmed",
        officer__is_active=True,
    )
    found: dict[int, list[str]] = {}
    for one in rows.exclude(officer=me).select_related("officer").order_by("officer__full_name"):
        words = found.setdefault(one.officer_id, [one.officer.full_name])
        words.append(role_name(one.role))
    return [(str(officer), ", ".join(words)) for officer, words in found.items()]
