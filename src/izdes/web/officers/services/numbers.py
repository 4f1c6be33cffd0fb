"""Numbers that were not known when a body or a person was entered: a БИН, an ИИН, once each.

A number that stands is not changed: signatures and papers were made under it.
"""

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.identifiers.bin import Bin
from izdes.core.identifiers.iin import Iin
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role
from izdes.web.officers.services.bodies import BodyExists
from izdes.web.officers.services.people import OfficerExists


class NumberStands(IzdesError):
    """The body or the person has a number already."""

    code = "number_stands"


@transaction.atomic(durable=True)
def enter_body_number(*, body: Body, body_bin: str, officer: Officer) -> None:
    """Enter the БИН of a body that has none.

    Raises:
        NotPermitted: The officer is no administrator.
        InvalidIdentifier: The БИН is none.
        BodyExists: Another body has it.
        NumberStands: The body has a БИН.
    """
    require_role(officer, Role.ADMINISTRATOR)
    number = Bin.parse(body_bin).digits
    if Body.objects.filter(bin=number).exclude(pk=body.pk).exists():
        raise BodyExists(body=body.code)
    if not Body.objects.filter(pk=body.pk, bin="").update(bin=number):
        raise NumberStands
    record(
        Event.BODY_NUMBERED,
        officer=officer.pk,
        subject=Subject("body", str(body.pk)),
        changes={"bin": Change(None, number)},
    )


@transaction.atomic(durable=True)
def enter_person_number(*, person: Officer, iin: str, officer: Officer) -> None:
    """Enter the ИИН of a person who has none; the journal says that, and not the number.

    Raises:
        NotPermitted: The officer is no administrator.
        InvalidIdentifier: The ИИН is none.
        OfficerExists: Another person has it.
        NumberStands: The person has an ИИН.
    """
    require_role(officer, Role.ADMINISTRATOR)
    number = Iin.parse(iin).digits
    if Officer.objects.filter(iin=number).exclude(pk=person.pk).exists():
        raise OfficerExists(login=person.login)
    if not Officer.objects.filter(pk=person.pk, iin__isnull=True).update(iin=number):
        raise NumberStands
    record(
        Event.OFFICER_NUMBERED,
        officer=officer.pk,
        subject=Subject("officer", str(person.pk)),
        changes={"login": Change(None, person.login)},
    )
