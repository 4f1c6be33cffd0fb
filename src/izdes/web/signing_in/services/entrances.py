"""Entrances: that somebody came in, left, or was not let in."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role
from izdes.web.signing_in.selectors import officer_with_login


class SessionUnknown(IzdesError):
    """There is no such session, or it is not the officer's to end."""

    code = "session_unknown"


@transaction.atomic(durable=True)
def note_sign_in(*, officer: Officer, ways: Iterable[str], ip: str) -> None:
    """Record that an officer signed in, by which ways and from where."""
    record(
        Event.OFFICER_SIGNED_IN,
        officer=officer.pk,
        subject=Subject("officer", str(officer.pk)),
        changes={"way": Change(None, " ".join(ways)), "ip": Change(None, ip)},
    )


@transaction.atomic(durable=True)
def note_failure(*, login: str, way: str, ip: str, officer: Officer | None = None) -> None:
    """Record that somebody was not let in.

    What was typed as a login is not kept: people type passwords there. Known or not, the work done
    is the same.

    Args:
        officer: Whoever acts already and was asked to prove it again.
    """
    known = officer_with_login(login)
    record(
        Event.SIGN_IN_FAILED,
        officer=None if officer is None else officer.pk,
        subject=Subject("officer", str(known.pk) if known else "unknown"),
        changes={"way": Change(None, way), "ip": Change(None, ip)},
    )


@transaction.atomic(durable=True)
def note_sign_out(*, officer: Officer, session_key: str) -> None:
    """Record that an officer signed out, and forget the session."""
    UserSession.objects.filter(user_id=officer.pk, session_key=session_key).delete()
    record(
        Event.OFFICER_SIGNED_OUT,
        officer=officer.pk,
        subject=Subject("officer", str(officer.pk)),
    )


@transaction.atomic(durable=True)
def end_sessions(
    *, person: Officer, officer: Officer, only: int | None = None, keep: str | None = None
) -> int:
    """End sessions of a person: one's own, or as an administrator; return how many were ended.

    Args:
        only: The one session to end; None: every one.
        keep: The key of a session that stays.

    Raises:
        NotPermitted: They are another's, and the officer is no administrator.
        SessionUnknown: There is no such session of this person.
    """
    if person.pk != officer.pk:
        require_role(officer, Role.ADMINISTRATOR)
    found = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep or "")
    if only is not None:
        found = found.filter(pk=only)
    keys = list(found.values_list("session_key", flat=True))
    if only is not None and not keys:
        raise SessionUnknown
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    if keys:
        record(
            Event.SESSION_ENDED,
            officer=officer.pk,
            subject=Subject("officer", str(person.pk)),
            changes={"sessions": Change(None, str(len(keys)))},
        )
    return len(keys)
