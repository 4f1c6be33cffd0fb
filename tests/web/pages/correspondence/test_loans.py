"""Loans in a victim's name: one click drafts, signs and sends the lender the representation."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import LEAD, accepted, running_case
from tests.web.investigation.casework import AT

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import Loan
from izdes.twin.numbers import person_number
from izdes.web.cases import models
from izdes.web.cases.models import Case
from izdes.web.cases.reports import Applicant, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request

_RELIEF = "representation.loan_suspension"


def _as(cast: Cast, login: str) -> Client:
    client = Client()
    client.force_login(cast.officer(login))
    return client


def _text(answer: Any) -> str:  # noqa: ANN401 - the client's own class
    return str(answer.content.decode())


def _case(cast: Cast, lender: str, *, contract: str = "MK-17") -> tuple[Case, models.Loan]:
    """Return a case with a complaint that tells of a loan."""
    case = running_case(cast, "loans")
    report = Report(
        reported_at=AT,
        applicant=Applicant(
            full_name="Анар Серикова", iin=person_number("910101", 7, is_odd=False)
        ),
        loans=(Loan(lender, contract=contract, amount_minor=250_000_00),),
    )
    with cast.acts(LEAD) as officer:
        complaint = receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk"
        ).complaint
        join_complaint(complaint=complaint, case=case, officer=officer)
        return case, models.Loan.objects.get(complaint=complaint)


def test_one_click_sends_the_lender_the_representation(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_ru.upper())
    url, lead = reverse("case_requests_loans", args=[case.pk]), _as(cast, LEAD)
    assert say("corr_loan_do", "kk") in _text(lead.get(url))

    done = lead.post(url, {"loan": loan.pk, "lender": bank.pk})

    assert done.status_code == 302
    with cast.acts(LEAD):
        request = Request.objects.get(case=case, measure=_RELIEF)
        assert (request.state, request.addressee_id) == ("sent", bank.pk)
        said = {one["name"]: one["text"] for one in request.draft["said"]}
        assert said["loan_contract"] == "MK-17"
        assert "loans" in said["circumstances"]
    assert say("corr_loan_do", "kk") not in _text(lead.get(url))
    lead.post(url, {"loan": loan.pk, "lender": bank.pk})
    with cast.acts(LEAD):
        assert Request.objects.filter(case=case, measure=_RELIEF).count() == 1


def test_the_lenders_month_runs_from_the_delivery(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url = reverse("case_requests_loans", args=[case.pk])
    _as(cast, LEAD).post(url, {"loan": loan.pk, "lender": bank.pk})
    with cast.acts(LEAD):
        request = Request.objects.select_related("addressee").get(case=case, measure=_RELIEF)

    accepted(cast, request)

    with cast.acts(LEAD):
        due_at = Request.objects.get(pk=request.pk).due_at
    assert due_at is not None
    assert (due_at - now()).days >= 27
    assert say("corr_loan_due", "kk") in _text(_as(cast, LEAD).get(url))


def test_a_lender_that_nobody_knows_by_name_is_chosen(cast: Cast) -> None:
    case, _ = _case(cast, "Some lender")

    page = _text(_as(cast, LEAD).get(reverse("case_requests_loans", args=[case.pk])))

    assert "<select" in page


def test_a_loan_without_a_contract_is_not_written_about(cast: Cast) -> None:
    case, _ = _case(cast, "Some lender", contract="")

    page = _text(_as(cast, LEAD).get(reverse("case_requests_loans", args=[case.pk])))

    assert say("corr_loan_no_contract", "kk") in page


def test_whoever_does_not_work_on_the_case_sends_nothing(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url = reverse("case_requests_loans", args=[case.pk])

    refused = _as(cast, "prosecutor_a1").post(url, {"loan": loan.pk, "lender": bank.pk})

    assert refused.status_code == 403
    with cast.acts(LEAD):
        assert not Request.objects.filter(case=case, measure=_RELIEF).exists()
