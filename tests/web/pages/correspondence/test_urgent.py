"""Before registration: the duty officer drafts, an investigator signs, a prosecutor is told."""

from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import IBAN, LEAD, PROSECUTOR, SUSPENSION, qualify
from tests.web.investigation.casework import complain
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import say
from izdes.core.orders.papers import read_order
from izdes.web.cases.models import Complaint
from izdes.web.cases.services.cases import take_case
from izdes.web.cases.services.triage import register_complaint
from izdes.web.correspondence.models import Notice, Request

_DUTY = "duty_officer_a1"
_OWN = "request.own_statement"


def _fields(cast: Cast, measure: str = "freeze.debit_stop", **more: str) -> dict[str, str]:
    return {
        "measure": measure,
        "addressee": str(cast.body("bank-one").pk),
        "basis": "Fraud by telephone",
        "urgency": "hot",
        "days": "10",
        "said-fabula": "A caller made her pay",
        "said-why_instrument": "It is still being used",
        "said-protected_answer": "asked",
        "said-found_at": "2026-05-20",
        "qualification": "Fraud, as far as it is known",
        "why_urgent": "The money moves on within the hour",
        "subject-TOTAL_FORMS": "1",
        "subject-INITIAL_FORMS": "0",
        "subject-0-kind": "iban",
        "subject-0-value": IBAN,
        **more,
    }


def _drafted(cast: Cast, complaint: Complaint) -> Request:
    """Let the duty officer draft by the page."""
    url = reverse("complaint_requests_new", args=[complaint.pk])
    made = signed_in(cast, _DUTY).post(url, _fields(cast))
    assert made.status_code == 302, text_of(made)
    with cast.acts(_DUTY):
        return Request.objects.get(complaint=complaint)


def _sent(cast: Cast, complaint: Complaint) -> Request:
    """Let an investigator sign and send by the pages what the duty officer drafted."""
    request, lead = _drafted(cast, complaint), signed_in(cast, LEAD)
    sign = reverse("complaint_requests_sign", args=[complaint.pk])
    lead.post(sign, {"request": [request.pk]})
    lead.post(reverse("request_step", args=[request.pk]), {"step": "send"})
    return request


def _registered(cast: Cast, complaint: Complaint, number: str) -> int:
    """Register the complaint as a case that is led and qualified; return its key."""
    with cast.acts(LEAD) as officer:
        case = register_complaint(
            complaint=complaint,
            number=number,
            registered_at=now(),
            reason="Report of the officer",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
        qualify(case, officer)
        return int(case.pk)


def test_only_what_may_precede_registration_is_offered(cast: Cast) -> None:
    complaint = complain(cast, 801, 100)

    new = reverse("complaint_requests_new", args=[complaint.pk])
    page = text_of(signed_in(cast, _DUTY).get(new))

    assert f'value="{SUSPENSION}"' in page
    assert f'value="{_OWN}"' in page
    assert 'value="request.bank_movements"' not in page


def test_a_ground_for_haste_is_asked_for(cast: Cast) -> None:
    complaint = complain(cast, 802, 100)
    given = {name: text for name, text in _fields(cast).items() if name != "why_urgent"}

    new = reverse("complaint_requests_new", args=[complaint.pk])
    shown = signed_in(cast, _DUTY).post(new, given)

    assert shown.status_code == 422
    with cast.acts(_DUTY):
        assert not Request.objects.filter(complaint=complaint).exists()


def test_the_duty_officer_drafts_and_an_investigator_signs_and_sends(cast: Cast) -> None:
    complaint = complain(cast, 803, 100)
    request = _drafted(cast, complaint)
    duty, lead = signed_in(cast, _DUTY), signed_in(cast, LEAD)
    sign = reverse("complaint_requests_sign", args=[complaint.pk])

    duty.post(sign, {"request": [request.pk]})
    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "draft"
    assert request.number in text_of(lead.get(reverse("home")))
    lead.post(sign, {"request": [request.pk]})
    lead.post(reverse("request_step", args=[request.pk]), {"step": "send"})

    with cast.acts(LEAD):
        found = Request.objects.get(pk=request.pk)
        assert (found.state, found.case_id) == ("sent", None)
        order = read_order(bytes(found.paper or b""))
        assert order.case.why_urgent == "The money moves on within the hour"
    page = text_of(lead.get(reverse("complaint_requests", args=[complaint.pk])))
    assert say("corr_numbers_owed", "kk") in page


def test_a_prosecutor_sees_it_among_what_he_is_told_of(cast: Cast) -> None:
    request = _sent(cast, complain(cast, 804, 100))
    prosecutor = signed_in(cast, PROSECUTOR)

    queue = text_of(prosecutor.get(reverse("decision_queue", args=["notice"])))
    page = prosecutor.get(reverse("decision", args=[request.pk]))

    assert request.number in queue
    assert page.status_code == 200
    assert "The money moves on within the hour" in text_of(page)


def test_an_urgent_draft_is_changed_with_its_ground(cast: Cast) -> None:
    complaint = complain(cast, 805, 100)
    request = _drafted(cast, complaint)
    url = reverse("request_change", args=[request.pk])
    shown = text_of(signed_in(cast, LEAD).get(url))
    assert "The money moves on within the hour" in shown

    given = _fields(cast, why_urgent="It leaves now")
    made = signed_in(cast, LEAD).post(url, given)

    assert made.status_code == 302, text_of(made)
    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).draft["why_urgent"] == "It leaves now"


def test_the_register_number_is_drafted_by_a_button_once_there_is_one(cast: Cast) -> None:
    complaint = complain(cast, 806, 100)
    request, lead = _sent(cast, complaint), signed_in(cast, LEAD)
    page = reverse("request", args=[request.pk])
    assert say("corr_next_register_number", "kk") not in text_of(lead.get(page))
    case = _registered(cast, complaint, "urgent-806")
    assert request.number in text_of(lead.get(reverse("case_requests", args=[case])))
    assert say("corr_next_register_number", "kk") in text_of(lead.get(page))

    made = lead.post(reverse("request_step", args=[request.pk]), {"step": "tell_number"})

    with cast.acts(LEAD):
        supplement = Request.objects.get(related=request)
        assert made.status_code == 302
        assert made["Location"] == reverse("request_change", args=[supplement.pk])
        assert Notice.objects.get(request=request, to="institution").told_at is None
    assert say("corr_next_register_number", "kk") not in text_of(lead.get(page))


def test_a_stranger_sees_nothing_of_it(cast: Cast) -> None:
    complaint = complain(cast, 807, 100)
    _drafted(cast, complaint)

    for page in ("complaint_requests", "complaint_requests_new", "complaint_requests_sign"):
        answer = signed_in(cast, "investigator_b1").get(reverse(page, args=[complaint.pk]))
        assert answer.status_code == 404
