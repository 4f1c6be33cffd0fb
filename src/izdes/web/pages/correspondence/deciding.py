"""Deciding: the prosecutor's queues, apart, and one page for each packet with the facts on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast, get_args

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import IzdesError
from izdes.core.law.clocks.office_hours import closed_at, hours_on
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.release import LawPack
from izdes.core.orders.decision import Ground, Outcome
from izdes.core.orders.order import Order, Period
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.packets import Packet
from izdes.web.correspondence.orders.packets import packet_of as laid_before
from izdes.web.correspondence.reach import deciding_post, level_of
from izdes.web.correspondence.selectors import queue_of
from izdes.web.correspondence.services import decide
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.changes import changes_of
from izdes.web.pages.correspondence.duty import (
    duty_posts,
    duty_queue,
    has_duty_queue,
    is_after_hours,
    law_of_days,
)
from izdes.web.pages.correspondence.facts import facts_of
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.legality import checks_of
from izdes.web.pages.correspondence.naming import body_name, choices, measure_words
from izdes.web.pages.correspondence.packet import packet_of
from izdes.web.pages.correspondence.seen import request_of
from izdes.web.pages.fields import DayField
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Days, Listing, Text, page_of

QUEUES = ("sanction", "consent", "notice", "approval", "judge")
_DAY = timedelta(days=1)
# What came in while the office was closed: of those on duty alone.
DUTY = "duty"
_SOON = timedelta(hours=24)
_SINCE = {"notice": "sent_at", DUTY: "came_at"}


class DecisionForm(forms.Form):
    """What is decided: whole, a part, or nothing with its grounds."""

    outcome = forms.ChoiceField()
    grounds = forms.MultipleChoiceField(required=False)
    why = forms.CharField(required=False, max_length=4000)
    positions = forms.TypedMultipleChoiceField(coerce=int, required=False)
    since = DayField(required=False)
    until = DayField(required=False)
    seen_refusal = forms.CharField(required=False, max_length=64)

    def __init__(self, data: Any, order: Order) -> None:  # noqa: ANN401 - a QueryDict or None
        super().__init__(data)
        places = [(str(place), str(place)) for place in range(1, len(order.subjects) + 1)]
        self._choose("outcome", choices("corr_outcome_", get_args(Outcome)))
        self._choose("grounds", choices("order_ground_", get_args(Ground)))
        self._choose("positions", places)
        self.order = order

    def _choose(self, name: str, given: list[tuple[str, str]]) -> None:
        """Let a field choose from these."""
        cast("forms.ChoiceField", self.fields[name]).choices = given

    def said(self) -> dict[str, Any]:
        """Return what `decide` is asked; a part names only what is less than asked."""
        given = self.cleaned_data
        found = {name: given[name] for name in ("outcome", "why", "seen_refusal")}
        if given["outcome"] == "given":
            return {**found, "why": "", "grounds": ()}
        found["grounds"] = tuple(given["grounds"])
        if given["outcome"] == "given_in_part":
            chosen = given["positions"]
            found["positions"] = chosen if len(chosen) < len(self.order.subjects) else ()
            found["period"] = self._period(given.get("since"), given.get("until"))
        return found

    def _period(self, since: date | None, until: date | None) -> Period | None:
        """Return the period that is given, within what was asked; None where it is all of it."""
        asked = self.order.period
        if asked is None or (since is None and until is None):
            return None
        begin = asked.since if since is None else max(asked.since, _midnight(since))
        end = asked.until if until is None else min(asked.until, _midnight(until + _DAY))
        try:
            found = Period(begin, end)
        except PaperWrong:
            return asked
        return None if found == asked else found


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as its tab shows it."""

    name: str
    count: int
    is_here: bool


@looked_at
def queues(request: OfficerRequest, queue: str = "") -> HttpResponseBase:
    """Show one of the queues, and how many wait in each; at night of whoever is on duty his own."""
    me, at, law = request.user, now(), law_of_days()
    names = (DUTY, *QUEUES) if has_duty_queue(me) else QUEUES
    closed, hours = closed_at(at, law), hours_on(local_day(at), law)
    queue = queue or (DUTY if closed.holds(at) and DUTY in names else QUEUES[0])
    if queue not in names or not units_of(me, "supervise"):
        raise Http404
    listing = _listing(request, queue, at, law)
    context = {
        "listing": listing,
        "queue": queue,
        "queues": [Queue(n, _rows(me, n, at, law).count(), n == queue) for n in names],
        "is_after_hours": closed.holds(at),
        "closed": closed,
        "hours": hours,
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "posts": duty_posts(me) if queue == DUTY else (),
        "at": at,
    }
    return page_of(request, "correspondence/queues.html", context, listing)


