"""Asking a unit to be let into its cases that match."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.web.cases.selectors import cases_visible_to, lookups_visible_to
from izdes.web.cases.services.access import ask_access
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import units_of
from izdes.web.officers.roles import POLICE
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.triage.desk import body_name
from izdes.web.pages.workers import for_workers
from izdes.web.subjects.models import Lookup


class AskForm(forms.Form):
    """For which case of one's own, and on what ground; whom, where nothing told it."""

    case = forms.CharField(max_length=60)
    ground = forms.CharField(max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, units: list[Body] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.units = {body.pk: body for body in units or ()}
        if units is not None:
            choices = [("", say("access_unit_choose", language()))]
            choices += [(str(body.pk), body_name(body)) for body in units]
            self.fields["unit"] = forms.TypedChoiceField(coerce=int, choices=choices)

    def unit(self) -> Body:
        """Return which unit was chosen."""
        return self.units[self.cleaned_data["unit"]]


@for_workers
def ask(request: OfficerRequest) -> HttpResponse:
    """Ask a unit to be let in: for a match that a look-up told of, for a series, or for a case.

    Whoever has a case's number from a paper chooses the unit himself; whether it has such a case
    is for its head to say.
    """
    me = request.user
    unit = _unit(request)
    lookup = _lookup(request)
    series = key_of(request.GET.get("series", ""))
    initial = {"case": lookup.case.number} if lookup else {"case": request.GET.get("case", "")}
    units = None if unit else _units(me)
    form = AskForm(request.POST or None, initial=initial, units=units)
    if request.method == "POST" and form.is_valid():
        case = cases_visible_to(me).filter(number=form.cleaned_data["case"].strip()).first()
        if case is None:
            form.add_error("case", say("triage_case_unknown", language()))
        elif tried(
            form,
            lambda: ask_access(
                case=case,
                unit=unit or form.unit(),
                ground=form.cleaned_data["ground"],
                lookup=lookup,
                series=series,
                officer=me,
            ),
        ):
            messages.success(request, say("access_was_asked", language()))
            return redirect("access_list")
    context = {"form": form, "unit": unit, "lookup": lookup, "series": series}
    return render(request, "search/access_ask.html", context, status=status_of(form))


def _units(me: Officer) -> list[Body]:
    """Return the units that keep cases, besides those whose cases the officer sees."""
    rows = bodies_visible_to(me).filter(kind__in=POLICE).exclude(pk__in=units_of(me, "read"))
    return list(rows.order_by(f"name_{language()}", "code"))


def _unit(request: OfficerRequest) -> Body | None:
    """Return the unit that is asked; None where the address names none."""
    if "unit" not in request.GET:
        return None
    number = key_of(request.GET["unit"])
    found = bodies_visible_to(request.user).filter(pk=number or 0).first()
    if found is None:
        raise Http404
    return found


def _lookup(request: OfficerRequest) -> Lookup | None:
    """Return the officer's own look-up that told of the match."""
    number = key_of(request.GET.get("lookup", ""))
    if number is None:
        return None
    own = lookups_visible_to(request.user).filter(officer=request.user).select_related("case")
    found = own.filter(pk=number).first()
    if found is None:
        raise PermissionDenied
    return found
