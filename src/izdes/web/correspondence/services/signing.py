"""Signing: a draft becomes an order, signed by its investigator; and goes to whoever decides."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from izdes.adapters.signatures.verifying import Signed
from izdes.core.errors import IzdesError
from izdes.core.law.sending import Lack
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.sending import lacks
from izdes.web.correspondence.errors import RequestLacks
from izdes.web.correspondence.holds.freezing import require_not_held, require_traced
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.orders.enclosing import require_enclosed
from izdes.web.correspondence.orders.papers import (
    Papers,
    as_seen,
    checked,
    keep_signed,
    order_of,
    require_good,
    signed_with,
)
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.orders.wording import require_worded, words_of
from izdes.web.correspondence.reach import require_of_request, signing_post
from izdes.web.correspondence.services.ending import require_replaceable
from izdes.web.correspondence.stepping import (
    follow_complaint,
    following,
    held,
    measure_of,
    moved,
    stepped,
)
from izdes.web.journal.events import Event
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer

_BATCH_BYTES = 9
# What can only be there after the decision; everything else must be there when it is signed.
_LATER = frozenset(
    {
        "send_sanction_missing",
        "send_agreement_missing",
        "send_approval_missing",
        "send_judge_act_missing",
    }
)


@dataclass(frozen=True, slots=True)
class SessionItem:
    """What became of one request of a signing session: signed, or refused and why."""

    request: Request
    refused: IzdesError | None = None


@transaction.atomic(durable=True)
def sign_request(*, request: Request, officer: Officer, batch: str = "") -> Request:
    """Sign a draft: its bytes, its number and the standing of its case are fixed now.

    What was drafted before registration is of the case, if its complaint became one meanwhile.

    Both forms of signature are made, checked at once and kept with what was found.

    Args:
        batch: Name of the signing session; see `sign_requests`.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is no draft; or the order in whose place it goes was answered.
        SignerMayNot: None of his roles signs this measure.
        SignerOutside: He is not in the group of the case.
        CaseNotRunning: The case is interrupted, closed or joined into another.
        CasePastTerm: Its term has ended.
        HeldAlready: The same money was held on the same ground before.
        NamesBeforeSuspicion: It calls the holder of an account what he is not yet suspected of.
        RequestLacks: A field that the measure needs is not filled, the term is too long, or a paper
            that must go with it does not.
        SignatureRefused: His certificate or his signature is not good.
    """
    require_of_request(officer, request)
    found = held(request)
    follow_complaint(found)
    require_replaceable(found)
    state = following(found, "sign", has={"signature"})
    minute = Minute(officer, pack_in_force(), the_moment())
    measure = measure_of(found, minute.law, minute.at)
    require_worded(*words_of(draft_of(found.draft)))
    order = order_of(found, measure, signing_post(officer, found, measure), minute)
    require_not_held(found, measure, minute)
    require_traced(found, order.cap, minute)
    content = paper_bytes(order)
    signatures = signed_with(order.initiator, content, paper="order", request=found, minute=minute)
    report = checked(Papers(Signed(content, as_seen(signatures)), None), at=minute.at)
    require_good(report)
    _require_filled(found, lacks(order, None, report, law_pack=minute.law))
    require_enclosed(found, measure)
    keep_signed(signatures, report, step="sign", minute=minute)
    was = found.state
    moved(
        found,
        state,
        paper=content,
        digest=paper_digest(order),
        signed_by=officer,
        signed_at=minute.at,
        batch=batch,
    )
    stepped(Event.REQUEST_SIGNED, found, officer, was=was, digest=found.digest, batch=batch)
    return found


def sign_requests(*, requests: Sequence[Request], officer: Officer) -> list[SessionItem]:
    """Sign many drafts in one session: each is an order, a signature and an entry of its own.

    What cannot be signed is refused alone, and said; the others stand.
    """
    batch = secrets.token_urlsafe(_BATCH_BYTES)
    signed: list[SessionItem] = []
    for request in requests:
        try:
            signed.append(SessionItem(sign_request(request=request, officer=officer, batch=batch)))
        except IzdesError as refused:
            signed.append(SessionItem(request, refused))
    return signed


@transaction.atomic(durable=True)
def submit(*, request: Request, officer: Officer) -> Request:
    """Lay a signed order before whoever gives the consent that it needs.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is not signed, or needs nobody's consent.
    """
    require_of_request(officer, request)
    found = held(request)
    was, state = found.state, following(found, "submit")
    moved(found, state, submitted_at=the_moment())
    stepped(Event.REQUEST_SUBMITTED, found, officer, was=was, queue=found.queue)
    return found


def _require_filled(request: Request, found: Sequence[Lack]) -> None:
    """Refuse an order that could not be sent even if it were decided upon."""
    for lack in found:
        if lack.code not in _LATER:
            raise RequestLacks(request=request.number, lack=lack.code, **dict(lack.details))
