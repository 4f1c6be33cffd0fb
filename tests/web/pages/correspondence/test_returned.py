"""Returns by the pages: told in the institution's form, shown and recorded on the request."""

import re

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.correspondence.desk import BANK, LEAD, running_case
from tests.web.correspondence.refunds import ANOTHER, HERS, paid, refund, tells, victim
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.messages.letters import read_answer
from izdes.adapters.words import say
from izdes.web.correspondence.holds.returned import standing_paybacks
from izdes.web.correspondence.models import Answer
from izdes.web.reception.models import Return


def _typed(shown: str, **lines: str) -> dict[str, str]:
    """Return the form of an answer as a bank fills it."""
    answer_id = re.search(r'name="answer_id" value="([^"]+)"', shown)
    assert answer_id is not None
    head = {"answer_id": answer_id[1], "completeness": "full", "subject-0-status": "found"}
    return head | {f"returned-0-{name}": text for name, text in lines.items()}


def test_a_bank_tells_by_its_form_what_it_gave_back(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case)
    bank = signed_in(cast, BANK)
    shown = text_of(bank.get(reverse("inbox_request", args=[request.pk])))
    assert f"iban:{HERS}" in shown

    given = _typed(
        shown,
        subject="0",
        account=HERS,
        amount="2500,50",
        at="2026-05-20T10:00",
        document="17",
    )
    bank.post(reverse("inbox_answer", args=[request.pk]), given)

    with cast.acts(LEAD):
        paper = read_answer(bytes(Answer.objects.get(request=request).paper))
    (told,) = paper.returned
    assert (told.account, told.amount_minor) == (f"iban:{HERS}", 2_500_50)
    page = text_of(bank.get(reverse("inbox_request", args=[request.pk])))
    assert say("corr_paid_back", "kk") in page


@pytest.mark.parametrize("lack", ["amount", "at"])
def test_a_line_with_an_account_wants_sum_and_moment(cast: Cast, lack: str) -> None:
    request = refund(cast, running_case(cast))
    bank = signed_in(cast, BANK)
    lines = {"subject": "0", "account": HERS, "amount": "5", "at": "2026-05-20T10:00"}
    shown = text_of(bank.get(reverse("inbox_request", args=[request.pk])))

    given = _typed(shown, **{**lines, lack: ""})
    reply = bank.post(reverse("inbox_answer", args=[request.pk]), given)

    assert say("corr_returned_wants", "kk") in text_of(reply)
    with cast.acts(LEAD):
        assert not Answer.objects.filter(request=request).exists()


def test_an_officer_says_whose_money_it_is(cast: Cast) -> None:
    case = running_case(cast)
    episode, request = victim(cast, case), refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    lead, page = signed_in(cast, LEAD), reverse("request", args=[request.pk])
    assert say("corr_paid_back_waits", "kk") in text_of(lead.get(page))
    with cast.acts(LEAD):
        (one,) = standing_paybacks(request)

    given = {"source": one.payback.source, "episode": str(episode.pk)}
    lead.post(reverse("request_returned", args=[request.pk]), given)

    with cast.acts(LEAD):
        assert Return.objects.get(source=one.payback.source).complaint_id == episode.complaint_id
    shown = text_of(lead.get(page))
    assert say("corr_paid_back_recorded", "kk") in shown
    assert say("corr_paid_back_waits", "kk") not in shown


def test_what_waits_is_listed_counted_and_dismissed_for_a_reason(cast: Cast) -> None:
    case = running_case(cast)
    victim(cast, case)
    request = refund(cast, case, ANOTHER)
    tells(cast, request, paid(request, account=ANOTHER))
    lead, listed = signed_in(cast, LEAD), reverse("case_requests", args=[case.pk])
    open_words = say("corr_paid_back_open", "kk")
    assert open_words in text_of(lead.get(listed))
    assert open_words in text_of(lead.get(reverse("home")))
    with cast.acts(LEAD):
        (one,) = standing_paybacks(request)
    url = reverse("request_returned_dismiss", args=[request.pk])

    lead.post(url, {"source": one.payback.source, "why": " "})
    assert open_words in text_of(lead.get(listed))
    lead.post(url, {"source": one.payback.source, "why": "A salary of the same day"})

    page = text_of(lead.get(reverse("request", args=[request.pk])))
    assert "A salary of the same day" in page
    assert say("corr_paid_back_waits", "kk") not in page
    assert open_words not in text_of(lead.get(listed))
    assert open_words not in text_of(lead.get(reverse("home")))
    outsider = signed_in(cast, "investigator_b1").post(url, {"source": "ab" * 32, "why": "x"})
    assert outsider.status_code in {403, 404}


@pytest.mark.parametrize("given", [{}, {"source": "x", "episode": "1"}])
def test_what_is_no_payment_is_not_recorded(cast: Cast, given: dict[str, str]) -> None:
    case = running_case(cast)
    request = refund(cast, case)
    tells(cast, request, paid(request, account=ANOTHER))

    reply = signed_in(cast, LEAD).post(reverse("request_returned", args=[request.pk]), given)

    assert reply.status_code == 302
    with cast.acts(LEAD):
        assert not Return.objects.exclude(source="").exists()
