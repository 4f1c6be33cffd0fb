"""The papers of a case, and a new one: which form, about which complaint or request, filled how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from izdes.adapters.documents.forms.form import Form, UnknownForm, form_of, forms
from izdes.adapters.words import say
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.selectors import complaints_visible_to
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.figures import Mark, Tone
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.papers.filling import PaperFields
from izdes.web.pages.tables import Column, Listing
from izdes.web.pages.tables.filters import Choice, Days, Text
from izdes.web.pages.triage.checking import asking_for
from izdes.web.pages.triage.known import check_each
from izdes.web.papers.models import STATES, Paper
from izdes.web.papers.prefilling import About, prefilled
from izdes.web.papers.selectors import papers_visible_to
from izdes.web.papers.services.drafting import draft_paper

_MOST = 200
TONES: dict[str, Tone] = {"draft": "guess", "made": "due", "signed": "held", "annulled": "late"}


@dataclass(frozen=True, slots=True)
class Kind:
    """Forms of one kind, as they are chosen from."""

    words: str
    forms: tuple[tuple[str, str], ...]


@looked_at
def papers(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the papers of a case."""
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    lang = language()
    names = {code: form.names[lang] for code, form in forms().items()}
    states = {state: say(f"paper_state.{state}", lang) for state in STATES}
    languages = {code: say(f"paper_form_language.{code}", lang) for code in ("kk", "ru")}
    listing = Listing(
        request,
        name="papers",
        rows=papers_visible_to(request.user)
        .filter(case=case)
        .select_related("changed_by", "made_by", "translation_of"),
        columns=(
            Column("form", lambda p: _called(p, names), sort="form",
                   filter=Choice("form", lambda: names), words="paper_column_form"),
            Column("number", "number", sort="number", filter=Text("number"),
                   words="paper_column_number"),
            Column("state", state_mark, sort="state", filter=Choice("state", lambda: states),
                   kind="state", words="paper_column_state"),
            Column("language", lambda p: languages[p.language], sort="language",
                   filter=Choice("language", lambda: languages), words="paper_column_language"),
            Column("translation", lambda p: p.translation_of.number if p.translation_of else "",
                   words="paper_column_translation", is_hidden=True),
            Column("drafted", "drafted_at", sort="drafted_at", kind="moment",
                   filter=Days("drafted_at"), words="paper_column_drafted"),
            Column("made", "made_at", sort="made_at", kind="moment", filter=Days("made_at"),
                   words="paper_column_made"),
            Column("by", lambda p: (p.made_by or p.changed_by).full_name,
                   words="paper_column_by"),
            Column("digest", lambda p: p.digest[:16], words="paper_column_digest", is_hidden=True),
        ),
        caption="paper_list",
        empty="paper_list_empty",
        link=lambda p: reverse("case_papers_one", args=[case.pk, p.pk]),
        order="-drafted",
        case=case.pk,
    )  # fmt: skip
    return listing.respond("papers/list.html", frame)


def _called(paper: Paper, names: Mapping[str, str]) -> str:
    """Return what a paper is called; of a translation, that it is one."""
    name = names[paper.form]
    if paper.translation_of_id is None:
        return name
    return f"{name} ({say('paper_is_translation', language())})"


def state_mark(paper: Paper) -> Mark:
    """Return how a paper stands, in words and colour."""
    return Mark(say(f"paper_state.{paper.state}", language()), TONES[paper.state])


@looked_at
def new(request: OfficerRequest, number: int) -> HttpResponse:
    """Choose a form, or fill the one that was chosen; what is known already stands in it."""
    me = request.user
    case = case_to_write(me, number)
    form, about = _chosen(request), _about(request, case)
    if form is None:
        return _choosing(request, number, about)
    if request.method != "POST":
        return _filling(request, number, PaperFields(form, values=prefilled(form, about)), about)
    fields = PaperFields(form, request.POST, values={})
    made: list[Paper] = []
    if fields.is_valid() and tried(
        fields, lambda: made.append(_drafted(form, fields.cleaned_data, about))
    ):
        messages.success(request, say("paper_was_drafted", language()))
        return redirect("case_papers_one", case.pk, made[0].pk)
    return _filling(request, number, fields, about)


def _drafted(form: Form, values: dict[str, Any], about: About) -> Paper:
    """Draft the paper."""
    return draft_paper(
        case=about.case,
        form=form.code,
        values=values,
        officer=about.officer,
        complaint=about.complaint,
        request=about.request,
    )


def _choosing(request: OfficerRequest, number: int, about: About) -> HttpResponse:
    """Show the forms, and what a paper may be about."""
    context = {
        **case_frame(request, number),
        "kinds": list(_kinds()),
        "complaints": _complaints(about.officer, about.case),
        "requests": _requests(about.officer, about.case),
    }
    return render(request, "papers/new.html", context)


def _filling(
    request: OfficerRequest, number: int, fields: PaperFields, about: About
) -> HttpResponse:
    """Show the fields of the form that was chosen."""
    context = {
        **case_frame(request, number),
        "form": fields,
        "inputs": list(fields.inputs()),
        "checks": check_each(asking_for(about.officer, case=about.case), fields.identifiers()),
        "form_name": fields.of.names[language()],
        "complaint": about.complaint,
        "order": about.request,
        "language_words": say(f"paper_form_language.{about.lang}", language()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fields.errors else HTTPStatus.OK
    return render(request, "papers/fill.html", context, status=status)


def _chosen(request: OfficerRequest) -> Form | None:
    """Return the form that the address names; None where it names none of ours."""
    try:
        return form_of(request.GET.get("form", ""))
    except UnknownForm:
        return None


def _about(request: OfficerRequest, case: Case) -> About:
    """Return what the address says that the paper is about; without a word, the only complaint."""
    me = request.user
    complaints = _complaints(me, case)
    complaint = _named(complaints, request.GET.get("complaint", ""))
    if complaint is None and len(complaints) == 1 and "complaint" not in request.GET:
        complaint = complaints[0]
    return About(me, case, complaint, _named(_requests(me, case), request.GET.get("request", "")))


def _named(rows: list[Any], text: str) -> Any:  # noqa: ANN401 - a row of either kind, or None
    """Return the row whose key stands in the address."""
    key = key_of(text)
    return next((row for row in rows if row.pk == key), None)


def _complaints(officer: Officer, case: Case) -> list[Complaint]:
    """Return the complaints of the case, the latest first."""
    return list(complaints_visible_to(officer).filter(case=case).order_by("-received_at")[:_MOST])


def _requests(officer: Officer, case: Case) -> list[Request]:
    """Return the requests of the case, the latest first."""
    rows = requests_visible_to(officer).filter(case=case).select_related("addressee")
    return list(rows.order_by("-pk")[:_MOST])


def _kinds() -> Iterator[Kind]:
    """Yield the forms by their kinds, in the order in which a case needs them."""
    lang = language()
    kinds = dict.fromkeys(form.kind for form in forms().values())
    for kind in kinds:
        of_kind = (form for form in forms().values() if form.kind == kind)
        yield Kind(f"paper_kind.{kind}", tuple((f.code, f.names[lang]) for f in of_kind))
