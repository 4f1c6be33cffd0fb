"""Contesting: what an institution says of its figures, and what headquarters says to it."""

from typing import TYPE_CHECKING, Any, cast, get_args

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.correspondence.models import ScoreNote
from izdes.web.correspondence.reach import may_rule, to_rule
from izdes.web.correspondence.scoring import Figure, Ruling
from izdes.web.correspondence.selectors import (
    inbox_of,
    requests_visible_to,
    score_notes_visible_to,
)
from izdes.web.correspondence.services import contest_score, rule_on_score
from izdes.web.files.models import File
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.services import store
from izdes.web.journal.history import history_of
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, institutions_of, is_inside
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import body_name, choices, worded
from izdes.web.pages.entries import namer_of
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_LONGEST = 4_000
_MOST_MINUTES = 366 * 24 * 60
_TIMED = ("time", "overdue")


class ContestForm(forms.Form):
    """What is contested."""

    number = forms.CharField(max_length=100)
    figure = forms.ChoiceField()
    ground = forms.CharField(max_length=_LONGEST)
    proof = forms.FileField(required=False, max_length=255)

    def __init__(self, data: Any = None, files: Any = None) -> None:  # noqa: ANN401 - QueryDicts or None
        super().__init__(data, files)
        field = cast("forms.ChoiceField", self.fields["figure"])
        field.choices = choices("corr_figure_", get_args(Figure))


class RulingForm(forms.Form):
    """What headquarters says to it."""

    ruling = forms.ChoiceField()
    lost_minutes = forms.IntegerField(required=False, min_value=1, max_value=_MOST_MINUTES)
    reason = forms.CharField(max_length=_LONGEST)

    def __init__(self, data: Any = None, *, figure: str) -> None:  # noqa: ANN401 - as above
        super().__init__(data)
        names = [one for one in get_args(Ruling) if one != "lost_time" or figure in _TIMED]
        field = cast("forms.ChoiceField", self.fields["ruling"])
        field.choices = choices("corr_ruling_", names)


@looked_at
def notes(request: OfficerRequest) -> HttpResponseBase:
    """Show what is contested; an institution contests here."""
    return _shown(request, ContestForm())


@login_required
@require_POST
def contest(request: OfficerRequest) -> HttpResponseBase:
    """Contest a figure of one request."""
    me, form = request.user, ContestForm(request.POST, request.FILES)
    _require_institution(me)
    if form.is_valid() and _contested(form, me):
        messages.success(request, say("corr_contest_done", language()))
        return redirect("score_notes")
    return _shown(request, form)


@looked_at
def note(request: OfficerRequest, number: int) -> HttpResponse:
    """Show one objection with what was said to it."""
    return _note_shown(request, _note(request.user, number))


@login_required
@require_POST
def rule(request: OfficerRequest, number: int) -> HttpResponse:
    """Rule on an objection."""
    me, found = request.user, _note(request.user, number)
    form = RulingForm(request.POST, figure=found.figure)
    if form.is_valid() and _ruled(form, found, me):
        messages.success(request, say("corr_ruling_done", language()))
        return redirect("score_note", found.pk)
    return _note_shown(request, found, form)


def open_notes(me: Officer) -> QuerySet[ScoreNote]:
    """Return what waits for a ruling by an officer."""
    rows = score_notes_visible_to(me).filter(kind="contested", ruling__isnull=True)
    return rows.filter(request__in=requests_visible_to(me).filter(to_rule(me)))


def _contested(form: ContestForm, me: Officer) -> bool:
    """Say whether a figure was contested; what is wrong is said at the form."""
    given = form.cleaned_data
    found = inbox_of(me).filter(number=given["number"].strip()).first()
    if found is None:
        form.add_error("number", say("corr_contest_no_request", language()))
        return False
    try:
        contest_score(
            request=found,
            figure=given["figure"],
            ground=given["ground"],
            proof=_stored(given["proof"], me),
            officer=me,
        )
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _stored(given: "UploadedFile[Any] | None", me: Officer) -> tuple[File, str] | None:
    """Store the proof of a ground, before the command that keeps it; None without one."""
    if given is None:
        return None
    name = given.name or "—"
    return file_visible_to(me.pk, store(given.chunks(), name=name, officer=me.pk)), name


