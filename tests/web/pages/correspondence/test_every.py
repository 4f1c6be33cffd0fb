"""Every measure that a page offers goes its way by the pages: drafted, signed, decided, sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from tests.web.cast import Cast
from tests.web.correspondence.desk import BANK, IBAN, LEAD, PROSECUTOR, running_case
from tests.web.pages.visiting import signed_in, text_of

from izdes.core.law.needed import measures_for, what_is_needed
from izdes.core.law.release import packaged_pack
from izdes.web.correspondence.models import Request
from izdes.web.pages.correspondence import drafting
from izdes.web.pages.correspondence.forms import SHAPED

_MEASURES = sorted(
    {
        one.measure_id
        for one in measures_for("investigator", on=localdate(), law=packaged_pack())
        if one.kind in drafting.KINDS
        and "investigator" in one.signs
        and not (one.kind == "request" and "to_body" in one.fields)
        # What encloses another paper has tests of its own.
        and "victim_decree" not in one.fields
    }
)


def _fields(cast: Cast, measure: str) -> dict[str, str | list[str]]:
    """Return a filled form of any measure."""
    needed = what_is_needed(measure, on=localdate()).measure
    to = "a1-pros" if needed.kind == "approval" else "bank-one"
    said = {f"said-{one}": "As the file tells" for one in needed.fields if one not in SHAPED}
    return {
        **said,
        **({"said-protected_answer": "asked"} if "protected_answer" in needed.fields else {}),
        "measure": measure,
        "addressee": str(cast.body(to).pk),
        "basis": "Fraud by telephone",
        "urgency": "three_days",
        "demanded": ["other"],
        "since": "2026-05-01",
        "until": "2026-05-20",
        "amount": "1000",
        "days": "10",
        "subject-TOTAL_FORMS": "1",
        "subject-INITIAL_FORMS": "0",
        "subject-0-kind": "iban",
        "subject-0-value": IBAN,
    }


@pytest.mark.parametrize("measure", _MEASURES)
def test_a_measure_goes_its_way_by_the_pages(
    cast: Cast, measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The sum is of a trace; here any will do.
    monkeypatch.setattr(drafting, "_cap_from", lambda *_: ("fifo", "ab" * 32))
    case, lead = running_case(cast), signed_in(cast, LEAD)

    made = lead.post(reverse("case_requests_new", args=[case.pk]), _fields(cast, measure))
    assert made.status_code == 302, text_of(made)
    with cast.acts(LEAD):
        request = Request.objects.get(case=case)
    lead.post(reverse("case_requests_sign", args=[case.pk]), {"request": [request.pk]})
    if request.consent != "none":
        lead.post(reverse("case_requests_submit", args=[case.pk]), {"request": [request.pk]})
    if request.consent == "act":
        lead.post(
            reverse("request_act", args=[request.pk]),
            {
                "outcome": "given",
                "number": "7599-26-00-3/9",
                "decided_on": localdate().isoformat(),
                "judge": "Judge A. B.",
                "court": str(cast.body("court").pk),
                "act": SimpleUploadedFile("act.pdf", b"%PDF-1.4 act"),
            },
        )
    elif request.consent != "none":
        signed_in(cast, PROSECUTOR).post(
            reverse("decision", args=[request.pk]), {"outcome": "given"}
        )
    left = lead.post(reverse("request_step", args=[request.pk]), {"step": "send"}, follow=True)

    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "sent", text_of(left)
    if request.kind != "approval":
        shown = signed_in(cast, BANK).get(reverse("inbox_request", args=[request.pk]))
        assert shown.status_code == 200
