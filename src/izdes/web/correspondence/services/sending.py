"""Sending: what was signed and decided leaves, if nothing at all is missing."""

from django.db import transaction

from izdes.core.law import sending as law_sending
from izdes.core.orders.sending import lacks
from izdes.web.correspondence.errors import RequestLacks
from izdes.web.correspondence.holds.freezing import require_not_held, require_traced
from izdes.web.correspondence.holds.money import alone_on
from izdes.web.correspondence.models import Decision, Request
from izdes.web.correspondence.noticing import owe_notices
from izdes.web.correspondence.orders.enclosing import require_enclosed
from izdes.web.correspondence.orders.papers import (
    checked,
    decision_paper,
    keep_report,
    order_paper,
    papers_of,
    require_good,
)
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.services.ending import replace_first, require_replaceable
from izdes.web.correspondence.stepping import following, held, measure_of, moved, stepped
from izdes.web.journal.events import Event
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def send(*, request: Request, officer: Officer) -> Request:
    """Send an order to its addressee; an officer confirms each sending.

    Every signature is checked once more, the amount is compared with the trace of now, and the
    sanction matrix is asked whether anything is missing. Whoever must be told is noted. An order in
    whose place this one goes is recalled in the same moment.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It has not what it needs, or was sent; or the first order was answered.
        RequestLacks: Something is missing; the first lack is named.
        HeldAlready: Since it was signed another order left that holds the same money.
        AmountLower: Less is traced now than it holds.
        PaperTampered: Something kept is not what was signed.
        SignatureRefused: A certificate or a signature is not good any more.
    """
    require_of_request(officer, request)
    found = held(request)
    require_replaceable(found)
    was = found.state
    state = following(found, "send", has={"nothing_missing", "amount_holds"})
    minute = Minute(officer, pack_in_force(), the_moment())
    measure = measure_of(found, minute.law, minute.at)
    papers = papers_of(found)
    report = checked(papers, at=minute.at)
    require_good(report)
    order = order_paper(found)
    decision = found.decisions.filter(order_digest=found.digest).first()
    missing = lacks(
        order,
        None if decision is None else decision_paper(decision),
        report,
        level="" if decision is None else decision.level,
        act=_act(decision),
        law_pack=minute.law,
    )
    for lack in missing:
        raise RequestLacks(request=found.number, lack=lack.code, **dict(lack.details))
    alone_on(found)
    require_not_held(found, measure, minute)
    require_enclosed(found, measure)
    require_traced(found, order.cap, minute)
    keep_report(found, report, step="send", minute=minute)
    moved(found, state, sent_at=minute.at)
    owe_notices(found, measure, minute)
    replace_first(found, officer)
    stepped(Event.REQUEST_SENT, found, officer, was=was, digest=found.digest)
    return found


def _act(decision: Decision | None) -> law_sending.Decision | None:
    """Return a judge's act as the sanction matrix sees it."""
    if decision is None or decision.kind != "act":
        return None
    return law_sending.Decision(
        "act",
        decision.outcome,  # type: ignore[arg-type] # kept as checked
        decision.role,
        decision.decided_on,
        decision.order_digest,
        number=decision.number,
    )
