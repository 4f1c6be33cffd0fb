"""Founding: the first two administrators, whom nobody could confirm.

Four eyes need two pairs. So the first two are named under the login that owns the tables, by who
stands at the machine; from then on one proposes and another confirms, and this refuses for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer, Post
from izdes.web.officers.roles import BodyKind, Role
from izdes.web.officers.services.bodies import Names
from izdes.web.officers.services.people import OfficerExists

CENTRE = "centre"
_FIRST = 2
_NAMES = Names("Орталық аппарат", "Центральный аппарат", "Central headquarters")


class AlreadyFounded(IzdesError):
    """The two first administrators were named; others they propose and confirm themselves."""

    code = "already_founded"


def first_administrator(
    *, login: str, full_name: str, password: str, names: Names = _NAMES
) -> Post:
    """Name one of the first two administrators, and found the body in which they serve.

    Args:
        names: Of the central headquarters, where it is not founded yet.

    Raises:
        AlreadyFounded: Both were named already.
        OfficerExists: The login is taken.
    """
    with _as_owner():
        return _name_administrator(login=login, full_name=full_name, password=password, names=names)


@transaction.atomic(durable=True)
def _name_administrator(*, login: str, full_name: str, password: str, names: Names) -> Post:
    """Do it, with rights that the office has not."""
    named = Post.objects.select_for_update().filter(founding__isnull=False).count()
    if named >= _FIRST:
        raise AlreadyFounded
    if Officer.objects.filter(login=login).exists():
        raise OfficerExists(login=login)
    centre, _ = Body.objects.get_or_create(
        code=CENTRE,
        defaults={
            "kind": BodyKind.POLICE_HQ,
            "name_kk": names.kk,
            "name_ru": names.ru,
            "name_en": names.en,
            "since": Now(),
        },
    )
    person = Officer(login=login, full_name=full_name)
    person.set_password(password)
    person.save(force_insert=True)
    post = Post.objects.create(
        officer=person,
        body=centre,
        role=Role.ADMINISTRATOR,
        since=Now(),
        ground="",
        state="confirmed",
        founding=named + 1,
    )
    record(
        Event.OFFICE_FOUNDED,
        officer=None,
        subject=Subject("post", str(post.pk)),
        changes={"login": Change(None, login), "role": Change(None, post.role)},
    )
    return post


@contextmanager
def _as_owner() -> Iterator[None]:
    """Let the office's connection be the owner's: `record` must be in the same transaction."""
    office = connections["default"]
    connections["default"] = connections[OWNER_ALIAS]
    try:
        yield
    finally:
        connections["default"] = office
