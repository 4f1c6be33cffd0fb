"""Access: what is asked of units, and deciding on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import AccessRequest, Case, Grant
from izdes.web.cases.selectors import (
    access_requests_visible_to,
    cases_visible_to,
    grants_visible_to,
    mentions_visible_to,
)
from izdes.web.cases.services.access import (
    grant_access,
    refuse_access,
    withdraw_access,
)
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import units_of
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.figures import Mark, Tone
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text
from izdes.web.pages.triage.desk import body_name
from izdes.web.pages.workers import for_workers
from izdes.web.subjects.linking.selectors import series_of

_DAYS = (1, 7, 30, 90)
_STATES = ("asked", "granted", "refused", "lapsed")
_TONES: dict[str, Tone] = {"asked": "due", "granted": "held", "refused": "late"}


class GrantForm(forms.Form):
    """Into which cases, and until when."""

    cases = forms.TypedMultipleChoiceField(coerce=int, required=False)
    numbers = forms.CharField(max_length=1000, required=False)
    days = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, offered: list[Case], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(case.pk, case.number) for case in offered]
        self.fields["cases"].choices = choices  # type: ignore[attr-defined] # a field of choices
        days = [(day, say("access_days", language(), count=day)) for day in _DAYS]
        self.fields["days"].choices = days  # type: ignore[attr-defined] # as above


class ReasonForm(forms.Form):
    """Why something is refused or ended."""

    reason = forms.CharField(max_length=2000)


@for_workers
def listed(request: OfficerRequest) -> HttpResponseBase:
    """Show the requests that the officer made, decides on or supervises."""
    lang = language()
    states = {state: say(f"access_state_{state}", lang) for state in _STATES}
    listing = Listing(
        request,
        name="access",
        rows=access_requests_visible_to(request.user).select_related("asker", "unit", "decided_by"),
        columns=(
            Column(
                "asked_at",
                "asked_at",
                words="access_asked_at",
                kind="moment",
                sort="asked_at",
                filter=Days("asked_at"),
            ),
            Column("officer", "asker.full_name", sort="asker__full_name"),
            Column("unit", lambda row: body_name(row.unit), words="access_unit", sort="unit__code"),
            Column("ground", "ground", words="access_ground", filter=Text("ground")),
            Column(
                "state",
                lambda row: Mark(states[row.state], _TONES.get(row.state, "")),
                kind="state",
                sort="state",
                filter=Choice("state", states),
            ),
            Column(
                "decided_by",
                lambda row: row.decided_by.full_name if row.decided_by else "",
                words="triage_decided_by",
            ),
            Column("reason", "reason"),
        ),
        caption="access_list",
        empty="access_list_empty",
        link=lambda row: reverse("access_request", kwargs={"number": row.pk}),
        order="-asked_at",
    )
    return listing.respond("search/access_list.html")


@for_workers
def shown(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a request with what was decided on it, or what can be."""
    return _page(request, _request(request.user, number), None, None)


@require_POST
@for_workers
def grant(request: OfficerRequest, number: int) -> HttpResponse:
    """Let whoever asked into some cases."""
    me = request.user
    found = _request(me, number)
    form = GrantForm(request.POST, offered=_offered(me, found))
    if form.is_valid():
        given = form.cleaned_data
        numbers = given["numbers"].replace(",", " ").split()
        chosen = cases_visible_to(me).filter(pk__in=given["cases"]) | cases_visible_to(me).filter(
            number__in=numbers
        )
        until = now() + timedelta(days=given["days"])
        cases = list(chosen.distinct())
        if tried(
            form,
            lambda: grant_access(request=found, cases=cases, expires_at=until, officer=me),
        ):
            messages.success(request, say("access_was_granted", language()))
            return redirect("access_request", number)
    return _page(request, found, form, None)


@require_POST
@for_workers
def refuse(request: OfficerRequest, number: int) -> HttpResponse:
    """Refuse what was asked, and say why."""
    return _ended(request, number, refuse_access, "access_was_refused")


@require_POST
@for_workers
def withdraw(request: OfficerRequest, number: int) -> HttpResponse:
    """End what was granted, before its time."""
    return _ended(request, number, withdraw_access, "access_was_withdrawn")


def _ended(
    request: OfficerRequest, number: int, command: Callable[..., object], words: str
) -> HttpResponse:
    """Refuse or end for a reason, and say so; or show what was refused of it."""
    found = _request(request.user, number)
    form = ReasonForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: command(request=found, reason=form.cleaned_data["reason"], officer=request.user),
    ):
        messages.success(request, say(words, language()))
        return redirect("access_request", number)
    return _page(request, found, None, form)


def _page(
    request: OfficerRequest,
    found: AccessRequest,
    granting: GrantForm | None,
    reasoning: ReasonForm | None,
) -> HttpResponse:
    """Show a request and its forms."""
    me = request.user
    may_decide = found.unit_id in units_of(me, "lead") and found.asker_id != me.pk
    wrong = granting or reasoning
    context = {
        "request_": found,
        "grants": _grants(me, found),
        "may_decide": may_decide,
        "granting": granting or GrantForm(offered=_offered(me, found) if may_decide else []),
        "reasoning": reasoning or ReasonForm(),
        "form": wrong,
        "identifier": _identifier(me, found),
        "tone": _TONES.get(found.state, ""),
    }
    return render(request, "search/access.html", context, status=status_of(wrong) if wrong else 200)


def _request(me: Officer, number: int) -> AccessRequest:
    """Return a request that the officer sees."""
    rows = access_requests_visible_to(me).select_related("asker", "unit", "decided_by")
    return get_object_or_404(rows, pk=number)


def _grants(me: Officer, found: AccessRequest) -> list[Grant]:
    """Return what a request opened, as far as the officer sees it."""
    rows = grants_visible_to(me).filter(request=found)
    return list(rows.select_related("case").order_by("case__number"))


def _identifier(me: Officer, found: AccessRequest) -> str:
    """Return what kind of identifier matched, where the officer sees it himself."""
    if found.identifier_id is None:
        return ""
    seen = mentions_visible_to(me).filter(identifier=found.identifier_id)
    kind = seen.values_list("identifier__kind", flat=True).first()
    return kind or ""


def _offered(me: Officer, found: AccessRequest) -> list[Case]:
    """Return the cases that match what is asked for, among those that the officer answers for."""
    led = cases_visible_to(me).filter(unit__in=units_of(me, "lead"), is_sealed=False)
    if found.identifier_id is not None:
        of_it = mentions_visible_to(me).filter(identifier=found.identifier_id)
        return list(led.filter(complaints__in=of_it.values("complaint")).distinct()[:50])
    if found.series is not None:
        view = series_of(me, found.series)
        keys = [member.case for member in view.seen if member.case] if view else []
        return list(led.filter(pk__in=keys))
    return []
