"""Joining cases into one, as a decree says, where nothing forbids it."""

from collections.abc import Collection, Sequence

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.law.joinder import rules
from izdes.web.cases.models import Case, Episode
from izdes.web.investigation.models import Movement
from izdes.web.investigation.movements import JOINED, exclusions_of
from izdes.web.investigation.services.copies import begin_copies
from izdes.web.investigation.services.decree import (
    NothingMoves,
    Order,
    SealedStays,
    confirmations_follow,
    held_cases,
    movement_by,
    record_movement,
    said,
    take_over,
)
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer

_COPY = "DL_JOIN_COPY_24H"


class UnitsDiffer(IzdesError):
    """Cases of different bodies: the prosecutor decides first who gets them all."""

    code = "joinder_units_differ"


class ExclusionsUnchecked(IzdesError):
    """Each of what forbids joinder is looked at by a person before it is decreed."""

    code = "joinder_exclusions_unchecked"


@transaction.atomic(durable=True)
def join_cases(
    *,
    main: Case,
    others: Sequence[Case],
    order: Order,
    checked: Collection[str],
    officer: Officer,
) -> list[Movement]:
    """Join cases into one: their episodes get the next numbers there, their term is counted anew.

    Args:
        checked: What forbids joinder, each looked at by the officer and not found.

    Raises:
        NotPermitted: The officer does not answer for each of the cases.
        NothingMoves: There is none to join.
        UnitsDiffer: They are in the proceedings of different bodies.
        SealedStays: Some are sealed and some are not.
        CaseJoined: One of them was joined already.
        ExclusionsUnchecked: Something that forbids joinder was not looked at.
        NormNotInForce: The law of the day of the decree has no such ground.
    """
    law = pack_in_force()
    main_held, *held = held_cases([main, *others], officer)
    if not held:
        raise NothingMoves
    if len({one.unit_id for one in (main_held, *held)}) > 1:
        raise UnitsDiffer
    if len({one.is_sealed for one in (main_held, *held)}) > 1:
        raise SealedStays
    if missing := exclusions_of(law) - set(checked):
        raise ExclusionsUnchecked(count=len(missing))
    made = []
    for other in held:
        movement = movement_by("joinder", main_held, order, officer, law=law)
        movement.other = other
        movement.save(force_insert=True)
        take_over(main_held, Episode.objects.filter(case=other).order_by("number"))
        confirmations_follow(movement)
        Case.objects.filter(pk=other.pk).update(state=JOINED)
        made.append(movement)
        joined = {"state": Change(other.state, JOINED), "main": Change(None, main_held.number)}
        record_movement(Event.CASES_JOINED, other, order, officer, law=law, changes=joined)
    recipients = [notice.to for notice in rules(law).notices]
    begin_copies(made[0], recipients, _COPY, law=law)
    changes = {"cases": Change(None, ", ".join(one.number for one in held)), **said(order)}
    record_movement(Event.CASES_JOINED, main_held, order, officer, law=law, changes=changes)
    return made
