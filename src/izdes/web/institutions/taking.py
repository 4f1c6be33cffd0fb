"""Taking: what institutions sent is taken by the office, each message in its sender's name.

A message that comes too early (an answer before the receipt that it follows) waits and is tried
again, ever later. One that cannot be taken stays with the reason: nothing that arrived is lost.
"""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import (
    DataError,
    IntegrityError,
    InternalError,
    ProgrammingError,
    connection,
    transaction,
)

from izdes.adapters.messages.faults import kept_fault
from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.core.errors import Fault, IzdesError
from izdes.core.orders.states import State
from izdes.web.acting import acting
from izdes.web.correspondence.errors import AnswerCorrectsNothing, AnswerUnsigned, RequestMoved
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.checking import checked_signatures, kept_faults
from izdes.web.correspondence.services import take_answer, take_receipt, take_signal
from izdes.web.files.models import File
from izdes.web.files.quarantine import quarantine
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.services import store
from izdes.web.institutions.files import Kept, blobs, bytes_of, discard, kept_file
from izdes.web.institutions.refusals import Failed, MessageUnknown, Unknown
from izdes.web.institutions.store import from_json
from izdes.web.journal.events import Event
from izdes.web.journal.record import Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, require_role
from izdes.web.officers.roles import Role

_log = logging.getLogger(__name__)
_AT_ONCE = 100
_MOST_TRIES = 14
_LONGEST_WAIT = timedelta(hours=1)
_DAY_SECONDS = 24 * 3_600.0
_NEEDED = "SELECT * FROM institutions_blobs(%s::uuid[])"
# What may be right a moment later, when what it follows has arrived.
_MAY_PASS = frozenset({RequestMoved.code, AnswerCorrectsNothing.code, Failed.code})
_BEFORE_ANSWERS: tuple[State, ...] = ("sent", "delivered")
# Where the details of a refusal stand in a row.
_DETAILS = 7
DOUBT = "it holds the beginning of another thing inside"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for the office.

    Attributes:
        number: Of the request; empty for a signal about none.
        works: Whether its client still may speak for the institution.
        signatures: Over the paper; nobody has checked them.
        faults: What the site found to be wrong; None where it did not look.
        must_sign: Whether the answers of its client are taken only with a signature.
        at: When it was received.
    """

    key: int
    kind: str
    number: str
    paper: bytes
    files: tuple[Kept, ...]
    tries: int
    institution: int
    responder: int
    works: bool
    signatures: tuple[bytes, ...]
    faults: tuple[Fault, ...] | None
    must_sign: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that nothing became of yet, and why.

    Attributes:
        details: What the sentence of the reason needs.
    """

    key: int
    institution: str
    kind: str
    message_id: str
    number: str
    state: str
    code: str
    details: Mapping[str, str]
    tries: int
    at: datetime
    next_at: datetime


def take_waiting(*, ahead: timedelta = timedelta(0)) -> int:
    """Take every message that is due; return how many were taken.

    Args:
        ahead: Take also those that are due within so long.
    """
    return sum(_taken(one) for one in waiting(ahead))


def waiting(ahead: timedelta = timedelta(0)) -> tuple[Waiting, ...]:
    """Return messages that wait for the office and are due, in the order in which they came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM institutions_waiting(%s, make_interval(secs => %s))",
            [_AT_ONCE, ahead.total_seconds()],
        )
        return tuple(_waiting(row) for row in cursor.fetchall())


def undelivered() -> tuple[Undelivered, ...]:
    """Return messages that were refused, or were tried in vain and wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM institutions_undelivered()")
        rows = [[*row] for row in cursor.fetchall()]
    for row in rows:
        row[_DETAILS] = from_json(row[_DETAILS])
    return tuple(Undelivered(*row) for row in rows)


