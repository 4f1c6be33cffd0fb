"""Loans in a victim's name: one click drafts, signs and sends the lender the representation."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.timezone import now
from tests.adapters.documents.forms.filled import values_of
from tests.web.cast import Cast
from tests.web.correspondence.desk import BANK, LEAD, accepted, asked, running_case
from tests.web.investigation.casework import AT, complain
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.words import say
from izdes.core.identifiers.complaint import Loan
from izdes.core.law.clocks.due import due_of
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import person_number
from izdes.web.cases import models
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reports import Applicant, Report
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.errors import DecreeOfAnother, RequestLacks
from izdes.web.correspondence.models import Enclosure, Request
from izdes.web.correspondence.orders.drafts import Asked, Draft
from izdes.web.correspondence.orders.papers import order_paper
from izdes.web.correspondence.services import draft_request, recall, send, sign_request
from izdes.web.pages.correspondence import loans
from izdes.web.papers.errors import DecreeUnsigned
from izdes.web.papers.models import Paper
from izdes.web.papers.services.drafting import draft_paper
from izdes.web.papers.services.enclosing import decree_line, enclose_decree
from izdes.web.papers.services.making import annul_paper, make_paper, sign_paper

_RELIEF, _STOP = "representation.loan_suspension", "request.loan_stop"


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
    url, lead = reverse("case_requests_loans", args=[case.pk]), signed_in(cast, LEAD)
    assert say("corr_loan_do", "kk") in text_of(lead.get(url))

    done = lead.post(url, {"loan": loan.pk, "lender": bank.pk})

    assert done.status_code == 302
    with cast.acts(LEAD):
        request = Request.objects.get(case=case, measure=_RELIEF)
        assert (request.state, request.addressee_id) == ("sent", bank.pk)
        said = {one["name"]: one["text"] for one in request.draft["said"]}
        assert said["loan_contract"] == "MK-17"
        assert "loans" in said["circumstances"]
    assert say("corr_loan_do", "kk") not in text_of(lead.get(url))
    lead.post(url, {"loan": loan.pk, "lender": bank.pk})
    with cast.acts(LEAD):
        assert Request.objects.filter(case=case, measure=_RELIEF).count() == 1


def test_of_two_clicks_at_once_the_second_sends_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url, lead = reverse("case_requests_loans", args=[case.pk]), signed_in(cast, LEAD)
    # Both look before either writes.
    monkeypatch.setattr(loans, "_sent", lambda _me, _case: {})
    lead.post(url, {"loan": loan.pk, "lender": bank.pk})

    again = lead.post(url, {"loan": loan.pk, "lender": bank.pk}, follow=True)

    with cast.acts(LEAD):
        made = Request.objects.get(case=case, measure=_RELIEF)
    assert made.state == "sent"
    assert say("request_stands", "kk", number=made.number) in text_of(again)


def test_a_lender_is_written_to_anew_after_the_paper_was_recalled(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url, lead = reverse("case_requests_loans", args=[case.pk]), signed_in(cast, LEAD)
    lead.post(url, {"loan": loan.pk, "lender": bank.pk})
    with cast.acts(LEAD) as officer:
        made = Request.objects.get(case=case, measure=_RELIEF)
        recall(request=made, reason="Another lender", officer=officer)

    lead.post(url, {"loan": loan.pk, "lender": bank.pk})

    with cast.acts(LEAD):
        assert Request.objects.filter(case=case, measure=_RELIEF).count() == 2


def test_the_lenders_month_runs_from_the_delivery(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url = reverse("case_requests_loans", args=[case.pk])
    signed_in(cast, LEAD).post(url, {"loan": loan.pk, "lender": bank.pk})
    with cast.acts(LEAD):
        request = Request.objects.select_related("addressee").get(case=case, measure=_RELIEF)

    accepted(cast, request)

    with cast.acts(LEAD):
        due_at = Request.objects.get(pk=request.pk).due_at
    assert due_at is not None
    assert (due_at - now()).days >= 27
    assert say("corr_loan_due", "kk") in text_of(signed_in(cast, LEAD).get(url))


def test_a_lender_that_nobody_knows_by_name_is_chosen(cast: Cast) -> None:
    case, _ = _case(cast, "Some lender")

    page = text_of(signed_in(cast, LEAD).get(reverse("case_requests_loans", args=[case.pk])))

    assert "<select" in page


def test_a_loan_without_a_contract_is_not_written_about(cast: Cast) -> None:
    case, _ = _case(cast, "Some lender", contract="")

    page = text_of(signed_in(cast, LEAD).get(reverse("case_requests_loans", args=[case.pk])))

    assert say("corr_loan_no_contract", "kk") in page


def test_whoever_does_not_work_on_the_case_sends_nothing(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    url = reverse("case_requests_loans", args=[case.pk])

    refused = signed_in(cast, "prosecutor_a1").post(url, {"loan": loan.pk, "lender": bank.pk})

    assert refused.status_code == 403
    with cast.acts(LEAD):
        assert not Request.objects.filter(case=case, measure=_RELIEF).exists()


def _decree(cast: Cast, case: Case, loan: models.Loan, *, is_signed: bool = True) -> Paper:
    """Return the decree that recognises the victim of a loan, signed or only made."""
    values = values_of(form_of("victim_decree"), "kk")
    with cast.acts(LEAD) as officer:
        complaint = Complaint.objects.get(pk=loan.complaint_id)
        drafted = draft_paper(
            case=case, form="victim_decree", values=values, complaint=complaint, officer=officer
        )
        made = make_paper(paper=drafted, seen=drafted.version, officer=officer)
        return sign_paper(paper=made, officer=officer) if is_signed else made


def test_one_click_sends_the_lender_the_signed_decree(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan)
    url, lead = reverse("case_requests_loans", args=[case.pk]), signed_in(cast, LEAD)
    button = say("corr_loan_do_decree", "kk", number=paper.number)
    assert button in text_of(lead.get(url))

    done = lead.post(url, {"loan": loan.pk, "lender": bank.pk, "paper": _STOP})

    assert done.status_code == 302
    with cast.acts(LEAD):
        request = Request.objects.get(case=case, measure=_STOP)
        enclosed = Enclosure.objects.select_related("file").get(request=request)
        said = {one.name: one.text for one in order_paper(request).said}
    assert request.state == "sent"
    assert enclosed.file_id == paper.signed_file_id
    assert paper.number in said["victim_decree"]
    assert enclosed.digest in said["victim_decree"]
    after = text_of(lead.get(url))
    assert button not in after
    assert say("corr_loan_due_sent", "kk") in after
    # The representation may go too.
    assert say("corr_loan_do", "kk") in after


def test_the_lender_reads_the_decree_and_its_term_runs_from_the_delivery(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan)
    url = reverse("case_requests_loans", args=[case.pk])
    signed_in(cast, LEAD).post(url, {"loan": loan.pk, "lender": bank.pk, "paper": _STOP})
    with cast.acts(LEAD):
        request = Request.objects.select_related("addressee").get(case=case, measure=_STOP)

    accepted(cast, request)

    with cast.acts(LEAD):
        found = Request.objects.get(pk=request.pk)
    assert found.delivered_at is not None
    assert found.due_at == due_of("DL_ANSWER_3D", found.delivered_at).at
    bytes_at = reverse("file_bytes", args=[paper.signed_file_id])
    assert bytes_at in text_of(
        signed_in(cast, BANK).get(reverse("inbox_request", args=[request.pk]))
    )
    assert signed_in(cast, BANK).get(bytes_at).status_code == 200
    assert signed_in(cast, "liaison_two").get(bytes_at).status_code == 404


def test_a_decree_that_nobody_signed_goes_to_no_lender(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan, is_signed=False)
    url, lead = reverse("case_requests_loans", args=[case.pk]), signed_in(cast, LEAD)

    page = text_of(lead.get(url))
    lead.post(url, {"loan": loan.pk, "lender": bank.pk, "paper": _STOP})

    assert say("corr_loan_no_decree", "kk") in page
    with cast.acts(LEAD) as officer:
        assert not Request.objects.filter(case=case, measure=_STOP).exists()
        made = draft_request(
            case=case,
            complaint=Complaint.objects.get(pk=loan.complaint_id),
            addressee=bank,
            measure=_STOP,
            draft=Draft(basis="x").saying(
                loan_contract="1", victim="x", victim_decree="№ 1", circumstances="x"
            ),
            subjects=asked(),
            officer=officer,
        )
        with pytest.raises(DecreeUnsigned):
            enclose_decree(request=made, paper=paper, officer=officer)
        with pytest.raises(RequestLacks) as lack:
            sign_request(request=made, officer=officer)
    assert lack.value.details["lack"] == "send_decree_unsigned"


def test_a_decree_of_another_victim_is_not_enclosed(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan)
    with cast.acts(LEAD):
        file = paper.signed_file
        assert file is not None
        applicant = models.Applicant.objects.get(complaint=loan.complaint_id)
    other = complain(cast, 872, 100)
    with cast.acts(LEAD) as officer:
        join_complaint(complaint=other, case=case, officer=officer)

    def made(complaint: Complaint | None, iin: str) -> Request:
        return draft_request(
            case=case,
            complaint=complaint,
            addressee=bank,
            measure=_STOP,
            draft=Draft(basis="x").saying(
                loan_contract="1", victim="x", victim_decree=decree_line(paper), circumstances="x"
            ),
            subjects=[Asked(Subject("iin", iin))],
            officer=officer,
        )

    with cast.acts(LEAD) as officer:
        others = (made(other, applicant.iin), made(None, person_number("920202", 8, is_odd=False)))
        for request in others:
            with pytest.raises(DecreeOfAnother):
                enclose_decree(request=request, paper=paper, officer=officer)
            with pytest.raises(DatabaseError, match="signed paper"), transaction.atomic():
                Enclosure.objects.create(
                    request=request,
                    kind="victim_decree",
                    file=file,
                    number=paper.number,
                    digest=file.digest,
                    size_bytes=1,
                    enclosed_by=officer,
                    enclosed_at=now(),
                )
        same = made(None, applicant.iin)
        assert enclose_decree(request=same, paper=paper, officer=officer).number == paper.number


def test_a_decree_that_was_annulled_meanwhile_does_not_leave(cast: Cast) -> None:
    bank = cast.body("bank-one")
    case, loan = _case(cast, bank.name_kk)
    paper = _decree(cast, case, loan)
    with cast.acts(LEAD) as officer:
        made = draft_request(
            case=case,
            complaint=Complaint.objects.get(pk=loan.complaint_id),
            addressee=bank,
            measure=_STOP,
            draft=Draft(basis="x").saying(
                loan_contract="1",
                victim="x",
                victim_decree=decree_line(paper),
                circumstances="x",
            ),
            subjects=asked(),
            officer=officer,
        )
        enclose_decree(request=made, paper=paper, officer=officer)
        again = enclose_decree(request=made, paper=paper, officer=officer)
        signed_ = sign_request(request=made, officer=officer)
        annul_paper(paper=paper, reason="Another victim", officer=officer)

        with pytest.raises(RequestLacks):
            send(request=signed_, officer=officer)
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE correspondence_request SET state = 'sent', sent_at = now() WHERE id = %s",
                [made.pk],
            )
        assert Enclosure.objects.filter(request=made).count() == 1
        assert again.number == paper.number
