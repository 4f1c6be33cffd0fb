"""Pages of an institution: an answer is checked first, or kept with what was found in it."""

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    IBAN,
    LEAD,
    OTHER_IBAN,
    PROSECUTOR,
    accepted,
    asked,
    draft,
    drafted,
    running_case,
    sent,
    submitted,
)
from tests.web.pages.visiting import signed_in

from izdes.adapters.words import say
from izdes.core.orders.order import Period
from izdes.web.correspondence.models import Answer, Request
from izdes.web.correspondence.services import decide, send
from izdes.web.pages.correspondence.scores import score_of


def _given(page: str, **more: object) -> dict[str, object]:
    """Return the fields of an answer as a person fills them."""
    answer_id = re.search(r'name="answer_id" value="([^"]+)"', page)
    assert answer_id is not None
    return {
        "answer_id": answer_id[1],
        "completeness": "full",
        "subject-0-status": "found",
        "file-movements": SimpleUploadedFile("movements.csv", b"rows"),
        **more,
    }


def test_an_answer_can_be_checked_and_nothing_of_it_is_kept(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    bank, url = signed_in(cast, BANK), reverse("inbox_answer", args=[request.pk])
    page = bank.get(reverse("inbox_request", args=[request.pk])).content.decode()

    checked = bank.post(url, _given(page, check="1"))

    told = checked.content.decode()
    assert checked.status_code == 422
    assert say("corr_checked_wrong", "kk") in told
    assert "movements.csv" in told
    with cast.acts(LEAD):
        assert not Answer.objects.filter(request=request).exists()


def test_what_is_found_is_kept_and_counts_as_a_wrong_answer(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    bank, url = signed_in(cast, BANK), reverse("inbox_answer", args=[request.pk])
    page = bank.get(reverse("inbox_request", args=[request.pk])).content.decode()

    taken = bank.post(url, _given(page), follow=True)

    told = taken.content.decode()
    assert say("corr_fault_wrong", "kk") in told
    inside = signed_in(cast, LEAD).get(reverse("request", args=[request.pk])).content.decode()
    assert say("corr_fault_wrong", "kk") in inside
    with cast.acts(LEAD):
        kept = Answer.objects.get(request=request)
        score = score_of([Request.objects.get(pk=request.pk)], now())
    assert [one["file"] for one in kept.faults if one["code"] == "form_unknown"] == [
        "movements.csv"
    ]
    assert (score.answered, score.wrong, score.corrected) == (1, 1, 0)


def test_only_what_was_given_is_to_be_answered(cast: Cast) -> None:
    case = running_case(cast)
    request = submitted(cast, drafted(cast, case, subjects=asked(IBAN, OTHER_IBAN)))
    period = draft().period
    assert period is not None
    with cast.acts(PROSECUTOR) as officer:
        decide(
            request=request,
            outcome="given_in_part",
            grounds=["too_wide"],
            why="One account, ten days",
            positions=[1],
            period=Period(period.since, period.since + timedelta(days=10)),
            officer=officer,
        )
    with cast.acts(LEAD) as officer:
        left = send(request=request, officer=officer)
    accepted(cast, left)

    page = signed_in(cast, BANK).get(reverse("inbox_request", args=[request.pk])).content.decode()

    assert 'name="subject-0-status"' in page
    assert 'name="subject-1-status"' not in page