@transaction.atomic(durable=True)
def try_again(key: int, *, officer: Officer | None) -> None:
    """Let a message that was not taken be tried again, and record who let it.

    Args:
        officer: An administrator; None for whoever stands at the machine.

    Raises:
        NotPermitted: The officer is no administrator.
        MessageUnknown: There is no such message, or it was taken.
    """
    if officer is not None:
        require_role(officer, Role.ADMINISTRATOR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT institutions_try_again(%s)", [key])
        if not cursor.fetchone()[0]:
            raise MessageUnknown(key=key)
    record(
        Event.MESSAGE_TRIED_AGAIN,
        officer=officer.pk if officer else None,
        subject=Subject("message", str(key)),
    )


def sweep_files(*, older_than_seconds: float = _DAY_SECONDS, needed: str = _NEEDED) -> int:
    """Take away files of the site that no message needs any more; return how many.

    Args:
        needed: How it is asked which of some blobs are needed.
    """
    held = blobs()
    old = list(held.untouched_for(older_than_seconds))
    with connection.cursor() as cursor:
        cursor.execute(needed, [old])
        kept = {UUID(str(row[0])) for row in cursor.fetchall()}
    gone = [blob for blob in old if blob not in kept]
    for blob in gone:
        held.discard(blob)
    return len(gone) + held.clear_incoming(older_than_seconds)


def forget_tokens() -> int:
    """Forget tokens and counters whose time is over; return how many tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT institutions_forget()")
        return int(cursor.fetchone()[0])


def _waiting(row: tuple[Any, ...]) -> Waiting:
    """Return a message as it waits."""
    key, kind, number, paper, files, tries, institution, responder, works, *more = row
    signatures, faults, must_sign, at = more
    found = from_json(faults)
    return Waiting(
        key,
        kind,
        number,
        bytes(paper),
        tuple(map(kept_file, from_json(files))),
        tries,
        institution,
        responder,
        works=works,
        signatures=tuple(map(base64.b64decode, from_json(signatures))),
        faults=None if found is None else tuple(map(kept_fault, found)),
        must_sign=must_sign,
        at=at,
    )


def _taken(message: Waiting) -> bool:
    """Take a message, or note why not."""
    try:
        if not message.works:
            raise NotPermitted(needs="answer_request")
        with acting(message.responder):
            _take(message, Officer.objects.get(pk=message.responder))
    except IzdesError as why:
        _log.info("a message is not taken", extra={"action": why.code})
        return _left(message, why)
    except (DataError, IntegrityError, InternalError, ProgrammingError):
        # The database refuses this one: it must not stand in the way of those behind it.
        _log.exception("the database does not take a message")
        return _left(message, Failed())
    _note(message, "taken")
    discard(message.files)
    return True


def _left(message: Waiting, why: IzdesError) -> bool:
    """Leave a message with the reason, to be tried again where that may help; it is not taken."""
    may_help = why.code in _MAY_PASS and message.tries < _MOST_TRIES
    _note(message, "waiting" if may_help else "refused", why)
    return False


def _take(message: Waiting, officer: Officer) -> None:
    """Hand a message to the command that takes it; a second time is harmless."""
    if message.kind == "signal":
        body = Body.objects.get(pk=message.institution)
        take_signal(signal=read_signal(message.paper), institution=body, officer=officer)
        return
    request = Request.objects.filter(number=message.number).first()
    if request is None:
        raise Unknown
    if message.kind == "receipt":
        take_receipt(
            request=request,
            receipt=read_receipt(message.paper),
            officer=officer,
            arrived_at=message.at,
        )
        return
    if request.state in _BEFORE_ANSWERS:
        # Before its files are stored: they would be stored at every try.
        raise RequestMoved(state=request.state)
    if message.must_sign and not message.signatures:
        raise AnswerUnsigned
    answer = read_answer(message.paper)
    signatures = checked_signatures(answer, message.signatures, at=message.at)
    files = {one.name: _stored(one, officer) for one in message.files}
    faults = message.faults
    if faults is None:
        faults = kept_faults(request, answer, files)
    take_answer(
        request=request,
        answer=answer,
        files=files,
        officer=officer,
        faults=faults,
        signatures=signatures,
        arrived_at=message.at,
    )
    for one in message.files:
        if one.has_doubt and files[one.name].state == "kept":
            quarantine(files[one.name].pk, reason=DOUBT, officer=officer.pk)


def _stored(file: Kept, officer: Officer) -> File:
    """Store a file of an answer in the office; the same bytes again are the same file."""
    number = store(bytes_of(file), name=file.name, officer=officer.pk)
    return file_visible_to(officer.pk, number)


def _note(message: Waiting, state: str, why: IzdesError | None = None) -> None:
    """Note what became of a message."""
    again = min(timedelta(seconds=2**message.tries), _LONGEST_WAIT)
    code, details = (why.code, why.details) if why else ("", {})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT institutions_note(%s, %s, %s, %s::jsonb, make_interval(secs => %s))",
            [message.key, state, code, json.dumps(details), again.total_seconds()],
        )
