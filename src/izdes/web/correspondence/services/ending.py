"""Ending: a request is taken back before it was sent, recalled after, or closed."""

from django.db import transaction

from izdes.core.orders.states import OPEN
from izdes.web.correspondence.errors import ReasonAbsent, RequestMoved
from izdes.web.correspondence.models import Hold, Receipt, Request
from izdes.web.correspondence.orders.wording import require_worded
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import following, held, moved, stepped
from izdes.web.journal.events import Event
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def withdraw(*, request: Request, reason: str, officer: Officer) -> Request:
    """Take back a request that was not sent.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It was sent: then it is recalled.
        ReasonAbsent: No reason is given.
    """
    require_of_request(officer, request)
    return _end(request, "withdraw", reason, officer)


@transaction.atomic(durable=True)
def close_request(*, request: Request, reason: str, officer: Officer) -> Request:
    """Close a request that was read into the case, not accepted, or refused.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is at another step.
        ReasonAbsent: No reason is given.
    """
    require_of_request(officer, request)
    return _end(request, "close", reason, officer)


@transaction.atomic(durable=True)
def recall(*, request: Request, reason: str, officer: Officer) -> Request:
    """Tell an institution that a request it was sent is withdrawn; what it holds it lets go.

    Recalling ends nothing but this order: other orders on the same account stand.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It was not sent, or was answered: then money is let go by a release.
        ReasonAbsent: No reason is given.
    """
    require_of_request(officer, request)
    found = held(request)
    was = found.state
    _recalled(found, reason, officer)
    stepped(Event.REQUEST_RECALLED, found, officer, was=was, reason=reason)
    return found


def require_replaceable(request: Request) -> None:
    """Refuse an order in the place of one that money is held by: it would be held a second time.

    Raises:
        RequestMoved: The institution has answered the first.
    """
    first = request.related
    if request.relation == "supersedes" and first is not None and first.answered_at is not None:
        raise RequestMoved(request=first.number, state=first.state)


def replace_first(request: Request, officer: Officer) -> None:
    """Recall the order in whose place one was sent, in the same moment; an entry of its own."""
    if request.relation != "supersedes" or request.related is None:
        return
    first = held(request.related)
    was = first.state
    if was in OPEN:
        _recalled(first, request.number, officer)
        stepped(Event.REQUEST_RECALLED, first, officer, was=was, reason=request.number)


def _recalled(found: Request, reason: str, officer: Officer) -> None:
    """Take the step of a recall: the institution is told, and lets go what it holds."""
    at = the_moment()
    state = following(found, "recall", has={"reason", "withdrawal"})
    _require(reason)
    require_worded(reason)
    Receipt.objects.create(
        request=found,
        message_id=f"recall:{found.number}",
        kind="recalled",
        text=reason,
        officer=officer,
        by_name=officer.full_name,
        said_at=at,
        at=at,
    )
    lasting = Hold.objects.filter(request=found, status="held", ended_at__isnull=True)
    lasting.update(ended_at=at, ended_why="recalled")
    moved(found, state, ended_at=at)


def _end(request: Request, step: str, reason: str, officer: Officer) -> Request:
    """Take one of the two steps that end a request here."""
    found = held(request)
    was = found.state
    _require(reason)
    state = following(found, step, has={"reason"})  # type: ignore[arg-type] # one of two
    moved(found, state, ended_at=the_moment())
    event = Event.REQUEST_WITHDRAWN if step == "withdraw" else Event.REQUEST_CLOSED
    stepped(event, found, officer, was=was, reason=reason)
    return found


def _require(reason: str) -> None:
    """Refuse a step without a reason."""
    if not reason.strip():
        raise ReasonAbsent(need="reason")
