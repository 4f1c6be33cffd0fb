"""Following: what comes after a late answer, and after an action before registration."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    SUBSCRIBER,
    SUSPENSION,
    accepted,
    asked,
    draft,
    drafted,
    qualify,
    running_case,
    sent,
    signed,
)
from tests.web.investigation.casework import complain

from izdes.core.holds.again import HeldAlready
from izdes.core.orders.papers import read_order
from izdes.web.cases.models import Complaint
from izdes.web.cases.services.cases import take_case
from izdes.web.cases.services.triage import register_complaint
from izdes.web.correspondence.errors import NotBeforeRegistration, RequestMoved
from izdes.web.correspondence.models import Notice, Request
from izdes.web.correspondence.nexts import may_tell_number
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.selectors import overdue_visible_to
from izdes.web.correspondence.services import (
    change_draft,
    draft_number_supplement,
    draft_request,
    follow_up,
)
from izdes.web.correspondence.tasks import follow_overdue


def _late(cast: Cast, measure: str = SUBSCRIBER) -> Request:
    """Return a request whose answer is late."""
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), measure)))
    with cast.acts(LEAD):
        _make_late(request)
        return Request.objects.get(pk=request.pk)


def _make_late(request: Request) -> None:
    """Let the term of an answer be over."""
    Request.objects.filter(pk=request.pk).update(due_at=now() - timedelta(hours=1))


def test_a_late_answer_is_shown_and_followed_by_a_reminder(cast: Cast) -> None:
    request = _late(cast)

    with cast.acts(LEAD) as officer:
        reminder = follow_up(request=request, officer=officer)

        said = {one.name: one.text for one in draft_of(reminder.draft).said}
        assert request in overdue_visible_to(officer, now=now())
        assert (reminder.measure, reminder.related) == ("request.reminder", request)
        assert said["first_request"] == request.number
        assert said["overdue_since"]
    assert signed(cast, reminder).state == "signed"


def test_a_reminder_that_is_late_too_is_followed_by_a_motion_or_a_representation(
    cast: Cast,
) -> None:
    request = _late(cast)
    with cast.acts(LEAD) as officer:
        reminder = follow_up(request=request, officer=officer)
    accepted(cast, sent(cast, reminder))
    with cast.acts(LEAD) as officer:
        _make_late(reminder)
        late = Request.objects.get(pk=reminder.pk)
        motion = follow_up(request=late, officer=officer)
        other = follow_up(request=late, officer=officer, measure="representation.conditions")

        said = {one.name: one.text for one in draft_of(motion.draft).said}
        assert (motion.measure, motion.queue) == ("motion.fine", "judge")
        assert said["first_request"] == request.number
        assert other.measure == "representation.conditions"


def test_nothing_follows_an_answer_that_is_not_late(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUBSCRIBER)))

    with cast.acts(LEAD) as officer, pytest.raises(RequestMoved):
        follow_up(request=Request.objects.get(pk=request.pk), officer=officer)


def test_the_worker_asks_for_each_reminder_until_it_is_drafted(cast: Cast) -> None:
    request = _late(cast)

    assert follow_overdue() == 1
    with cast.acts(LEAD) as officer:
        follow_up(request=request, officer=officer)
    assert follow_overdue() == 0


def test_an_officer_does_not_learn_from_the_worker_what_is_late(cast: Cast) -> None:
    _late(cast)

    with cast.acts(LEAD), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM correspondence_overdue()")
        assert not cursor.fetchall()


def _urgent(cast: Cast, complaint: Complaint) -> Request:
    """Return a suspension before registration, drafted by the investigator."""
    with cast.acts(LEAD) as officer:
        said = draft(SUSPENSION)
        return draft_request(
            complaint=complaint,
            addressee=cast.body("bank-one"),
            measure=SUSPENSION,
            draft=said,
            subjects=asked(),
            officer=officer,
        )


def _with_ground(cast: Cast, request: Request) -> Request:
    """Say why it is urgent, and under what the act falls as far as it is known."""
    with cast.acts(LEAD) as officer:
        said = replace(
            draft_of(request.draft), qualification="Fraud", why_urgent="It moves on within the hour"
        )
        return change_draft(request=request, draft=said, officer=officer)


def test_before_registration_only_what_the_law_lets_through_is_drafted(cast: Cast) -> None:
    complaint = complain(cast, 901, 100)

    with cast.acts(LEAD) as officer, pytest.raises(NotBeforeRegistration):
        draft_request(
            complaint=complaint,
            addressee=cast.body("bank-one"),
            measure="request.bank_movements",
            draft=draft(),
            subjects=asked(),
            officer=officer,
        )


def test_an_urgent_suspension_goes_with_the_number_of_the_intake_book(cast: Cast) -> None:
    complaint = complain(cast, 902, 100)
    request = _with_ground(cast, _urgent(cast, complaint))

    found = sent(cast, request)

    order = read_order(bytes(found.paper or b""))
    assert order.case.register_number == ""
    assert order.case.intake_number in (complaint.intake_number, complaint.receipt)
    assert order.case.why_urgent
    with cast.acts(LEAD):
        owed = Notice.objects.filter(request=found).values_list("to", flat=True)
        assert {*owed} == {"prosecutor", "court", "institution"}


def test_the_register_number_follows_as_a_supplement(cast: Cast) -> None:
    complaint = complain(cast, 903, 100)
    request = sent(cast, _with_ground(cast, _urgent(cast, complaint)))
    with cast.acts(LEAD) as officer, pytest.raises(NotBeforeRegistration):
        draft_number_supplement(request=_fresh(request), officer=officer)
    _register(cast, complaint)

    with cast.acts(LEAD) as officer:
        supplement = draft_number_supplement(request=_fresh(request), officer=officer)
    sent(cast, supplement)

    with cast.acts(LEAD):
        number = read_order(bytes(_fresh(supplement).paper or b"")).case.register_number
        told = Notice.objects.get(request=request, to="institution")
        assert number == "registered-903"
        assert told.told_at is not None
        assert told.how == supplement.number
        assert _fresh(request).case is not None


def test_before_registration_the_same_money_is_suspended_once(cast: Cast) -> None:
    complaint = complain(cast, 904, 100)
    sent(cast, _with_ground(cast, _urgent(cast, complaint)))

    with pytest.raises(HeldAlready):
        signed(cast, _with_ground(cast, _urgent(cast, complaint)))


def test_an_urgent_draft_that_is_signed_after_registration_is_of_the_case(cast: Cast) -> None:
    complaint = complain(cast, 905, 100)
    request = _with_ground(cast, _urgent(cast, complaint))
    _register(cast, complaint)

    sent(cast, request)

    with cast.acts(LEAD):
        found = _fresh(request)
        standing = read_order(bytes(found.paper or b"")).case
        assert (standing.register_number, standing.intake_number) == ("registered-903", "")
        assert found.case is not None
        assert not Notice.objects.filter(request=found, to="institution").exists()
        assert not may_tell_number(found)


def _fresh(request: Request) -> Request:
    """Return a request as it stands now."""
    return Request.objects.get(pk=request.pk)


def _register(cast: Cast, complaint: Complaint) -> None:
    """Register the complaint as a case that is led and qualified."""
    with cast.acts(LEAD) as officer:
        case = register_complaint(
            complaint=complaint,
            number="registered-903",
            registered_at=now(),
            reason="Report of the officer",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
        qualify(case, officer)
