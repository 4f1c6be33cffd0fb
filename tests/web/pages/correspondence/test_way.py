"""The way of a request through the pages: drafted, signed, laid before, decided, sent, answered."""

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    IBAN,
    LEAD,
    MOVEMENTS,
    PROSECUTOR,
    SUSPENSION,
    accepted,
    answered,
    drafted,
    running_case,
    sanctioned,
    sent,
    submitted,
)
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import say
from izdes.web.correspondence.models import Answer, Decision, Hold, Request, Signal
from izdes.web.correspondence.orders.papers import order_paper


def _row(cast: Cast, request: Request, login: str = LEAD) -> Request:
    with cast.acts(login):
        return Request.objects.get(pk=request.pk)


def _fields(cast: Cast) -> dict[str, str | list[str]]:
    return {
        "measure": MOVEMENTS,
        "addressee": str(cast.body("bank-one").pk),
        "basis": "Fraud by telephone",
        "urgency": "three_days",
        "demanded": ["movements"],
        "since": "2026-05-01",
        "until": "2026-05-20",
        "said-fabula": "A caller made her pay",
        "said-necessity": "To see where the money went",
        "subject-TOTAL_FORMS": "2",
        "subject-INITIAL_FORMS": "0",
        "subject-0-kind": "iban",
        "subject-0-value": IBAN,
        "subject-1-kind": "iban",
        "subject-1-value": "",
    }


def _step(client: Client, request: Request, step: str, **more: str) -> HttpResponse:
    url = reverse("request_step", args=[request.pk])
    return client.post(url, {"step": step, **more})  # type: ignore[return-value] # a subclass


def test_a_request_goes_the_whole_way_by_the_pages(cast: Cast) -> None:
    case = running_case(cast)
    lead, prosecutor, bank = (signed_in(cast, who) for who in (LEAD, PROSECUTOR, BANK))

    made = lead.post(reverse("case_requests_new", args=[case.pk]), _fields(cast))
    assert made.status_code == 302, text_of(made)
    with cast.acts(LEAD):
        request = Request.objects.get(case=case)
    signed = lead.post(reverse("case_requests_sign", args=[case.pk]), {"request": [request.pk]})
    assert say("corr_signed_count", "kk", count=1) in text_of(signed)
    lead.post(reverse("case_requests_submit", args=[case.pk]), {"request": [request.pk]})
    assert request.number in text_of(prosecutor.get(reverse("decisions")))
    decision = reverse("decision", args=[request.pk])
    laid = text_of(prosecutor.get(decision))
    assert say("corr_check_fields", "kk") in laid
    # Norms are named as they are cited, and not by their keys.
    assert "banks.secrecy" not in laid
    prosecutor.post(decision, {"outcome": "given"})
    assert _row(cast, request).state == "sanctioned"
    _step(lead, request, "send")
    page = reverse("inbox_request", args=[request.pk])
    assert request.number in text_of(bank.get(reverse("inbox")))
    for kind in ("delivered", "accepted"):
        bank.post(reverse("inbox_say", args=[request.pk]), {"kind": kind, "message_id": kind})
    shown = text_of(bank.get(page))
    answer_id = re.search(r'name="answer_id" value="([^"]+)"', shown)
    assert answer_id is not None
    bank.post(
        reverse("inbox_answer", args=[request.pk]),
        {
            "answer_id": answer_id[1],
            "completeness": "full",
            "subject-0-status": "found",
            "file-movements": SimpleUploadedFile("movements.csv", b"rows"),
        },
    )

    assert _row(cast, request).state == "answered"
    assert "movements.csv" in text_of(lead.get(reverse("request", args=[request.pk])))
    _step(lead, request, "ingest")
    assert _row(cast, request).state == "ingested"


def test_what_was_typed_stays_where_a_draft_is_refused(cast: Cast) -> None:
    case = running_case(cast)

    given = {**_fields(cast), "subject-0-value": "KZ00", "until": "2026-04-01"}
    shown = signed_in(cast, LEAD).post(reverse("case_requests_new", args=[case.pk]), given)

    assert shown.status_code == 422
    text = text_of(shown)
    assert "KZ00" in text
    assert "To see where the money went" in text
    assert say("corr_period_wrong", "kk") in text


def test_nothing_is_signed_that_was_not_ticked(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case)

    signed_in(cast, LEAD).post(reverse("case_requests_sign", args=[case.pk]))

    assert _row(cast, request).state == "draft"


def test_a_draft_that_lacks_something_says_what_and_cannot_be_ticked(cast: Cast) -> None:
    case = running_case(cast)
    request = drafted(cast, case, bank="bank-one")
    with cast.acts(LEAD):
        kept = {**request.draft, "said": []}
        Request.objects.filter(pk=request.pk).update(draft=kept)

    text = text_of(signed_in(cast, LEAD).get(reverse("case_requests_sign", args=[case.pk])))

    assert say("corr_lacks", "kk") in text
    assert "disabled" in text


