"""The tab of a case's requests: what was drafted, asked, answered, and what it holds."""

from datetime import datetime
from typing import cast

from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.orders.states import STATES, is_overdue
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import loans_visible_to
from izdes.web.correspondence.models import Notice, Request
from izdes.web.correspondence.selectors import (
    notices_visible_to,
    requests_visible_to,
    returns_open,
)
from izdes.web.language import language
from izdes.web.loop.selectors import plan_of
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import case_frame, looked_at
from izdes.web.pages.correspondence.naming import (
    body_name,
    is_proposed,
    measure_words,
    state_mark,
    worded,
)
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of

_HELD = Q(holds__status="held", holds__ended_at__isnull=True)


@looked_at
def requests(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the requests of a case, and what waits for a signature or to be sent."""
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    me, at = request.user, now()
    rows = requests_visible_to(me).filter(Q(case=case) | _unnumbered(case))
    listing = listing_of(request, rows, at, case=case.pk)
    context = {
        **frame,
        **counts_of(requests_of(me, case)),
        "listing": listing,
        "plan": plan_of(me, case=case),
        "has_loans": loans_visible_to(me).filter(complaint__case=case).exists(),
        "unnumbered": list(_unnumbered_of(me, case)),
        "proposals": returns_open(me, case=case),
        "at": at,
    }
    return page_of(request, "correspondence/case.html", context, listing)


def requests_of(officer: Officer, case: Case) -> QuerySet[Request]:
    """Return the requests of a case, as far as an officer sees them."""
    return requests_visible_to(officer).filter(case=case)


def counts_of(rows: QuerySet[Request]) -> dict[str, object]:
    """Return how many requests wait for each of an investigator's steps."""
    states = list(rows.values_list("state", "consent"))
    return {
        "drafts": sum(state == "draft" for state, _ in states),
        "to_send": sum(
            state == "sanctioned" or (state == "signed" and consent == "none")
            for state, consent in states
        ),
        "to_submit": sum(state == "signed" and consent != "none" for state, consent in states),
    }


def _unnumbered(case: Case) -> Q:
    """Return the condition of what was sent before a case was registered."""
    sent = Q(case__isnull=True, sent_at__isnull=False)
    return sent & Q(complaint__in=case.complaints.values("pk"))


def _unnumbered_of(officer: Officer, case: Case) -> QuerySet[Notice]:
    """Return the institutions that are owed the number of a case, the most urgent first."""
    rows = notices_visible_to(officer).filter(to="institution", told_at__isnull=True)
    rows = rows.filter(Q(request__case=case) | Q(request__complaint__case=case))
    return rows.select_related("request__addressee").order_by("due_at", "pk")


def request_url(found: Request) -> str:
    """Return the page of a request."""
    return reverse("request", args=[found.pk])


def held_words(found: Request) -> object:
    """Return what a request holds now; nothing for one that holds nothing."""
    minor = getattr(found, "held_minor", None)
    return int(minor) if minor else None


def listing_of(
    request: OfficerRequest, rows: QuerySet[Request], at: datetime, *, case: int | None
) -> Listing:
    """Return the table of requests of a case, or of a complaint before it is one."""
    lang = language()
    states: dict[str, str] = {state: worded("order_state_", state) for state in STATES}
    rows = rows.select_related("addressee", "signed_by")
    return Listing(
        request,
        name="requests",
        rows=rows.annotate(held_minor=Sum("holds__amount_minor", filter=_HELD)),
        columns=(
            Column("number", "number", words="corr_number", sort="number", filter=Text("number")),
            Column("addressee", lambda r: body_name(r.addressee), words="corr_addressee",
                   sort=f"addressee__name_{lang}", filter=Text(f"addressee__name_{lang}")),
            Column("measure", lambda r: measure_words(r.measure), words="corr_measure",
                   sort="measure"),
            Column("state", lambda r: state_mark(r, at), words="corr_state", sort="state",
                   kind="state", filter=Choice("state", states)),
            Column("due", "due_at", words="corr_due", sort="due_at", kind="end",
                   filter=Days("due_at")),
            Column("held", held_words, words="corr_held", sort="held_minor", kind="money"),
            Column("layer", "layer", words="corr_layer", sort="layer", kind="number",
                   is_hidden=True),
            Column("drafted", "drafted_at", words="corr_drafted_at", sort="drafted_at",
                   kind="moment", filter=Days("drafted_at")),
            Column("signed", lambda r: r.signed_by.full_name if r.signed_by else "",
                   words="corr_signed_by", is_hidden=True),
            Column("sealed", lambda r: say("case_sealed", lang) if r.is_sealed else "",
                   words="case_sealed", is_hidden=True),
        ),
        caption="corr_requests" if case else "corr_urgent",
        empty="corr_requests_none" if case else "corr_urgent_none",
        link=request_url,
        tone=lambda r: _tone(r, at),
        order="-drafted",
        totals=("held",),
        prefix="requests-",
        case=case,
    )  # fmt: skip


def _tone(found: Request, at: datetime) -> str:
    """Return the colour of a row: late answers and refusals, then what was answered."""
    late = is_overdue(found.state, due_at=found.due_at, at=at)  # type: ignore[arg-type] # as kept
    if late or found.state in {"refused", "not_accepted"}:
        return "late"
    if found.state in {"clarification_asked", "extension_asked"}:
        return "due"
    if is_proposed(found):
        return "guess"
    return "held" if found.state in {"answered", "ingested"} else ""
