"""What is written down of a case: notes, the order of events, documents, and the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from izdes.adapters.words import say
from izdes.adapters.words.figures import amount
from izdes.core.law.release import LawPack
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import (
    complaints_visible_to,
    loans_visible_to,
    payments_visible_to,
)
from izdes.web.files.models import File, Use
from izdes.web.files.selectors import files_visible_to
from izdes.web.investigation.plans import plan_tasks
from izdes.web.investigation.selectors import (
    givers_of,
    movements_visible_to,
    notes_visible_to,
    tasks_of,
    victims_visible_to,
)
from izdes.web.investigation.services.noting import write_note
from izdes.web.journal.history import history_of_case
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.naming import task_title, worded
from izdes.web.pages.entries import namer_of
from izdes.web.pages.files.naming import media_words
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.tables import Column, Listing
from izdes.web.pages.triage.signed import signatures_shown
from izdes.web.reception.selectors import additions_visible_to, signatures_visible_to

_MOST = 500
_ENTRIES = 200
KINDS = ("money", "complaint", "task", "note", "decision")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, in the case or to its money.

    Attributes:
        is_declared: Somebody said so, and nothing shows it yet.
    """

    at: datetime
    kind: str
    text: str
    is_declared: bool = False


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(max_length=10_000, widget=forms.Textarea)


