"""Masks: everything to who works on the case, numbers to who needs numbers, little to others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.cast import Cast

from izdes.twin.numbers import card, iban, person_number, phone
from izdes.web.cases.masking import Sight, mask, masked, shown, sight_of

_IIN = person_number("900101", 5, is_odd=True)
_CARD = card("00", 1)


@pytest.mark.parametrize(
    ("login", "case", "sight"),
    [
        ("investigator_a1", "a1", Sight.FULL),
        ("duty_officer_a1", "a1", Sight.FULL),
        ("head_of_unit_a_hq", "a1", Sight.FULL),
        ("prosecutor_a1", "a1", Sight.FULL),
        ("group_member_c1", "a1", Sight.FULL),
        ("investigator_b1", "a1", Sight.FULL),
        ("hq_analyst", "a1", Sight.NUMBERS),
        ("specialist", "a1", Sight.NUMBERS),
        ("translator", "a1", Sight.NUMBERS),
        ("investigator_a2", "a1", Sight.MASKED),
        ("investigator_c1", "a1", Sight.MASKED),
        ("ended_a1", "a1", Sight.MASKED),
        ("administrator", "a1", Sight.MASKED),
        ("auditor", "a1", Sight.MASKED),
        ("statistician", "a1", Sight.MASKED),
        ("responder_one", "a1", Sight.MASKED),
        ("specialist", "b1", Sight.MASKED),
        ("hq_analyst", "a1-sealed", Sight.MASKED),
        ("head_of_unit_a1", "a1-sealed", Sight.MASKED),
        ("prosecutor_a1", "a1-sealed", Sight.FULL),
    ],
)
def test_how_much_somebody_is_shown_of_a_case(
    cast: Cast, login: str, case: str, sight: Sight
) -> None:
    with cast.acts(login) as officer:
        assert sight_of(officer, cast.case(case)) is sight


@pytest.mark.parametrize(
    ("login", "sight"),
    [
        ("duty_officer_a1", Sight.FULL),
        ("prosecutor_a1", Sight.FULL),
        ("hq_analyst", Sight.NUMBERS),
        ("duty_prosecutor_b", Sight.MASKED),
        ("administrator", Sight.MASKED),
    ],
)
def test_how_much_somebody_is_shown_of_a_complaint_without_a_case(
    cast: Cast, login: str, sight: Sight
) -> None:
    with cast.acts(login) as officer:
        assert sight_of(officer, cast.body("a1")) is sight


def test_apart_from_any_case_even_an_investigator_sees_masks(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer:
        assert masked(officer, _IIN, "iin") == f"…{_IIN[-4:]}"
        assert masked(officer, _IIN, "iin", place=cast.case("a1")) == _IIN


def test_an_analyst_is_shown_numbers_and_no_people(cast: Cast) -> None:
    with cast.acts("hq_analyst") as officer:
        case = cast.case("a1")

        assert masked(officer, _CARD, "card", place=case) == _CARD
        assert masked(officer, _IIN, "iin", place=case) == f"…{_IIN[-4:]}"
        assert masked(officer, "Анар Сериковна", "name", place=case) == "А. С."


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        (phone(1), "phone", f"…{phone(1)[-2:]}"),
        (iban("101", "0000000000001"), "iban", "…0001"),
        ("1414", "phone", "…"),
        ("", "name", "…"),
        ("someone@example.kz", "email", "…kz"),
    ],
)
def test_what_a_mask_leaves(value: str, kind: str, told: str) -> None:
    assert mask(value, kind) == told


@given(st.text(), st.sampled_from(["iin", "card", "iban", "phone", "email", "telegram"]))
def test_a_mask_keeps_at_most_four_signs_and_never_most_of_a_value(value: str, kind: str) -> None:
    kept = len(mask(value, kind)) - 1

    assert kept <= 4
    assert kept <= len(value) // 2


@given(st.text(), st.sampled_from(["iin", "name", "card"]))
def test_full_sight_changes_nothing(value: str, kind: str) -> None:
    assert shown(value, kind, Sight.FULL) == value
