"""Receiving: what institutions say beside their answers, taken once and kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering
from izdes.core.orders.receipts import Receipt as ReceiptPaper
from izdes.core.orders.receipts import Signal as SignalPaper
from izdes.core.orders.states import Step
from izdes.web.correspondence.errors import MessageDiffers, MessageElsewhere
from izdes.web.correspondence.holds.holding import end_as_ordered
from izdes.web.correspondence.models import Answer, Receipt, Request, Signal
from izdes.web.correspondence.nexts import amount_of
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.reach import require_answerer
from izdes.web.correspondence.stepping import following, held, measure_of, moved, stepped
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.deciding import due_under
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, institutions_of

_STEPS: Mapping[str, tuple[Step, Event]] = {
    "delivered": ("deliver", Event.REQUEST_DELIVERED),
    "accepted": ("accept", Event.REQUEST_ACCEPTED),
    "rejected": ("reject", Event.REQUEST_NOT_ACCEPTED),
    "clarification_asked": ("ask_clarification", Event.REQUEST_CLARIFICATION_ASKED),
    "extension_asked": ("ask_extension", Event.REQUEST_EXTENSION_ASKED),
}
_ANSWER_CLOCK = "DL_ANSWER_3D"
# A representation is answered by a clock of its own.
_MONTH = "month_without_answer"


@transaction.atomic(durable=True)
def take_receipt(
    *,
    request: Request,
    receipt: ReceiptPaper,
    officer: Officer,
    arrived_at: datetime | None = None,
) -> Request:
    """Take an institution's message about how far an order has come.

    The same message again is harmless: nothing happens, nothing is recorded.

    Args:
        arrived_at: When it reached the site of institutions, from which clocks run; None for now.

    Raises:
        NotPermitted: The officer does not answer for the institution, or it was not sent.
        MessageElsewhere: It is about another order or another text of it, or by another body.
        MessageDiffers: A message of this name was taken with other contents.
        RequestMoved: The step does not lead on from where the request stands.
    """
    require_answerer(officer, request)
    found = held(request)
    content = paper_bytes(receipt)
    if is_taken(found.receipts.filter(message_id=receipt.message_id).first(), content):
        return found
    require_about(found, receipt.order_number, receipt.order_digest, receipt.by)
    step, event = _STEPS[receipt.kind]
    was, at = found.state, arrival(found, arrived_at)
    state = following(found, step, has={"receipt", "reason", "text"})
    Receipt.objects.create(
        request=found,
        message_id=receipt.message_id,
        kind=receipt.kind,
        paper=content,
        digest=hashlib.sha256(content).hexdigest(),
        reason=receipt.reason,
        text=receipt.text,
        asked_until=receipt.asked_until,
        by_name=receipt.by.name,
        by_post=receipt.by.post,
        officer=officer,
        said_at=receipt.at,
        at=at,
    )
    minute = Minute(officer, pack_in_force(), at)
    told: dict[str, str] = {}
    if receipt.kind == "delivered":
        outcome = _amount_at_delivery(found, minute)
        told = {"outcome": outcome} if outcome else {}
        moved(found, state, delivered_at=at, due_at=_due_at(found, minute), amount_outcome=outcome)
    else:
        moved(found, state)
    if receipt.kind == "accepted":
        end_as_ordered(found, minute)
    reason = receipt.reason
    stepped(event, found, officer, was=was, reason=reason, message=receipt.message_id, **told)
    return found


@transaction.atomic(durable=True)
def take_signal(*, signal: SignalPaper, institution: Body, officer: Officer) -> Signal:
    """Take what an institution tells unasked; the same message again is harmless.

    Raises:
        NotPermitted: The officer does not answer for the institution.
        MessageElsewhere: It speaks for another body.
        MessageDiffers: A message of this name was taken with other contents.
    """
    if institution.pk not in institutions_of(officer):
        raise NotPermitted(needs="answer_request")
    content = paper_bytes(signal)
    known = Signal.objects.filter(institution=institution, message_id=signal.message_id).first()
    if known is not None and is_taken(known, content):
        return known
    if signal.by.body_bin != institution.bin:
        raise MessageElsewhere(message=signal.message_id)
    sent = Request.objects.filter(addressee=institution, sent_at__isnull=False)
    suspected = signal.about[0]
    kept = Signal.objects.create(
        institution=institution,
        message_id=signal.message_id,
        kind=signal.kind,
        account=f"{suspected.kind}:{suspected.value}",
        amount_minor=signal.amount_minor,
        currency=signal.currency,
        text=signal.text,
        request=sent.filter(number=signal.order_number).first() if signal.order_number else None,
        paper=content,
        digest=hashlib.sha256(content).hexdigest(),
        officer=officer,
        happened_at=signal.happened_at,
        at=the_moment(),
    )
    record(
        Event.SIGNAL_TAKEN,
        officer=officer.pk,
        subject=Subject("signal", str(kept.pk)),
        changes={"digest": Change(None, kept.digest)},
        case=kept.request.case_id if kept.request else None,
    )
    return kept


def is_taken(known: Receipt | Answer | Signal | None, content: bytes) -> bool:
    """Say whether this very message was taken.

    Raises:
        MessageDiffers: One of its name was, with other contents.
    """
    if known is None:
        return False
    if known.digest != hashlib.sha256(content).hexdigest():
        raise MessageDiffers
    return True


def arrival(request: Request, at: datetime | None) -> datetime:
    """Return when a message arrived: neither before its request was sent nor after now."""
    now = the_moment()
    return now if at is None else min(now, max(at, request.sent_at or now))


def require_about(request: Request, number: str, digest: str, by: Answering) -> None:
    """Refuse a message about another order, another text of it, or by another body."""
    if (number, digest) != (request.number, request.digest):
        raise MessageElsewhere(message=number)
    if by.body_bin != request.addressee.bin:
        raise MessageElsewhere(message=by.body_bin)


def _amount_at_delivery(request: Request, minute: Minute) -> str:
    """Return how the sum of an order compares with what is traced when it arrives; empty for none.

    The signed number does not change, and the institution acts by it. The worker has the order in
    its place, or the supplement, drafted in the lead's name (`tasks.correct_amounts`).
    """
    found = amount_of(request, minute.law)
    return "" if found is None else found.outcome


def _due_at(request: Request, minute: Minute) -> datetime | None:
    """Return until when an answer is owed to what was delivered now; None where none is."""
    measure = measure_of(request, minute.law, minute.at)
    if any(one.when == _MONTH for one in measure.follows):
        return due_under(minute.law, measure.clock, minute.at).at
    if request.kind not in ("request", "order"):
        return None
    clock = measure.clock if request.kind == "request" else _ANSWER_CLOCK
    if draft_of(request.draft).urgency in ("one_day", "hot") and measure.urgent_clock:
        clock = measure.urgent_clock
    return due_under(minute.law, clock, minute.at).at if clock else None
