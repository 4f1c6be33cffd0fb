"""What is never kept: cut out wherever it is written, and the evidence beside it stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.unkept import masked
from izdes.twin.numbers import card, phone

OWN, THEIRS = card("00", 7), card("01", 8)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cvv 123", "cvv"),
        ("CVC2: 987", "cvv"),
        ("код безопасности 482", "cvv"),
        ("қауіпсіздік коды 4821", "cvv"),
        ("мой пин-код 4821", "pin"),
        ("PIN 4821", "pin"),
        ("ПИН карты был 123456", "pin"),
        ("код из смс 482193", "sms_code"),
        ("смс-код: 4821", "sms_code"),
        ("код подтверждения 48 21", "sms_code"),
        ("растау коды 482-193", "sms_code"),
        ("бір реттік құпиясөз 482193", "sms_code"),
        ("SMS code was 482193", "sms_code"),
        ("OTP 4821", "sms_code"),
        (f"моя карта {OWN}", "own_card"),
        (f"менің картам {OWN}", "own_card"),
        (f"my card {OWN}", "own_card"),
    ],
)
def test_a_secret_is_cut_out_and_named(text: str, reason: str) -> None:
    found = masked(text)

    assert found.found == (reason,)
    assert not any(run.isdigit() and len(run) > 4 for run in found.text.split())


@pytest.mark.parametrize(
    "text",
    [
        f"перевёл на карту {THEIRS}",
        f"звонили с {phone(1)}",
        "сумма 250 000 тенге, код 8 701 в номере",
        "в 12:34 20.11.2026",
        "ИИН я им не говорила",
        "пинать мяч 1234 раза",
    ],
)
def test_evidence_stays_as_it_was_written(text: str) -> None:
    assert masked(text) == masked(masked(text).text)
    assert masked(text).text == text


def test_her_own_card_is_cut_to_its_tail_in_a_field_that_asks_for_it() -> None:
    found = masked(OWN, is_own=True)

    assert found.found == ("own_card",)
    assert found.text.endswith(OWN[-4:])
    assert OWN[:12] not in found.text


def test_an_account_that_is_no_card_stays_in_her_field() -> None:
    assert masked("KZ86125KZT5004100100", is_own=True).text == "KZ86125KZT5004100100"


@given(st.text(alphabet="cvpinПИНкодсмс 0123456789-:\n", max_size=80), st.booleans())
def test_cutting_twice_cuts_nothing_more(text: str, is_own: bool) -> None:  # noqa: FBT001 - drawn
    once = masked(text, is_own=is_own)

    assert masked(once.text, is_own=is_own) == type(once)(once.text)


@given(st.text(alphabet=st.characters(exclude_categories=["N"]), max_size=200))
def test_a_text_without_digits_stays(text: str) -> None:
    assert masked(text).text == text
