"""Holds: the ladder of each order on one line, what is held until when, and what it did to whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.holds.harm import Harm, harm_of
from izdes.core.holds.rungs import LadderLine
from izdes.core.law.release import LawPack
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Case
from izdes.web.correspondence.holds.ladders import (
    BLOCK,
    ladder_of,
    ladder_of_block,
    measures_of,
    order_above,
    order_above_block,
    word_of,
)
from izdes.web.correspondence.models import Block, Hold, Request
from izdes.web.correspondence.orders.drafts import Draft, draft_of
from izdes.web.correspondence.selectors import (
    blocks_visible_to,
    harm_data,
    holds_visible_to,
    notices_owed,
)
from izdes.web.correspondence.services import draft_request
from izdes.web.correspondence.services.following import draft_release
from izdes.web.correspondence.services.holding import clear_hold
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import case_frame, looked_at
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import account_chip, body_name, hold_mark, worded
from izdes.web.pages.correspondence.requests import request_url, requests_of
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.correspondence.subjects import asked_of
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of

ARREST = "freeze.arrest"
_STATUSES = ("held", "empty", "protected", "not_ours", "not_found")
_OVER = ("draft", "withdrawn", "closed", "refused")
_ALARMS_HOURS = (24, 48, 72)


class WhyForm(forms.Form):
    """Why a hold ends."""

    why = forms.CharField(max_length=2000)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of one order, with what hangs on it.

    Attributes:
        request: None where the centre's block was entered by hand, and nothing is above it.
        is_block: The centre holds the money, and nobody has drafted an order.
        told: The block that was entered by hand from which the first rung counts.
        answered: The centre's own answer from which it counts.
    """

    request: Request | None
    line: LadderLine
    has_motion: bool = False
    is_holding: bool = False
    is_block: bool = False
    told: Block | None = None
    answered: Hold | None = None


