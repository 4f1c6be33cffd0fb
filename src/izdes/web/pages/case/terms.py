"""The term of a case: what it rests on, and the decrees by which it was extended or stood still."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import Case
from izdes.web.investigation.services.terms import (
    Decree,
    exclude_time,
    extend_term,
    record_covert_end,
    record_custody,
    resume_term,
    return_case,
)
from izdes.web.investigation.visible import term_decrees_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import DecreeFields, refusal_of, status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.naming import worded
from izdes.web.pages.fields import MomentField
from izdes.web.pages.frame import OfficerRequest

_LEVELS = ("district", "region", "general")
_EXCLUSIONS = ("interruption", "familiarisation", "complaint", "approval", "plea_deal")


def _named(prefix: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return choices with their words."""
    return [(name, worded(prefix, name)) for name in names]


class ExtensionForm(DecreeFields):
    """An extension, as the prosecutor's decree says."""

    level = forms.ChoiceField()
    to_months = forms.IntegerField(min_value=1, max_value=120)
    granted_at = MomentField()

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict or None
        super().__init__(data, prefix="extend")
        cast("forms.ChoiceField", self.fields["level"]).choices = _named("clock_level", _LEVELS)


class ExclusionForm(DecreeFields):
    """Excluded time, as the decree says with which the prosecutor agreed."""

    exclusion = forms.ChoiceField()
    since = MomentField()
    until = MomentField(required=False)

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="exclude")
        field = cast("forms.ChoiceField", self.fields["exclusion"])
        field.choices = _named("case_exclusion", _EXCLUSIONS)


class ReturnForm(DecreeFields):
    """That the case came back."""

    returned_at = MomentField()

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="return")


class CustodyForm(DecreeFields):
    """That somebody was put into custody or under house arrest."""

    since = MomentField()

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="custody")


class CovertForm(DecreeFields):
    """When covert actions ended."""

    ended_at = MomentField()

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as above
        super().__init__(data, prefix="covert")


class ResumptionForm(forms.Form):
    """That the term runs again."""

    until = MomentField()
    ground = forms.CharField(max_length=4000)


_FORMS: Mapping[str, type[DecreeFields]] = {
    "extend": ExtensionForm,
    "exclude": ExclusionForm,
    "return": ReturnForm,
    "custody": CustodyForm,
    "covert": CovertForm,
}


@looked_at
def terms(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the term with its arithmetic, and take decrees on it."""
    given: dict[str, forms.Form] = {name: make() for name, make in _FORMS.items()}
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        case = case_to_write(request.user, number)
        if kind in _FORMS:
            given[kind] = form = _FORMS[kind](request.POST)
            if form.is_valid() and tried(form, lambda: _recorded(kind, case, form, request)):
                messages.success(request, say("case_term_was_recorded", language()))
                return redirect("case_terms", case.pk)
            return _shown(request, number, given, wrong=form)
    return _shown(request, number, given)


@login_required
@require_POST
def resume(request: OfficerRequest, number: int, decree: int) -> HttpResponse:
    """Let the term run again."""
    case = case_to_write(request.user, number)
    row = get_object_or_404(term_decrees_visible_to(request.user), pk=decree, case=case)
    form = ResumptionForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: resume_term(decree=row, officer=request.user, **form.cleaned_data)
    ):
        messages.success(request, say("case_term_was_recorded", language()))
    else:
        messages.error(request, refusal_of(form))
    return redirect("case_terms", case.pk)


_RECORDS: Mapping[str, Callable[[Case, dict[str, Any], Decree, Officer], object]] = {
    "return": lambda case, given, decree, me: return_case(
        case=case, returned_at=given["returned_at"], decree=decree, officer=me
    ),
    "custody": lambda case, given, decree, me: record_custody(
        case=case, since=given["since"], decree=decree, officer=me
    ),
    "covert": lambda case, given, decree, me: record_covert_end(
        case=case, ended_at=given["ended_at"], decree=decree, officer=me
    ),
}


def _recorded(kind: str, case: Case, form: forms.Form, request: OfficerRequest) -> None:
    """Record what a form says."""
    given = form.cleaned_data
    decree = Decree(
        given["decree_number"], given["decreed_on"], given["decreed_by"], given["ground"]
    )
    if kind == "extend":
        extend_term(
            case=case,
            level=given["level"],
            to_months=given["to_months"],
            granted_at=given["granted_at"],
            decree=decree,
            officer=request.user,
        )
    elif kind == "exclude":
        exclude_time(
            case=case,
            exclusion=given["exclusion"],
            since=given["since"],
            until=given["until"],
            decree=decree,
            officer=request.user,
        )
    else:
        _RECORDS[kind](case, given, decree, request.user)


def _shown(
    request: OfficerRequest,
    number: int,
    given: dict[str, forms.Form],
    wrong: forms.Form | None = None,
) -> HttpResponse:
    """Show the page."""
    context = {
        **case_frame(request, number),
        "forms": given,
        "wrong": wrong,
        "levels": _LEVELS,
    }
    status = status_of(wrong) if wrong is not None else 200
    return render(request, "case/terms.html", context, status=status)
