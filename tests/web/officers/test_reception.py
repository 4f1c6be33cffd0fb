"""The reception: it takes complaints in, and works on no case, not even as its member."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.twin.numbers import phone
from izdes.web.acting import acting
from izdes.web.cases.models import Case
from izdes.web.cases.reports import Report
from izdes.web.cases.services.members import KINDS, NobodyOfCases, name_member
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import may_see_cases
from izdes.web.officers.roles import Role
from izdes.web.officers.services.people import enter_officer
from izdes.web.officers.services.posts import confirm_post, propose_post


def _employed(cast: Cast) -> Officer:
    """Let two administrators give the post of the reception."""
    with cast.acts("administrator") as officer:
        machine = enter_officer(login="machine", full_name="Қабылдау", officer=officer)
        post = propose_post(
            person=machine,
            body=cast.body("centre"),
            role=Role.RECEPTION,
            ground="order",
            officer=officer,
        )
    with cast.acts("administrator_2") as another:
        confirm_post(post=post, officer=another)
    return machine


@pytest.mark.parametrize("kind", KINDS)
def test_the_reception_is_named_in_no_case(cast: Cast, kind: str) -> None:
    machine = _employed(cast)

    with cast.acts("investigator_a1") as lead, pytest.raises(NobodyOfCases):
        name_member(
            case=cast.case("a1"),
            person=machine,
            kind=kind,  # type: ignore[arg-type] # one of the kinds
            ground="order",
            officer=lead,
        )


def test_both_say_that_the_reception_works_on_no_cases(cast: Cast) -> None:
    machine = _employed(cast)

    with acting(machine.pk), connection.cursor() as cursor:
        cursor.execute("SELECT office_may_see_cases(), office_takes_complaints()")

        assert cursor.fetchone() == (False, True)
        assert not may_see_cases(machine)
        assert not Case.objects.exists()


def test_the_reception_still_takes_complaints_with_what_they_name(cast: Cast) -> None:
    machine = _employed(cast)
    named = GivenIdentifier("phone", phone(4242), "offender_contact")
    at = cast.case("a1").registered_at

    with acting(machine.pk):
        taken = receive_complaint(
            report=Report(reported_at=at, identifiers=(named,)),
            unit=cast.body("a1"),
            officer=machine,
            source="portal",
        )
    with cast.acts("duty_officer_a1"):
        assert taken.complaint.mentions.filter(identifier__kind="phone").exists()


@pytest.mark.parametrize("page", ["search", "triage_queue", "access_list"])
def test_pages_of_cases_are_closed_to_the_reception(cast: Cast, page: str) -> None:
    client = Client()
    client.force_login(_employed(cast))

    assert client.get(reverse(page)).status_code == 403
