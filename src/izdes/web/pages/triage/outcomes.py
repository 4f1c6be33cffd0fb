"""Outcomes: what triage decided, for prosecutors and heads; and the applicant's document."""

from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from izdes.adapters.words import say
from izdes.core.law.pack import norms_on
from izdes.web.cases.models import OUTCOMES, Outcome
from izdes.web.cases.selectors import applicants_visible_to, cases_visible_to, outcomes_visible_to
from izdes.web.cases.services.triage import EXCEPTION
from izdes.web.language import language
from izdes.web.law.editions import pack_of
from izdes.web.pages.figures import Mark, span
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text
from izdes.web.pages.triage.desk import body_name
from izdes.web.pages.workers import for_workers

_TONES = {"not_registered": "due", "sent": "due"}


@for_workers
def outcomes(request: OfficerRequest) -> HttpResponseBase:
    """Show what triage decided, the latest first."""
    lang = language()
    listing = Listing(
        request,
        name="outcomes",
        rows=outcomes_visible_to(request.user).select_related("unit", "to_unit", "decided_by"),
        columns=(
            Column("receipt", "receipt", sort="receipt", filter=Text("receipt")),
            Column(
                "kind",
                lambda row: Mark(
                    say(f"triage_outcome_{row.kind}", lang),
                    _TONES.get(row.kind, ""),  # type: ignore[arg-type] # tones
                ),
                words="triage_outcome",
                kind="state",
                sort="kind",
                filter=Choice("kind", {k: say(f"triage_outcome_{k}", lang) for k in OUTCOMES}),
            ),
            Column(
                "decided_at",
                "decided_at",
                words="triage_decided_at",
                kind="moment",
                sort="decided_at",
                filter=Days("decided_at"),
            ),
            Column("unit", lambda row: body_name(row.unit), sort="unit__code"),
            Column(
                "to_unit",
                lambda row: body_name(row.to_unit) if row.to_unit else "",
                words="triage_to_unit",
            ),
            Column("officer", "decided_by.full_name", sort="decided_by__full_name"),
            Column("reason", "reason"),
            Column("intake_number", "intake_number", words="triage_book_number"),
            Column("taken", _taken, words="triage_time_taken"),
        ),
        caption="triage_outcomes_caption",
        empty="triage_outcomes_empty",
        link=lambda row: reverse("triage_outcome", kwargs={"number": row.pk}),
        order="-decided_at",
    )
    return listing.respond("triage/outcomes.html")


@for_workers
def outcome(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the document that the applicant gets of a decision, to be printed."""
    me = request.user
    rows = outcomes_visible_to(me).select_related("unit", "to_unit", "decided_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    law = pack_of(found.pack)
    applicant = applicants_visible_to(me).filter(complaint=found.complaint_id).first()
    case = cases_visible_to(me).filter(pk=found.case_id).first() if found.case_id else None
    named = [found.norm, *([EXCEPTION] if found.kind == "not_registered" else [])]
    day = localdate(found.decided_at)
    context = {
        "outcome": found,
        "case": case,
        "applicant": applicant,
        "unit_name": body_name(found.unit),
        "to_unit_name": body_name(found.to_unit) if found.to_unit else "",
        "norms": norms_on([norm for norm in named if norm], day, law=law),
        "text": say(f"triage_document_{found.kind}", language()),
        "taken": _taken(found),
        "may_open": found.kind != "sent",
        "language_name": language(),
    }
    return render(request, "triage/outcome.html", context)


def _taken(row: Outcome) -> str:
    """Return the time between the book of intake and the decision."""
    if row.intake_at is None:
        return ""
    length = max(row.decided_at - row.intake_at, timedelta(0))
    return span(length, language())