def test_a_refusal_is_shown_to_whoever_decides_again(cast: Cast) -> None:
    case = running_case(cast)
    request = submitted(cast, drafted(cast, case))
    prosecutor, lead = signed_in(cast, PROSECUTOR), signed_in(cast, LEAD)
    refusal = {"outcome": "refused", "grounds": ["too_wide"], "why": "A shorter period"}
    prosecutor.post(reverse("decision", args=[request.pk]), refusal)
    assert _row(cast, request).state == "refused"
    _step(lead, request, "redraft", text="Shorter")
    with cast.acts(LEAD):
        again = Request.objects.get(same_matter=request)

    submitted(cast, again)
    text = text_of(prosecutor.get(reverse("decision", args=[again.pk])))

    assert "A shorter period" in text
    assert say("order_ground_too_wide", "kk") in text


def test_a_refusal_without_grounds_is_not_taken(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    shown = signed_in(cast, PROSECUTOR).post(
        reverse("decision", args=[request.pk]), {"outcome": "refused"}
    )

    assert shown.status_code == 422
    assert _row(cast, request).state == "on_decision"


def test_another_bank_sees_nothing_of_a_request(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))
    other = signed_in(cast, "liaison_two")

    assert request.number not in text_of(other.get(reverse("inbox")))
    assert other.get(reverse("inbox_request", args=[request.pk])).status_code == 404
    assert signed_in(cast, BANK).get(reverse("request", args=[request.pk])).status_code == 404


def test_a_bank_asks_and_is_answered(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    bank, lead = signed_in(cast, BANK), signed_in(cast, LEAD)
    url = reverse("inbox_say", args=[request.pk])

    bank.post(url, {"kind": "clarification_asked", "message_id": "q", "text": "Which year?"})
    assert "Which year?" in text_of(lead.get(reverse("request", args=[request.pk])))
    _step(lead, request, "clarify", text="This one")
    until = localtime(now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    asked = {"kind": "extension_asked", "message_id": "e", "text": "Much", "reason": "volume"}
    bank.post(url, {**asked, "asked_until": until})
    _step(lead, request, "give_time", text="Granted", until=until)

    row = _row(cast, request)
    assert row.state == "accepted"
    assert row.due_at is not None
    assert row.due_at > now() + timedelta(days=1)


def test_a_message_without_words_is_shown_again_and_not_taken(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))

    shown = signed_in(cast, BANK).post(
        reverse("inbox_say", args=[request.pk]),
        {"kind": "clarification_asked", "message_id": "q", "text": ""},
    )

    assert shown.status_code == 422
    assert say("corr_say_wrong", "kk", field=say("corr_in_words", "kk")) in text_of(shown)
    assert _row(cast, request).state == "accepted"


def test_a_second_click_says_the_same_once(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))
    bank = signed_in(cast, BANK)
    url = reverse("inbox_say", args=[request.pk])
    given = {"kind": "delivered", "message_id": "once"}

    clicks = [bank.post(url, given), bank.post(url, given)]

    page = reverse("inbox_request", args=[request.pk])
    assert [(one.status_code, one.headers["Location"]) for one in clicks] == [(302, page)] * 2
    with cast.acts(LEAD):
        assert request.receipts.count() == 1
    other = bank.post(url, {**given, "kind": "accepted"})
    assert other.status_code == 422
    assert _row(cast, request).state == "delivered"


