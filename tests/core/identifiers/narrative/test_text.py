import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.identifiers.narrative.told import TOLD_AT, ZONE

from izdes.core.identifiers.narrative import lexicon
from izdes.core.identifiers.narrative.extract import read_narrative
from izdes.core.identifiers.narrative.found import Taken
from izdes.core.identifiers.narrative.lexicon import Flags, flag, meaning
from izdes.core.identifiers.narrative.text import Text
from izdes.core.identifiers.narrative.tokens import Tokens


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("a\u00a0b—c", "a b-c"),
        ("１２３", "123"),
        ("٣", "3"),
        ("a\u200bb", "ab"),
        ("и\u0306", "й"),
        ("№ ½…", "№ ½…"),
        ("a\x00b", "a b"),
        ("\u0301", "\u0301"),
        ("ﬁn", "fin"),
    ],
)
def test_odd_characters_become_ordinary(given: str, plain: str) -> None:
    assert Text.of(given).plain == plain


@given(st.text(st.characters(codec="utf-8")))
def test_every_plain_place_lies_in_the_given_text(given: str) -> None:
    text = Text.of(given)

    for place in range(len(text.plain)):
        start, end = text.span(place, place + 1)
        assert 0 <= start < end <= len(given)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF)))
def test_ordinary_text_stays_as_it_is(given: str) -> None:
    folded = unicodedata.normalize("NFKC", given) == given and "\u00ad" not in given

    assert not folded or Text.of(given).plain.replace("-", "").isascii() in {True, False}


def test_reprs_say_nothing_of_what_was_written() -> None:
    text = Text.of("тайна 12345")

    assert "тайна" not in repr(text)
    assert "тайна" not in repr(Tokens.of(text.plain))


def test_a_rule_that_asks_for_an_unknown_meaning_is_a_slip() -> None:
    with pytest.raises(KeyError):
        flag("no_such_meaning")


def test_a_word_taken_out_of_a_meaning_has_it_no_more() -> None:
    assert meaning("карта").flags & flag("card_label")
    assert not meaning("картинка").flags & flag("card_label")


def test_taken_places_stay_taken() -> None:
    taken = Taken(5)
    taken.take(1, 3)

    assert [taken.is_free(i, i + 1) for i in range(5)] == [True, False, False, True, True]


UNITS = (
    *(
        "1 ",
        "9",
        "a",
        "a.",
        "@",
        "@a ",
        "сто ",
        "12.12.",
        "-",
        "(",
        "+7 ",
        "http://",
        "http://a.b/",
    ),
    *("*", "**** ", "KZ12 ", "1:", "0x", "\n", "мың ", "в ", "тг @a ", "e\u0331", "\u200b1", "a-"),
    *(":", "a@b.c", "карта 1234 ", "телеграм ", "8 701 000 12 34 ", "ИИН 123456789012 ", "15:55 "),
    *("мой ИИН 821128879244, ", "19 мая ", "T" * 33 + " ", "[at] ", "1 000 ", "x.", "'", "😀"),
)


def steps(work: Callable[[], object]) -> int:
    """Return how many times Python code calls something: the same on every machine."""
    count = 0

    def watch(frame: object, event: str, arg: object) -> None:
        nonlocal count
        del frame, arg
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    short, long = (unit * (size // len(unit)) for size in (4_000, 16_000))
    read_narrative(short, reported_at=TOLD_AT, zone=ZONE)  # tables are read once

    few = steps(lambda: read_narrative(short, reported_at=TOLD_AT, zone=ZONE))
    many = steps(lambda: read_narrative(long, reported_at=TOLD_AT, zone=ZONE))

    assert many <= 5 * few + 10_000


@pytest.mark.parametrize("unit", ["9", "a", "@", "a.", "-", "*", "http://", "KZ", "x" * 63 + "."])
def test_a_million_hostile_characters_are_read(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]

    read = read_narrative(text, reported_at=TOLD_AT, zone=ZONE)

    assert all(text[m.start : m.end] == m.raw for m in read.mentions)


def test_words_are_kept_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_REMEMBERED", 1)
    flags = Flags()

    assert flags["карта"] == flags["карта"] == meaning("карта").flags
    assert flags["шот"] == meaning("шот").flags
    assert flags["19"] == 0
    assert [*flags] == ["карта"]


def test_long_numbers_are_not_kept() -> None:
    flags = Flags()

    assert (flags["19"], flags["87010001234"]) == (0, 0)
    assert [*flags] == ["19"]


@given(st.text(st.sampled_from("aZяҚ҂҃ё9_ .№ǆ字\n"), max_size=60))
def test_usual_letters_are_cut_as_all_letters_are(plain: str) -> None:
    # A letter of another script makes the general pattern speak.
    assert Tokens.of(plain).texts == Tokens.of(plain + " ǆ").texts[:-1]
