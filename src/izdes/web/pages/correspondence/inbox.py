"""The inbox of an institution: its own requests alone, with their deadlines, and what it says."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, cast, get_args

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.core.errors import IzdesError
from izdes.core.orders.order import Order
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Receipt, ReceiptKind, ReceiptReason
from izdes.core.orders.states import STATES, steps_from
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.errors import MessageDiffers
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.checking import owed_order
from izdes.web.correspondence.selectors import (
    answers_visible_to,
    checked,
    decision_paper,
    enclosures_visible_to,
    inbox_of,
    order_paper,
    papers_of,
    receipts_visible_to,
)
from izdes.web.correspondence.services import take_receipt
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, institutions_of, posts_now
from izdes.web.officers.roles import INSTITUTIONAL
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.answer_form import AnswerForms
from izdes.web.pages.correspondence.client import client_text
from izdes.web.pages.correspondence.finding import found_by
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import (
    choices,
    incomplete,
    measure_words,
    state_mark,
    worded,
)
from izdes.web.pages.correspondence.packet import answers_of
from izdes.web.pages.correspondence.requests import held_words
from izdes.web.pages.fields import MomentField
from izdes.web.pages.figures import Sight
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of

# What an institution does on the page of a request.
SAYS: tuple[str, ...] = (
    "delivered",
    "accepted",
    "rejected",
    "clarification_asked",
    "extension_asked",
)
_STEPS = {
    "delivered": "deliver",
    "accepted": "accept",
    "rejected": "reject",
    "clarification_asked": "ask_clarification",
    "extension_asked": "ask_extension",
}
_ID_BYTES = 12


class SayForm(forms.Form):
    """A message of an institution about a request."""

    kind = forms.ChoiceField(choices=[(one, one) for one in SAYS])
    message_id = forms.CharField(max_length=100)
    reason = forms.ChoiceField(required=False)
    text = forms.CharField(required=False, max_length=4000)
    asked_until = MomentField(required=False)

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict or None
        super().__init__(data)
        names = choices("corr_reason_", (one for one in get_args(ReceiptReason) if one))
        cast("forms.ChoiceField", self.fields["reason"]).choices = [("", "—"), *names]


class FindForm(forms.Form):
    """By what an institution finds a request: the tail of a card, a sum, a minute."""

    tail = forms.RegexField(r"^[0-9A-Za-z]{4,30}$", required=False)
    amount = SumField()
    minute = MomentField(required=False)


@looked_at
def inbox(request: OfficerRequest) -> HttpResponseBase:
    """Show what was sent to the institution, or what of it is found."""
    me = request.user
    if not institutions_of(me):
        raise Http404
    at = now()
    form = FindForm(request.GET if any(request.GET.get(n) for n in FindForm.base_fields) else None)
    rows: Any = inbox_of(me)
    if form.is_bound and form.is_valid():
        rows = found_by(rows, **form.cleaned_data)
    listing = _listing(request, rows, at)
    waiting = inbox_of(me)
    context = {
        "listing": listing,
        "form": form,
        "new": waiting.filter(state="sent").count(),
        "late": waiting.filter(due_at__lt=at, state__in=_open()).count(),
    }
    return page_of(request, "correspondence/inbox.html", context, listing)


@looked_at
def inbox_request(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a request to whoever has to answer it."""
    return shown(request, inbox_row(request.user, number))


@login_required
@require_POST
def tell_office(request: OfficerRequest, number: int) -> HttpResponse:
    """Take one message of the institution."""
    me = request.user
    found = inbox_row(me, number)
    form = SayForm(request.POST)
    if not form.is_valid():
        return shown(request, found, say_form=form)
    try:
        receipt = _receipt(found, form.cleaned_data, me)
        _take(found, receipt, me)
    except NotPermitted:
        raise PermissionDenied from None
    except PaperWrong as wrong:
        form.add_error(None, incomplete(wrong))
        return shown(request, found, say_form=form)
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return shown(request, found, say_form=form)
    messages.success(request, worded("corr_told_", form.cleaned_data["kind"]))
    return redirect("inbox_request", found.pk)


def _take(found: Request, receipt: Receipt, me: Officer) -> None:
    """Take a message; what a second click says once more, of another moment, is said already."""
    try:
        take_receipt(request=found, receipt=receipt, officer=me)
    except MessageDiffers:
        kept = receipts_visible_to(me).filter(request=found, message_id=receipt.message_id).first()
        same = paper_bytes(replace(receipt, at=kept.said_at)) if kept else b""
        if kept is None or same != bytes(kept.paper or b""):
            raise


def inbox_row(me: Officer, number: int) -> Request:
    """Return a request that was sent to the institution of an officer.

    Raises:
        Http404: None of that key was.
    """
    rows = inbox_of(me) if institutions_of(me) else Request.objects.none()
    found = rows.select_related("addressee").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def speaking(found: Request, me: Officer) -> Answering:
    """Return who speaks for the institution."""
    held = posts_now(me).filter(body=found.addressee_id, role__in=INSTITUTIONAL)
    role = held.values_list("role", flat=True).first() or "liaison"
    return Answering(me.full_name, worded("role_", role), found.addressee.bin)


