"""A sealed case that its lead has left: its head appoints another, and never sees the case."""

import pytest
from django.db import connection
from tests.web.cast import Cast
from tests.web.investigation.casework import HEAD, LEAD, OTHER

from izdes.web.cases.leaderless import cases_without_lead
from izdes.web.cases.models import Case, Complaint, Episode, Member
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.cases import CertificateMissing, register_case, seal_case, take_case
from izdes.web.files.models import Use
from izdes.web.investigation.services.appointing import LeadHimself, appoint_lead
from izdes.web.investigation.services.leading import LeadOutside, assign_lead
from izdes.web.journal.models import Entry
from izdes.web.officers.models import Officer, Post
from izdes.web.officers.reach import NotPermitted
from izdes.web.officers.roles import Role
from izdes.web.officers.services.people import shut_out
from izdes.web.officers.services.posts import confirm_post, end_post, propose_post

SEALED = "a1-sealed"
_APPOINT = "SELECT member_id FROM case_appoint_lead(%s, %s, 'x')"


def leave(cast: Cast) -> Case:
    """Let the lead of the sealed case lose his post."""
    with cast.acts("administrator") as officer:
        end_post(post=cast.post(LEAD), reason="order", officer=officer)
    return cast.case(SEALED)


def _appointed(cast: Cast, login: str, *, by: str = HEAD) -> int:
    with cast.acts(by) as officer:
        person = Officer.objects.get(login=login)
        return appoint_lead(
            case=cast.case(SEALED).pk, person=person, ground="order 4", officer=officer
        )


def _told(cast: Cast, login: str) -> list[str]:
    with cast.acts(login) as officer:
        return [one.number for one in cases_without_lead(officer)]


def _seen(cast: Cast, login: str) -> bool:
    """Say whether the database shows somebody anything of the sealed case."""
    case = cast.case(SEALED)
    with cast.acts(login):
        return any(
            rows.exists()
            for rows in (
                Case.objects.filter(pk=case.pk),
                Complaint.objects.filter(case=case.pk),
                Episode.objects.filter(case=case.pk),
                Member.objects.filter(case=case.pk),
                Use.objects.filter(case_id=case.pk),
            )
        )


def test_a_case_whose_lead_is_in_post_is_told_to_nobody(cast: Cast) -> None:
    assert not [login for login in cast.officers if _told(cast, login)]


def test_a_case_whose_lead_left_is_told_to_the_heads_of_its_body_alone(cast: Cast) -> None:
    leave(cast)

    told = {login for login in cast.officers if _told(cast, login)}

    assert told == {HEAD, "head_of_unit_a_hq"}
    assert _told(cast, HEAD) == [SEALED]


def test_a_lead_who_is_shut_out_has_left(cast: Cast) -> None:
    with cast.acts("administrator") as officer:
        shut_out(person=cast.officer(LEAD), reason="order", officer=officer)

    assert _told(cast, HEAD) == [SEALED]


def test_a_lead_who_works_on_cases_elsewhere_hands_over_himself(cast: Cast) -> None:
    person = cast.officer(LEAD)
    with cast.acts("administrator") as officer:
        post = propose_post(
            person=person,
            body=cast.body("b1"),
            role=Role.INVESTIGATOR,
            ground="order",
            officer=officer,
        )
    with cast.acts("administrator_2") as another:
        confirm_post(post=post, officer=another)
        held = Post.objects.get(officer=person, body=cast.body("a1"))
        end_post(post=held, reason="order", officer=another)

    assert _told(cast, HEAD) == []
    with cast.acts(LEAD) as lead:
        other = cast.officer(OTHER)
        made = assign_lead(case=cast.case(SEALED), person=other, ground="order", officer=lead)

        assert made.officer == other


def test_the_head_appoints_a_lead_and_sees_nothing_before_or_after(cast: Cast) -> None:
    case = leave(cast)
    before = _seen(cast, HEAD)

    member = _appointed(cast, OTHER)

    assert (before, _seen(cast, HEAD)) == (False, False)
    assert _told(cast, HEAD) == []
    with cast.acts(OTHER) as officer:
        assert cases_visible_to(officer).get(pk=case.pk).is_sealed
        leads = Member.objects.filter(case=case, kind="lead").order_by("pk")
        assert [(one.officer.login, one.until is None) for one in leads] == [
            (LEAD, False),
            (OTHER, True),
        ]
        assert leads.last() == Member.objects.get(pk=member)
        assert Entry.objects.filter(case_id=case.pk, event="lead.appointed").count() == 1


def test_the_new_lead_names_and_hands_over_as_every_lead_does(cast: Cast) -> None:
    case = leave(cast)
    _appointed(cast, OTHER)

    with cast.acts(OTHER) as lead:
        person = cast.officer("operative_a1")
        made = assign_lead(case=case, person=person, ground="order 7", officer=lead)

        assert made.officer == person


def test_nobody_appoints_himself_or_one_of_another_body(cast: Cast) -> None:
    leave(cast)

    with pytest.raises(LeadHimself):
        _appointed(cast, HEAD)
    with pytest.raises(LeadOutside):
        _appointed(cast, "investigator_b1")

    assert not _seen(cast, HEAD)


def test_a_lead_is_appointed_once(cast: Cast) -> None:
    leave(cast)
    _appointed(cast, OTHER)

    with pytest.raises(NotPermitted):
        _appointed(cast, "operative_a1", by="head_of_unit_a_hq")


@pytest.mark.parametrize("login", ["investigator_a2", "head_of_unit_b1", "prosecutor_a1"])
def test_whoever_does_not_head_the_body_appoints_nobody(cast: Cast, login: str) -> None:
    leave(cast)

    with pytest.raises(NotPermitted):
        _appointed(cast, OTHER, by=login)


@pytest.mark.parametrize(
    ("by", "person"),
    [
        (HEAD, HEAD),
        (HEAD, "administrator"),
        ("investigator_a2", OTHER),
        ("administrator", OTHER),
    ],
)
def test_the_database_refuses_it_too(cast: Cast, by: str, person: str) -> None:
    case = leave(cast)

    with cast.acts(by), connection.cursor() as cursor:
        cursor.execute(_APPOINT, [case.pk, cast.officers[person]])

        assert cursor.fetchall() == []


def test_the_database_replaces_no_lead_who_is_in_post(cast: Cast) -> None:
    with cast.acts(HEAD), connection.cursor() as cursor:
        cursor.execute(_APPOINT, [cast.case(SEALED).pk, cast.officers[OTHER]])

        assert cursor.fetchall() == []


def test_an_open_case_needs_no_such_way(cast: Cast) -> None:
    leave(cast)

    assert cast.case("a1").number not in _told(cast, HEAD)


def test_a_category_that_requires_a_certificate_is_given_to_nobody_without_it(cast: Cast) -> None:
    with cast.acts(LEAD) as lead:
        case = register_case(
            number="crypto-sealed",
            unit=cast.body("a1"),
            registered_at=cast.case("a1").registered_at,
            form="investigation",
            category="crypto",
            officer=lead,
        )
        take_case(case=case, ground="order", officer=lead)
        seal_case(case=case, ground="order", officer=lead)
    leave(cast)

    with cast.acts(HEAD) as head, pytest.raises(CertificateMissing):
        appoint_lead(case=case.pk, person=cast.officer(OTHER), ground="order", officer=head)
