"""Overrides: what an act said after the release; one administrator proposes, another decides."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.law.models import Override
from izdes.web.law.services.overrides import (
    confirm_override,
    propose_override,
    refuse_override,
    withdraw_override,
)
from izdes.web.law.shown import (
    law_shown_to,
    names_told_to,
    overrides_told_to,
    said_anew,
    standing_of,
)
from izdes.web.pages.access import for_administrators
from izdes.web.pages.figures import Mark, Tone
from izdes.web.pages.frame import OfficerRequest, is_administrator
from izdes.web.pages.law.forms import FORMS, OverrideForm
from izdes.web.pages.law.telling import FILES, refusals_of, said_of, what_of
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text

_TONES: Mapping[str, Tone] = {"proposed": "due", "awaited": "due", "in_force": "held"}


class ReasonForm(forms.Form):
    """Why an override is refused or withdrawn."""

    reason = forms.CharField(max_length=1000)


@login_required
def listed(request: OfficerRequest) -> HttpResponseBase:
    """Show every override and how it stands."""
    moment = now()
    states = {s: say(f"law_state_{s}", language()) for s in ("proposed", "confirmed", "refused")}
    listing = Listing(
        request,
        name="law-overrides",
        rows=overrides_told_to(request.user),
        columns=(
            Column("number", "pk", sort="pk", kind="number"),
            Column("what", _what, words="law_override_what"),
            Column("entry", "entry", words="law_entry", sort="entry", filter=Text("entry")),
            Column(
                "since",
                "since",
                words="law_field_of_since",
                sort="since",
                kind="day",
                filter=Days("since", is_moment=False),
            ),
            Column("until", "until", words="law_field_of_until", sort="until", kind="day"),
            Column("ground", "ground", words="law_field_of_ground", is_hidden=True),
            Column(
                "state",
                lambda row: _mark(standing_of(row, moment)),
                kind="state",
                filter=Choice("state", choices=states),
            ),
        ),
        caption="law_overrides",
        empty="law_overrides_none",
        link=lambda row: reverse("law_override", args=[row.pk]),
    )
    context = {"kinds": FILES, "may_propose": is_administrator(request.user)}
    return listing.respond("law/overrides.html", context)


@login_required
def shown(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what an override says, what it changes, and how it stands."""
    return _page(request, _seen(request, number), ReasonForm())


@for_administrators
def propose(request: OfficerRequest, what: str) -> HttpResponse:
    """Propose that decisions follow something that the pack does not say."""
    found = law_shown_to(request.user)
    if what not in FORMS or found is None:
        raise Http404
    if request.method != "POST":
        form = FORMS[what](law=found.law, initial={"since": localdate().isoformat()})
        return _proposing(request, form)
    form = FORMS[what](request.POST, law=found.law)
    if not form.is_valid():
        return _proposing(request, form)
    try:
        override = propose_override(
            said=form.said(),
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            officer=request.user,
        )
    except IzdesError as refused:
        for sentence in refusals_of(refused, language()):
            form.add_error(None, sentence)
        return _proposing(request, form)
    messages.success(request, say("law_proposed_now", language(), number=override.pk))
    return redirect("law_override", override.pk)


@for_administrators
@require_POST
def confirm(request: OfficerRequest, number: int) -> HttpResponse:
    """Confirm an override that another proposed."""
    override = _seen(request, number)
    return _done(
        request,
        override,
        lambda: confirm_override(override=override, officer=request.user),
        "law_confirmed_now",
    )


@for_administrators
@require_POST
def refuse(request: OfficerRequest, number: int) -> HttpResponse:
    """Refuse an override that another proposed, with a reason."""
    override, form = _seen(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, override, form)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        override,
        lambda: refuse_override(override=override, reason=reason, officer=request.user),
        "law_refused_now",
    )


@for_administrators
@require_POST
def withdraw(request: OfficerRequest, number: int) -> HttpResponse:
    """Let decisions follow an override no longer, with a reason."""
    override, form = _seen(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, override, form)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        override,
        lambda: withdraw_override(override=override, reason=reason, officer=request.user),
        "law_withdrawn_now",
    )


def _seen(request: OfficerRequest, number: int) -> Override:
    """Return an override that the officer sees."""
    return get_object_or_404(overrides_told_to(request.user), pk=number)


def _done(
    request: OfficerRequest, override: Override, act: Callable[[], object], told: str
) -> HttpResponse:
    """Do what was decided and say so, or say why it was not done."""
    try:
        act()
    except IzdesError as refused:
        for sentence in refusals_of(refused, language()):
            messages.error(request, sentence)
    else:
        messages.success(request, say(told, language(), number=override.pk))
    return redirect("law_override", override.pk)


def _proposing(request: OfficerRequest, form: OverrideForm) -> HttpResponse:
    """Show the form of a proposal, with what is wrong in it."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "title": f"law_what_{form.what.replace('-', '_')}"}
    return render(request, "law/propose.html", context, status=status)


def _page(request: OfficerRequest, override: Override, form: ReasonForm) -> HttpResponse:
    """Show an override."""
    me = request.user
    standing = standing_of(override, now())
    names = names_told_to(me, override)
    keeps = is_administrator(me)
    context = {
        "override": override,
        "what": _what(override),
        "said": said_of(override, language()),
        "mark": _mark(standing),
        "proposed_by": names.get(override.proposed_by_id, ""),
        "decided_by": names.get(override.decided_by_id or 0, ""),
        "changes": _changes(request, override) if standing == "proposed" else (),
        "may_decide": keeps and standing == "proposed" and override.proposed_by_id != me.pk,
        "is_own": keeps and standing == "proposed" and override.proposed_by_id == me.pk,
        "may_withdraw": keeps and standing in {"awaited", "in_force"},
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "law/override.html", context, status=status)


def _changes(request: OfficerRequest, override: Override) -> tuple[object, ...]:
    """Return what a proposal would change in the law in force; nothing where it no longer fits."""
    found = law_shown_to(request.user)
    try:
        return said_anew(found.law, override) if found else ()
    except IzdesError:
        return ()


def _what(override: Override) -> str:
    """Return what an override is about."""
    return say(f"law_what_{what_of(override.file).replace('-', '_')}", language())


def _mark(standing: str) -> Mark:
    """Return how an override stands, in words."""
    return Mark(say(f"law_state_{standing}", language()), _TONES.get(standing, ""))
