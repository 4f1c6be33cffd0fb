"""Questions one by one: kept, corrected, shown in another language, and led back to the answers."""

import re
from typing import Any

import pytest
from tests.web.window.pages.conftest import Response, Victim, began, faults, shown

from izdes.adapters.words import LANGUAGES, say
from izdes.twin.numbers import card, person_number, phone
from izdes.web.window.pages.steps import STEPS

CARD = card("01", 5)
WRONG_IBAN, RIGHT_IBAN = "KZ09 1010 0000 0000 0002", "KZ091010000000000001"
COURSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("scheme", {"scheme": "SAFE_ACCOUNT"}),
    ("story", {"narrative": "Қоңырау шалып, банктенмін деді."}),
    ("when", {"from_day": "2026-05-19", "from_clock": "13:00", "going_on": "no"}),
    ("contacts", {"text": f"{phone(8)}\nhttps://bonus-bank.top/pay"}),
    ("loans", {"had": "no"}),
    ("who", {"who": "other"}),
    ("person", {"full_name": "Сапарова Айгүл", "iin": person_number("990203", 3, is_odd=False)}),
    ("representative", {"full_name": "Сапаров Нұрлан", "ground": "баласы"}),
    ("reach", {"phone": phone(9), "region": "75", "way": "sms"}),
)


def seen(answer: Response) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', shown(answer))
    assert found
    return found[1]


def test_every_answer_is_kept_and_the_next_question_follows(victim: Victim) -> None:
    victim.begins()
    led = [victim.answers(step, **given).headers["Location"] for step, given in COURSE]

    assert led == [
        "/report/story/",
        "/report/when/",
        "/report/contacts/",
        "/report/payments/",
        "/report/files/",
        "/report/person/",
        "/report/representative/",
        "/report/reach/",
        "/report/check/",
    ]
    kept = victim.draft.answers
    assert kept["scheme"] == {"scheme": "SAFE_ACCOUNT"}
    assert kept["when"]["from_clock"] == "13:00"
    assert [one["kind"] for one in kept["contacts"]["found"]] == ["phone", "url"]
    assert "seen" not in kept["person"]


def test_a_question_shows_what_was_answered(victim: Victim) -> None:
    victim.begins()
    victim.answers("reach", phone=phone(9), region="75", way="sms")

    html = shown(victim.opens("window_step", "reach"))

    assert phone(9) in html
    assert '<option value="75" selected>' in html
    assert re.search(r'value="sms"[^>]*checked', html)


def test_an_organisation_is_not_asked_for_a_persons_number(victim: Victim) -> None:
    victim.begins()

    answer = victim.answers("who", who="organisation")

    assert answer.headers["Location"] == "/report/organisation/"
    victim.answers("organisation", name="«Көктем» ЖШС", signer="Директор Сапаров Н.")
    assert "/report/person/" not in shown(victim.opens("window_check"))


@pytest.mark.parametrize(
    ("step", "given", "lacking"),
    [
        ("story", {"narrative": " "}, "window_narrative_needed"),
        ("who", {}, "window_who_needed"),
        ("person", {"full_name": ""}, "window_full_name_needed"),
        ("reach", {"region": "75", "way": "call"}, "window_phone_needed"),
        ("reach", {"region": "75", "way": "letter"}, "window_address_needed"),
        ("reach", {"phone": "1", "way": "call"}, "window_region_needed"),
        ("loans", {}, "window_had_needed"),
        ("when", {"from_day": "2026-05-19", "to_day": "2026-05-18"}, "window_to_day_before"),
    ],
)
def test_what_lacks_is_said(victim: Victim, step: str, given: dict[str, str], lacking: str) -> None:
    victim.begins()

    answer = victim.answers(step, **given)

    assert answer.status_code == 422
    assert faults(answer) == [say(lacking, "kk")]
    assert step not in victim.draft.answers


