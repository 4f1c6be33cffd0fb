"""Talking: what the investigator answers to an institution that asks back."""

from datetime import datetime

from django.db import transaction

from izdes.core.orders.states import Step
from izdes.web.correspondence.errors import ReasonAbsent
from izdes.web.correspondence.models import Receipt, Request
from izdes.web.correspondence.orders.wording import require_worded
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import following, held, moved, stepped
from izdes.web.journal.events import Event
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def clarify(*, request: Request, text: str, officer: Officer) -> Request:
    """Answer what an institution asked; what was signed stays as it was, and so does the clock.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It asked nothing.
        ReasonAbsent: Nothing is said.
    """
    require_of_request(officer, request)
    found = _said(request, "clarify", "clarified", text, officer)
    moved(found, "accepted")
    stepped(Event.REQUEST_CLARIFIED, found, officer, was="clarification_asked", reason=text)
    return found


@transaction.atomic(durable=True)
def decide_extension(
    *, request: Request, text: str, officer: Officer, until: datetime | None = None
) -> Request:
    """Give an institution more time, or refuse it.

    The term of the law stays what it was: what is given is that nobody reminds before.

    Args:
        until: Until when; None: refused.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It asked for no time.
        ReasonAbsent: Nothing is said, or the time given has passed.
    """
    require_of_request(officer, request)
    if until is not None and until <= the_moment():
        raise ReasonAbsent(need="until")
    kind = "extension_refused" if until is None else "extension_given"
    found = _said(request, "decide_extension", kind, text, officer, until=until)
    moved(found, "accepted", **({} if until is None else {"due_at": until}))
    stepped(
        Event.REQUEST_EXTENSION_DECIDED,
        found,
        officer,
        was="extension_asked",
        outcome=kind,
        reason=text,
    )
    return found


def _said(
    request: Request,
    step: Step,
    kind: str,
    text: str,
    officer: Officer,
    *,
    until: datetime | None = None,
) -> Request:
    """Keep what an investigator says to an institution; return the request, still as it was."""
    found = held(request)
    if not text.strip():
        raise ReasonAbsent(need="text")
    require_worded(text)
    following(found, step, has={"text"})
    at = the_moment()
    count = Receipt.objects.filter(request=found).count()
    Receipt.objects.create(
        request=found,
        message_id=f"{kind}:{count}",
        kind=kind,
        text=text,
        asked_until=until,
        officer=officer,
        by_name=officer.full_name,
        said_at=at,
        at=at,
    )
    return found
