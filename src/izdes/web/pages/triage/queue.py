"""The queue: complaints on which nobody has decided, by the money that can still be caught."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now

from izdes.adapters.words import amount, say
from izdes.core.law.clocks.due import Due
from izdes.core.law.clocks.rules import UnknownClock
from izdes.core.law.release import LawPack
from izdes.core.tracing.urgency import Urgency
from izdes.web.cases.models import SOURCES, Complaint
from izdes.web.cases.queue import Waiting, total_of, triage_queue
from izdes.web.language import language
from izdes.web.law.deciding import due_under
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.pages.case.naming import scheme_name
from izdes.web.pages.figures import Mark, Money, Tone, clock_face, span
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Sums, Text
from izdes.web.pages.triage.desk import body_name, desks_of
from izdes.web.pages.workers import for_workers
from izdes.web.subjects.linking.selectors import sizes_of

# The clock of registration, where the law in force has one.
_CLOCK = "DL_REGISTER_24H"


@dataclass(frozen=True, slots=True)
class Catchable(Money):
    """What can still be caught: ordered by its figure, which is not shown where it says nothing."""

    is_unlikely: bool = False

    @classmethod
    def of(cls, urgency: Urgency) -> Self:
        """Return the figure of an urgency."""
        return cls(urgency.catchable_minor, is_unlikely=urgency.is_unlikely)

    def __str__(self) -> str:
        """Print it as people read it."""
        if self.is_unlikely:
            return say("triage_unlikely", language())
        return amount(self.minor, self.currency)


@for_workers
def queue(request: OfficerRequest) -> HttpResponseBase:
    """Show the queue of the bodies that the officer sees."""
    found = triage_queue(request.user, now=now())
    listing = Listing(
        request,
        name="triage",
        rows=found.rows,
        columns=_columns(pack_in_force(), _series(request.user, found.rows)),
        caption="triage_queue_caption",
        empty="triage_queue_empty",
        link=lambda row: reverse("triage_complaint", kwargs={"number": row.complaint.pk}),
        tone=lambda row: "late" if row.complaint.is_in_progress else "",
    )
    context = {"older": found.older, "may_take": bool(desks_of(request.user))}
    return listing.respond("triage/queue.html", context)


def registration_clock(complaint: Complaint, law: LawPack) -> Due | None:
    """Return until when a complaint is to be registered; None where the law has no such clock."""
    try:
        return due_under(law, _CLOCK, complaint.received_at)
    except UnknownClock:
        return None


def _series(me: Officer, rows: Sequence[Waiting]) -> Mapping[int, int]:
    """Return how many complaints of the country are in the series of each, of all rows at once."""
    return sizes_of(me, [row.complaint.pk for row in rows])


def _columns(law: LawPack, series: Mapping[int, int]) -> tuple[Column, ...]:
    """Return the columns of the queue."""
    lang = language()
    return (
        Column("receipt", "complaint.receipt", sort="value", filter=Text()),
        Column(
            "catchable",
            lambda row: Catchable.of(row.urgency),
            words="triage_catchable",
            kind="money",
            sort="value",
            filter=Sums(),
        ),
        Column("why", why, words="triage_why", is_hidden=True),
        Column(
            "matches",
            lambda row: _matches(series.get(row.complaint.pk, 0)),
            words="triage_matches",
            kind="state",
            sort="value",
        ),
        Column("flags", _flags, words="triage_flags", kind="state"),
        Column(
            "amount",
            lambda row: total_of(row.complaint),
            words="triage_lost",
            kind="money",
            sort="value",
            filter=Sums(),
        ),
        Column("reported_at", "complaint.reported_at", kind="moment", sort="value", filter=Days()),
        Column(
            "scheme",
            lambda row: _scheme(row.complaint, law),
            filter=Text(),
            sort="value",
            kind="state",
        ),
        Column("clock", lambda row: _clock(row.complaint, law), words="triage_clock", kind="state"),
        Column(
            "source",
            lambda row: say(f"triage_source_{row.complaint.source}", lang),
            sort="value",
            filter=Choice(
                choices={
                    words: words for words in (say(f"triage_source_{s}", lang) for s in SOURCES)
                }
            ),
            is_hidden=True,
        ),
        Column("unit", lambda row: body_name(row.complaint.unit), sort="value", filter=Text()),
    )


def why(row: Waiting) -> str:
    """Return why a complaint stands where it stands, as an officer may redo it."""
    given = row.urgency
    if not given.amount_minor:
        return say("triage_why_no_amount", language())
    return say(
        "triage_why_said",
        language(),
        age=span_of(given.minutes),
        layers=given.layers,
    )


def span_of(minutes: int) -> str:
    """Return a length of time in words."""
    return span(timedelta(minutes=minutes), language())


def _matches(members: int) -> Mark:
    """Return the series that the machine proposes, as its guess; nothing where there is none."""
    return (
        Mark(say("triage_series_of", language(), count=members), "guess") if members else Mark("")
    )


def _flags(row: Waiting) -> Mark:
    """Return what is to be noticed first."""
    complaint, lang = row.complaint, language()
    told = [
        *(["triage_in_progress"] if complaint.is_in_progress else []),
        *(["triage_message"] if complaint.state == "message" else []),
        *(["triage_duplicate"] if row.duplicates else []),
    ]
    tone: Tone = "late" if complaint.is_in_progress else "due" if row.duplicates else ""
    return Mark(", ".join(say(code, lang) for code in told), tone)


def _scheme(complaint: Complaint, law: LawPack) -> Mark:
    """Return the method: an officer's word, or the machine's as a guess."""
    if complaint.scheme:
        return Mark(scheme_name(complaint.scheme, law))
    if complaint.proposed_scheme:
        return Mark(scheme_name(complaint.proposed_scheme, law), "guess")
    return Mark("")


def _clock(complaint: Complaint, law: LawPack) -> Mark:
    """Return how long there is to register."""
    due = registration_clock(complaint, law)
    if due is None:
        return Mark("")
    face = clock_face(due, language(), now=now())
    return Mark(face.left, face.tone)
