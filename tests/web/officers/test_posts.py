"""Posts: one proposes, another confirms, and what has ended is over at once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils.timezone import now
from tests.web.cast import Cast

from izdes.web.officers.models import Post
from izdes.web.officers.reach import NotPermitted, roles_of, units_of
from izdes.web.officers.roles import ADMINISTRATORS_CHOICE, Role
from izdes.web.officers.services.people import shut_out
from izdes.web.officers.services.posts import (
    DutiesApart,
    EndMissing,
    LastAdministrators,
    PostDecided,
    PostProposed,
    RoleNotInThisBody,
    SamePerson,
    confirm_post,
    end_post,
    propose_post,
    refuse_post,
)


def _proposed(cast: Cast, by: str = "administrator", **given: object) -> Post:
    """Propose that nobody becomes an operative of a1, or something else."""
    wanted = {
        "person": cast.officer("nobody"),
        "body": cast.body("a1"),
        "role": Role.OPERATIVE,
        "ground": "order",
    }
    with cast.acts(by) as officer:
        return propose_post(**(wanted | given), officer=officer)  # type: ignore[arg-type]


def test_a_proposed_post_opens_nothing(cast: Cast) -> None:
    _proposed(cast)

    with cast.acts("nobody") as officer:
        assert units_of(officer, "read") == frozenset()


def test_a_post_that_another_confirmed_opens_his_unit(cast: Cast) -> None:
    post = _proposed(cast)

    with cast.acts("administrator_2") as another:
        confirm_post(post=post, officer=another)

    with cast.acts("nobody") as officer:
        assert units_of(officer, "write") == {cast.body("a1").pk}


def test_nobody_confirms_what_he_proposed(cast: Cast) -> None:
    post = _proposed(cast)

    with cast.acts("administrator") as same, pytest.raises(SamePerson):
        confirm_post(post=post, officer=same)


def test_nobody_confirms_his_own_post(cast: Cast) -> None:
    with cast.acts("administrator_2") as another:
        own = propose_post(
            person=cast.officer("head_of_unit_a1"),
            body=cast.body("a1"),
            role=Role.HEAD_OF_INVESTIGATION,
            ground="order",
            officer=another,
        )

    with cast.acts("head_of_unit_a1") as head, pytest.raises(SamePerson):
        confirm_post(post=own, officer=head)


def test_a_head_proposes_for_his_body_and_an_administrator_confirms(cast: Cast) -> None:
    post = _proposed(cast, by="head_of_unit_a1")

    with cast.acts("administrator") as administrator:
        confirmed = confirm_post(post=post, officer=administrator)

    assert confirmed.state == "confirmed"


def test_a_head_proposes_nothing_for_another_body(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        _proposed(cast, by="head_of_unit_b1")


def test_a_head_makes_nobody_an_administrator(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        _proposed(cast, by="head_of_unit_a_hq", body=cast.body("a-hq"), role=Role.ADMINISTRATOR)


def test_an_investigator_proposes_nobody(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        _proposed(cast, by="investigator_a1")


def test_the_database_refuses_a_confirmation_by_the_proposer(cast: Cast) -> None:
    post = _proposed(cast)

    with (
        cast.acts("administrator") as same,
        pytest.raises(IntegrityError, match="another_confirms_what_one_proposes"),
        transaction.atomic(),
    ):
        Post.objects.filter(pk=post.pk).update(state="confirmed", decided_by=same, decided_at=now())


def test_the_database_refuses_a_proposal_in_somebody_elses_name(cast: Cast) -> None:
    with cast.acts("administrator"), pytest.raises(DatabaseError), transaction.atomic():
        Post.objects.create(
            officer=cast.officer("nobody"),
            body=cast.body("a1"),
            role=Role.OPERATIVE,
            ground="order",
            since=now(),
            proposed_by=cast.officer("administrator_2"),
        )


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS_CHOICE))
def test_the_database_lets_no_head_choose_who_keeps_the_office(cast: Cast, role: Role) -> None:
    with (
        cast.acts("head_of_unit_a_hq") as head,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Post.objects.create(
            officer=cast.officer("nobody"),
            body=cast.body("a-hq"),
            role=role,
            ground="order",
            since=now(),
            proposed_by=head,
        )


def test_the_database_lets_nobody_bring_an_ended_post_back(cast: Cast) -> None:
    with cast.acts("administrator") as officer, pytest.raises(DatabaseError), transaction.atomic():
        Post.objects.filter(pk=cast.post("ended_a1").pk).update(until=None, ended_by=officer)


def test_a_decision_is_taken_once(cast: Cast) -> None:
    post = _proposed(cast)

    with cast.acts("administrator_2") as another:
        refuse_post(post=post, reason="No such vacancy", officer=another)
        with pytest.raises(PostDecided):
            confirm_post(post=post, officer=another)


def test_the_same_post_is_proposed_once(cast: Cast) -> None:
    _proposed(cast)

    with pytest.raises(PostProposed):
        _proposed(cast)


def test_an_ended_post_is_over_at_once_and_ending_it_twice_is_harmless(cast: Cast) -> None:
    with cast.acts("head_of_unit_a1") as head:
        first = end_post(post=cast.post("operative_a1"), reason="Transferred", officer=head)
        second = end_post(post=first, reason="Again", officer=head)

    with cast.acts("operative_a1") as operative:
        assert roles_of(operative) == frozenset()
    assert first.until == second.until


def test_a_post_that_has_not_begun_opens_nothing(cast: Cast) -> None:
    with cast.acts("not_yet_a1") as officer:
        assert roles_of(officer) == frozenset()


def test_a_bank_has_no_investigators(cast: Cast) -> None:
    with pytest.raises(RoleNotInThisBody):
        _proposed(cast, body=cast.body("bank-one"), role=Role.INVESTIGATOR)


def test_who_stands_in_for_somebody_does_so_until_a_day(cast: Cast) -> None:
    office = cast.body("a-pros")

    with pytest.raises(EndMissing):
        _proposed(cast, body=office, role=Role.ACTING_PROSECUTOR)
    post = _proposed(
        cast, body=office, role=Role.ACTING_PROSECUTOR, until=now() + timedelta(days=3)
    )

    assert post.until is not None


@pytest.mark.parametrize(
    ("login", "role"), [("investigator_a1", Role.AUDITOR), ("auditor", Role.OPERATIVE)]
)
def test_who_audits_does_not_work_there(cast: Cast, login: str, role: Role) -> None:
    with pytest.raises(DutiesApart):
        _proposed(cast, person=cast.officer(login), body=cast.body("a-hq"), role=role)


def test_two_administrators_remain(cast: Cast) -> None:
    with cast.acts("administrator") as administrator:
        with pytest.raises(LastAdministrators):
            end_post(post=cast.post("administrator_2"), reason="Left", officer=administrator)
        with pytest.raises(LastAdministrators):
            shut_out(person=cast.officer("administrator_2"), reason="Left", officer=administrator)


def test_a_third_administrator_lets_one_go(cast: Cast) -> None:
    post = _proposed(cast, body=cast.body("centre"), role=Role.ADMINISTRATOR)

    with cast.acts("administrator_2") as another:
        confirm_post(post=post, officer=another)
        end_post(post=cast.post("administrator"), reason="Retired", officer=another)

    with cast.acts("administrator") as former:
        assert roles_of(former) == frozenset()


def test_an_officer_who_is_shut_out_holds_no_post(cast: Cast) -> None:
    with cast.acts("administrator") as administrator:
        shut_out(person=cast.officer("investigator_a2"), reason="Dismissed", officer=administrator)

    with cast.acts("investigator_a2") as officer, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM office_posts()")
        assert cursor.fetchone() == (0,)
        assert units_of(officer, "read") == frozenset()


def test_every_step_of_a_post_is_in_the_journal(cast: Cast) -> None:
    del cast
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT e.event FROM journal_entry e JOIN officers_post p ON p.id::text = e.subject_id "
            "JOIN officers_officer o ON o.id = p.officer_id "
            "WHERE e.subject_type = 'post' AND o.login = 'ended_a1' ORDER BY e.number"
        )
        events = [event for (event,) in cursor.fetchall()]

    assert events == ["post.proposed", "post.confirmed", "post.ended"]
