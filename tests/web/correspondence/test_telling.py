"""Telling: a victim learns that a bank was asked and answered, and that money of hers is held."""

import json
from dataclasses import replace
from datetime import timedelta

from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    drafted,
    held_answer,
    running_case,
    sent,
)

from izdes.core.holds.parts import Part
from izdes.core.holds.pieces import Piece
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reports import Applicant, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence import telling
from izdes.web.correspondence.holds.money import keep_traced


def reported(cast: Cast, case: Case, receipt: str) -> Complaint:
    """Return a report of the window that was joined to a case."""
    report = Report(reported_at=now(), language="ru", applicant=Applicant(full_name="Victim"))
    with cast.acts(LEAD) as officer:
        complaint = receive_complaint(
            report=replace(report, external_id=receipt),
            unit=cast.body("a1"),
            officer=officer,
            source="window",
            receipt=receipt,
        ).complaint
        join_complaint(complaint=complaint, case=case, officer=officer)
    return complaint


def traced(case: Case, complaint: Complaint) -> None:
    """Let the trace of a case say that money of one complaint came to the account."""
    at = now() - timedelta(hours=2)
    piece = Piece(
        case=str(case.pk),
        claim_id=ClaimId(f"{complaint.pk}/1"),
        account=AccountKey(f"iban:{IBAN}"),
        currency="KZT",
        part=Part("t", 0, 500_000_00),
        ending="frontier",
        arrived_at=at,
        as_of=None,
        claimed_at=at,
        claimed_seq=0,
        reported_at=at,
        layer=1,
        rule="fifo",
    )
    keep_traced(case.pk, trace="ab" * 32, pieces=[piece])


def words(complaint: Complaint) -> list[tuple[str, dict[str, str]]]:
    """Return what is said of a complaint, in order."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, detail FROM reception_word WHERE complaint_id = %s ORDER BY at, kind",
            [complaint.pk],
        )
        return [(kind, json.loads(detail)) for kind, detail in cursor.fetchall()]


def test_she_is_told_once_who_was_asked_and_who_answered(committed_cast: Cast) -> None:
    cast = committed_cast
    case = running_case(cast)
    complaint = reported(cast, case, "RU-ASKED")
    request = sent(cast, drafted(cast, case))
    assert telling.gather() == 1

    accepted(cast, request)
    answered(cast, request)
    again = sent(cast, drafted(cast, case))

    assert telling.gather() == 1
    assert telling.gather() == 0
    assert [kind for kind, _ in words(complaint)] == ["asked", "answered"]
    assert all(set(detail) == {"to"} for _, detail in words(complaint))
    del again


def test_money_that_is_held_is_told_to_her_whose_it_is(committed_cast: Cast) -> None:
    cast = committed_cast
    case = running_case(cast)
    hers, other = (reported(cast, case, f"RU-HELD-{n}") for n in (1, 2))
    traced(case, hers)
    request = sent(cast, drafted(cast, case, SUSPENSION))
    accepted(cast, request)
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))

    telling.gather()
    telling.gather()

    assert words(hers) == [("held", {})]
    assert words(other) == []


def test_of_a_sealed_case_nothing_is_told(committed_cast: Cast) -> None:
    cast = committed_cast
    case = running_case(cast)
    complaint = reported(cast, case, "RU-SEALED")
    sent(cast, drafted(cast, case))
    Case.objects.using("owner").filter(pk=case.pk).update(is_sealed=True)

    assert telling.gather() == 0
    assert words(complaint) == []
