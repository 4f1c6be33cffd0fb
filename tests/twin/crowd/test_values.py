"""Values: invented, well formed, and each another one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from izdes.core.identifiers.kinds import normalise
from izdes.twin.crowd import values
from izdes.twin.crowd.holders import holder
from izdes.twin.crowd.values import VARIANT, text_of
from izdes.twin.numbers import NumbersExhausted

KINDS = {
    "phone": "phone",
    "telegram": "telegram",
    "instagram": "instagram",
    "domain": "domain",
    "iban": "iban",
    "card": "card",
    "wallet": "tron",
}
PLACES = st.integers(0, 5_000_000)


@given(st.sampled_from(sorted(KINDS)), PLACES)
def test_a_value_is_its_own_normal_form_and_its_checks_hold(kind: str, place: int) -> None:
    text = text_of(kind, place)

    reading = normalise(KINDS[kind], text)

    assert (reading.kind, reading.value, reading.code) == (KINDS[kind], text, None)


@given(PLACES, st.integers(1, 500))
def test_a_variant_of_a_name_begins_like_the_name(place: int, variant: int) -> None:
    name, like = text_of("telegram", place), text_of("telegram", place + variant * VARIANT)

    assert like == f"{name}{variant}"
    assert normalise("telegram", like).value == like


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_two_places_have_one_value(kind: str) -> None:
    texts = {text_of(kind, place) for place in range(20_000)}

    assert len(texts) == 20_000


@given(PLACES)
def test_accounts_are_of_banks_that_do_not_exist_and_cards_of_no_scheme(place: int) -> None:
    account, card = values.account(place), values.card(place)

    assert iban.is_valid(account)
    assert luhn.is_valid(card)
    assert account[4:7] in {str(code) for code in range(101, 111)}
    assert card.startswith("9398")


def test_phones_of_accounts_and_of_crews_come_from_two_ends() -> None:
    assert values.holder_phone(0) == values.phone(values.PHONES - 1)


def test_a_row_of_phones_ends() -> None:
    with pytest.raises(NumbersExhausted):
        values.phone(values.PHONES)


def test_some_cards_look_alike_once_they_are_masked() -> None:
    masked = {values.card(place)[:6] + values.card(place)[-4:] for place in range(20_000)}

    assert 19_000 < len(masked) < 20_000


def test_no_two_holders_have_one_number() -> None:
    people = np.concatenate([np.arange(3_000), np.arange(30_000, 33_000)]).tolist()

    numbers = {holder(1, person).number for person in people}

    assert len(numbers) == len(people)


def test_a_number_is_of_the_birth_date_and_never_issued() -> None:
    who = holder(1, 20_000)

    assert who.number.startswith(f"{who.born:%y%m%d}")
    assert who.number[6] in "89"
    assert date(1960, 1, 1) <= who.born <= date(2007, 12, 31)
