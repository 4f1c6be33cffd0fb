"""Separating episodes of a case into a case of their own, as a decree says."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from izdes.web.cases.models import Case, Episode, Member
from izdes.web.cases.services.cases import CaseExists
from izdes.web.investigation.models import TermDecree
from izdes.web.investigation.movements import separated_clock
from izdes.web.investigation.services.copies import begin_copies
from izdes.web.investigation.services.decree import (
    NothingMoves,
    Order,
    SealedStays,
    confirmations_follow,
    held_case,
    movement_by,
    record_movement,
    said,
    take_over,
)
from izdes.web.investigation.terms import clock_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of

_COPY = "DL_SPLIT_COPY_24H"


@transaction.atomic(durable=True)
def separate_case(
    *,
    main: Case,
    episodes: Collection[int],
    number: str,
    registered_at: datetime,
    is_new_offence: bool,
    order: Order,
    officer: Officer,
) -> Case:
    """Separate episodes into a case of their own, under its own number of the state register.

    Args:
        episodes: Their numbers in the main case; some must stay there.
        is_new_offence: The new case then counts from its own registration, otherwise from the main.

    Raises:
        NotPermitted: The officer does not answer for the case, or not for its body.
        SealedStays: It is sealed.
        CaseJoined: It was joined into another.
        NothingMoves: No episode goes, or none stays.
        CaseExists: Some case has this number.
        NormNotInForce: The law of the day of the decree has no such ground.
    """
    law = pack_in_force()
    held = held_case(main, officer)
    if held.is_sealed:
        raise SealedStays
    if held.unit_id not in units_of(officer, "write"):
        raise NotPermitted(needs="write_unit")
    every = Episode.objects.filter(case=held)
    moved = every.filter(number__in=episodes).order_by("number")
    if not 0 < moved.count() < every.count():
        raise NothingMoves
    clock = separated_clock(held, registered_at=registered_at, is_new_offence=is_new_offence)
    new = _registered(held, number, registered_at)
    movement = movement_by("separation", held, order, officer, law=law)
    movement.other, movement.is_new_offence = new, is_new_offence
    movement.counted_from = registered_at if clock is None else clock.registered_at
    _lead_as_before(held, new, order, officer)
    movement.save(force_insert=True)
    if not is_new_offence:
        _copy_decrees(held, new, officer)
    take_over(new, moved)
    confirmations_follow(movement)
    begin_copies(movement, ["prosecutor"], _COPY, law=law)
    named = ", ".join(str(one) for one in sorted(episodes))
    changes = {"new_case": Change(None, number), "episodes": Change(None, named), **said(order)}
    record_movement(Event.CASE_SEPARATED, held, order, officer, law=law, changes=changes)
    started = {"number": Change(None, number), "main": Change(None, held.number)}
    record_movement(Event.CASE_SEPARATED, new, order, officer, law=law, changes=started)
    return new


def _registered(main: Case, number: str, registered_at: datetime) -> Case:
    """Return the new case of a separation."""
    try:
        with transaction.atomic():
            return Case.objects.create(
                number=number.strip(),
                unit=main.unit,
                registered_at=registered_at,
                form=main.form,
                state="registered",
                category=main.category,
                scheme=main.scheme,
                language=main.language,
            )
    except IntegrityError:
        raise CaseExists(number=number) from None


def _lead_as_before(main: Case, new: Case, order: Order, officer: Officer) -> None:
    """Let whoever leads the main case lead the new one, as far as the officer may name him."""
    lead = Member.objects.filter(case=main, kind="lead", until__isnull=True).first()
    is_head = new.unit_id in units_of(officer, "lead")
    if lead is not None and (lead.officer_id == officer.pk or is_head):
        Member.objects.create(
            case=new, officer_id=lead.officer_id, kind="lead", ground=order.number, since=Now()
        )


def _copy_decrees(main: Case, new: Case, officer: Officer) -> None:
    """Let the decrees on which the term of the main case rests hold for the separated one."""
    if clock_of(main) is None:
        return
    rows = TermDecree.objects.filter(case=main).order_by("pk")
    now = the_moment()
    copies = []
    for row in rows:
        kept, row.pk = row.pk, None
        row.case, row.copied_from_id = new, kept
        row.recorded_by, row.recorded_at = officer, now
        copies.append(row)
    TermDecree.objects.bulk_create(copies)
