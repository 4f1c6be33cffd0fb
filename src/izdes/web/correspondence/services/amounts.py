"""Amounts: what is drafted where less or more is traced now than an order says.

The number that was signed never changes. An order that was not sent is withdrawn and drafted anew
for what is traced; in the place of one that was sent another is drafted, and the first is recalled
in the very moment in which the other leaves: between the two nothing would be held.
"""

from izdes.adapters.words import amount, say
from izdes.core.orders.states import OPEN
from izdes.web.correspondence.errors import RequestMoved
from izdes.web.correspondence.holds.freezing import priced, subjects_within
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.nexts import amount_of
from izdes.web.correspondence.orders.drafts import Draft, draft_of
from izdes.web.correspondence.orders.standing import language_of
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.services.drafting import change_draft, draft_request, redraft
from izdes.web.correspondence.services.ending import recall, withdraw
from izdes.web.correspondence.services.following import draft_supplement
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer

_REDRAFTED = ("signed", "sanctioned")


def correct_amount(*, request: Request, officer: Officer) -> Request:
    """Draft what puts the sum of an order right; nothing that was signed changes.

    A draft gets the sum of now. Of an order more is drafted as a supplement; less, as an order in
    its place. Where nothing is traced any more it is withdrawn, or recalled, and none is drafted.

    Returns:
        The draft; the request itself where none is made.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: The sum is right, or nothing can be done about it here.
    """
    require_of_request(officer, request)
    found = amount_of(request, pack_in_force())
    if found is None or found.outcome == "same":
        raise RequestMoved(request=request.number, state=request.state)
    if request.state == "draft" and found.now_minor:
        draft = _priced(request)
        subjects = subjects_within(request, draft)
        return change_draft(request=request, draft=draft, subjects=subjects, officer=officer)
    if found.outcome == "higher":
        return draft_supplement(request=request, officer=officer)
    reason = _reason(request, found.now_minor)
    if request.state in OPEN:
        if not found.now_minor:
            return recall(request=request, reason=reason, officer=officer)
        return _draft_in_place(request, officer)
    if not found.now_minor or request.state == "on_decision":
        withdrawn = withdraw(request=request, reason=reason, officer=officer)
        return _draft_again(withdrawn, officer) if found.now_minor else withdrawn
    if request.state not in _REDRAFTED:
        raise RequestMoved(request=request.number, state=request.state)
    draft = _priced(request)
    subjects = subjects_within(request, draft)
    return redraft(request=request, officer=officer, draft=draft, subjects=subjects, reason=reason)


def correct_delivered(*, request: Request, officer: Officer) -> Request | None:
    """Draft what puts the sum of a delivered order right, once; the machine does it for the lead.

    It drafts and recalls nothing: where nothing is traced any more, an officer recalls.

    Returns:
        The draft; None where there is one, or nothing is to be drafted any more.
    """
    if request.relating.filter(measure=request.measure).exists():
        return None
    found = amount_of(request, pack_in_force())
    outcome = "" if found is None else found.outcome
    if outcome in ("lower", "higher"):
        return correct_amount(request=request, officer=officer)
    # It came right meanwhile, or nothing is left to draft: the worker asks no more.
    Request.objects.filter(pk=request.pk).update(amount_outcome=outcome)
    return None


def _draft_in_place(request: Request, officer: Officer) -> Request:
    """Draft an order for what is traced now, in the place of one that was sent."""
    return _drafted(request, officer, related=request, relation="supersedes")


def _draft_again(request: Request, officer: Officer) -> Request:
    """Draft an order anew that was withdrawn while it waited for a decision."""
    return _drafted(
        request, officer, related=request.related, relation=request.relation, same_matter=request
    )


def _drafted(
    request: Request,
    officer: Officer,
    *,
    related: Request | None,
    relation: str,
    same_matter: Request | None = None,
) -> Request:
    """Draft the same order for what is traced now."""
    draft = _priced(request)
    return draft_request(
        addressee=request.addressee,
        measure=request.measure,
        officer=officer,
        draft=draft,
        subjects=subjects_within(request, draft),
        case=request.case,
        complaint=request.complaint,
        related=related,
        relation=relation,
        same_matter=same_matter,
        layer=request.layer,
        trace=request.trace,
    )


def _priced(request: Request) -> Draft:
    """Return what an order says with the sum of now.

    Raises:
        RequestMoved: Nothing is free to be held.
    """
    cap = draft_of(request.draft).cap
    found = priced(request, pack_in_force(), currency=cap.currency if cap else "KZT")
    if found is None:
        raise RequestMoved(request=request.number, state=request.state)
    return found


def _reason(request: Request, minor: int) -> str:
    """Return why an order is taken back, in the language of the proceedings."""
    cap = draft_of(request.draft).cap
    currency = cap.currency if cap else "KZT"
    return say("corr_amount_lower", language_of(request), sum=amount(minor, currency))
