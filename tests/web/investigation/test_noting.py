"""Notes, victims, confirmations, recordings, numbers: written once, by who works on a case."""

from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import Cast
from tests.web.investigation.casework import AT, LEAD, case_with

from izdes.web.cases.models import Case
from izdes.web.investigation.changing import ChangedMeanwhile
from izdes.web.investigation.models import Confirmation, Recording
from izdes.web.investigation.selectors import victims_visible_to
from izdes.web.investigation.services.noting import (
    IdentifierConfirmed,
    IdentifierNotHere,
    NumberTaken,
    RecordingUnknown,
    VictimRecognised,
    change_recording,
    confirm_identifier,
    note_recording,
    recognise_victim,
    take_number_back,
    write_note,
)
from izdes.web.officers.reach import NotPermitted
from izdes.web.subjects.models import Identifier


@pytest.fixture
def case(cast: Cast) -> Case:
    """Return a case with one episode."""
    return case_with(cast, "noted", 100_000_000)


def test_a_note_is_never_changed_or_removed(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        note = write_note(case=case, text="Called the bank", officer=officer)

        for statement in (
            "UPDATE investigation_note SET text = 'x' WHERE id = %s",
            "DELETE FROM investigation_note WHERE id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [note.pk])
        note.refresh_from_db()

    assert note.text == "Called the bank"


def test_whoever_only_reads_writes_no_note(cast: Cast, case: Case) -> None:
    with cast.acts("prosecutor_a1") as officer, pytest.raises(NotPermitted):
        write_note(case=case, text="x", officer=officer)


def test_a_victim_is_recognised_once(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        episode = case.episodes.get()
        recognise_victim(episode=episode, number="3", decreed_on=AT.date(), officer=officer)
        with pytest.raises(VictimRecognised):
            recognise_victim(episode=episode, number="4", decreed_on=AT.date(), officer=officer)

        assert victims_visible_to(officer).get(case=case).number == "3"


def test_only_what_a_complaint_mentions_is_confirmed_and_once(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        mentioned = Identifier.objects.filter(mentions__complaint__case=case).first()
        assert mentioned is not None
        confirm_identifier(case=case, identifier=mentioned, basis="Answer 5", officer=officer)
        with pytest.raises(IdentifierConfirmed):
            confirm_identifier(case=case, identifier=mentioned, basis="Answer 6", officer=officer)
        elsewhere = Identifier.objects.exclude(mentions__complaint__case=case).first()
        assert elsewhere is not None
        with pytest.raises(IdentifierNotHere):
            confirm_identifier(case=case, identifier=elsewhere, basis="Answer 7", officer=officer)

        assert Confirmation.objects.filter(case=case).count() == 1


def test_a_recording_is_of_a_kind_that_the_law_knows(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        with pytest.raises(RecordingUnknown):
            note_recording(case=case, kind="moon", place="x", recorded_at=AT, officer=officer)
        made = note_recording(case=case, kind="atm", place="x", recorded_at=AT, officer=officer)
        changed = change_recording(
            recording=made, seen=1, state="asked", told_days=30, officer=officer
        )
        with pytest.raises(ChangedMeanwhile):
            change_recording(recording=made, seen=1, state="gone", told_days=30, officer=officer)

        assert (changed.state, changed.told_days, changed.version) == ("asked", 30, 2)
        assert Recording.objects.get(pk=made.pk).state == "asked"


def test_a_register_gives_a_number_to_one_case(cast: Cast, case: Case) -> None:
    other = case_with(cast, "second", 100)

    with cast.acts(LEAD) as officer:
        take = partial(
            take_number_back,
            register="state_register",
            number="261900",
            given_at=AT,
            officer=officer,
        )
        first = take(case=case)

        assert take(case=case) == first
        with pytest.raises(NumberTaken):
            take(case=other)
