"""A judge's act: it is on paper; its number, date and file are entered upon the motion."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.correspondence.errors import ActDated
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import record_act
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.services import store
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.officers.reach import NotPermitted
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.answering import status_of
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import choices
from izdes.web.pages.correspondence.packet import packet_of
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.fields import DayField
from izdes.web.pages.frame import OfficerRequest


class ActForm(forms.Form):
    """What stands on the act."""

    outcome = forms.ChoiceField()
    number = forms.CharField(max_length=100)
    decided_on = DayField()
    judge = forms.CharField(max_length=200)
    court = forms.ModelChoiceField(Body.objects.none())
    why = forms.CharField(required=False, max_length=4000)
    act = forms.FileField()

    def __init__(self, data: Any, files: Any, courts: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(data, files)
        outcome = cast("forms.ChoiceField", self.fields["outcome"])
        outcome.choices = choices("corr_outcome_", ("given", "refused"))
        cast("forms.ModelChoiceField[Body]", self.fields["court"]).queryset = courts


@looked_at
def act(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the form of an act, and enter it."""
    found = request_to_write(request.user, number)
    if found.consent != "act" or found.state != "on_decision":
        return redirect("request", found.pk)
    courts = bodies_visible_to(request.user).filter(kind=BodyKind.COURT).order_by("code")
    is_given = request.method == "POST"
    form = ActForm(request.POST if is_given else None, request.FILES if is_given else None, courts)
    if is_given and form.is_valid() and _recorded(request, found, form):
        messages.success(request, say("corr_act_entered", language(), number=found.number))
        return redirect("request", found.pk)
    context = {**packet_of(request.user, found), "form": form}
    return render(request, "correspondence/act.html", context, status=status_of(form))


def _recorded(request: OfficerRequest, found: Request, form: ActForm) -> bool:
    """Say whether an act was entered; what was refused is said at the form."""
    given = form.cleaned_data
    me = request.user
    try:
        kept = store(given["act"].chunks(), name=given["act"].name, officer=me.pk)
        record_act(
            request=found,
            number=given["number"],
            decided_on=given["decided_on"],
            outcome=given["outcome"],
            judge=given["judge"],
            court=given["court"],
            file=file_visible_to(me.pk, kept),
            why=given["why"],
            officer=me,
        )
    except NotPermitted:
        raise PermissionDenied from None
    except ActDated as refused:
        form.add_error("decided_on", refusal(refused))
        return False
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True
