"""The receipt: number and code, spoken; advice; three ways to sign; the victim's page."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.web.window.pages.conftest import Victim, faults, shown
from tests.web.window.pages.test_rows import picture

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.window.outgoing import tell
from izdes.web.window.pages import limiting
from izdes.web.window.pages.choices import schemes
from izdes.web.window.pages.telling import advice_for, spelled
from izdes.web.window.receipts import Receipt


def sent(victim: Victim) -> Receipt:
    victim.begins(fresh="yes").sends_urgently()
    receipt = victim.draft.receipt
    assert receipt is not None
    return receipt


def looking(receipt: Receipt) -> Victim:
    """Return another telephone on which number and code were typed."""
    other = Victim(Client(headers={"accept-language": "kk"}))
    other.sends("window_status", number=receipt.printed_number, code=receipt.code.lower())
    return other


def test_number_and_code_are_shown_and_spoken(victim: Victim) -> None:
    receipt = sent(victim)

    html = shown(victim.opens("window_receipt"))

    assert receipt.printed_number in html
    assert receipt.code in html
    assert spelled(receipt.number, "kk") in html


@pytest.mark.parametrize(
    ("lang", "said"), [("kk", "екі, нөл, F"), ("ru", "два, ноль, F"), ("en", "two, zero, F")]
)
def test_signs_are_spelled_as_they_are_read_aloud(lang: Lang, said: str) -> None:
    assert spelled("20F", lang) == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_of_deception_has_advice(victim: Victim, lang: Lang) -> None:
    del victim
    everybody = say("advice_everybody", lang).splitlines()

    for code, _ in schemes():
        advice = advice_for(code if code != "unsure" else "", lang)
        assert len(advice) > len(everybody)
        assert advice[-len(everybody) :] == tuple(everybody)


def test_an_unknown_way_gets_the_general_advice() -> None:
    assert advice_for("NOBODY_KNOWS", "kk") == advice_for("OTHER", "kk")


def test_advice_is_that_of_what_happened(victim: Victim) -> None:
    sent(victim)
    victim.answers("scheme", scheme="COURIER_CASH")

    html = shown(victim.opens("window_receipt"))

    assert say("advice_courier_cash", "kk").splitlines()[0] in html
    assert say("window_no_recovery", "kk") in html


def test_the_electronic_way_says_honestly_that_it_is_not_here(victim: Victim) -> None:
    sent(victim)

    html = shown(victim.opens("window_signing"))

    for code in ("paper_about", "oral_about", "e_about"):
        assert say(f"window_sign_{code}", "kk") in html
    assert say("window_false_about", "kk") in html
    assert say("window_not_waiting", "kk") in html


def test_the_statement_to_print_holds_all_answers_and_the_warning(victim: Victim) -> None:
    receipt = sent(victim)
    victim.answers("story", narrative="Қоңырау шалды.\nАудардым.")

    html = shown(victim.opens("window_protocol"))

    assert "Қоңырау шалды.\nАудардым." in html
    assert receipt.printed_number in html
    assert receipt.code not in html
    assert say("window_protocol_warned", "kk") in html


def test_a_shared_telephone_forgets(victim: Victim) -> None:
    sent(victim)

    victim.sends("window_leave")

    assert victim.opens("window_receipt").headers["Location"] == "/"


def test_number_and_code_open_the_report_on_another_telephone(victim: Victim) -> None:
    receipt = sent(victim)

    html = shown(looking(receipt).opens("window_told"))

    assert receipt.printed_number in html
    assert receipt.code not in html
    assert say("window_status_was_sent", "kk") in html
    assert say("window_status_what", "kk") in html
    assert "150\u202f000" in html
    assert say("window_status_nothing", "kk") in html


def test_what_the_office_says_is_told_in_words(victim: Victim) -> None:
    receipt = sent(victim)
    at = datetime(2026, 5, 20, 4, 30, tzinfo=UTC).isoformat()
    tell([{"number": receipt.number, "kind": "registered", "at": at, "detail": {}}])
    tell([{"number": receipt.number, "kind": "something_new", "at": at, "detail": {}}])

    html = shown(looking(receipt).opens("window_told"))

    assert say("window_word_registered", "kk") in html
    assert say("window_word_other", "kk") in html
    assert "20.05.2026 09:30" in html


def test_a_wrong_code_and_a_wrong_number_are_answered_alike(victim: Victim) -> None:
    receipt = sent(victim)
    other = Victim(Client(headers={"accept-language": "kk"}))

    answers = [
        other.sends("window_status", number=number, code=code)
        for number, code in [
            (receipt.number, "AAAAAAAA"),
            ("000000000000", receipt.code),
            ("1", receipt.code),
        ]
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert {tuple(faults(answer)) for answer in answers} == {(say("window_status_wrong", "kk"),)}
    assert all("izdes_status" not in answer.cookies for answer in answers)


def test_codes_are_not_tried_without_end(victim: Victim) -> None:
    receipt = sent(victim)
    for _ in range(limiting.BOUNDS["number"].most):
        victim.sends("window_status", number=receipt.number, code="AAAAAAAA")

    answer = victim.sends("window_status", number=receipt.number, code=receipt.code)

    assert faults(answer) == [say("window_status_wrong", "kk")]


def test_too_much_from_one_address_is_told_what_helps_meanwhile(victim: Victim) -> None:
    victim.begins()
    for _ in range(limiting.BOUNDS["status"].most):
        victim.sends("window_status", number="1", code="2")

    answer = victim.sends("window_status", number="1", code="2")

    assert answer.status_code == 429
    assert say("window_error_meanwhile", "kk") in shown(answer)


def test_without_number_and_code_they_are_asked_for(victim: Victim) -> None:
    assert victim.opens("window_told").headers["Location"] == "/status/"
    victim.client.cookies["izdes_status"] = "1:2"
    assert victim.opens("window_told").headers["Location"] == "/status/"


def test_evidence_is_added_later(victim: Victim) -> None:
    other = looking(sent(victim))

    answer = other.sends("window_told", text="Тағы қоңырау шалды", evidence=picture())

    assert answer.headers["Location"] == "/status/report/?added=1"
    assert say("window_later_sent", "kk") in shown(other.opens("window_told", added="1"))


def test_an_addition_of_nothing_is_asked_for_again(victim: Victim) -> None:
    answer = looking(sent(victim)).sends("window_told", text=" ")

    assert faults(answer) == [say("window_later_empty", "kk")]


def test_the_statement_is_printed_on_another_telephone(victim: Victim) -> None:
    other = looking(sent(victim))

    assert "150\u202f000" in shown(other.opens("window_told_protocol"))


def test_closing_forgets_number_and_code(victim: Victim) -> None:
    other = looking(sent(victim))

    other.sends("window_status_leave")

    assert other.opens("window_told").headers["Location"] == "/status/"


def test_number_and_code_stand_in_no_address(victim: Victim) -> None:
    receipt = sent(victim)

    answer = victim.sends("window_status", number=receipt.number, code=receipt.code)

    assert answer.headers["Location"] == "/status/report/"