def new_id(prefix: str) -> str:
    """Return a name for a message: sent twice, it is one message."""
    return f"{prefix}-{secrets.token_hex(_ID_BYTES)}"


def shown(
    request: OfficerRequest,
    found: Request,
    *,
    say_form: SayForm | None = None,
    answer: AnswerForms | None = None,
) -> HttpResponse:
    """Show a request with the forms of what may be said now."""
    me, at = request.user, now()
    ways = steps_from(found.state, consent=found.consent)  # type: ignore[arg-type] # as kept
    steps = {way.step for way in ways}
    try:
        order = order_paper(found)
        report = checked(papers_of(found), at=at)
    except IzdesError as refused:
        context = {"found": found, "refused": refusal(refused)}
        return render(request, "correspondence/inbox_broken.html", context, status=409)
    can_answer = bool({"answer", "correct_answer"} & steps)
    latest = answers_visible_to(me).filter(request=found).order_by("-version").first()
    forms_ = answer or AnswerForms.begun(
        owed_order(found), found, latest=latest.answer_id if latest else "", answer_id=new_id("a")
    )
    wrong = bool((say_form and say_form.errors) or (answer and answer.is_wrong))
    context = {
        "found": found,
        "order": order,
        "measure_name": measure_words(found.measure),
        "state": state_mark(found, at),
        "at": at,
        "sight": Sight.FULL,
        "decision": _decision(found),
        "report": report,
        "says": [one for one in SAYS if _STEPS[one] in steps],
        "say_form": say_form or SayForm(),
        "message_id": new_id("m"),
        "can_answer": can_answer,
        "answer": forms_,
        "latest": latest,
        "answers": answers_of(me, found, Sight.FULL),
        "receipts": receipts_visible_to(me).filter(request=found).order_by("pk"),
        "is_untold": order.client_untold,
        "client": "" if order.client_untold else client_text(order, found, language()),
        "is_hold": order.cap is not None and not order.demanded,
        "enclosures": enclosures_visible_to(me).filter(request=found).order_by("pk"),
        "inside": False,
    }
    status = 422 if wrong else 200
    return render(request, "correspondence/inbox_request.html", context, status=status)


def _decision(found: Request) -> Any:  # noqa: ANN401 - a paper, a row of an act, or None
    """Return what was decided about a request, as its addressee may see it."""
    row = found.decisions.filter(order_digest=found.digest).select_related("office").first()
    if row is None:
        return None
    paper = decision_paper(row)
    return {"row": row, "paper": paper}


def _receipt(found: Request, given: dict[str, Any], me: Officer) -> Receipt:
    """Return a message as a paper."""
    kind: ReceiptKind = given["kind"]
    is_asking = kind in ("rejected", "extension_asked")
    return Receipt(
        message_id=given["message_id"],
        kind=kind,
        order_number=found.number,
        order_digest=found.digest,
        reason=given["reason"] if is_asking else "",
        text="" if kind in ("delivered", "accepted") else given["text"],
        asked_until=given["asked_until"] if kind == "extension_asked" else None,
        at=now(),
        by=speaking(found, me),
    )


def _open() -> tuple[str, ...]:
    """Return the states in which an answer is owed."""
    return ("sent", "delivered", "accepted", "clarification_asked", "extension_asked")


def _listing(request: OfficerRequest, rows: QuerySet[Request], at: datetime) -> Listing:
    """Return the table of an inbox."""
    states: dict[str, str] = {state: worded("order_state_", state) for state in STATES}

    def told(found: Request) -> Order | None:
        try:
            return order_paper(found)
        except IzdesError:
            return None

    return Listing(
        request,
        name="inbox",
        rows=rows,
        columns=(
            Column("number", "number", words="corr_number", sort="number", filter=Text("number")),
            Column("measure", lambda r: measure_words(r.measure), words="corr_measure",
                   sort="measure"),
            Column("state", lambda r: state_mark(r, at), words="corr_state", sort="state",
                   kind="state", filter=Choice("state", states)),
            Column("sent", "sent_at", words="corr_sent_at", sort="sent_at", kind="moment",
                   filter=Days("sent_at")),
            Column("due", "due_at", words="corr_due", sort="due_at", kind="end",
                   filter=Days("due_at")),
            Column("by", lambda r: getattr(getattr(told(r), "initiator", None), "name", ""),
                   words="corr_signed_by"),
            Column("held", held_words, words="corr_held", kind="money", is_hidden=True),
        ),
        caption="corr_inbox",
        empty="corr_inbox_none",
        link=lambda r: reverse("inbox_request", args=[r.pk]),
        tone=lambda r: "late" if state_mark(r, at).tone == "late" else "",
        order="-sent",
    )  # fmt: skip
