"""Transferring a case by jurisdiction, as a prosecutor decreed."""

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case
from izdes.web.investigation.models import Movement
from izdes.web.investigation.services.decree import (
    Order,
    SealedStays,
    held_case,
    movement_by,
    record_movement,
    said,
)
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import require_lasting
from izdes.web.officers.roles import POLICE, BodyKind


class SameUnit(IzdesError):
    """The case is in that body already, or the body investigates nothing."""

    code = "transfer_to_nowhere"


class TransferRefused(IzdesError):
    """The database did not move the case: somebody else answers for it now."""

    code = "transfer_refused"


@transaction.atomic(durable=True)
def transfer_case(*, case: Case, to_unit: Body, order: Order, officer: Officer) -> Movement:
    """Transfer a case by jurisdiction, as a prosecutor decreed; what was joined into it goes along.

    Its lead and its members are released; whoever transferred it may see it no more.

    Raises:
        NotPermitted: The officer does not answer for the case.
        SealedStays: It is sealed.
        CaseJoined: It was joined into another.
        SameUnit: It would go nowhere.
        BodyEnded: The body to which it would go is no more.
        NormNotInForce: The law of the day of the decree has no such ground.
        TransferRefused: Somebody else answers for the case now.
    """
    held = held_case(case, officer)
    if held.is_sealed:
        raise SealedStays
    if to_unit.pk == held.unit_id or BodyKind(to_unit.kind) not in POLICE:
        raise SameUnit(unit=to_unit.code)
    require_lasting(to_unit)
    law = pack_in_force()
    movement = movement_by("transfer", held, order, officer, law=law)
    movement.from_unit_id, movement.to_unit, movement.is_done = held.unit_id, to_unit, False
    movement.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT investigation_transfer(%s)", [movement.pk])
        if not cursor.fetchone()[0]:
            raise TransferRefused
    changes = {"unit": Change(held.unit.code, to_unit.code), **said(order)}
    record_movement(Event.CASE_TRANSFERRED, held, order, officer, law=law, changes=changes)
    return movement
