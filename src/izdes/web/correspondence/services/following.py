"""Following: the papers that follow others, pre-filled: reminders, motions, releases, numbers.

Each is a draft that somebody reads and signs; none of them leaves by itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from izdes.adapters.words import moment
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.needed import what_is_needed
from izdes.core.orders.states import is_overdue
from izdes.web.correspondence.errors import HoldEnded, NotBeforeRegistration, RequestMoved
from izdes.web.correspondence.holds.freezing import priced, subjects_within
from izdes.web.correspondence.models import Hold, Request
from izdes.web.correspondence.nexts import followers, owes_number
from izdes.web.correspondence.orders.drafts import Asked, Draft, draft_of
from izdes.web.correspondence.orders.papers import subject_of
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.services.drafting import draft_request
from izdes.web.correspondence.stepping import held, stepped
from izdes.web.journal.events import Event
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer

OVERDUE = "answer_overdue"
_GROUND_GONE = "ground_gone"


def follow_up(*, request: Request, officer: Officer, measure: str = "") -> Request:
    """Draft what follows an answer that is late: a reminder, after it a motion or representation.

    Args:
        measure: One that the law pack names as following; empty: the first of them.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: No answer is late, or nothing follows.
    """
    at = the_moment()
    if not is_overdue(request.state, due_at=request.due_at, at=at):  # type: ignore[arg-type] # kept as checked
        raise RequestMoved(request=request.number, state=request.state)
    follows = followers(_measure(request))
    chosen = measure or next(iter(follows), "")
    if chosen not in follows:
        raise RequestMoved(request=request.number, state=request.state)
    first = request.related if request.related is not None and _follows(request) else request
    said = {
        "first_request": first.number,
        "overdue_since": moment(request.due_at or at),
    }
    return _draft_next(
        request, chosen, officer, Draft(basis=_basis(request)).saying(**said), follows=OVERDUE
    )


def draft_release(*, hold: Hold, why: str, officer: Officer, measure: str = "") -> Request:
    """Draft the order that lets held money go; other orders on the account stand.

    Args:
        measure: One that the law pack names as following; empty: the first of them.

    Raises:
        NotPermitted: The officer does not work on the case.
        HoldEnded: The money is not held any more.
        RequestMoved: It is not the office's hold: the centre lets its block go by itself.
    """
    request = hold.request
    if hold.status != "held" or hold.ended_at is not None:
        raise HoldEnded
    follows = [f.then for f in _measure(request).follows if f.when == _GROUND_GONE]
    if not (measure or follows):
        raise RequestMoved(request=request.number, state=request.state)
    decision = request.decisions.order_by("-pk").first()
    said = {
        "held_by": request.number,
        "why_released": why,
        "judge_act": decision.number if decision is not None else "",
    }
    return _draft_next(
        request,
        measure or follows[0],
        officer,
        Draft(basis=_basis(request)).saying(**said),
        follows=_GROUND_GONE,
        subjects=[Asked(subject_of(hold.subject), hold.account)],
    )


def draft_supplement(*, request: Request, officer: Officer) -> Request:
    """Draft a supplement for money that was traced after an order was signed.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: No further money is free to be held.
    """
    law = pack_in_force()
    more = priced(request, law, currency=_currency(request))
    before = draft_of(request.draft)
    if more is None or more.cap is None or before.cap is None:
        raise RequestMoved(request=request.number, state=request.state)
    parts = tuple(part for part in more.parts if part not in before.parts)
    amount = more.cap.amount_minor - before.cap.amount_minor
    if amount <= 0:
        raise RequestMoved(request=request.number, state=request.state)
    draft = replace(before, cap=replace(more.cap, amount_minor=amount), parts=parts)
    subjects = subjects_within(request, draft)
    return _draft_next(request, request.measure, officer, draft, subjects=subjects)


def draft_number_supplement(*, request: Request, officer: Officer) -> Request:
    """Draft the paper that tells the register number after an urgent action before registration.

    Raises:
        NotPermitted: The officer does not work on the case.
        NotBeforeRegistration: The complaint is not registered yet.
        RequestMoved: The action was not before registration, was not sent, or its number was told.
    """
    if not owes_number(request):
        raise RequestMoved(request=request.number, state=request.state)
    complaint = request.complaint
    if complaint is None or complaint.case_id is None:
        raise NotBeforeRegistration(measure=request.measure)
    _place(request, complaint.case_id, officer)
    request.refresh_from_db()
    before = draft_of(request.draft)
    return _draft_next(
        request,
        request.measure,
        officer,
        replace(before, qualification="", why_urgent=""),
    )


@transaction.atomic(durable=True)
def _place(request: Request, case: int, officer: Officer) -> None:
    """Put an urgent request into the case that its complaint became."""
    require_of_request(officer, request)
    found = held(request)
    if found.case_id is None:
        Request.objects.filter(pk=found.pk).update(case_id=case)
        found.case_id = case
        stepped(Event.REQUEST_CHANGED, found, officer, was=found.state)


def _draft_next(
    request: Request,
    measure: str,
    officer: Officer,
    draft: Draft,
    *,
    subjects: Sequence[Asked] | None = None,
    follows: str = "",
) -> Request:
    """Draft a paper that follows another, to the same addressee about the same."""
    rows = request.subjects.order_by("position")
    return draft_request(
        addressee=request.addressee,
        measure=measure,
        officer=officer,
        draft=draft,
        subjects=subjects or [Asked(subject_of(row), row.account) for row in rows],
        case=request.case,
        complaint=request.complaint,
        related=request,
        relation="supplements",
        follows=follows,
        layer=request.layer,
        trace=request.trace,
    )


def _measure(request: Request) -> Measure:
    """Return the measure of a request as it stands today."""
    day = local_day(the_moment())
    return what_is_needed(request.measure, on=day, law=pack_in_force()).measure


def _follows(request: Request) -> bool:
    """Say whether a request itself follows another whose answer is late."""
    return request.follows == OVERDUE


def _basis(request: Request) -> str:
    """Return the ground of a request."""
    return draft_of(request.draft).basis


def _currency(request: Request) -> str:
    """Return in which money a request is reckoned."""
    cap = draft_of(request.draft).cap
    return "KZT" if cap is None else cap.currency