def _ruled(form: RulingForm, found: ScoreNote, me: Officer) -> bool:
    """Say whether it was ruled; what is wrong is said at the form."""
    given = form.cleaned_data
    lost = given["lost_minutes"] or 0
    if (given["ruling"] == "lost_time") != bool(lost):
        form.add_error("lost_minutes", say("corr_lost_wanted", language()))
        return False
    try:
        rule_on_score(
            note=found,
            ruling=given["ruling"],
            reason=given["reason"],
            lost_minutes=lost,
            officer=me,
        )
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _require_institution(me: Officer) -> None:
    """Let nobody contest but institutions; to others there is no such page."""
    if not institutions_of(me):
        raise Http404


def _note(me: Officer, number: int) -> ScoreNote:
    """Return an objection that an officer sees.

    Raises:
        Http404: He sees none of that key.
    """
    rows = score_notes_visible_to(me).filter(kind="contested", pk=number)
    found = rows.select_related("request__addressee", "request__case", "file", "ruling").first()
    if found is None:
        raise Http404
    return found


def _note_shown(
    request: OfficerRequest, found: ScoreNote, form: RulingForm | None = None
) -> HttpResponse:
    """Show an objection."""
    me, ruling = request.user, getattr(found, "ruling", None)
    is_ruler = ruling is None and is_inside(me) and may_rule(me, found.request)
    subject = Subject("request", str(found.request_id))
    told = history_of(me.pk, subject, lang=language(), namer=namer_of(me)) if is_inside(me) else ()
    context = {
        "note": found,
        "institution": body_name(found.request.addressee),
        "figure": worded("corr_figure_", found.figure),
        "state": _state(found),
        "ruling": ruling,
        "form": (form or RulingForm(figure=found.figure)) if is_ruler else None,
        "is_inside": is_inside(me),
        "history": [one for one in told if one.event.startswith("score.")],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "correspondence/score_note.html", context, status=status)


def _shown(request: OfficerRequest, form: ContestForm) -> HttpResponseBase:
    """Show what is contested, with the form where the officer may use it."""
    me = request.user
    if not institutions_of(me) and not is_inside(me):
        raise Http404
    listing = _listing(request)
    may_contest = bool(institutions_of(me))
    context = {"listing": listing, "form": form, "may_contest": may_contest}
    status = 422 if form.errors else 200
    return page_of(request, "correspondence/score_notes.html", context, listing, status=status)


def _state(found: ScoreNote) -> Mark:
    """Return what became of an objection."""
    ruling = getattr(found, "ruling", None)
    if ruling is None:
        return Mark(say("corr_contest_open", language()), "due")
    return Mark(worded("corr_ruling_", ruling.kind), "late" if ruling.kind == "refused" else "held")


def _listing(request: OfficerRequest) -> Listing:
    """Return the table of objections."""
    figures = {name: worded("corr_figure_", name) for name in get_args(Figure)}
    rows = score_notes_visible_to(request.user).filter(kind="contested")
    return Listing(
        request,
        name="score_notes",
        rows=rows.select_related("request__addressee", "ruling"),
        columns=(
            Column("number", "request.number", words="corr_number", sort="request__number",
                   filter=Text("request__number")),
            Column("institution", lambda n: body_name(n.request.addressee),
                   words="corr_addressee"),
            Column("figure", lambda n: figures[n.figure], words="corr_figure", sort="figure",
                   filter=Choice("figure", figures)),
            Column("state", _state, words="corr_state", kind="state"),
            Column("ground", "text", words="corr_contest_ground"),
            Column("at", "at", words="corr_signal_at", sort="at", kind="moment",
                   filter=Days("at")),
        ),
        caption="corr_contests",
        empty="corr_contests_none",
        link=lambda n: reverse("score_note", args=[n.pk]),
        order="-at",
    )  # fmt: skip
