"""An instruction to the police of another region goes the whole way by the pages."""

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.correspondence.desk import LEAD, asked, draft, running_case
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import say
from izdes.web.correspondence.errors import InstructionHere
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import draft_request

_MEASURE = "instruction.other_region"
_SAID = {
    "to_body": "The unit of the other region",
    "actions": "Question the holder of the account",
    "fabula": "A caller made her pay",
}


def test_an_instruction_is_drafted_signed_and_sent(cast: Cast) -> None:
    case = running_case(cast)
    lead, url = signed_in(cast, LEAD), reverse("case_requests_new", args=[case.pk])
    assert say(f"measure.{_MEASURE}", "kk") in text_of(lead.get(url))
    form = text_of(lead.get(url, {"measure": _MEASURE}))
    assert say("measure_field.actions", "kk") in form
    assert f'value="{cast.body("b1").pk}"' in form
    # The police of its own region are not written to.
    assert f'<option value="{cast.body("a2").pk}"' not in form

    made = lead.post(
        url,
        {
            "measure": _MEASURE,
            "addressee": cast.body("b1").pk,
            "basis": "The norm",
            "urgency": "three_days",
            "subject-TOTAL_FORMS": "1",
            "subject-INITIAL_FORMS": "1",
            "subject-0-kind": "bin",
            "subject-0-value": cast.body("a1").bin,
            **{f"said-{name}": text for name, text in _SAID.items()},
        },
    )

    assert made.status_code == 302, text_of(made)
    with cast.acts(LEAD):
        request = Request.objects.get(case=case)
    lead.post(reverse("case_requests_sign", args=[case.pk]), {"request": [request.pk]})
    lead.post(reverse("request_step", args=[request.pk]), {"step": "send"})
    with cast.acts(LEAD):
        sent = Request.objects.select_related("addressee").get(pk=request.pk)
    assert (sent.state, sent.addressee.code, sent.measure) == ("sent", "b1", _MEASURE)
    assert _SAID["actions"] in text_of(lead.get(reverse("request", args=[request.pk])))


@pytest.mark.parametrize("unit", ["a1", "a2"])
def test_an_instruction_leaves_the_region(cast: Cast, unit: str) -> None:
    case = running_case(cast)

    with cast.acts(LEAD) as officer, pytest.raises(InstructionHere):
        draft_request(
            case=case,
            addressee=cast.body(unit),
            measure=_MEASURE,
            draft=draft(_MEASURE),
            subjects=asked(),
            officer=officer,
        )
