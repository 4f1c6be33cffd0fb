"""Movements: by a decree that is recorded, with the term and the copies that the law asks for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.investigation.casework import (
    AT,
    HEAD,
    LEAD,
    OTHER,
    case_with,
    decree,
    order,
)

from izdes.web.cases.models import Case, Complaint, Member
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.cases import CaseExists
from izdes.web.cases.services.members import name_member
from izdes.web.investigation.models import Copy, Movement
from izdes.web.investigation.movements import exclusions_of, joinder_preview, separation_preview
from izdes.web.investigation.selectors import clocks_of, parts_of
from izdes.web.investigation.services.copies import send_copy
from izdes.web.investigation.services.decree import CaseJoined, NothingMoves, SealedStays
from izdes.web.investigation.services.joining import ExclusionsUnchecked, UnitsDiffer, join_cases
from izdes.web.investigation.services.leading import LeadOutside, assign_lead
from izdes.web.investigation.services.noting import recognise_victim
from izdes.web.investigation.services.separating import separate_case
from izdes.web.investigation.services.terms import extend_term
from izdes.web.investigation.services.transferring import SameUnit, transfer_case
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.reach import NotPermitted

_TRANSFER = ("cpc.transfer",)
_JOIN = ("cpc.joinder_unknown",)
_SPLIT = ("cpc.separation_episodes",)


def _joined(cast: Cast, main: Case, *others: Case) -> list[Movement]:
    """Let the lead join cases, everything looked at."""
    with cast.acts(LEAD) as officer:
        return join_cases(
            main=main,
            others=others,
            order=order(norms=_JOIN),
            checked=exclusions_of(pack_in_force()),
            officer=officer,
        )


def _separated(cast: Cast, main: Case, *numbers: int, is_new: bool = False) -> Case:
    """Let the lead separate episodes."""
    with cast.acts(LEAD) as officer:
        return separate_case(
            main=main,
            episodes=numbers,
            number=f"{main.number}-new",
            registered_at=datetime(2026, 7, 1, 6, 0, tzinfo=UTC),
            is_new_offence=is_new,
            order=order(norms=_SPLIT),
            officer=officer,
        )


def _last_day(cast: Cast, case: Case, login: str = LEAD) -> date | None:
    """Return the last day of the term of a case."""
    with cast.acts(login) as officer:
        term = clocks_of(officer, case).term
    return None if term is None else term.due.last_day


def test_the_head_assigns_another_lead_and_the_first_is_released(cast: Cast) -> None:
    case = case_with(cast, "assigned", 100)

    with cast.acts(HEAD) as head:
        assign_lead(case=case, person=cast.officer(OTHER), ground="order 5", officer=head)
        with pytest.raises(LeadOutside):
            assign_lead(case=case, person=cast.officer("investigator_b1"), ground="x", officer=head)
        leads = Member.objects.filter(case=case, kind="lead").order_by("pk")

        assert [(one.officer.login, one.until is None) for one in leads] == [
            (LEAD, False),
            (OTHER, True),
        ]


def test_a_sealed_case_is_handed_over_by_its_lead_alone(cast: Cast) -> None:
    case = cast.case("a1-sealed")
    with cast.acts(HEAD) as head, pytest.raises(NotPermitted):
        assign_lead(case=case, person=head, ground="order 5", officer=head)

    with cast.acts(LEAD) as lead:
        made = assign_lead(case=case, person=cast.officer(OTHER), ground="order 6", officer=lead)

        assert not cases_visible_to(lead).filter(pk=case.pk).exists()
    with cast.acts(OTHER) as officer:
        assert cases_visible_to(officer).filter(pk=case.pk).exists()
        assert Member.objects.get(case=case, kind="lead", until__isnull=True) == made
        assert Member.objects.get(case=case, officer__login=LEAD).until == made.since


def test_a_member_who_is_assigned_is_in_the_case_once(cast: Cast) -> None:
    case = case_with(cast, "promoted", 100)
    person = cast.officer(OTHER)
    with cast.acts(LEAD) as lead:
        name_member(case=case, person=person, kind="member", ground="order 4", officer=lead)

    with cast.acts(HEAD) as head:
        assign_lead(case=case, person=person, ground="order 5", officer=head)

        lasting = Member.objects.filter(case=case, until__isnull=True)
        assert [(one.officer, one.kind) for one in lasting] == [(person, "lead")]


def test_nobody_but_a_head_assigns_a_lead(cast: Cast) -> None:
    case = case_with(cast, "unassigned", 100)

    with cast.acts(LEAD) as lead, pytest.raises(NotPermitted):
        assign_lead(case=case, person=cast.officer(OTHER), ground="x", officer=lead)


def test_a_transferred_case_is_seen_there_and_no_more_here(cast: Cast) -> None:
    case = case_with(cast, "transferred", 100)

    with cast.acts(LEAD) as officer:
        transfer_case(
            case=case, to_unit=cast.body("b1"), order=order(norms=_TRANSFER), officer=officer
        )

        assert not cases_visible_to(officer).filter(pk=case.pk).exists()
    with cast.acts("investigator_b1") as there:
        seen = cases_visible_to(there).get(pk=case.pk)
        assert seen.unit.code == "b1"
        assert Complaint.objects.filter(case=case).count() == 1
        assert not Member.objects.filter(case=case, until__isnull=True).exists()
        assert Movement.objects.get(case=case).is_done


def test_what_was_joined_goes_along_with_a_transfer(cast: Cast) -> None:
    main, other = case_with(cast, "goes", 100), case_with(cast, "along", 200)
    _joined(cast, main, other)

    with cast.acts(HEAD) as head:
        transfer_case(
            case=main, to_unit=cast.body("b1"), order=order(norms=_TRANSFER), officer=head
        )

    with cast.acts("investigator_b1") as there:
        assert {one.number for one in parts_of(there, main)} == {"goes", "along"}


def test_a_case_is_transferred_by_whoever_answers_for_it_and_elsewhere(cast: Cast) -> None:
    case = case_with(cast, "stays", 100)

    with cast.acts(OTHER) as officer, pytest.raises(NotPermitted):
        transfer_case(
            case=case, to_unit=cast.body("b1"), order=order(norms=_TRANSFER), officer=officer
        )
    for unit in ("a1", "bank-one"):
        with cast.acts(LEAD) as officer, pytest.raises(SameUnit):
            transfer_case(
                case=case, to_unit=cast.body(unit), order=order(norms=_TRANSFER), officer=officer
            )
    with cast.acts(LEAD) as officer, pytest.raises(SealedStays):
        transfer_case(
            case=cast.case("a1-sealed"),
            to_unit=cast.body("b1"),
            order=order(norms=_TRANSFER),
            officer=officer,
        )


def test_the_database_moves_no_case_without_a_decree(cast: Cast) -> None:
    case = case_with(cast, "unmoved", 100)

    with cast.acts(LEAD), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE cases_case SET unit_id = unit_id WHERE id = %s", [case.pk])
        cursor.execute("SELECT investigation_transfer(0)")

        assert cursor.fetchone() == (0,)


def test_the_database_lets_nobody_join_a_case_for_which_he_does_not_answer(cast: Cast) -> None:
    case, foreign = case_with(cast, "mine", 100), cast.case("b1")
    insert = (
        "INSERT INTO investigation_movement (kind, case_id, other_id, norms, is_new_offence,"
        " number, decreed_at, decreed_by, reason, recorded_by_id, recorded_at, is_done, pack)"
        " VALUES ('joinder', %s, %s, '{x}', false, '1', now(), 'x', 'x', %s, now(), true, '')"
    )

    with cast.acts(LEAD) as officer, connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(insert, [case.pk, foreign.pk, officer.pk])

        assert not Movement.objects.filter(case=case).exists()


def test_a_decree_moves_a_case_once_and_only_whoever_recorded_it(cast: Cast) -> None:
    case = case_with(cast, "once", 100)
    with cast.acts(LEAD) as officer:
        made = transfer_case(
            case=case, to_unit=cast.body("a2"), order=order(norms=_TRANSFER), officer=officer
        )

    with cast.acts("head_of_unit_a_hq"), connection.cursor() as cursor:
        cursor.execute("SELECT investigation_transfer(%s)", [made.pk])

        assert cursor.fetchone() == (0,)


def test_joined_episodes_get_the_next_numbers_and_the_term_of_the_earliest(cast: Cast) -> None:
    main = case_with(cast, "main", 100, 200)
    other = case_with(cast, "older", 300)
    with cast.acts(LEAD) as officer:
        episode = other.episodes.get()
        recognise_victim(episode=episode, number="1", decreed_on=AT.date(), officer=officer)
        extend_term(
            case=other,
            level="district",
            to_months=3,
            granted_at=datetime(2026, 6, 20, 6, 0, tzinfo=UTC),
            decree=decree(),
            officer=officer,
        )
    with cast.acts(LEAD) as officer:
        preview = joinder_preview(officer, main, [other], on=AT.date(), law=pack_in_force())

    _joined(cast, main, other)

    with cast.acts(LEAD) as officer:
        rows = main.episodes.order_by("number")
        assert [one.number for one in rows] == [1, 2, 3]
        assert rows[2].pk == episode.pk
        assert rows[2].victim.case_id == main.pk
        assert Complaint.objects.filter(case=main).count() == 3
        assert Case.objects.get(pk=other.pk).state == "joined"
        term = clocks_of(officer, main).term
    assert preview.after is not None
    assert term is not None
    assert preview.after.due.last_day == term.due.last_day
    assert preview.episodes == 1


def test_a_joinder_starts_the_clocks_of_its_copies(cast: Cast) -> None:
    main, other = case_with(cast, "copied", 100), case_with(cast, "copies", 200)
    made = _joined(cast, main, other)[0]

    with cast.acts(LEAD) as officer:
        copies = {one.to: one for one in Copy.objects.filter(case=main)}
        assert set(copies) == {"prosecutor", "defence"}
        waiting = clocks_of(officer, main).copies
        assert {one.due.rule.rule_id for one in waiting} == {"DL_JOIN_COPY_24H"}
        assert timedelta(hours=24) <= copies["defence"].due_at - made.decreed_at
        for copy in copies.values():
            send_copy(copy=copy, sent_at=now(), receipt="mail 5", officer=officer)
        assert not clocks_of(officer, main).copies


def test_nothing_is_joined_that_a_person_has_not_looked_at(cast: Cast) -> None:
    main, other = case_with(cast, "looked", 100), case_with(cast, "unlooked", 200)

    with cast.acts(LEAD) as officer, pytest.raises(ExclusionsUnchecked):
        join_cases(main=main, others=[other], order=order(norms=_JOIN), checked=(), officer=officer)

    with cast.acts(LEAD):
        assert not Movement.objects.filter(case=main).exists()


def test_a_case_is_joined_once_and_not_to_nothing(cast: Cast) -> None:
    main, other = case_with(cast, "first", 100), case_with(cast, "second", 200)
    third = case_with(cast, "third", 300)
    _joined(cast, main, other)

    with pytest.raises(CaseJoined):
        _joined(cast, third, other)
    with pytest.raises(NothingMoves):
        _joined(cast, main)


def test_cases_of_different_bodies_wait_for_the_prosecutor(cast: Cast) -> None:
    main, other = case_with(cast, "here", 100), case_with(cast, "there", 9, login="investigator_a2")

    with cast.acts("head_of_unit_a_hq") as head, pytest.raises(UnitsDiffer):
        join_cases(
            main=main,
            others=[other],
            order=order(norms=_JOIN),
            checked=exclusions_of(pack_in_force()),
            officer=head,
        )


def test_a_separated_case_counts_from_the_main_one_with_its_decrees(cast: Cast) -> None:
    main = case_with(cast, "whole", 100, 200, 300)
    with cast.acts(LEAD) as officer:
        extend_term(
            case=main,
            level="district",
            to_months=3,
            granted_at=datetime(2026, 6, 20, 6, 0, tzinfo=UTC),
            decree=decree(),
            officer=officer,
        )
        preview = separation_preview(
            officer,
            main,
            {2, 3},
            registered_at=datetime(2026, 7, 1, 6, 0, tzinfo=UTC),
            is_new_offence=False,
            law=pack_in_force(),
        )

    new = _separated(cast, main, 2, 3)

    assert preview.term is not None
    assert _last_day(cast, new) == preview.term.due.last_day == date(2026, 8, 21)
    with cast.acts(LEAD):
        assert list(new.episodes.order_by("number").values_list("number", flat=True)) == [1, 2]
        assert list(main.episodes.values_list("number", flat=True)) == [1]
        assert Complaint.objects.filter(case=new).count() == 2
        assert Copy.objects.get(case=main).to == "prosecutor"
        assert Member.objects.get(case=new, kind="lead").officer.login == LEAD


def test_a_new_offence_counts_from_its_own_registration(cast: Cast) -> None:
    main = case_with(cast, "old", 100, 200)

    new = _separated(cast, main, 2, is_new=True)

    assert _last_day(cast, new) == date(2026, 9, 1)


@pytest.mark.parametrize("numbers", [(), (1, 2), (9,)])
def test_a_separation_takes_some_episodes_and_leaves_some(
    cast: Cast, numbers: tuple[int, ...]
) -> None:
    main = case_with(cast, "some", 100, 200)

    with pytest.raises(NothingMoves):
        _separated(cast, main, *numbers)


def test_a_separated_case_gets_a_number_of_its_own(cast: Cast) -> None:
    main = case_with(cast, "taken", 100, 200)
    case_with(cast, "taken-new", 100)

    with pytest.raises(CaseExists):
        _separated(cast, main, 2)
