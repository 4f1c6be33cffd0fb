"""People: entering an officer, and letting him in no more."""

from django.db import IntegrityError, transaction

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role, roles_of
from izdes.web.officers.roles import Role
from izdes.web.officers.services.posts import require_administrators_besides


class OfficerExists(IzdesError):
    """Somebody has this login or this ИИН already."""

    code = "officer_exists"


@transaction.atomic(durable=True)
def enter_officer(
    *,
    login: str,
    full_name: str,
    officer: Officer,
    iin: str | None = None,
    language: str = "kk",
) -> Officer:
    """Enter a person, who may do nothing until he holds a post, and has no password yet.

    Raises:
        NotPermitted: The officer is no administrator.
        OfficerExists: The login or the ИИН is taken.
    """
    require_role(officer, Role.ADMINISTRATOR)
    same = Officer.objects.filter(login=login)
    if iin is not None:
        same |= Officer.objects.filter(iin=iin)
    if same.exists():
        raise OfficerExists(login=login)
    entered = Officer(login=login, full_name=full_name, iin=iin, language=language)
    entered.set_unusable_password()
    try:
        entered.save(force_insert=True)
    except IntegrityError:
        # Another administrator entered the same person in this moment.
        raise OfficerExists(login=login) from None
    record(
        Event.OFFICER_ENTERED,
        officer=officer.pk,
        subject=Subject("officer", str(entered.pk)),
        changes={"login": Change(None, login), "name": Change(None, full_name)},
    )
    return entered


@transaction.atomic(durable=True)
def shut_out(*, person: Officer, reason: str, officer: Officer) -> None:
    """Let an officer in no more, from this moment; his posts stay as they were recorded.

    Raises:
        NotPermitted: The officer is no administrator.
        LastAdministrators: Fewer than two administrators would remain.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if Role.ADMINISTRATOR in roles_of(person):
        require_administrators_besides(person.pk)
    if not Officer.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return
    record(
        Event.OFFICER_SHUT_OUT,
        officer=officer.pk,
        subject=Subject("officer", str(person.pk)),
        changes={"reason": Change(None, reason)},
    )