def test_an_answer_that_is_clicked_twice_is_one(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    bank = signed_in(cast, BANK)
    url = reverse("inbox_answer", args=[request.pk])

    def click(**more: str) -> int:
        file = SimpleUploadedFile("movements.csv", b"rows")
        given = {"answer_id": "a-once", "completeness": "full", "subject-0-status": "found"}
        return bank.post(url, {**given, "file-movements": file, **more}).status_code

    assert [click(), click()] == [302, 302]
    with cast.acts(LEAD):
        assert Answer.objects.filter(request=request).count() == 1
    assert click(text="Another answer of this name") == 422


def test_a_hold_typed_to_the_minute_of_the_order_is_no_hold_before_it(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    made_at = order_paper(request).made_at
    typed = made_at.replace(second=0, microsecond=0)
    given = {
        "answer_id": "a-minute",
        "completeness": "full",
        "subject-0-status": "found",
        "hold-0-subject": "0",
        "hold-0-account": IBAN,
        "hold-0-status": "held",
        "hold-0-amount": "300 000",
        "hold-0-since": localtime(typed).strftime("%Y-%m-%dT%H:%M"),
        "hold-0-until": localtime(typed + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M"),
        **{f"hold-{n}-{name}": value for n in (1, 2) for name, value in
           {"subject": "0", "status": "held"}.items()},
    }  # fmt: skip

    taken = signed_in(cast, BANK).post(reverse("inbox_answer", args=[request.pk]), given)

    assert taken.status_code == 302, text_of(taken)
    with cast.acts(LEAD):
        answer = Answer.objects.get(request=request)
        assert Hold.objects.get(request=request).since == made_at
    assert "hold_before_order" not in {one["code"] for one in answer.faults}


def test_a_bank_says_what_it_holds_and_the_case_shows_the_ladder(cast: Cast) -> None:
    case = running_case(cast)
    request = accepted(cast, sent(cast, drafted(cast, case, SUSPENSION)))
    bank, lead = signed_in(cast, BANK), signed_in(cast, LEAD)
    at = now()
    given = {
        "answer_id": "a-held",
        "completeness": "full",
        "subject-0-status": "found",
        "hold-0-subject": "0",
        "hold-0-account": IBAN,
        "hold-0-status": "held",
        "hold-0-amount": "300 000",
        "hold-0-since": localtime(at).strftime("%Y-%m-%dT%H:%M"),
        "hold-0-until": localtime(at + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M"),
        **{f"hold-{n}-{name}": value for n in (1, 2) for name, value in
           {"subject": "0", "status": "held"}.items()},
    }  # fmt: skip

    taken = bank.post(reverse("inbox_answer", args=[request.pk]), given)

    assert taken.status_code == 302, text_of(taken)
    with cast.acts(LEAD):
        hold = Hold.objects.get(request=request)
        assert (hold.status, hold.amount_minor) == ("held", 300_000_00)
    text = text_of(lead.get(reverse("case_requests_holds", args=[case.pk])))
    assert say("ladder_rung.motion", "kk") in text
    assert say("corr_motion_do", "kk") in text
    assert say("corr_client_where", "kk") in text_of(
        bank.get(reverse("inbox_request", args=[request.pk]))
    ).replace("<br>", "")
    made = lead.post(reverse("hold_release", args=[hold.pk]), {"why": "Not theirs"})
    assert made.status_code == 302
    with cast.acts(LEAD):
        assert Request.objects.filter(related=request, measure="release.hold").exists()


def test_both_versions_of_a_corrected_answer_are_shown(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answered(cast, request, files={"first.csv": b"a"})

    corrected = signed_in(cast, BANK).post(
        reverse("inbox_answer", args=[request.pk]),
        {
            "answer_id": "a-2",
            "corrects": "a-1",
            "why_corrected": "A row was left out",
            "completeness": "full",
            "subject-0-status": "found",
            "file-movements": SimpleUploadedFile("second.csv", b"b"),
        },
    )

    assert corrected.status_code == 302, text_of(corrected)
    text = text_of(signed_in(cast, LEAD).get(reverse("request", args=[request.pk])))
    assert "first.csv" in text
    assert "second.csv" in text
    assert say("corr_answer_older", "kk") in text
    with cast.acts(LEAD):
        assert Answer.objects.filter(request=request).count() == 2


def test_a_part_is_given_by_the_page(cast: Cast) -> None:
    request = submitted(cast, drafted(cast, running_case(cast)))

    signed_in(cast, PROSECUTOR).post(
        reverse("decision", args=[request.pk]),
        {
            "outcome": "given_in_part",
            "grounds": ["too_wide"],
            "why": "Ten days are enough",
            "positions": ["1"],
            "since": "2026-05-03",
            "until": "2026-05-12",
        },
    )

    with cast.acts(PROSECUTOR):
        assert Decision.objects.get(request=request).outcome == "given_in_part"


def test_a_signal_is_taken_and_listed(cast: Cast) -> None:
    bank = signed_in(cast, BANK)

    bank.post(
        reverse("inbox_signals"),
        {
            "message_id": "s-1",
            "kind": "suspected_account",
            "about_kind": "iban",
            "about": IBAN,
            "amount": "450 000",
            "text": "Six payments within a minute",
        },
    )

    with cast.acts(BANK):
        assert Signal.objects.filter(message_id="s-1", amount_minor=450_000_00).exists()
    assert "Six payments within a minute" in text_of(bank.get(reverse("inbox_signals")))


def test_a_request_is_found_by_tail_sum_and_minute(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast)))
    bank = signed_in(cast, BANK)

    found = bank.get(reverse("inbox"), {"tail": IBAN[-4:], "minute": "2026-05-03T12:00"})
    other_day = bank.get(reverse("inbox"), {"tail": IBAN[-4:], "minute": "2026-07-03T12:00"})

    assert request.number in text_of(found)
    assert request.number not in text_of(other_day)


def test_the_day_shows_what_is_next_to_each(cast: Cast) -> None:
    case = running_case(cast)
    request = submitted(cast, drafted(cast, case))

    first = text_of(signed_in(cast, PROSECUTOR).get(reverse("home")))
    assert say("corr_queue_sanction", "kk") in first
    draft = drafted(cast, case, SUSPENSION)
    assert draft.number in text_of(signed_in(cast, LEAD).get(reverse("home")))
    del request


def test_a_bank_sees_its_own_figures_alone(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answered(cast, request, files={"m.csv": b"a"})

    text = text_of(signed_in(cast, BANK).get(reverse("scoreboard")))

    assert "bank-one" in text
    assert "bank-two" not in text
    assert say("corr_scoreboard_own", "kk") in text


def test_a_sanctioned_paper_waits_for_its_sending(cast: Cast) -> None:
    case = running_case(cast)
    sanctioned(cast, drafted(cast, case))

    text = text_of(signed_in(cast, LEAD).get(reverse("case_requests", args=[case.pk])))

    assert say("corr_to_send", "kk", count=1) in text
