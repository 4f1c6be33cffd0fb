"""Counting: a number in words is read back as the number that it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import LANGUAGES, Lang
from izdes.adapters.words.counting import grouped, in_words
from izdes.core.identifiers.narrative.numerals import UNIT, numeral_at
from izdes.core.identifiers.narrative.tokens import Tokens


@given(st.integers(1, 10**12 - 1), st.sampled_from(["kk", "ru"]))
def test_words_are_heard_as_the_number_that_was_said(number: int, lang: Lang) -> None:
    heard = numeral_at(Tokens.of(in_words(number, lang)), 0)

    assert heard is not None
    assert heard.value == number * UNIT


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_has_a_word(lang: Lang) -> None:
    assert in_words(0, lang) in {"нөл", "ноль", "zero"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (21_000, "двадцать одна тысяча"),
        (12_000, "двенадцать тысяч"),
        (1_000_000, "один миллион"),
        (3_000_002, "три миллиона два"),
    ],
)
def test_russian_scales_go_with_their_number(number: int, words: str) -> None:
    assert in_words(number, "ru") == words


def test_what_nobody_says_in_words_is_read_in_groups() -> None:
    assert in_words(10**15, "kk") == grouped(str(10**15))
