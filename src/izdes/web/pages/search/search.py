"""Search: exactly, by a number on a paper, an identifier or a name, within what one sees.

A number on a paper is looked for at once. Whoever looks for a person, by a name or by what belongs
to one, says for which case and what for, and it is written down; before that he is told only
whether the country knows it. What is typed is sent and never stands in an address.
"""

from dataclasses import dataclass
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
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.naming import name_tokens
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.lookups import Found, look_up
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import refusal, status_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.search.recognising import (
    is_register_number,
    may_be_on_paper,
    numbers_of,
    others,
    recognised,
)
from izdes.web.pages.triage.known import Asking, Checked, checked, digest_of
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
    cases, hits = _numbered(me, asked)
    context: dict[str, object] = {"form": form, "cases": cases, "hits": hits, "asked": True}
    if not cases and not hits:
        reading = recognised(asked, form.cleaned_data["kind"])
        context |= _person(me, form, reading)
        if reading is not None and not form.cleaned_data["kind"]:
            context |= _collides(asked, reading)
    return render(request, "search/search.html", context, status=status_of(form))


@require_POST
@for_workers
@never_cache
def known(request: OfficerRequest) -> HttpResponse:
    """Answer how what is being typed reads, and whether the country knows it; a name is nothing.

    What may be a case's number is looked for among cases first: the country is not asked for it.
    """
    form = SearchForm(request.POST)
    form.is_valid()
    asked, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    is_register = not kind and is_register_number(asked)
    reading = None if is_register else recognised(asked, kind)
    found = None if reading is None else _known(request.user, form, reading)
    context = {"known": found, "is_register": is_register}
    return render(request, "search/_known.html", context)


def _numbered(me: Officer, asked: str) -> tuple[list[Case], list[Hit]]:
    """Return what of the officer's bears a number; as it was typed, or as papers write it."""
    for number in numbers_of(asked):
        cases = list(cases_numbered(me, number)[:_SHOWN])
        hits = [Hit(one) for one in complaints_numbered(me, number)[:_SHOWN]]
        if cases or hits:
            return cases, hits
    return [], []


def _collides(asked: str, reading: Reading) -> dict[str, object]:
    """Return what is said first of a number that stands on papers and on things alike."""
    is_register = is_register_number(asked)
    is_doubtful = reading.kind != "phone" or reading.code is not None
    return {
        "is_unseen": is_register or (may_be_on_paper(asked) and is_doubtful),
        "is_register": is_register,
        "others": [f"kind_{kind}" for kind in others(asked, reading)],
    }


def _person(me: Officer, form: SearchForm, reading: Reading | None) -> dict[str, object]:
    """Look for a person, once it is said for which case and what for."""
    is_name = reading is None and len(name_tokens(form.cleaned_data["q"])) > 1
    told: dict[str, object] = {"is_person": reading is not None or is_name, "is_name": is_name}
    if reading is not None:
        told["known"] = _known(me, form, reading)
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
        subject = Subject("name_search", digest_of("name", tokens))
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


def _known(me: Officer, form: SearchForm, reading: Reading) -> Checked:
    """Return what the country knows of what was typed, which is noted with all that is said."""
    given = form.cleaned_data
    said = given.get("purpose", "").strip()
    purpose = said if said.isprintable() and said else say("known_purpose_search", language())
    number = given.get("case", "").strip()
    case = cases_visible_to(me).filter(number=number).first() if number else None
    return checked(Asking(me, purpose, case.pk if case else None), reading)


def _is_said(form: SearchForm) -> bool:
    """Say whether it is said for which case and what for."""
    return bool(form.cleaned_data["case"].strip() and form.cleaned_data["purpose"].strip())
