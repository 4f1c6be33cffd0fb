"""What is seen of signing in: who has a login, whose sessions last, what was proposed."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import now

from izdes.web.acting import signing_in
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import Role
from izdes.web.signing_in.models import Recovery


@dataclass(frozen=True, slots=True)
class Lasting:
    """A session that lasts, without the key that opens it."""

    pk: int
    began_at: datetime
    seen_at: datetime
    ip: str
    browser: str
    is_this: bool


def officer_with_login(login: str) -> Officer | None:
    """Return the officer with a login, for whoever checks that it is he."""
    with signing_in(login):
        return Officer.objects.filter(login=login).first()


def sessions_of(officer: Officer, *, person: Officer, this: str | None = None) -> list[Lasting]:
    """Return a person's sessions that last, the newest first: one's own, or for administrators.

    Args:
        this: The key of the session that asks.
    """
    if officer.pk != person.pk and Role.ADMINISTRATOR not in roles_of(officer):
        return []
    found = UserSession.objects.filter(user_id=person.pk).order_by("-last_seen_at", "-pk")
    lasting = Session.objects.filter(
        session_key__in=[one.session_key for one in found], expire_date__gt=now()
    )
    keys = set(lasting.values_list("session_key", flat=True))
    return [
        Lasting(
            pk=one.pk,
            began_at=one.created_at,
            seen_at=one.last_seen_at,
            ip=one.ip,
            browser=one.user_agent,
            is_this=one.session_key == this,
        )
        for one in found
        if one.session_key in keys
    ]


def factors_of(officer: Officer) -> QuerySet[Authenticator]:
    """Return an officer's own second factors, recovery codes apart."""
    own: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=officer.pk)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("created_at", "pk")


def has_factor(officer: Officer) -> bool:
    """Say whether an officer has a second factor of his own."""
    return factors_of(officer).exists()


def is_guarded(officer: Officer, *, person: Officer) -> bool:
    """Say to an administrator whether a person has a second factor."""
    del officer  # the database asks who acts
    with connection.cursor() as cursor:
        cursor.execute("SELECT signing_in_has_factor(%s)", [person.pk])
        return bool(cursor.fetchone()[0])


def recoveries_visible_to(officer: Officer) -> QuerySet[Recovery]:
    """Return the recoveries that an officer sees: administrators all, others none."""
    if Role.ADMINISTRATOR not in roles_of(officer):
        return Recovery.objects.none()
    people = ("person", "proposed_by", "decided_by")
    return Recovery.objects.select_related(*people).order_by("-proposed_at", "-pk")
