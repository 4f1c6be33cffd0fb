"""Receiving: what a complaint says is kept, what it names is mentioned, each leaves one entry."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.web.cast import Cast

from izdes.core.identifiers.complaint import GivenIdentifier, Loan
from izdes.twin.numbers import phone
from izdes.web.cases.models import Applicant, Complaint, NameToken
from izdes.web.cases.naming import name_tokens
from izdes.web.cases.reports import Applicant as Told
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import (
    ComplaintKnown,
    Taken,
    receive_complaint,
    receive_complaints,
)
from izdes.web.officers.reach import NotPermitted
from izdes.web.subjects.models import Mention

_AT = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
_WORDS = (
    "Позвонили с +7 701 000 12 34 из банка, велели перевести деньги на безопасный счет, "
    "перевела 2 500 000 тенге на KZ09 1010 0000 0000 0001"
)


def _received(cast: Cast, report: Report, *, source: str = "desk") -> Taken:
    """Let the duty officer of a1 receive a complaint."""
    with cast.acts("duty_officer_a1") as officer:
        return receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source=source
        )


def _named(taken: Taken) -> set[tuple[str, str, str]]:
    """Return what a complaint mentions."""
    rows = Mention.objects.filter(complaint=taken.complaint)
    return set(rows.values_list("identifier__kind", "identifier__value", "role"))


def test_what_words_name_is_mentioned_and_their_scheme_proposed(cast: Cast) -> None:
    taken = _received(cast, Report(_AT, language="ru", narrative=_WORDS))

    with cast.acts("duty_officer_a1"):
        assert ("phone", "+77010001234", "offender_contact") in _named(taken)
        assert ("iban", "KZ091010000000000001", "recipient") in _named(taken)
        complaint = Complaint.objects.get(pk=taken.complaint.pk)
        assert (complaint.proposed_scheme, complaint.scheme) == ("SAFE_ACCOUNT", "")


def test_both_sides_of_payments_loans_and_her_own_numbers_are_mentioned(cast: Cast) -> None:
    report = Report(
        _AT,
        applicant=Told(full_name="Айгүл Серікова", phone=phone(7)),
        payments=(Payment(amount_minor=1, from_raw="Gold", to_raw=phone(8)),),
        loans=(Loan("Lender", paid_to=phone(9)),),
        identifiers=(GivenIdentifier("phone", phone(8), "offender_contact"),),
    )

    taken = _received(cast, report)

    with cast.acts("duty_officer_a1"):
        assert _named(taken) == {
            ("phone", phone(7), "victim"),
            ("phone", phone(8), "recipient"),
            ("phone", phone(8), "offender_contact"),
            ("phone", phone(9), "recipient"),
        }


def test_payments_are_numbered_as_she_tells_them(cast: Cast) -> None:
    report = Report(_AT, payments=(Payment(amount_minor=2), Payment(amount_minor=1)))

    taken = _received(cast, report)

    with cast.acts("duty_officer_a1"):
        paid = taken.complaint.payments.order_by("ordinal").values_list("ordinal", "amount_minor")
        assert list(paid) == [(1, 2), (2, 1)]


def test_a_name_is_searched_by_tokens_that_its_spellings_share(cast: Cast) -> None:
    taken = _received(cast, Report(_AT, applicant=Told(full_name="Айгүл Серікова")))

    with cast.acts("duty_officer_a1"):
        tokens = set(NameToken.objects.filter(complaint=taken.complaint).values_list("token"))
    assert {token for (token,) in tokens} == set(name_tokens("SERIKOVA AIGUL"))


def test_who_says_nothing_of_herself_leaves_no_applicant(cast: Cast) -> None:
    taken = _received(cast, Report(_AT, narrative="Обманули"))

    with cast.acts("duty_officer_a1"):
        assert not Applicant.objects.filter(complaint=taken.complaint).exists()


def test_a_source_gives_a_complaint_once(cast: Cast) -> None:
    _received(cast, Report(_AT, external_id="n1"), source="portal")

    with pytest.raises(ComplaintKnown):
        _received(cast, Report(_AT, external_id="n1"), source="portal")
    other = _received(cast, Report(_AT, external_id="n1"), source="import")
    assert other.complaint.external_id == "n1"


def test_a_source_gives_a_complaint_once_to_whichever_unit(cast: Cast) -> None:
    with cast.acts("investigator_b1") as officer:
        report = Report(_AT, external_id="n2")
        receive_complaint(report=report, unit=cast.body("b1"), officer=officer, source="portal")

    with pytest.raises(ComplaintKnown):
        _received(cast, report, source="portal")


def test_a_batch_takes_what_is_new_and_says_what_is_not(cast: Cast) -> None:
    reports = [Report(_AT, external_id=name, narrative=_WORDS) for name in ("a", "b", "a")]
    with cast.acts("duty_officer_a1") as officer:
        unit = cast.body("a1")
        first = receive_complaints(reports=reports, unit=unit, officer=officer, source="import")
        again = receive_complaints(reports=reports, unit=unit, officer=officer, source="import")

    assert [taken is None for taken in first] == [False, False, True]
    assert again == (None, None, None)


def test_a_batch_costs_the_same_statements_however_long(cast: Cast) -> None:
    report = Report(_AT, narrative=_WORDS, payments=(Payment(amount_minor=1),))

    costs = {_statements(cast, [report] * count) for count in (1, 50)}

    assert len(costs) == 1


def _statements(cast: Cast, reports: list[Report]) -> int:
    """Return how many statements a batch takes."""
    with cast.acts("duty_officer_a1") as officer:
        unit = cast.body("a1")
        with CaptureQueriesContext(connection) as made:
            receive_complaints(reports=reports, unit=unit, officer=officer, source="import")
    return len(made)


def test_every_complaint_of_a_batch_leaves_its_entry(cast: Cast) -> None:
    with cast.acts("duty_officer_a1") as officer:
        taken = receive_complaints(
            reports=[Report(_AT)] * 3, unit=cast.body("a1"), officer=officer, source="import"
        )

    keys = [str(one.complaint.pk) for one in taken if one]
    with cast.acts("auditor"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id FROM journal_entry WHERE event = 'complaint.taken' "
            "AND subject_id = ANY (%s) ORDER BY number",
            [keys],
        )
        assert [key for (key,) in cursor.fetchall()] == keys


def test_nobody_receives_for_a_unit_where_he_does_not_work(cast: Cast) -> None:
    with cast.acts("duty_officer_a1") as officer, pytest.raises(NotPermitted):
        receive_complaint(report=Report(_AT), unit=cast.body("b1"), officer=officer, source="desk")


def test_what_came_signed_does_not_change(cast: Cast) -> None:
    taken = _received(cast, Report(_AT, narrative="Обманули", signed_how="e_signature"))

    with (
        cast.acts("duty_officer_a1"),
        pytest.raises(DatabaseError, match="does not change"),
        transaction.atomic(),
    ):
        Complaint.objects.filter(pk=taken.complaint.pk).update(narrative="Не обманули")
