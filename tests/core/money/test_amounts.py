from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import IzdesError
from izdes.core.money.amounts import (
    DecimalMark,
    InexactAmount,
    NotAnAmount,
    UnclearAmount,
    minor_digits,
    minor_of_number,
    minor_of_text,
    plain_amount,
)

SPACES = [" ", "\u00a0", "\u202f", "\u2009", "'", "’", "ʼ"]
minors = st.integers(0, 10**12)


def grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


@given(minors, st.sampled_from(SPACES), st.sampled_from(",."), st.sampled_from(["", "-"]))
def test_blanks_between_thousands_do_not_change_an_amount(
    minor: int, blank: str, mark: str, sign: str
) -> None:
    text = f"{sign}{grouped(minor // 100, blank)}{mark}{minor % 100:02d}"

    assert minor_of_text(text, digits=2) == (-minor if sign else minor)


@given(minors)
def test_marks_between_thousands_are_read_both_ways(minor: int) -> None:
    whole, part = divmod(minor, 100)

    for group, mark in ((",", "."), (".", ",")):
        text = f"{grouped(whole, group)}{mark}{part:02d}"

        assert minor_of_text(text, digits=2) == minor


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."))
def test_one_mark_before_three_digits_is_refused(whole: int, part: int, mark: str) -> None:
    with pytest.raises(UnclearAmount):
        minor_of_text(f"{whole}{mark}{part:03d}", digits=2)


@given(minors, st.sampled_from(["-{}", "- {}", "{}-", "{} -", "({})", "( {} )", "−{}"]))
def test_a_minus_stands_before_or_behind_or_is_written_as_brackets(minor: int, sign: str) -> None:
    text = sign.format(f"{grouped(minor // 100, ' ')},{minor % 100:02d}")

    assert minor_of_text(text, digits=2) == -minor


@pytest.mark.parametrize("text", ["(-5)", "-5-", "(5", "5)", "((5))", "()", "+5-", "5+", "(5)-"])
def test_two_signs_or_half_a_bracket_are_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_of_text(text, digits=2)


@pytest.mark.parametrize("text", ["(1,250)", "1.250-"])
def test_a_sign_does_not_make_an_unclear_amount_clear(text: str) -> None:
    with pytest.raises(UnclearAmount):
        minor_of_text(text, digits=2)


@pytest.mark.parametrize("text", ["1e5", "1E+05", "", "-", "12 34", "1,2,3", "0x10", "١٢", "1.2.3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_of_text(text, digits=2)


@pytest.mark.parametrize("text", ["0,001", "1250,505", "0.125"])
def test_less_than_a_tiyn_is_refused_and_not_rounded(text: str) -> None:
    with pytest.raises(InexactAmount):
        minor_of_text(text, digits=2)


def test_zeros_behind_the_minor_unit_say_nothing() -> None:
    assert minor_of_text("1250,500", digits=2) == 125_050
    assert minor_of_text("1250,00", digits=0) == 1250


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_number_cell_means_what_was_typed(minor: int) -> None:
    assert minor_of_number(minor / 100, digits=2) == minor


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_read_exactly_or_refused(number: float) -> None:
    try:
        minor = minor_of_number(number, digits=2)
    except InexactAmount:
        return

    assert Fraction(repr(number)) * 100 == minor


@given(st.text(max_size=30))
def test_only_our_errors_leave(text: str) -> None:
    with suppress(IzdesError):
        assert isinstance(minor_of_text(text, digits=2), int)


def test_currencies_without_a_minor_unit_have_no_fraction() -> None:
    assert plain_amount(1234, "JPY") == "1234 JPY"


@given(minors, st.sampled_from([(",", "."), (".", ",")]))
def test_a_known_mark_makes_every_amount_clear(minor: int, marks: tuple[str, str]) -> None:
    group, mark = marks
    whole, part = divmod(minor, 1000)
    text = f"{grouped(whole, group)}{mark}{part:03d}"

    assert minor_of_text(text, digits=3, mark="." if mark == "." else ",") == minor


def test_a_known_mark_tells_thousands_from_fractions() -> None:
    assert minor_of_text("1,250", digits=2, mark=".") == 125_000
    assert minor_of_text("1,250", digits=2, mark=",") == 125
    assert minor_of_text("-1 250.5", digits=2, mark=".") == -125_050


@pytest.mark.parametrize("text", ["1.250,5", "1,25", "12,34,567", "1.2.3", ",5"])
def test_what_contradicts_the_known_mark_is_no_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_of_text(text, digits=2, mark=".")


@given(st.text(max_size=30), st.sampled_from([",", "."]))
def test_only_our_errors_leave_with_a_known_mark(text: str, mark: DecimalMark) -> None:
    with suppress(IzdesError):
        assert isinstance(minor_of_text(text, digits=18, mark=mark), int)


def test_tokens_have_the_smallest_parts_of_their_chains() -> None:
    assert minor_digits("USDT") == 6
    assert minor_digits("ETH") == 18
    assert minor_digits("KZT") == 2
    assert plain_amount(10**19 + 1, "ETH") == "10.000000000000000001 ETH"


def test_an_amount_finer_than_the_token_is_refused() -> None:
    assert minor_of_text("0.00000001", digits=minor_digits("BTC"), mark=".") == 1
    with pytest.raises(InexactAmount):
        minor_of_text("0.000000001", digits=minor_digits("BTC"), mark=".")
