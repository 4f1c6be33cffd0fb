"""Moving: transfer by jurisdiction, joinder and separation, each by a decree that is recorded.

A movement is decided by whoever the law names, on paper or by his signature elsewhere. Here it is
written down with its number, its day and its ground, and the case moves.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.core.law.joinder import rules
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Attachment, Case, Complaint, Episode, Member
from izdes.web.cases.reach import require_case
from izdes.web.cases.services.cases import CaseExists
from izdes.web.files.services import use
from izdes.web.investigation.models import Copy, Movement, TermDecree, Victim
from izdes.web.investigation.movements import JOINED, exclusions_of, separated_clock
from izdes.web.investigation.norms import require_norms
from izdes.web.investigation.terms import clock_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided, due_under
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.roles import BodyKind

_POLICE = frozenset({BodyKind.POLICE_UNIT, BodyKind.POLICE_HQ, BodyKind.INVESTIGATION_DEPARTMENT})
_JOIN_COPY, _SPLIT_COPY = "DL_JOIN_COPY_24H", "DL_SPLIT_COPY_24H"


class SealedStays(IzdesError):
    """A sealed case is seen by its named members only: nobody could work on it elsewhere."""

    code = "sealed_case_stays"


class SameUnit(IzdesError):
    """The case is in that body already, or the body investigates nothing."""

    code = "transfer_to_nowhere"


class TransferRefused(IzdesError):
    """The database did not move the case: somebody else answers for it now."""

    code = "transfer_refused"


class CaseJoined(IzdesError):
    """The case was joined into another and goes no way of its own."""

    code = "case_joined_already"


class NothingMoves(IzdesError):
    """A joinder takes at least two cases; a separation takes some episodes and leaves some."""

    code = "nothing_moves"


class UnitsDiffer(IzdesError):
    """Cases of different bodies: the prosecutor decides first who gets them all."""

    code = "joinder_units_differ"


class ExclusionsUnchecked(IzdesError):
    """Each of what forbids joinder is looked at by a person before it is decreed."""

    code = "joinder_exclusions_unchecked"


class DecreedLater(IzdesError):
    """A decree is recorded after it was made."""

    code = "movement_of_the_future"


@dataclass(frozen=True, slots=True)
class Order:
    """The decree of a movement.

    Attributes:
        decreed_by: Who made it, with his post; for a transfer the prosecutor.
        norms: Its grounds, names of the law pack.
        reason: Why, in the words of the decree.
    """

    number: str
    decreed_at: datetime
    decreed_by: str
    norms: tuple[str, ...]
    reason: str


@transaction.atomic(durable=True)
def transfer_case(*, case: Case, to_unit: Body, order: Order, officer: Officer) -> Movement:
    """Transfer a case by jurisdiction, as a prosecutor decreed; what was joined into it goes along.

    Its lead and its members are released; whoever transferred it may see it no more.

    Raises:
        NotPermitted: The officer does not answer for the case.
        SealedStays: It is sealed.
        CaseJoined: It was joined into another.
        SameUnit: It would go nowhere.
        NormNotInForce: The law of the day of the decree has no such ground.
        TransferRefused: Somebody else answers for the case now.
    """
    held = _held(case, officer)
    if held.is_sealed:
        raise SealedStays
    if to_unit.pk == held.unit_id or BodyKind(to_unit.kind) not in _POLICE:
        raise SameUnit(unit=to_unit.code)
    law = pack_in_force()
    movement = _movement("transfer", held, order, officer, law=law)
    movement.from_unit_id, movement.to_unit, movement.is_done = held.unit_id, to_unit, False
    movement.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT investigation_transfer(%s)", [movement.pk])
        if not cursor.fetchone()[0]:
            raise TransferRefused
    changes = {"unit": Change(held.unit.code, to_unit.code), **_said(order)}
    _record(Event.CASE_TRANSFERRED, held, order, officer, law=law, changes=changes)
    return movement


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
    main_held, *held = _all_held([main, *others], officer)
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
        movement = _movement("joinder", main_held, order, officer, law=law)
        movement.other = other
        movement.save(force_insert=True)
        _take_over(main_held, Episode.objects.filter(case=other).order_by("number"))
        _confirmations_follow(movement)
        Case.objects.filter(pk=other.pk).update(state=JOINED)
        made.append(movement)
        joined = {"state": Change(other.state, JOINED), "main": Change(None, main_held.number)}
        _record(Event.CASES_JOINED, other, order, officer, law=law, changes=joined)
    recipients = [notice.to for notice in rules(law).notices]
    _copies(made[0], recipients, _JOIN_COPY, law=law)
    changes = {"cases": Change(None, ", ".join(one.number for one in held)), **_said(order)}
    _record(Event.CASES_JOINED, main_held, order, officer, law=law, changes=changes)
    return made


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
    held = _held(main, officer)
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
    movement = _movement("separation", held, order, officer, law=law)
    movement.other, movement.is_new_offence = new, is_new_offence
    movement.counted_from = registered_at if clock is None else clock.registered_at
    _lead_as_before(held, new, order, officer)
    movement.save(force_insert=True)
    if not is_new_offence:
        _copy_decrees(held, new, officer)
    _take_over(new, moved)
    _confirmations_follow(movement)
    _copies(movement, ["prosecutor"], _SPLIT_COPY, law=law)
    named = ", ".join(str(one) for one in sorted(episodes))
    changes = {"new_case": Change(None, number), "episodes": Change(None, named), **_said(order)}
    _record(Event.CASE_SEPARATED, held, order, officer, law=law, changes=changes)
    started = {"number": Change(None, number), "main": Change(None, held.number)}
    _record(Event.CASE_SEPARATED, new, order, officer, law=law, changes=started)
    return new


@transaction.atomic(durable=True)
def send_copy(*, copy: Copy, sent_at: datetime, receipt: str, officer: Officer) -> Copy:
    """Record that the copy of a decree was sent, and by what that is shown; once is enough.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreedLater: It would have been sent later than now, or before the decree.
    """
    require_case(officer, copy.case, "write")
    if not copy.movement.decreed_at <= sent_at <= the_moment():
        raise DecreedLater
    waiting = Copy.objects.filter(pk=copy.pk, sent_at__isnull=True)
    if waiting.update(sent_at=sent_at, sent_by=officer, receipt=receipt):
        decided(
            Event.COPY_SENT,
            under=pack_in_force().ref,
            officer=officer,
            subject=Subject("case", str(copy.case_id)),
            changes={"to": Change(None, copy.to), "receipt": Change(None, receipt)},
            case=copy.case_id,
        )
    copy.refresh_from_db()
    return copy


def _held(case: Case, officer: Officer) -> Case:
    """Return a case, locked, that goes its own way and for which the officer answers."""
    require_case(officer, case, "lead")
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=case.pk)
    if held.state == JOINED:
        raise CaseJoined(number=held.number)
    return held


def _all_held(cases: Sequence[Case], officer: Officer) -> list[Case]:
    """Return cases locked in one order, so that two officers do not wait for each other."""
    locked = {one.pk: _held(one, officer) for one in sorted(cases, key=lambda one: one.pk)}
    return [locked[key] for key in dict.fromkeys(one.pk for one in cases)]


def _movement(kind: str, case: Case, order: Order, officer: Officer, *, law: LawPack) -> Movement:
    """Return the row of a movement, its decree checked."""
    if order.decreed_at > the_moment():
        raise DecreedLater
    named = require_norms(order.norms, on=order.decreed_at.date(), law=law)
    return Movement(
        kind=kind,
        case=case,
        norms=[norm.norm_id for norm in named],
        number=order.number.strip(),
        decreed_at=order.decreed_at,
        decreed_by=order.decreed_by.strip(),
        reason=order.reason.strip(),
        recorded_by=officer,
        recorded_at=the_moment(),
        pack=law.ref.digest,
    )


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


def _take_over(case: Case, episodes: Iterable[Episode]) -> None:
    """Give episodes, with their complaints and victims, to a case, under its next numbers."""
    last = Episode.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    taken = list(episodes)
    for number, episode in enumerate(taken, start=last + 1):
        episode.case, episode.number = case, number
    Episode.objects.bulk_update(taken, ["case", "number"])
    complaints = [one.complaint_id for one in taken if one.complaint_id is not None]
    # A victim's row is moved while the old case still shows it.
    Victim.objects.filter(episode__in=taken).update(case=case)
    Complaint.objects.filter(pk__in=complaints).update(case=case)
    for file, complaint in Attachment.objects.filter(complaint__in=complaints).values_list(
        "file_id", "complaint_id"
    ):
        use(file, by=Subject("moved_complaint", f"{complaint}:{case.pk}"), case=case.pk)


def _confirmations_follow(movement: Movement) -> None:
    """Let what was confirmed of moved complaints hold where they are now, as it was confirmed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT investigation_confirmations_follow(%s)", [movement.pk])


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


def _copies(movement: Movement, to: Iterable[str], clock: str, *, law: LawPack) -> None:
    """Start the clocks of the copies that must be sent."""
    ends_at = due_under(law, clock, movement.decreed_at).at or movement.decreed_at
    Copy.objects.bulk_create(
        Copy(case_id=movement.case_id, movement=movement, to=one, clock=clock, due_at=ends_at)
        for one in to
    )


def _said(order: Order) -> dict[str, Change]:
    """Return what a decree says, as the journal keeps it."""
    return {
        "decree": Change(None, f"{order.number}, {order.decreed_at.isoformat()}"),
        "decreed_by": Change(None, order.decreed_by),
        "reason": Change(None, order.reason),
    }


def _record(
    event: Event,
    case: Case,
    order: Order,
    officer: Officer,
    *,
    law: LawPack,
    changes: dict[str, Change],
) -> None:
    """Record a movement of a case."""
    decided(
        event,
        under=law.ref,
        officer=officer,
        subject=Subject("case", str(case.pk)),
        changes=changes,
        case=case.pk,
        norm=order.norms[0],
    )
