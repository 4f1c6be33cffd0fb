"""Noting: notes, victims recognised, identifiers confirmed, recordings wanted, numbers returned."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Episode
from izdes.web.cases.reach import require_case
from izdes.web.investigation.changing import ChangedMeanwhile
from izdes.web.investigation.models import (
    Confirmation,
    Note,
    Recording,
    ReturnedNumber,
    Victim,
)
from izdes.web.investigation.plans import recording_kinds
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.subjects.models import Identifier, Mention


class VictimRecognised(IzdesError):
    """A decree recognised the victim of this episode already."""

    code = "victim_recognised_already"


class IdentifierNotHere(IzdesError):
    """No complaint of the case mentions this identifier."""

    code = "identifier_not_here"


class IdentifierConfirmed(IzdesError):
    """The identifier is confirmed in this case already."""

    code = "identifier_confirmed_already"


class RecordingUnknown(IzdesError):
    """The law in force knows no such kind of recording."""

    code = "recording_unknown"


class NumberTaken(IzdesError):
    """The register gave this number to another case, or to this one before."""

    code = "register_number_taken"


@transaction.atomic(durable=True)
def write_note(*, case: Case, text: str, officer: Officer) -> Note:
    """Write a note in a case; it stays as it was written.

    Raises:
        NotPermitted: The officer does not work on the case.
    """
    require_case(officer, case, "write")
    note = Note.objects.create(case=case, author=officer, text=text.strip(), at=Now())
    record(
        Event.NOTE_WRITTEN,
        officer=officer.pk,
        subject=Subject("case", str(case.pk)),
        changes={"note": Change(None, note.text)},
        case=case.pk,
    )
    note.refresh_from_db()
    return note


@transaction.atomic(durable=True)
def recognise_victim(
    *,
    episode: Episode,
    number: str,
    decreed_on: date,
    officer: Officer,
    damage_minor: int | None = None,
) -> Victim:
    """Record the decree that recognises whoever complained as the victim of an episode.

    Raises:
        NotPermitted: The officer does not work on the case.
        VictimRecognised: A decree did so already.
    """
    require_case(officer, episode.case, "write")
    try:
        with transaction.atomic():
            victim = Victim.objects.create(
                case_id=episode.case_id,
                episode=episode,
                number=number.strip(),
                decreed_on=decreed_on,
                damage_minor=damage_minor,
                recorded_by=officer,
                recorded_at=Now(),
            )
    except IntegrityError:
        raise VictimRecognised(episode=episode.number) from None
    record(
        Event.VICTIM_RECOGNISED,
        officer=officer.pk,
        subject=Subject("case", str(episode.case_id)),
        changes={
            "episode": Change(None, str(episode.number)),
            "decree": Change(None, f"{number}, {decreed_on}"),
        },
        case=episode.case_id,
    )
    return victim


@transaction.atomic(durable=True)
def confirm_identifier(
    *, case: Case, identifier: Identifier, basis: str, officer: Officer
) -> Confirmation:
    """Confirm an identifier that a complaint of the case mentions, by evidence that is named.

    Raises:
        NotPermitted: The officer does not work on the case.
        IdentifierNotHere: No complaint of the case mentions it.
        IdentifierConfirmed: It is confirmed already.
    """
    require_case(officer, case, "write")
    if not Mention.objects.filter(identifier=identifier, complaint__case=case).exists():
        raise IdentifierNotHere
    try:
        with transaction.atomic():
            made = Confirmation.objects.create(
                case=case,
                identifier=identifier,
                basis=basis.strip(),
                confirmed_by=officer,
                confirmed_at=Now(),
            )
    except IntegrityError:
        raise IdentifierConfirmed from None
    record(
        Event.IDENTIFIER_CONFIRMED,
        officer=officer.pk,
        subject=Subject("case", str(case.pk)),
        changes={
            "identifier": Change(None, f"{identifier.kind} {identifier.value}"),
            "basis": Change(None, made.basis),
        },
        case=case.pk,
    )
    return made


@transaction.atomic(durable=True)
def note_recording(
    *,
    case: Case,
    kind: str,
    place: str,
    recorded_at: datetime,
    officer: Officer,
    told_days: int | None = None,
) -> Recording:
    """Note that a camera may have seen something; its retention is counted from what is told.

    Raises:
        NotPermitted: The officer does not work on the case.
        RecordingUnknown: The law in force knows no such kind.
    """
    require_case(officer, case, "write")
    if kind not in recording_kinds(pack_in_force()):
        raise RecordingUnknown(recording=kind[:60])
    made = Recording.objects.create(
        case=case,
        kind=kind,
        place=place.strip(),
        recorded_at=recorded_at,
        told_days=told_days,
        noted_by=officer,
        noted_at=Now(),
    )
    changes = {"kind": Change(None, kind), "place": Change(None, made.place)}
    _recorded(Event.RECORDING_NOTED, made, officer, changes)
    return made


@transaction.atomic(durable=True)
def change_recording(
    *, recording: Recording, seen: int, state: str, told_days: int | None, officer: Officer
) -> Recording:
    """Say how it stands with a recording, and for how long its holder keeps it.

    Raises:
        NotPermitted: The officer does not work on the case.
        ChangedMeanwhile: Somebody changed it since it was shown.
    """
    require_case(officer, recording.case, "write")
    held = Recording.objects.select_for_update().get(pk=recording.pk)
    if held.version != seen:
        raise ChangedMeanwhile(by="—")
    changes = {
        "state": Change(held.state, state),
        "told_days": Change(_text(held.told_days), _text(told_days)),
    }
    changed = {name: change for name, change in changes.items() if change.old != change.new}
    if changed:
        Recording.objects.filter(pk=held.pk).update(
            state=state, told_days=told_days, version=held.version + 1
        )
        _recorded(Event.RECORDING_CHANGED, held, officer, changed)
    held.refresh_from_db()
    return held


@transaction.atomic(durable=True)
def take_number_back(
    *, case: Case, register: str, number: str, given_at: datetime, officer: Officer
) -> ReturnedNumber:
    """Enter the number that an outside register gave the case; entering it again is harmless.

    Raises:
        NotPermitted: The officer does not work on the case.
        NumberTaken: Another case has it.
    """
    require_case(officer, case, "write")
    given = number.strip()
    known = ReturnedNumber.objects.filter(case=case, register=register, number=given).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = ReturnedNumber.objects.create(
                case=case,
                register=register,
                number=given,
                given_at=given_at,
                entered_by=officer,
                entered_at=Now(),
            )
    except IntegrityError:
        raise NumberTaken(number=given[:60]) from None
    record(
        Event.NUMBER_RETURNED,
        officer=officer.pk,
        subject=Subject("case", str(case.pk)),
        changes={"register": Change(None, register), "number": Change(None, given)},
        case=case.pk,
    )
    return made


def _recorded(
    event: Event, recording: Recording, officer: Officer, changes: dict[str, Change]
) -> None:
    """Record what happened to a recording."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("recording", str(recording.pk)),
        changes=changes,
        case=recording.case_id,
    )


def _text(days: int | None) -> str | None:
    """Return a number as the journal keeps it."""
    return None if days is None else str(days)
