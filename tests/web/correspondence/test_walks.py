"""Walks: whatever is tried in whatever order, nothing leaves without its consent."""

from collections.abc import Callable
from itertools import count

from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    MOVEMENTS,
    PROSECUTOR,
    SUBSCRIBER,
    drafted,
    running_case,
)

from izdes.core.errors import IzdesError
from izdes.core.orders.states import OPEN
from izdes.web.correspondence.models import Decision, Request, Verification
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.services import (
    change_draft,
    close_request,
    decide,
    recall,
    redraft,
    send,
    sign_request,
    submit,
    withdraw,
)
from izdes.web.officers.models import Officer

_Step = Callable[[Request, Officer], object]


def _change(request: Request, officer: Officer) -> object:
    said = draft_of(request.draft).saying(necessity="Changed")
    return change_draft(request=request, draft=said, officer=officer)


def _refuse(request: Request, officer: Officer) -> object:
    return decide(
        request=request, outcome="refused", grounds=["unclear"], why="Unclear", officer=officer
    )


def _raw_send(request: Request, officer: Officer) -> object:
    del officer
    with transaction.atomic(), connection.cursor() as cursor:
        return cursor.execute(
            "UPDATE correspondence_request SET state = 'sent', sent_at = now() WHERE id = %s",
            [request.pk],
        )


_STEPS: dict[str, tuple[str, _Step]] = {
    "change": (LEAD, _change),
    "sign": (LEAD, lambda r, o: sign_request(request=r, officer=o)),
    "submit": (LEAD, lambda r, o: submit(request=r, officer=o)),
    "give": (PROSECUTOR, lambda r, o: decide(request=r, outcome="given", officer=o)),
    "give_himself": (LEAD, lambda r, o: decide(request=r, outcome="given", officer=o)),
    "refuse": (PROSECUTOR, _refuse),
    "send": (LEAD, lambda r, o: send(request=r, officer=o)),
    "send_as_prosecutor": (PROSECUTOR, lambda r, o: send(request=r, officer=o)),
    "raw_send": (LEAD, _raw_send),
    "withdraw": (LEAD, lambda r, o: withdraw(request=r, reason="x", officer=o)),
    "recall": (LEAD, lambda r, o: recall(request=r, reason="x", officer=o)),
    "close": (LEAD, lambda r, o: close_request(request=r, reason="x", officer=o)),
    "redraft": (LEAD, lambda r, o: redraft(request=r, officer=o)),
}
# Every walk has a case of its own.
_serials = count()
# Chance alone rarely comes so far, so that walks are pushed towards sending.
_STEP = st.sampled_from([*_STEPS, "sign", "submit", "give", "send"])


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(measure=st.sampled_from([MOVEMENTS, SUBSCRIBER]), names=st.lists(_STEP, max_size=9))
def test_nothing_is_sent_without_its_consent(cast: Cast, measure: str, names: list[str]) -> None:
    request = drafted(cast, running_case(cast, f"walk-{next(_serials)}"), measure)

    for name in names:
        request = _tried(cast, request, name)
        _require_consent(cast, request)


def _tried(cast: Cast, request: Request, name: str) -> Request:
    """Try a step; whether it is refused or not, return the request to go on with."""
    login, step = _STEPS[name]
    with cast.acts(login) as officer:
        now = Request.objects.get(pk=request.pk)
        try:
            found = step(now, officer)
        except (IzdesError, DatabaseError):
            return now
    return found if isinstance(found, Request) else now


def _require_consent(cast: Cast, request: Request) -> None:
    """Fail where something has left that nobody signed, or nobody sanctioned."""
    with cast.acts(LEAD):
        left = Request.objects.filter(case=request.case).exclude(sent_at__isnull=True)
        for one in left | Request.objects.filter(case=request.case, state__in=OPEN):
            seen = Verification.objects.filter(request=one, is_accepted=True)
            assert seen.filter(step="sign", order_digest=one.digest).exists()
            given_ = Decision.objects.filter(request=one, outcome="given", order_digest=one.digest)
            assert one.consent == "none" or given_.exists()
