"""Victims, notices of return, and answers that tell of money that came back."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    asked,
    draft,
    named,
    sent,
)

from izdes.core.orders.answers import ReturnAnswer
from izdes.twin.numbers import account_part, iban
from izdes.web.cases.models import Case, Episode
from izdes.web.cases.reports import Applicant, Payment, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import draft_request, ingest_answer

HERS = iban("601", account_part("000", 71))
ANOTHER = iban("601", account_part("000", 72))
PAID_MINOR = 400_000_00


def victim(cast: Cast, case: Case, account: str = HERS, receipt: str = "v-1") -> Episode:
    """Return the episode of somebody who paid from an account."""
    written = " ".join(account[place : place + 4] for place in range(0, len(account), 4))
    report = Report(
        reported_at=now() - timedelta(days=2),
        language="kk",
        applicant=Applicant(full_name=f"Victim {receipt}"),
        payments=(Payment(amount_minor=PAID_MINOR, from_raw=written),),
    )
    with cast.acts(LEAD) as officer:
        complaint = receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk", receipt=receipt
        ).complaint
        join_complaint(complaint=complaint, case=case, officer=officer)
        return Episode.objects.select_related("case").get(complaint=complaint)


def by_card(cast: Cast, case: Case, at: datetime, receipt: str) -> None:
    """Have somebody complain who paid by a card."""
    report = Report(
        reported_at=now() - timedelta(days=2),
        language="kk",
        applicant=Applicant(full_name=f"Victim {receipt}"),
        payments=(Payment(at=at, amount_minor=PAID_MINOR, from_raw="4400 43** **** 1234"),),
    )
    with cast.acts(LEAD) as officer:
        complaint = receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk", receipt=receipt
        ).complaint
        join_complaint(complaint=complaint, case=case, officer=officer)


def refund(cast: Cast, case: Case, account: str = HERS) -> Request:
    """Return a notice of return that was sanctioned, sent and accepted."""
    return accepted(cast, refund_sent(cast, case, account))


def refund_sent(cast: Cast, case: Case, account: str = HERS) -> Request:
    """Return a notice of return that was sanctioned and sent."""
    said = {"victim": f"Гүлнар Демо, {account}", "blocked_by": "bank-one"}
    asking = replace(draft(SUSPENSION, amount_minor=300_000_00), days=None).saying(**said)
    with cast.acts(LEAD) as officer:
        made = draft_request(
            case=case,
            addressee=cast.body("bank-one"),
            measure="notice.refund",
            draft=asking,
            subjects=asked(),
            officer=officer,
        )
    return sent(cast, made)


def paid(
    request: Request, minor: int = 250_000_00, account: str = HERS, at: datetime | None = None
) -> ReturnAnswer:
    """Return a payment to an account."""
    return ReturnAnswer(named(request)[0], f"iban:{account}", minor, "KZT", at or now(), "17")


def tells(cast: Cast, request: Request, *returned: ReturnAnswer, number: int = 1) -> None:
    """Let the bank tell of returns, and the lead read it."""
    corrects = f"a-{number - 1}" if number > 1 else ""
    paper = answer_to(request, answer_id=f"a-{number}", corrects=corrects)
    answered(cast, request, replace(paper, returned=returned))
    with cast.acts(LEAD) as officer:
        ingest_answer(request=request, officer=officer)
