"""Proofs: an officer's own password, second factors and recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def change_password(*, officer: Officer, password: str, keep: str | None) -> None:
    """Set one's own password; every other session ends.

    Args:
        keep: The key of the session that stays.
    """
    officer.password = make_password(password)
    officer.save(update_fields=["password"])
    others = UserSession.objects.filter(user_id=officer.pk).exclude(session_key=keep or "")
    Session.objects.filter(session_key__in=list(others.values_list("session_key"))).delete()
    others.delete()
    record(Event.PASSWORD_CHANGED, officer=officer.pk, subject=_himself(officer))


def rename_session(*, officer: Officer, old: str | None, new: str | None) -> None:
    """Follow a session that got another key; it is the same, so nothing is recorded."""
    UserSession.objects.filter(user_id=officer.pk, session_key=old).update(session_key=new)


@transaction.atomic(durable=True)
def add_totp(*, officer: Officer, secret: str) -> bool:
    """Add an authenticator app; return whether recovery codes were made with it."""
    TOTP.activate(officer, secret)
    return _added(officer, Authenticator.Type.TOTP)


@transaction.atomic(durable=True)
def add_key(*, officer: Officer, name: str, credential: dict[str, Any]) -> bool:
    """Add a security key; return whether recovery codes were made with it."""
    WebAuthn.add(officer, name, credential)
    return _added(officer, Authenticator.Type.WEBAUTHN)


@transaction.atomic(durable=True)
def remove_factor(*, officer: Officer, factor: Authenticator) -> None:
    """Remove one of one's own second factors; with the last one, the recovery codes too."""
    own = Authenticator.objects.filter(user_id=officer.pk)
    own.filter(pk=factor.pk).delete()
    if not own.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        own.delete()
    _record_factor(Event.FACTOR_REMOVED, officer, factor.type)


@transaction.atomic(durable=True)
def make_recovery_codes(*, officer: Officer) -> None:
    """Make new recovery codes; the old ones open nothing any more."""
    # Locked, so that of two at once the second replaces what the first has made.
    Officer.objects.select_for_update().get(pk=officer.pk)
    own = Authenticator.objects.filter(user_id=officer.pk)
    own.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(officer)
    record(Event.RECOVERY_CODES_MADE, officer=officer.pk, subject=_himself(officer))


@transaction.atomic(durable=True)
def choose_language(*, officer: Officer, language: str) -> None:
    """Choose the language in which the office speaks to one."""
    before = officer.language
    officer.language = language
    officer.save(update_fields=["language"])
    record(
        Event.LANGUAGE_CHOSEN,
        officer=officer.pk,
        subject=_himself(officer),
        changes={"language": Change(before, language)},
    )


def _added(officer: Officer, kind: str) -> bool:
    """Make recovery codes where there are none, and record the factor."""
    own = Authenticator.objects.filter(user_id=officer.pk)
    has_codes = own.filter(type=Authenticator.Type.RECOVERY_CODES).exists()
    if not has_codes:
        RecoveryCodes.activate(officer)
    _record_factor(Event.FACTOR_ADDED, officer, kind)
    return not has_codes


def _record_factor(event: Event, officer: Officer, kind: str) -> None:
    """Record what happened to a second factor."""
    record(
        event,
        officer=officer.pk,
        subject=_himself(officer),
        changes={"factor": Change(None, kind)},
    )


def _himself(officer: Officer) -> Subject:
    """Return the officer as what something happens to."""
    return Subject("officer", str(officer.pk))