@pytest.mark.parametrize(
    ("typed", "secret", "reason"),
    [
        ("Картаның CVV коды 123 деп айттым", "123", "cvv"),
        ("код из смс 4821 айттым", "4821", "sms_code"),
        ("PIN 7391 сұрады", "7391", "pin"),
        (f"менің картам {CARD}", CARD, "own_card"),
    ],
)
def test_a_secret_is_masked_and_never_kept(
    victim: Victim, typed: str, secret: str, reason: str
) -> None:
    victim.begins()

    answer = victim.answers("story", narrative=f"Бәрі осылай болды. {typed}. Соңы.")

    assert answer.status_code == 422
    assert faults(answer) == [say(f"window_refused_{reason}", "kk")]
    assert secret not in shown(answer)
    assert "Бәрі осылай болды." in shown(answer)
    assert "Соңы." in shown(answer)
    assert "story" not in victim.draft.answers


def test_the_offenders_card_may_stand_whole(victim: Victim) -> None:
    victim.begins()

    assert victim.answers("contacts", text=card("01", 5)).status_code == 302


def test_a_slip_is_pointed_out_once_with_what_may_be_meant_and_never_refused(
    victim: Victim,
) -> None:
    victim.begins()

    pointed = victim.answers("contacts", text=WRONG_IBAN)

    assert pointed.status_code == 200
    assert say("window_pointed_out", "kk") in shown(pointed)
    assert RIGHT_IBAN in shown(pointed)
    assert "contacts" not in victim.draft.answers
    assert victim.answers("contacts", text=WRONG_IBAN, seen=seen(pointed)).status_code == 302
    (found,) = victim.draft.answers["contacts"]["found"]
    assert found["code"] == "wrong_check_digit"


def test_another_slip_is_pointed_out_anew(victim: Victim) -> None:
    victim.begins()
    pointed = victim.answers("contacts", text=WRONG_IBAN)

    answer = victim.answers("contacts", text=f"{WRONG_IBAN[:-1]}3", seen=seen(pointed))

    assert answer.status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_switching_the_language_keeps_what_was_typed(victim: Victim, lang: str) -> None:
    victim.begins()

    answer = victim.answers("person", full_name="Сапарова", iin="0001", language=lang)

    html = shown(answer)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in html
    assert 'value="Сапарова"' in html
    assert 'value="0001"' in html
    assert answer.cookies["django_language"].value == lang
    assert "person" not in victim.draft.answers


def test_a_changed_answer_leads_back_to_the_answers(victim: Victim) -> None:
    victim.begins()
    for step, given in COURSE:
        victim.answers(step, **given)

    answer = victim.client.post("/report/story/?then=check", {"narrative": "Басқаша болды."})

    assert answer.headers["Location"] == "/report/check/"


def test_a_change_that_opens_a_question_is_followed_by_it(victim: Victim) -> None:
    victim.begins()
    for step, given in COURSE:
        victim.answers(step, **given)

    answer = victim.client.post("/report/who/?then=check", {"who": "organisation"})

    assert answer.headers["Location"] == "/report/organisation/"


def test_the_answers_are_shown_before_they_are_sent(victim: Victim) -> None:
    victim.begins()
    for step, given in COURSE:
        victim.answers(step, **given)

    html = shown(victim.opens("window_check"))

    assert "Сапарова Айгүл" in html
    assert say("window_scheme_safe_account", "kk") in html
    assert say("region_75", "kk") in html
    assert "19.05.2026" in html
    assert say("window_false_about", "kk") in html
    concern = [step for step in STEPS if step.concerns(victim.draft.answers)]
    assert html.count("?then=check") == len(concern) - 1


def test_a_report_of_nothing_is_not_sent(victim: Victim) -> None:
    victim.begins()

    answer = victim.sends("window_check", began=began())

    assert answer.status_code == 422
    assert say("window_nothing_said", "kk") in shown(answer)


def test_a_report_is_sent_from_the_page_of_answers(victim: Victim) -> None:
    victim.begins()
    victim.answers("story", narrative="Қоңырау шалды.")

    answer = victim.sends("window_check", began=began())

    assert answer.headers["Location"] == "/receipt/"
    assert victim.draft.receipt is not None


def test_the_language_of_a_report_is_that_in_which_it_is_sent(victim: Victim) -> None:
    victim.begins()
    victim.answers("story", narrative="Позвонили.")
    victim.sends("window_language", language="ru", next="/")

    victim.sends("window_check", began=began())

    assert victim.draft.language == "ru"


def test_a_question_that_is_none_is_not_found(victim: Victim) -> None:
    victim.begins()

    assert victim.opens("window_step", "nothing").status_code == 404
    assert victim.opens("window_step", "loan_rows").status_code == 404
