"""Returns: money that came back to a victim is recorded at her episode, and corrected there."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.selectors import episodes_visible_to
from izdes.web.language import language
from izdes.web.pages.case.answering import SumField, refusal_of, tried
from izdes.web.pages.case.frame import case_to_write
from izdes.web.pages.fields import DayField
from izdes.web.pages.frame import OfficerRequest
from izdes.web.reception.returning import correct_return, record_return
from izdes.web.reception.selectors import returns_visible_to


class ReturnForm(forms.Form):
    """What came back, when, from whom, and what shows it."""

    amount_minor = SumField(required=True)
    returned_on = DayField()
    payer = forms.CharField(max_length=300)
    document = forms.CharField(max_length=500)


class CorrectionForm(forms.Form):
    """The right sum, and why."""

    amount_minor = SumField(required=True)
    why = forms.CharField(max_length=1000)


@login_required
@require_POST
def add(request: OfficerRequest, number: int, episode: int) -> HttpResponse:
    """Record a return."""
    me = request.user
    case = case_to_write(me, number)
    row = get_object_or_404(episodes_visible_to(me).select_related("case"), case=case, pk=episode)
    form = ReturnForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: record_return(episode=row, officer=me, **form.cleaned_data)
    ):
        messages.success(request, say("case_back_was_recorded", language()))
    else:
        messages.error(request, refusal_of(form))
    return redirect("case_episodes", case.pk)


@login_required
@require_POST
def correct(request: OfficerRequest, number: int, episode: int, row: int) -> HttpResponse:
    """Correct a return."""
    me = request.user
    case = case_to_write(me, number)
    its = get_object_or_404(episodes_visible_to(me).select_related("case"), case=case, pk=episode)
    found = get_object_or_404(returns_visible_to(me), pk=row)
    form = CorrectionForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: correct_return(returned=found, episode=its, officer=me, **form.cleaned_data),
    ):
        messages.success(request, say("case_back_was_corrected", language()))
    else:
        messages.error(request, refusal_of(form))
    return redirect("case_episodes", case.pk)