@looked_at
def holds(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show what is held in a case: the ladder of every order, every account, and the harm."""
    me, at = request.user, now()
    frame = case_frame(request, number)
    law = pack_in_force()
    case = cast("Case", frame["case"])
    listing = _listing(request, case, at)
    context = {
        **frame,
        "listing": listing,
        "ladders": ladders_of(me, case, law, at),
        "suspension": min(measures_of(law, ("suspension",), now=at), default=""),
        "harm": _harm(me, case, at),
        "owed": notices_owed(me).filter(request__case=case).select_related("request"),
        "lasting": [
            (one, account_chip(one.account, sight_of(me, case)))
            for one in _holds(me, case)
            .filter(status="held", ended_at__isnull=True)
            .exclude(request__kind="notice")
        ],
        "at": at,
    }
    return page_of(request, "correspondence/holds.html", context, listing)


def ladders_of(me: Officer, case: Case, law: LawPack, at: datetime) -> list[Ladder]:
    """Return the ladder of every order of a case that holds money, or is to.

    What the anti-fraud centre blocked stands on the line of the order above it; without one, on a
    line of its own.
    """
    rows = requests_of(me, case).exclude(state__in=_OVER).select_related("addressee")
    rows = rows.order_by("pk").prefetch_related("relating", "holds", "subjects")
    blocked = rows.filter(measure__in=measures_of(law, (BLOCK,), now=at), holds__status="held")
    above = [(one, order_above(one, law, now=at)) for one in blocked.distinct()]
    found = [
        Ladder(one, ladder_of(one, law, now=at), is_block=order is None, **_word(one, law, at))
        for one, order in above
        if order is None or order.state in _OVER
    ]
    found += _told(me, case, law, at, answered=[one for one, _ in above])
    for one in rows.filter(measure__startswith="freeze.", kind="order"):
        lasting = [h for h in one.holds.all() if h.status == "held" and h.ended_at is None]
        motions = [r for r in one.relating.all() if r.measure == ARREST and r.state != "withdrawn"]
        line = ladder_of(one, law, now=at)
        found.append(Ladder(one, line, bool(motions), bool(lasting), **_word(one, law, at)))
    return found


def _told(
    me: Officer, case: Case, law: LawPack, at: datetime, *, answered: list[Request]
) -> list[Ladder]:
    """Return the ladders of blocks that were entered by hand and stand on no other line."""
    spoken = {row.account for one in answered for row in one.subjects.all()}
    rows = blocks_visible_to(me).filter(case=case, over="").exclude(account__in=spoken)
    above = [
        (one, order_above_block(one, law, now=at))
        for one in rows.select_related("institution", "entered_by").order_by("since", "pk")
    ]
    return [
        Ladder(None, ladder_of_block(one, law, now=at), is_block=order is None, told=one)
        for one, order in above
        if order is None or order.state in _OVER
    ]


def _word(request: Request, law: LawPack, at: datetime) -> dict[str, Any]:
    """Return by whose word the centre's block stands on the line of a request."""
    found = word_of(request, law, now=at)
    return {"told" if isinstance(found, Block) else "answered": found}


@login_required
@require_POST
def release(request: OfficerRequest, number: int) -> HttpResponse:
    """Draft the order that lets the money of one hold go."""
    hold = _hold(request, number)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("request_reason_missing", language()))
        return _back(hold)
    try:
        made = draft_release(hold=hold, why=form.cleaned_data["why"], officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
        return _back(hold)
    messages.success(request, say("corr_release_drafted", language(), number=made.number))
    return redirect("request", made.pk)


@login_required
@require_POST
def clear(request: OfficerRequest, number: int) -> HttpResponse:
    """Note that whoever's money was held has no part in it."""
    hold = _hold(request, number)
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        clear_hold(hold=hold, why=why, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("corr_cleared", language()))
    return _back(hold)


@login_required
@require_POST
def motion(request: OfficerRequest, number: int) -> HttpResponse:
    """Draft the motion for arrest that follows an order which holds money, and go on to fill it."""
    found = request_to_write(request.user, number)
    before = draft_of(found.draft)
    kept = {one.name: one.text for one in before.said}
    said = {name: kept[name] for name in ("fabula", "found_at", "protected_answer") if name in kept}
    try:
        made = draft_request(
            case=found.case,
            addressee=found.addressee,
            measure=ARREST,
            draft=Draft(basis=before.basis, cap=before.cap, parts=before.parts).saying(**said),
            subjects=asked_of(list(found.subjects.order_by("position"))),
            related=found,
            relation="supplements",
            layer=found.layer,
            trace=found.trace,
            officer=request.user,
        )
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
        return redirect("request", found.pk)
    messages.success(request, say("corr_was_drafted", language(), number=made.number))
    return redirect("request_change", made.pk)


def _hold(request: OfficerRequest, number: int) -> Hold:
    """Return a hold that the officer sees."""
    rows = holds_visible_to(request.user).select_related("request__case", "request__addressee")
    return get_object_or_404(rows.select_related("subject", "request"), pk=number)


def _back(hold: Hold) -> HttpResponse:
    """Return to the holds of the case."""
    if hold.request.case_id is None:
        return redirect("request", hold.request_id)
    return redirect("case_requests_holds", hold.request.case_id)


def _holds(me: Officer, case: Case):  # type: ignore[no-untyped-def] # noqa: ANN202 - a query of holds
    """Return the holds of a case."""
    rows = holds_visible_to(me).filter(request__case=case)
    return rows.select_related("request__addressee").order_by("-pk")


def _listing(request: OfficerRequest, case: Case, at: datetime) -> Listing:
    """Return the table of accounts."""
    sight, lang = sight_of(request.user, case), language()
    statuses = {name: worded("corr_hold_", name) for name in _STATUSES}

    def alarm(one: Hold) -> object:
        hours = alarm_hours(one, at)
        if one.ended_why:
            return Mark(worded("corr_ended_", one.ended_why))
        return Mark(say("corr_lapses_in", lang, hours=hours), "late") if hours else ""

    return Listing(
        request,
        name="holds",
        rows=_holds(request.user, case),
        columns=(
            Column("account", lambda h: account_chip(h.account, sight) if h.account else "—",
                   words="corr_account", sort="account", kind="identifier", filter=Text("account")),
            Column("status", lambda h: hold_mark(h.status), words="corr_state", sort="status",
                   kind="state", filter=Choice("status", statuses)),
            Column("amount", "amount_minor", words="corr_caught", sort="amount_minor", kind="money",
                   currency=".currency"),
            Column("since", "since", words="corr_hold_since", sort="since", kind="moment"),
            Column("until", "until", words="corr_hold_until", sort="until", kind="moment",
                   filter=Days("until")),
            Column("alarm", alarm, words="corr_alarm", kind="state"),
            Column("order", lambda h: h.request.number, words="corr_number",
                   sort="request__number"),
            Column("by", lambda h: body_name(h.request.addressee), words="corr_addressee"),
        ),
        caption="corr_holds",
        empty="corr_holds_none",
        link=lambda h: request_url(h.request),
        tone=lambda h: "late" if alarm_hours(h, at) else "held" if h.status == "held" else "",
        totals=("amount",),
        prefix="holds-",
        case=case.pk,
    )  # fmt: skip


def alarm_hours(hold: Hold, at: datetime) -> int | None:
    """Return the closest alarm before a hold lapses, in hours; None where none rings."""
    if hold.status != "held" or hold.ended_at is not None or hold.until is None:
        return None
    left = hold.until - at
    return next((hours for hours in _ALARMS_HOURS if left <= timedelta(hours=hours)), None)


def _harm(me: Officer, case: Case, at: datetime) -> tuple[Harm, ...]:
    """Return what holding cost and brought in a case."""
    numbers = set(requests_of(me, case).values_list("number", flat=True))
    return harm_of((one for one in harm_data(me) if one.number in numbers), now=at)
