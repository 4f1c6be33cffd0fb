"""Search: exactly, by a number on a paper, an identifier or a name, within what one sees.

A number on a paper is looked for at once. Whoever looks for a person, by a name or by what belongs
to one, says for which case and what for, and it is written down; before that he is told only
whether the country knows it. What is typed is sent and never stands in an address.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.identifiers.kinds import KINDS
from izdes.core.identifiers.reading import Reading
from izdes.web.cases.finding import cases_numbered, complaints_named, complaints_numbered
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.lookups import Found, look_up
from izdes.web.cases.services.receiving import name_tokens
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import refusal, status_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.search.recognising import recognised
from izdes.web.pages.triage.known import Checked, checked
from izdes.web.pages.workers import for_workers

_LINE, _SHOWN = 300, 50


class SearchForm(forms.Form):
    """What is searched, and for what."""

    q = forms.CharField(max_length=_LINE)
    kind = forms.ChoiceField(required=False)
    case = forms.CharField(max_length=60, required=False)
    purpose = forms.CharField(max_length=_LINE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        itself = ("", say("search_kind_itself", language()))
        kinds = [itself, *((kind, say(f"kind_{kind}", language())) for kind in sorted(KINDS))]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined] # a field of choices


@dataclass(frozen=True, slots=True)
class Hit:
    """A complaint that was found.

    Attributes:
        role: Whose the identifier is in it; empty where it was found by another number.
    """

    complaint: Complaint
    role: str = ""


@for_workers
@never_cache
def search(request: OfficerRequest) -> HttpResponse:
    """Search for what was typed."""
    form = SearchForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = status_of(form) if request.method == "POST" else 200
        return render(request, "search/search.html", {"form": form}, status=status)
    me, asked = request.user, form.cleaned_data["q"]
    cases = list(cases_numbered(me, asked)[:_SHOWN])
    numbered = [Hit(one) for one in complaints_numbered(me, asked)[:_SHOWN]]
    context: dict[str, object] = {"form": form, "cases": cases, "hits": numbered, "asked": True}
    if not cases and not numbered:
        context |= _person(me, form, recognised(asked, form.cleaned_data["kind"]))
    return render(request, "search/search.html", context, status=status_of(form))


@require_POST
@for_workers
@never_cache
def known(request: OfficerRequest) -> HttpResponse:
    """Answer how what is being typed reads, and whether the country knows it; a name is nothing."""
    reading = recognised(request.POST.get("q", "")[:_LINE], request.POST.get("kind", ""))
    found = None if reading is None else _known(request.user, reading)
    return render(request, "triage/_checked.html", {"checked": found})


def _person(me: Officer, form: SearchForm, reading: Reading | None) -> dict[str, object]:
    """Look for a person, once it is said for which case and what for."""
    is_name = reading is None and len(name_tokens(form.cleaned_data["q"])) > 1
    told: dict[str, object] = {"is_person": reading is not None or is_name, "is_name": is_name}
    if reading is not None:
        told["known"] = _known(me, reading)
    if not told["is_person"] or not _is_said(form):
        return told
    case = cases_visible_to(me).filter(number=form.cleaned_data["case"].strip()).first()
    if case is None:
        form.add_error("case", say("triage_case_unknown", language()))
        return told
    try:
        found = _looked(me, form, case, reading)
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return told
    return {**told, **found, "is_looked_up": True, "case": case}


def _looked(
    me: Officer, form: SearchForm, case: Case, reading: Reading | None
) -> dict[str, object]:
    """Look up, which is written down, and return what was found."""
    purpose, asked = form.cleaned_data["purpose"], form.cleaned_data["q"]
    if reading is None:
        tokens = " ".join(name_tokens(asked))
        # The name itself stands nowhere: its digest tells that the same was asked again.
        subject = Subject("name_search", sha256(tokens.encode()).hexdigest())
        read_by(me.pk, subject, case=case.pk, purpose=purpose)
        people = complaints_named(me, asked)
        return {"hits": [Hit(one) for one in people[:_SHOWN]] if people is not None else []}
    found = look_up(kind=reading.kind, text=asked, case=case, purpose=purpose, officer=me)
    return {"hits": _hits(found), "elsewhere": found.elsewhere, "lookup": found.lookup}


def _hits(found: Found) -> list[Hit]:
    """Return the complaints of a look-up that the officer sees."""
    rows = found.mentions.select_related("complaint__unit", "complaint__case")
    return [
        Hit(one.complaint, f"triage_role_{one.role}")
        for one in rows.defer("complaint__narrative").order_by("-at", "-pk")[:_SHOWN]
    ]


def _known(me: Officer, reading: Reading) -> Checked:
    """Return what the country knows of an identifier that the officer has typed himself."""
    return checked(me, reading, sight=sight_of(me).FULL)


def _is_said(form: SearchForm) -> bool:
    """Say whether it is said for which case and what for."""
    return bool(form.cleaned_data["case"].strip() and form.cleaned_data["purpose"].strip())
