"""Access: asking a unit to be let into its cases, and being let in until a moment, or refused."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import AccessRequest, Case, Grant
from izdes.web.cases.reach import require_case
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.subjects.models import Lookup


class AccessAskedAlready(IzdesError):
    """The same was asked and waits for a decision: one request is enough for a series."""

    code = "access_asked_already"


class AccessDecided(IzdesError):
    """The request was decided already."""

    code = "access_decided"


class AccessToNothing(IzdesError):
    """Access is given to named, open cases of the unit that was asked, and until a later moment."""

    code = "access_to_nothing"


@transaction.atomic(durable=True)
def ask_access(
    *,
    case: Case,
    unit: Body,
    ground: str,
    officer: Officer,
    lookup: Lookup | None = None,
    series: int | None = None,
) -> AccessRequest:
    """Ask a unit to be let into those of its cases that match one's own.

    Args:
        case: One's own case, for which it is asked.
        lookup: The look-up that told of the match.
        series: The series whose cases are asked for: one request for all of them.

    Raises:
        NotPermitted: The officer does not see the case for which he asks.
        AccessAskedAlready: The same request is open.
    """
    require_case(officer, case, "read")
    identifier = None if lookup is None else _identifier(lookup)
    asked = AccessRequest.objects.filter(asker=officer, unit=unit, state="asked", series=series)
    if series is None:
        asked = asked.filter(for_case=case, identifier=identifier)
    if asked.exists():
        raise AccessAskedAlready(unit=unit.code)
    request = AccessRequest.objects.create(
        asker=officer,
        for_case=case,
        unit=unit,
        identifier_id=identifier,
        series=series,
        ground=ground,
        asked_at=Now(),
    )
    _record(Event.ACCESS_ASKED, request, officer, unit=unit.code, ground=ground)
    return request


@transaction.atomic(durable=True)
def grant_access(
    *, request: AccessRequest, cases: Sequence[Case], expires_at: datetime, officer: Officer
) -> tuple[Grant, ...]:
    """Let whoever asked into some cases, until a moment.

    Raises:
        NotPermitted: The officer does not head the unit that was asked, or asked himself.
        AccessDecided: It was decided already.
        AccessToNothing: No case is named, one is sealed or of another unit, or the moment is past.
    """
    held = _asked(request, officer)
    led = units_of(officer, "lead")
    if not cases or any(case.is_sealed or case.unit_id not in led for case in cases):
        raise AccessToNothing
    if expires_at <= datetime.now(expires_at.tzinfo):
        raise AccessToNothing
    _decide(held, officer, state="granted")
    grants = Grant.objects.bulk_create(
        Grant(
            request=held,
            case=case,
            officer=held.asker,
            granted_by=officer,
            since=Now(),
            expires_at=expires_at,
        )
        for case in cases
    )
    numbers = " ".join(sorted(case.number for case in cases))
    _record(Event.ACCESS_GRANTED, held, officer, cases=numbers, expires_at=expires_at.isoformat())
    return tuple(grants)


@transaction.atomic(durable=True)
def refuse_access(*, request: AccessRequest, reason: str, officer: Officer) -> None:
    """Refuse to let whoever asked in, and say why.

    Raises:
        NotPermitted: The officer does not head the unit that was asked, or asked himself.
        AccessDecided: It was decided already.
    """
    held = _asked(request, officer)
    _decide(held, officer, state="refused", reason=reason)
    _record(Event.ACCESS_REFUSED, held, officer, reason=reason)


@transaction.atomic(durable=True)
def withdraw_access(*, request: AccessRequest, reason: str, officer: Officer) -> None:
    """End what a request opened before its time; ending it twice is harmless.

    Raises:
        NotPermitted: The officer does not head the unit that was asked.
    """
    if request.unit_id not in units_of(officer, "lead"):
        raise NotPermitted(needs="lead_unit")
    lasting = AccessRequest.objects.filter(pk=request.pk, state="granted")
    if not lasting.update(state="lapsed", reason=reason, decided_by=officer, decided_at=Now()):
        return
    Grant.objects.filter(request=request, expires_at__gt=Now()).update(expires_at=Now())
    _record(Event.ACCESS_LAPSED, request, officer, reason=reason)


@transaction.atomic(durable=True)
def lapse_access() -> int:
    """Write down which requests have nothing open any more; the worker calls this for nobody.

    What has expired is closed without this: the policies ask for the moment themselves.

    Returns:
        How many have lapsed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_id, for_case_id FROM access_lapse() ORDER BY request_id")
        lapsed = cursor.fetchall()
    for request, case in lapsed:
        subject = Subject("access_request", str(request))
        record(Event.ACCESS_LAPSED, officer=None, subject=subject, case=case)
    return len(lapsed)


def _identifier(lookup: Lookup) -> int:
    """Return the identifier that was looked up: there was a match, so it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_identifier(%s, %s)", [lookup.kind, lookup.value])
        return int(cursor.fetchone()[0])


def _asked(request: AccessRequest, officer: Officer) -> AccessRequest:
    """Return an open request, locked, that the officer may decide."""
    if request.unit_id not in units_of(officer, "lead") or request.asker_id == officer.pk:
        raise NotPermitted(needs="lead_unit")
    held = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != "asked":
        raise AccessDecided(state=held.state)
    return held


def _decide(request: AccessRequest, officer: Officer, *, state: str, reason: str = "") -> None:
    """Write down a decision."""
    AccessRequest.objects.filter(pk=request.pk).update(
        state=state, reason=reason, decided_by=officer, decided_at=Now()
    )


def _record(event: Event, request: AccessRequest, officer: Officer, **told: str) -> None:
    """Record what happened to a request, under the case for which it was made."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("access_request", str(request.pk)),
        changes={name: Change(None, text) for name, text in told.items()},
        case=request.for_case_id,
    )
