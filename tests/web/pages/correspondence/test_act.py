"""A judge's act is entered upon the motion that waits for it; nothing is sent before."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from tests.web.cast import Cast
from tests.web.correspondence.desk import LEAD, PROSECUTOR, drafted, running_case, submitted
from tests.web.pages.visiting import signed_in

from izdes.adapters.words import say
from izdes.web.correspondence.models import Decision, Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.services import change_draft

_SAID = {
    "person": "The holder of the account",
    "place_of_property": "bank-one",
    "copies_of_file": "12 sheets",
}


def _motion(cast: Cast) -> Request:
    """Return a motion for arrest that waits for the judge."""
    request = drafted(cast, running_case(cast), "freeze.arrest")
    with cast.acts(LEAD) as officer:
        told = draft_of(request.draft).saying(**_SAID)
        change_draft(request=request, draft=told, officer=officer)
    return submitted(cast, request)


def test_an_act_is_entered_with_its_file(cast: Cast) -> None:
    motion, lead = _motion(cast), signed_in(cast, LEAD)
    url = reverse("request_act", args=[motion.pk])
    assert say("corr_act_about", "kk") in lead.get(url).content.decode()

    given = {
        "outcome": "given",
        "number": "7520-26-00-4k/1",
        "decided_on": localdate().isoformat(),
        "judge": "A. Judge",
        "court": cast.body("court").pk,
        "act": SimpleUploadedFile("act.pdf", b"%PDF-1.7"),
    }
    taken = lead.post(url, given)

    assert taken.status_code == 302, taken.content.decode()
    with cast.acts(LEAD):
        assert Decision.objects.get(request=motion).number == "7520-26-00-4k/1"
        assert Request.objects.get(pk=motion.pk).state == "sanctioned"


def test_an_act_without_a_file_is_shown_again(cast: Cast) -> None:
    motion = _motion(cast)

    shown = signed_in(cast, LEAD).post(
        reverse("request_act", args=[motion.pk]), {"outcome": "given", "number": "4k/2"}
    )

    assert shown.status_code == 422
    assert "4k/2" in shown.content.decode()


def test_a_prosecutor_sees_a_motion_and_does_not_decide_it(cast: Cast) -> None:
    motion, prosecutor = _motion(cast), signed_in(cast, PROSECUTOR)

    assert (
        motion.number in prosecutor.get(reverse("decision_queue", args=["judge"])).content.decode()
    )
    page = prosecutor.get(reverse("decision", args=[motion.pk])).content.decode()

    assert say("corr_judge_decides", "kk") in page
    assert say("corr_decide_do", "kk") not in page


def test_what_was_signed_is_listed_before_it_is_laid_before_anybody(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case)
    lead = signed_in(cast, LEAD)
    lead.post(reverse("case_requests_sign", args=[case.pk]), {"request": [request.pk]})

    page = lead.get(reverse("case_requests_submit", args=[case.pk])).content.decode()

    assert request.number in page
