"""What is recognised while typing, and what a bank's message says."""

from typing import Any

import pytest
from tests.web.window.pages.conftest import Victim, shown

from izdes.twin.numbers import phone
from izdes.web.window.pages.messages import read_message
from izdes.web.window.pages.recognising import finding_of, findings


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("8 701 000 12 34", ["phone"]),
        ("https://kaspi-bonus.top/pay", ["url"]),
        ("@kaspi_support", ["telegram"]),
        ("Айгүл деп таныстырды", []),
        ("", []),
        ("8 701 000 12 34\n+77010001234", ["phone"]),
    ],
)
def test_lines_are_recognised_each_thing_once(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in findings(text)] == kinds


def test_a_wrong_digit_comes_with_what_may_be_meant() -> None:
    (found,) = findings("KZ09 1010 0000 0000 0002")

    assert found.doubt == "wrong_check_digit"
    assert "KZ091010000000000001" in found.candidates


def test_a_right_number_has_no_candidates() -> None:
    (found,) = findings("KZ09 1010 0000 0000 0001")

    assert (found.doubt, found.candidates) == ("", ())


def test_a_field_of_one_kind_is_read_as_that_kind() -> None:
    (found,) = finding_of("iin", "000101 800018")

    assert (found.kind, found.doubt) == ("iin", "wrong_check_digit")
    assert "000101800010" in found.candidates


def test_a_finding_shows_no_number_in_its_repr() -> None:
    assert "701" not in repr(findings(phone(3)))


@pytest.mark.parametrize("hostile", ["\x00", "[" * 5_000, "٣" * 50, "KZ" * 3_000, "1" * 6_000])
def test_hostile_text_is_only_text(hostile: str) -> None:
    findings(hostile)
    finding_of("iin", hostile)
    read_message(hostile)


def test_a_piece_of_a_page_says_what_is_typed(victim: Victim) -> None:
    answer = victim.sends("window_recognise", field="text", text="KZ09 1010 0000 0000 0002<b>")

    assert answer.status_code == 200
    assert "KZ091010000000000001" in shown(answer)
    assert "<html" not in shown(answer)


def test_asking_what_a_number_is_changes_nothing(victim: Victim) -> None:
    assert victim.opens("window_recognise").status_code == 405


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "Перевод 150 000 KZT на +7 701 000 12 34. 19.05.2026 14:02. Доступно 23 450 KZT",
            {"amount": 15_000_000, "day": "2026-05-19", "clock": "14:02", "to": "+7 701 000 12 34"},
        ),
        (
            "Kaspi Gold. Аударым: 250 000 ₸ Алушы Айгүл С. Қолжетімді: 1 200 ₸",
            {"amount": 25_000_000, "to": "Айгүл С.", "from_bank": "CASPKZKA"},
        ),
        (
            "Баланс: 9 000 тг. Списание 7 000 тг",
            {"amount": 700_000},
        ),
        ("Сәлем, қалайсың?", {}),
    ],
)
def test_a_banks_message_fills_what_it_says(message: str, said: dict[str, Any]) -> None:
    assert read_message(message) == said


def test_ones_own_card_in_a_message_is_a_tail() -> None:
    said = read_message("Halyk: с карты 4405...1234 списано 95 000 тг, перевод на +7 701 000 12 34")

    assert said["from_account"] == "*1234"
    assert said["to"] == "+7 701 000 12 34"
    assert said["from_bank"] == "HSBKKZKX"
