"""Recovering: two administrators, two halves of a code, and a password that neither knows."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role, roles_of
from izdes.web.officers.roles import Role
from izdes.web.officers.services.posts import SamePerson
from izdes.web.signing_in.models import Recovery

VALID_HOURS = 24
_HALF_BYTES = 10
_GROUP = 4


class RecoveryDecided(IzdesError):
    """The recovery was decided on already, or a later one stands in its place."""

    code = "recovery_decided"


class RecoveryNotRight(IzdesError):
    """Login, halves of the code, or the moment are not right; which of them is not told."""

    code = "recovery_not_right"


class MachineHasNoPassword(IzdesError):
    """The officer is no person: the reception takes in what was sent, and never signs in."""

    code = "machine_has_no_password"


@dataclass(frozen=True, slots=True)
class Half:
    """A recovery, and the half of its code that is shown now and never again."""

    recovery: Recovery
    code: str = field(repr=False)


@transaction.atomic(durable=True)
def propose_recovery(
    *, person: Officer, ground: str, forgets_factors: bool, officer: Officer
) -> Half:
    """Propose that a person may set a new password; an open recovery of his is replaced.

    Args:
        ground: How the person was known, and by what paper.
        forgets_factors: His second factors are removed when he uses the code.

    Raises:
        NotPermitted: The officer is no administrator.
        SamePerson: He proposes it for himself.
        MachineHasNoPassword: It is for the reception, which is no person.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if person.pk == officer.pk:
        raise SamePerson
    _require_person(person)
    open_ones = Recovery.objects.filter(person=person, state__in=["proposed", "confirmed"])
    open_ones.update(state="replaced")
    code = _new_half()
    recovery = Recovery.objects.create(
        person=person,
        ground=ground,
        forgets_factors=forgets_factors,
        proposed_by=officer,
        first_digest=_digest(code),
    )
    _record(Event.RECOVERY_PROPOSED, recovery, officer, reason=ground)
    return Half(recovery, code)


@transaction.atomic(durable=True)
def confirm_recovery(*, recovery: Recovery, officer: Officer) -> Half:
    """Confirm a recovery that another administrator proposed; it can be used for a day.

    Raises:
        NotPermitted: The officer is no administrator.
        SamePerson: He proposed it, or it is for him.
        RecoveryDecided: It was decided on already.
        MachineHasNoPassword: It is for the reception, which is no person.
    """
    held = _proposed(recovery, officer)
    _require_person(held.person)
    code = _new_half()
    Recovery.objects.filter(pk=held.pk).update(
        state="confirmed",
        decided_by=officer,
        decided_at=Now(),
        second_digest=_digest(code),
        expires_at=Now() + timedelta(hours=VALID_HOURS),
    )
    held.refresh_from_db(fields=["state", "decided_at", "expires_at"])
    _record(Event.RECOVERY_CONFIRMED, held, officer)
    return Half(held, code)


@transaction.atomic(durable=True)
def refuse_recovery(*, recovery: Recovery, reason: str, officer: Officer) -> None:
    """Refuse a recovery that another administrator proposed.

    Raises:
        NotPermitted: The officer is no administrator.
        SamePerson: He proposed it, or it is for him.
        RecoveryDecided: It was decided on already.
    """
    held = _proposed(recovery, officer)
    Recovery.objects.filter(pk=held.pk).update(
        state="refused", decided_by=officer, decided_at=Now()
    )
    _record(Event.RECOVERY_REFUSED, held, officer, reason=reason)


@transaction.atomic(durable=True)
def use_recovery(*, login: str, first: str, second: str, password: str) -> None:
    """Set one's own password by both halves of a code, once; all sessions end.

    The database checks the code and sets the password; whoever calls this acts for nobody.

    Raises:
        RecoveryNotRight: Something of it is not right.
    """
    given = [login, plain_half(first), plain_half(second), make_password(password)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, has_forgotten FROM signing_in_redeem(%s, %s, %s, %s)", given)
        found = cursor.fetchone()
    if found is None:
        raise RecoveryNotRight
    person, has_forgotten = found
    record(
        Event.RECOVERY_USED,
        officer=None,
        subject=Subject("officer", str(person)),
        changes={"factors": Change(None, "forgotten")} if has_forgotten else None,
    )


def _require_person(person: Officer) -> None:
    """Refuse a password to an officer that is no person.

    Raises:
        MachineHasNoPassword: It holds the post of the reception.
    """
    if Role.RECEPTION in roles_of(person):
        raise MachineHasNoPassword


def plain_half(typed: str) -> str:
    """Return half of a code as it was made, however it was typed.

    >>> plain_half(" abcd-efgh ijkl-mnop ")
    'ABCDEFGHIJKLMNOP'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def _new_half() -> str:
    """Return 80 random bits in groups of four signs, none of which looks like another."""
    text = base64.b32encode(secrets.token_bytes(_HALF_BYTES)).decode("ascii")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _digest(code: str) -> bytes:
    """Return what is kept of a half; 80 random bits need no slower hash."""
    return hashlib.sha256(plain_half(code).encode()).digest()


def _proposed(recovery: Recovery, officer: Officer) -> Recovery:
    """Return a proposed recovery, locked, on which the officer may decide."""
    require_role(officer, Role.ADMINISTRATOR)
    held = Recovery.objects.select_for_update().get(pk=recovery.pk)
    if held.state != "proposed":
        raise RecoveryDecided
    if officer.pk in {held.proposed_by_id, held.person_id}:
        raise SamePerson
    return held


def _record(event: Event, recovery: Recovery, officer: Officer, **reasons: str) -> None:
    """Record what happened to a recovery."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("officer", str(recovery.person_id)),
        changes={
            "recovery": Change(None, str(recovery.pk)),
            **{name: Change(None, reason) for name, reason in reasons.items()},
        },
    )
