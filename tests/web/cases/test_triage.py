"""Triage: decided once, by whoever works there, under a norm of today; each leaves its outcome."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import Cast

from izdes.web.cases.models import Complaint, Outcome
from izdes.web.cases.selectors import outcomes_visible_to
from izdes.web.cases.services.desk import (
    InBookAlready,
    NotWarned,
    SignedAlready,
    enter_in_book,
    sign_complaint,
)
from izdes.web.cases.services.triage import (
    NOT_REGISTRABLE,
    ComplaintDecided,
    NotAGround,
    NotSigned,
    ReasonMissing,
    ReceiverUnfit,
    leave_unregistered,
    register_complaint,
    send_complaint,
)
from izdes.web.officers.reach import NotPermitted

_AT = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)


def test_a_message_is_registered_on_another_ground_or_not_at_all(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("duty_officer_a1") as officer:
        with pytest.raises(NotSigned):
            register_complaint(complaint=complaint, number="n1", registered_at=_AT, officer=officer)
        case = register_complaint(
            complaint=complaint,
            number="n1",
            registered_at=_AT,
            reason="An officer's report",
            officer=officer,
        )

    with cast.acts("duty_officer_a1"):
        outcome = Outcome.objects.get(case=case)
        assert (outcome.kind, outcome.receipt) == ("registered", "a1-loose")
        assert outcome.pack


def test_a_complaint_is_decided_on_once(cast: Cast) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(ComplaintDecided):
        leave_unregistered(
            complaint=cast.complaint("a1-left"),
            norm=NOT_REGISTRABLE[0],
            reason="Again",
            officer=officer,
        )


@pytest.mark.parametrize("norm", ["cpc.start", "cpc.no_registration_exception", "nothing"])
def test_nothing_is_left_unregistered_by_another_norm(cast: Cast, norm: str) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(NotAGround):
        leave_unregistered(
            complaint=cast.complaint("a1-loose"), norm=norm, reason="x", officer=officer
        )


def test_nothing_is_left_unregistered_without_a_reason(cast: Cast) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(ReasonMissing):
        leave_unregistered(
            complaint=cast.complaint("a1-loose"),
            norm=NOT_REGISTRABLE[0],
            reason=" ",
            officer=officer,
        )


@pytest.mark.parametrize("code", ["a1", "bank-one", "court", "a-pros"])
def test_a_complaint_is_sent_to_another_body_of_investigation(cast: Cast, code: str) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(ReceiverUnfit):
        send_complaint(
            complaint=cast.complaint("a1-loose"),
            to_unit=cast.body(code),
            reason="x",
            officer=officer,
        )


def test_what_was_sent_loses_the_number_of_the_first_book_and_keeps_it_in_the_outcome(
    cast: Cast,
) -> None:
    complaint = cast.complaint("a1-loose")
    with cast.acts("duty_officer_a1") as officer:
        enter_in_book(complaint=complaint, number="417", officer=officer)
        send_complaint(complaint=complaint, to_unit=cast.body("b1"), reason="x", officer=officer)

    with cast.acts("duty_officer_a1") as officer:
        newest = outcomes_visible_to(officer).order_by("-pk").first()
        assert newest is not None
        assert (newest.receipt, newest.intake_number) == ("a1-loose", "417")
    with cast.acts("investigator_b1"):
        assert Complaint.objects.get(receipt="a1-loose").intake_number == ""


def test_the_database_sends_nothing_that_nobody_decided_to_send(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("duty_officer_a1"), connection.cursor() as cursor:
        cursor.execute("SELECT complaint_send(%s)", [complaint.pk])
        assert cursor.fetchone() == (False,)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE cases_complaint SET unit_id = unit_id")


@pytest.mark.parametrize("login", ["prosecutor_a1", "hq_analyst", "investigator_b1", "specialist"])
def test_nobody_decides_where_he_does_not_work(cast: Cast, login: str) -> None:
    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        leave_unregistered(
            complaint=cast.complaint("a1-loose"),
            norm=NOT_REGISTRABLE[0],
            reason="x",
            officer=officer,
        )


def test_a_complaint_is_signed_once_and_with_the_warning(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("duty_officer_a1") as officer:
        with pytest.raises(NotWarned):
            sign_complaint(complaint=complaint, how="protocol", is_warned=False, officer=officer)
        signed = sign_complaint(
            complaint=complaint, how="oral_protocol", is_warned=True, officer=officer
        )
        with pytest.raises(SignedAlready):
            sign_complaint(complaint=complaint, how="protocol", is_warned=True, officer=officer)

    assert (signed.state, signed.signed_how) == ("signed", "oral_protocol")


def test_a_complaint_has_one_number_in_the_book(cast: Cast) -> None:
    complaint = cast.complaint("a1-loose")

    with cast.acts("duty_officer_a1") as officer:
        first = enter_in_book(complaint=complaint, number="417", officer=officer)
        again = enter_in_book(complaint=complaint, number="417", officer=officer)
        with pytest.raises(InBookAlready):
            enter_in_book(complaint=complaint, number="418", officer=officer)

    assert first.intake_at == again.intake_at
