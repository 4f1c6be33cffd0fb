"""Sealing a case: what it means and who will see the case then, said before it is done."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.web.cases.models import Case
from izdes.web.cases.reach import reach_of
from izdes.web.cases.services.cases import seal_case
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.frame import case_frame, case_of, looked_at
from izdes.web.pages.case.named import lasting
from izdes.web.pages.frame import OfficerRequest


class SealingForm(forms.Form):
    """On which ground the case is sealed, by whoever has read what that means."""

    ground = forms.CharField(max_length=4000, widget=forms.Textarea)
    is_understood = forms.BooleanField()


@looked_at
def seal(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what sealing means and who will see the case then, and seal it."""
    me = request.user
    case = case_of(me, number)
    if request.method == "POST" and case.is_sealed and _leads(me, case):
        # A second click: it is done.
        return redirect("case_members", case.pk)
    if not may_seal(me, case):
        raise PermissionDenied
    form = SealingForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form, lambda: seal_case(case=case, ground=form.cleaned_data["ground"], officer=me)
        )
    ):
        messages.success(request, say("case_was_sealed", language()))
        return redirect("case_members", case.pk)
    named = list(lasting(me, case))
    context = {
        **case_frame(request, number),
        "form": form,
        "named": named,
        "has_prosecutor": any(one.kind == "prosecutor" for one in named),
    }
    return render(request, "case/seal.html", context, status=status_of(form))


def may_seal(me: Officer, case: Case) -> bool:
    """Say whether an officer leads an open case: nobody seals one before himself."""
    return not case.is_sealed and _leads(me, case)


def _leads(me: Officer, case: Case) -> bool:
    """Say whether an officer is the lead of a case."""
    return case.pk in reach_of(me, "lead").named
