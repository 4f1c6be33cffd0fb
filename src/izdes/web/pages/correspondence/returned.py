"""Returned: money that an answer tells of; an officer says whose it is, or that it is nobody's."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.masking import Sight
from izdes.web.cases.models import Episode
from izdes.web.cases.selectors import episodes_visible_to
from izdes.web.correspondence.holds.returned import Standing, standing_paybacks
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import dismiss_told, record_told
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.answering import refusal
from izdes.web.pages.correspondence.naming import account_chip
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.frame import OfficerRequest


class WhoseForm(forms.Form):
    """Which payment, and whose it is."""

    source = forms.RegexField(r"^[0-9a-f]{64}$")
    episode = forms.IntegerField()


class DismissForm(forms.Form):
    """Which payment is dismissed, and why."""

    source = forms.RegexField(r"^[0-9a-f]{64}$")
    why = forms.CharField(max_length=2000)


@dataclass(frozen=True, slots=True)
class Payback:
    """A payment that the latest answer tells of, as the page shows it.

    Attributes:
        account: Where it went, masked as the officer is shown it.
        episode: Number of the episode at which it is recorded; None where it is not.
    """

    standing: Standing
    account: Any
    episode: int | None


def returned_of(officer: Officer, found: Request, sight: Sight) -> dict[str, Any]:
    """Return what came back by the latest answer, and the episodes that it may belong to."""
    try:
        told = standing_paybacks(found)
    except IzdesError:
        told = ()
    if not told:
        return {"paybacks": (), "whose": ()}
    rows = episodes_visible_to(officer).filter(case=found.case_id, complaint__isnull=False)
    whose = tuple(rows.select_related("complaint__applicant").order_by("number"))
    numbers = {one.complaint_id: one.number for one in whose}
    shown = tuple(
        Payback(
            one,
            account_chip(one.payback.told.account, sight),
            numbers.get(one.recorded.complaint_id) if one.recorded else None,
        )
        for one in told
    )
    return {"paybacks": shown, "whose": whose}


@login_required
@require_POST
def dismiss(request: OfficerRequest, number: int) -> HttpResponse:
    """Dismiss a payment of an answer for a reason."""
    found = request_to_write(request.user, number)
    form = DismissForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("corr_step_unreadable", language()))
        return redirect("request", found.pk)
    try:
        dismiss_told(request=found, officer=request.user, **form.cleaned_data)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("corr_paid_back_was_dismissed", language()))
    return redirect("request", found.pk)


@login_required
@require_POST
def record(request: OfficerRequest, number: int) -> HttpResponse:
    """Record a payment of an answer at the episode that the officer names."""
    found = request_to_write(request.user, number)
    form = WhoseForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("corr_step_unreadable", language()))
        return redirect("request", found.pk)
    given = form.cleaned_data
    rows = episodes_visible_to(request.user).filter(case=found.case_id)
    episode: Episode = get_object_or_404(rows.select_related("case"), pk=given["episode"])
    try:
        record_told(request=found, source=given["source"], officer=request.user, episode=episode)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("case_back_was_recorded", language()))
    return redirect("request", found.pk)