@looked_at
def notes(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the notes, the latest first, and take another."""
    me = request.user
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        case = case_to_write(me, number)
        if form.is_valid() and tried(
            form, lambda: write_note(case=case, text=form.cleaned_data["text"], officer=me)
        ):
            messages.success(request, say("case_note_was_written", language()))
            return redirect("case_notes", case.pk)
    frame = case_frame(request, number)
    rows = notes_visible_to(me).filter(case=cast("Case", frame["case"])).select_related("author")
    context = {**frame, "form": form, "notes": rows.order_by("-at", "-pk")[:_MOST]}
    return render(request, "case/notes.html", context, status=status_of(form))


@looked_at
def timeline(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what happened, in the case and to the money, in order of time."""
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    asked = [kind for kind in request.GET.getlist("kind") if kind in KINDS] or list(KINDS)
    found = [
        one
        for one in _happened(request.user, case, cast("LawPack", frame["law"]))
        if one.kind in asked
    ]
    found.sort(key=lambda one: (one.at, one.kind, one.text))
    context = {**frame, "events": found[-_MOST:], "kinds": KINDS, "asked": asked}
    return render(request, "case/timeline.html", context)


@looked_at
def documents(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the files that are used in the case, with their digests and who gave them."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    rows = files_visible_to(me.pk).filter(uses__case_id=case.pk).distinct()
    givers = givers_of(me, case)
    listing = Listing(
        request,
        name="documents",
        rows=rows.prefetch_related("uses"),
        columns=(
            Column("digest", lambda one: one.digest[:16], words="case_digest"),
            Column(
                "media",
                lambda one: media_words(one.media_type),
                words="case_media_type",
                sort="media_type",
            ),
            Column("size", "size_bytes", words="case_size", sort="size_bytes", kind="number"),
            Column("stored", "stored_at", words="case_stored_at", sort="stored_at", kind="moment"),
            Column(
                "given_by", lambda one: ", ".join(givers.get(one.pk, [])), words="case_given_by"
            ),
            Column("used_for", lambda one: _uses(one, case), words="case_used_for"),
            Column("whole", "digest", words="case_digest_whole", is_hidden=True),
        ),
        caption="case_documents_caption",
        link=lambda one: reverse("file", kwargs={"number": one.pk}),
        empty="case_documents_empty",
        case=case.pk,
    )
    signed = signatures_visible_to(me).filter(complaint__case=case).select_related("complaint")
    signatures = signatures_shown(
        signed.defer("complaint__narrative").order_by("pk")[:_MOST],
        sight_of(me, case),
        is_of_case=True,
    )
    return listing.respond("case/documents.html", {**frame, "signatures": signatures})


@looked_at
def history(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the journal of the case in plain words, the latest first."""
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    told = history_of_case(
        request.user.pk,
        case.pk,
        lang=language(),
        most=_ENTRIES,
        before=key_of(request.GET.get("before", "")),
        namer=namer_of(request.user),
    )
    last = told[-1].number if len(told) == _ENTRIES else None
    return render(request, "case/history.html", {**frame, "told": told, "older": last})


def _happened(officer: Officer, case: Case, law: LawPack) -> Iterator[Happened]:
    """Yield what happened in a case, in any order."""
    lang = language()
    yield Happened(case.registered_at, "decision", say("case_event_registered", lang))
    for complaint in complaints_visible_to(officer).filter(case=case).defer("narrative")[:_MOST]:
        words = say("case_event_complaint", lang, receipt=complaint.receipt)
        yield Happened(complaint.reported_at, "complaint", words)
    yield from _additions(officer, case)
    yield from _money(officer, case)
    yield from _decisions(officer, case)
    known = plan_tasks(law)
    for task in tasks_of(officer, case)[:_MOST]:
        title = task_title(task, known)
        yield Happened(task.created_at, "task", say("case_event_task", lang, task=title))
        if task.state != "open":
            code = f"case_event_task_{task.state}"
            yield Happened(task.changed_at, "task", say(code, lang, task=title))
    for note in notes_visible_to(officer).filter(case=case).select_related("author")[:_MOST]:
        words = say("case_event_note", lang, author=note.author.full_name, text=note.text[:200])
        yield Happened(note.at, "note", words)


def _additions(officer: Officer, case: Case) -> Iterator[Happened]:
    """Yield what whoever reported sent later."""
    is_shown = sight_of(officer, case) is Sight.FULL
    rows = additions_visible_to(officer).filter(complaint__case=case).select_related("complaint")
    for one in rows.defer("complaint__narrative").order_by("-at")[:_MOST]:
        text = (one.text[:200] if is_shown else "…") if one.text else ""
        words = say(
            "case_event_addition",
            language(),
            receipt=one.complaint.receipt,
            text=text or say("triage_addition_no_words", language()),
        )
        yield Happened(one.at, "complaint", words)


def _money(officer: Officer, case: Case) -> Iterator[Happened]:
    """Yield what victims said of their money."""
    lang = language()
    paid = payments_visible_to(officer).filter(complaint__case=case, at__isnull=False)
    for payment in paid.select_related("complaint")[:_MOST]:
        if payment.at is not None and payment.amount_minor is not None:
            words = say(
                "case_event_payment",
                lang,
                amount=amount(payment.amount_minor, payment.currency),
                receipt=payment.complaint.receipt,
            )
            yield Happened(payment.at, "money", words, is_declared=True)
    lent = loans_visible_to(officer).filter(complaint__case=case, at__isnull=False)
    for loan in lent.select_related("complaint")[:_MOST]:
        if loan.amount_minor is not None and loan.at is not None:
            words = say(
                "case_event_loan",
                lang,
                amount=amount(loan.amount_minor, loan.currency),
                receipt=loan.complaint.receipt,
            )
            yield Happened(loan.at, "money", words, is_declared=True)


def _decisions(officer: Officer, case: Case) -> Iterator[Happened]:
    """Yield what was decided of the case, its victims and where it goes."""
    lang = language()
    for movement in movements_visible_to(officer).filter(case=case):
        kind = worded("case_movement", movement.kind)
        words = say("case_event_movement", lang, kind=kind, number=movement.number)
        yield Happened(movement.decreed_at, "decision", words)
    victims = victims_visible_to(officer).filter(case=case).select_related("episode")
    for victim in victims:
        words = say("case_event_victim", lang, number=victim.episode.number)
        yield Happened(victim.recorded_at, "decision", words)


def _uses(file: File, case: Case) -> str:
    """Return what refers to a file in a case."""
    uses: list[Use] = [one for one in file.uses.all() if one.case_id == case.pk]
    return ", ".join(sorted({worded("case_use", one.subject_type) for one in uses}))
