"""Steps: what an investigator does with one request, a button and a command each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import (
    clarify,
    close_request,
    correct_amount,
    decide_extension,
    draft_number_supplement,
    follow_up,
    ingest_answer,
    recall,
    redraft,
    send,
    submit,
    withdraw,
)
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.fields import MomentField
from izdes.web.pages.frame import OfficerRequest


class StepForm(forms.Form):
    """What a step may need: words, a moment, the measure of the paper that follows."""

    text = forms.CharField(required=False, max_length=4000)
    until = MomentField(required=False)
    measure = forms.CharField(required=False, max_length=100)


Given = Mapping[str, Any]
_STEPS: Mapping[str, Callable[[Request, Given, Officer], object]] = {
    "submit": lambda r, _, me: submit(request=r, officer=me),
    "send": lambda r, _, me: send(request=r, officer=me),
    "redraft": lambda r, given, me: redraft(request=r, reason=given["text"], officer=me),
    "withdraw": lambda r, given, me: withdraw(request=r, reason=given["text"], officer=me),
    "recall": lambda r, given, me: recall(request=r, reason=given["text"], officer=me),
    "close": lambda r, given, me: close_request(request=r, reason=given["text"], officer=me),
    "clarify": lambda r, given, me: clarify(request=r, text=given["text"], officer=me),
    "give_time": lambda r, given, me: decide_extension(
        request=r, text=given["text"], until=_until(given), officer=me
    ),
    "refuse_time": lambda r, given, me: decide_extension(request=r, text=given["text"], officer=me),
    "ingest": lambda r, _, me: ingest_answer(request=r, officer=me),
    "correct_amount": lambda r, _, me: correct_amount(request=r, officer=me),
    "follow_up": lambda r, given, me: follow_up(request=r, measure=given["measure"], officer=me),
    "tell_number": lambda r, _, me: draft_number_supplement(request=r, officer=me),
}


class MomentMissing(IzdesError):
    """More time is given without saying until when."""

    code = "corr_until_missing"


@login_required
@require_POST
def step(request: OfficerRequest, number: int) -> HttpResponse:
    """Do one step; what was refused is said on the page of the request."""
    found = request_to_write(request.user, number)
    name = request.POST.get("step", "")
    if name not in _STEPS:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("corr_step_unreadable", language()))
        return redirect("request", found.pk)
    try:
        made = _STEPS[name](found, form.cleaned_data, request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
        return redirect("request", found.pk)
    messages.success(request, say(f"corr_did_{name}", language(), number=found.number))
    # A step that made a draft leads on to it, to be read through.
    if isinstance(made, Request) and made.pk != found.pk:
        return redirect("request_change", made.pk)
    return redirect("request", found.pk)


def _until(given: Given) -> datetime:
    """Return until when more time is given."""
    until = given["until"]
    if not isinstance(until, datetime):
        raise MomentMissing
    return until
