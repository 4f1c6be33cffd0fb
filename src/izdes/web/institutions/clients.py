"""Clients: which programs speak for an institution, in whose name, and by which secret.

One administrator proposes a client and another confirms it; the secret is shown once, to whoever
confirms, and only its digest is kept. A new secret and the end of a client need nobody else: both
only take away. A client works as long as the person who answers for it holds his post.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.database.calling import called
from izdes.web.institutions.tokens import digest_of, new_secret
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import institutions_of, require_role
from izdes.web.officers.roles import Role

_NAMES = (
    "id, name, institution, responder, state, proposed_by_id, proposed_at, secret_at, must_sign"
)


class ClientWrong(IzdesError):
    """The name is none, or the person answers for no institution."""

    code = "client_wrong"


class ClientExists(IzdesError):
    """A client of this name was proposed already."""

    code = "client_exists"


class ClientUnknown(IzdesError):
    """There is no such client, or it is not in the state that this needs."""

    code = "client_unknown"


class ClientSamePerson(IzdesError):
    """Another administrator must confirm what one has proposed."""

    code = "client_same_person"


@dataclass(frozen=True, slots=True)
class Client:
    """A client as whoever keeps the office sees it.

    Attributes:
        institution: Code of the body.
        responder: Login of whoever answers for it.
        secret_at: When its present secret was made; None before.
        must_sign: Whether its answers are taken only with a signature of the institution.
    """

    key: int
    name: str
    institution: str
    responder: str
    state: str
    proposed_by: int
    proposed_at: datetime
    secret_at: datetime | None
    must_sign: bool


@transaction.atomic(durable=True)
def propose_client(*, name: str, responder: Officer, body: Body, officer: Officer) -> int:
    """Propose that a program speaks for an institution; return its number.

    Raises:
        NotPermitted: The officer is no administrator.
        ClientWrong: The name is none, or the person does not answer for the body.
        ClientExists: The name is given.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if body.pk not in institutions_of(responder):
        raise ClientWrong(name=name)
    try:
        with transaction.atomic():
            key = called("institutions_propose", [name, body.pk, responder.pk])
    except IntegrityError:
        raise ClientWrong(name=name) from None
    if key is None:
        raise ClientExists(name=name)
    changes = {"name": name, "body": body.code, "login": responder.login}
    _record(Event.CLIENT_PROPOSED, int(key), officer, **changes)
    return int(key)


@transaction.atomic(durable=True)
def confirm_client(*, name: str, officer: Officer) -> str:
    """Confirm a client that another proposed; return its secret, which is kept nowhere.

    Raises:
        NotPermitted: The officer is no administrator.
        ClientUnknown: No client of this name waits for it.
        ClientSamePerson: He proposed it himself.
    """
    found = _decided(name, "confirmed", officer)
    secret = new_secret()
    called("institutions_new_secret", [found.key, digest_of(secret), timedelta()])
    _record(Event.CLIENT_CONFIRMED, found.key, officer, name=name)
    return secret


@transaction.atomic(durable=True)
def refuse_client(*, name: str, reason: str, officer: Officer) -> None:
    """Refuse a client that another proposed; errors as of `confirm_client`."""
    found = _decided(name, "refused", officer)
    _record(Event.CLIENT_REFUSED, found.key, officer, name=name, reason=reason)


@transaction.atomic(durable=True)
def rotate_secret(*, name: str, overlap: timedelta, officer: Officer) -> str:
    """Give a client a new secret; the earlier one opens nothing any more after the overlap.

    Raises:
        NotPermitted: The officer is no administrator.
        ClientUnknown: No client of this name works.
    """
    require_role(officer, Role.ADMINISTRATOR)
    found = _client(name)
    secret = new_secret()
    if not called("institutions_new_secret", [found.key, digest_of(secret), overlap]):
        raise ClientUnknown(name=name)
    hours = str(int(overlap.total_seconds() // 3600))
    _record(Event.CLIENT_SECRET_MADE, found.key, officer, name=name, overlap_hours=hours)
    return secret


@transaction.atomic(durable=True)
def require_signing(*, name: str, is_required: bool, officer: Officer) -> None:
    """Decide whether answers of a client must be signed by its institution.

    What is received already is not asked again. A person on a page signs in himself.

    Raises:
        NotPermitted: The officer is no administrator.
        ClientUnknown: No client of this name works.
    """
    require_role(officer, Role.ADMINISTRATOR)
    found = _client(name)
    if not called("institutions_require_signing", [found.key, is_required]):
        raise ClientUnknown(name=name)
    told = str(is_required).lower()
    _record(Event.CLIENT_SIGNING_DECIDED, found.key, officer, name=name, must_sign=told)


@transaction.atomic(durable=True)
def end_client(*, name: str, reason: str, officer: Officer) -> None:
    """End a client at once, with its secrets and tokens.

    Raises:
        NotPermitted: The officer is no administrator.
        ClientUnknown: No client of this name works.
    """
    require_role(officer, Role.ADMINISTRATOR)
    found = _client(name)
    if not called("institutions_end", [found.key]):
        raise ClientUnknown(name=name)
    _record(Event.CLIENT_ENDED, found.key, officer, name=name, reason=reason)


def clients_told_to(officer: Officer) -> tuple[Client, ...]:
    """Return every client, to an administrator; to others none."""
    del officer
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NAMES} FROM institutions_clients()")  # noqa: S608 - names of ours
        return tuple(Client(*row) for row in cursor.fetchall())


def _decided(name: str, state: str, officer: Officer) -> Client:
    """Decide on a proposed client."""
    require_role(officer, Role.ADMINISTRATOR)
    found = _client(name)
    if found.proposed_by == officer.pk and found.state == "proposed":
        raise ClientSamePerson
    if not called("institutions_decide", [found.key, state]):
        raise ClientUnknown(name=name)
    return found


def _client(name: str) -> Client:
    """Return a client by its name."""
    with connection.cursor() as cursor:
        question = f"SELECT {_NAMES} FROM institutions_clients() WHERE name = %s"  # noqa: S608
        cursor.execute(question, [name])
        found = cursor.fetchone()
    if found is None:
        raise ClientUnknown(name=name)
    return Client(*found)


def _record(event: Event, key: int, officer: Officer, **changes: str) -> None:
    """Record what became of a client; never its secret."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("client", str(key)),
        changes={name: Change(None, text) for name, text in changes.items()},
    )