@looked_at
def decision(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a packet with the facts on top, and take the decision."""
    me = request.user
    found = request_of(me, number)
    if not units_of(me, "supervise"):
        raise Http404
    law, at = pack_in_force(), now()
    try:
        laid = laid_before(found, law, now=at)
    except IzdesError as refused:
        context = {**packet_of(me, found), "tampered": True, "refused": refusal(refused)}
        return render(request, "correspondence/decision.html", context, status=409)
    form = DecisionForm(request.POST if request.method == "POST" else None, laid.order)
    if request.method == "POST" and form.is_valid() and _decided(form, found, me):
        messages.success(request, say("corr_decided", language(), number=found.number))
        after = _beside(me, found)["next_url"]
        return redirect(after or reverse("decision_queue", args=[found.queue]))
    context = {
        **packet_of(me, found),
        **_beside(me, found),
        "form": form,
        "laid": laid,
        "shown_refusal": laid.refusals[0] if laid.refusals else None,
        "changed": changes_of(laid, language()),
        "facts": facts_of(me, found, laid.order.cap.rule if laid.order.cap else ""),
        "checks": checks_of(laid, language()),
        "may_decide": _may_decide(me, found, laid),
        "is_act": found.consent == "act",
        "is_after_hours": is_after_hours(at, law),
    }
    status = 422 if form.errors else 200
    return render(request, "correspondence/decision.html", context, status=status)


def _rows(me: Officer, queue: str, at: datetime, law: LawPack | None) -> QuerySet[Request]:
    """Return what waits in a queue."""
    return duty_queue(me, at, law) if queue == DUTY else queue_of(me, queue)


def _decided(form: DecisionForm, found: Request, me: Officer) -> bool:
    """Say whether a decision was taken; what was refused is said at the form."""
    try:
        decide(request=found, officer=me, **form.said())
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _may_decide(me: Officer, found: Request, laid: Packet) -> bool:
    """Say whether an officer decides on this packet now."""
    if found.state != "on_decision" or found.consent == "act":
        return False
    try:
        post = deciding_post(me, found, laid.needed.measure)
    except IzdesError:
        return False
    return bool(level_of(post.body))


def _beside(me: Officer, found: Request) -> Mapping[str, str]:
    """Return the packets before and behind this one in its queue."""
    keys = (
        list(queue_of(me, found.queue).values_list("pk", flat=True))
        if found.queue in QUEUES
        else []
    )
    here = keys.index(found.pk) if found.pk in keys else -1
    before = keys[here - 1] if here > 0 else None
    behind = keys[here + 1] if here + 1 < len(keys) else None
    return {
        "previous_url": reverse("decision", args=[before]) if before else "",
        "next_url": reverse("decision", args=[behind]) if behind else "",
        "place": str(here + 1) if here >= 0 else "",
        "places": str(len(keys)),
    }


def _listing(request: OfficerRequest, queue: str, at: datetime, law: LawPack | None) -> Listing:
    """Return the table of one queue, the longest waiting first."""
    lang = language()
    rows = _rows(request.user, queue, at, law).select_related(
        "case", "complaint", "addressee", "signed_by"
    )
    since = _SINCE.get(queue, "submitted_at")
    opens_at = closed_at(at, law).until

    def waiting(found: Request) -> object:
        begun = getattr(found, since)
        if queue == DUTY:
            return _on_duty(opens_at, at, lang)
        late = begun is not None and at - begun > _SOON
        return Mark(
            say("corr_waits_long" if late else "corr_waits", lang), "late" if late else "due"
        )

    def amount(found: Request) -> object:
        cap = found.draft.get("cap")
        return int(cap["amount_minor"]) if cap else None

    return Listing(
        request,
        name=f"queue-{queue}",
        rows=rows.defer("complaint__narrative"),
        columns=(
            Column("number", "number", words="corr_number", sort="number", filter=Text("number")),
            Column("case", lambda r: r.case.number if r.case else r.complaint.receipt,
                   words="case_number", sort="case__number", filter=Text("case__number")),
            Column("measure", lambda r: measure_words(r.measure), words="corr_measure",
                   sort="measure"),
            Column("addressee", lambda r: body_name(r.addressee), words="corr_addressee",
                   sort=f"addressee__name_{lang}"),
            Column("amount", amount, words="corr_cap", kind="money"),
            Column("since", since, words="corr_waits_since", sort=since, kind="moment",
                   filter=Days(since)),
            Column("waiting", waiting, words="corr_state", kind="state"),
            Column("again", lambda r: say("corr_resubmitted", lang) if r.same_matter_id else "",
                   words="corr_same_matter_column"),
            Column("signed", lambda r: r.signed_by.full_name if r.signed_by else "",
                   words="corr_signed_by"),
        ),
        caption=f"corr_queue_{queue}",
        empty="corr_queue_empty",
        link=lambda r: reverse("decision", args=[r.pk]),
        tone=lambda r: "due" if r.same_matter_id else "",
        order="since",
    )  # fmt: skip


def _on_duty(opens_at: datetime, at: datetime, lang: Lang) -> Mark:
    """Return until when what came in at night is on duty, or that the office has opened."""
    if at >= opens_at:
        return Mark(say("corr_duty_over", lang), "late")
    hours, rest = divmod(int((opens_at - at).total_seconds()), 3600)
    return Mark(say("corr_duty_left", lang, hours=hours, minutes=rest // 60), "due")


def _midnight(day: date) -> datetime:
    """Return when a local day begins."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)
