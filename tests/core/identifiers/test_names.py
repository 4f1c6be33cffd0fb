import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.institution_name import institution_key
from izdes.core.identifiers.name import compare, is_name_of, key, keys

WORDS = st.text("абвгқңөұышщюяabcksy", min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгүл", "Айгуль"),
        ("Айгүл", "AIGUL"),
        ("Қайрат", "Kairat"),
        ("Қайрат", "Qairat"),
        ("Жандос", "Zhandos"),
        ("Жандос", "Jandos"),
        ("Әлия", "Aliya"),
        ("Шыңғыс", "Shyngys"),
        ("Ерлан", "Yerlan"),
        ("Сергей", "Sergey"),
        ("Дмитрий", "Dmitry"),
        ("Хасен", "Khassen"),
        ("Ғалым", "Galym"),
        ("Нұрсұлтан", "Nursultan"),
        ("Щукин", "Shchukin"),
    ],
)
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Серікова Айгүл", "Айгуль Серикова", "same_name"),
        ("Serikova Aigul", "СЕРІКОВА АЙГҮЛ", "same_name"),
        ("Айгүл Серікова", "Серикова Айгуль Максатовна", "name_less_said"),
        ("Серік Асанұлы", "Серик Асан улы", "same_name"),
        ("Ахметов Серик", "Ахметова Серик", "name_other_ending"),
        ("Серік Асанұлы Ахмет", "Ахмет Серик Асанович", "name_other_ending"),
        ("Айгүл С.", "Серікова Айгүл", "name_initials"),
    ],
)
def test_names_agree_for_a_stated_reason(one: str, other: str, reason: str) -> None:
    likeness = compare(one, other)

    assert likeness is not None
    assert likeness.reason == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгүл Серікова", "Айгүл Сәбитова"),
        ("А. С.", "Серікова Айгүл"),
        ("", "Серікова"),
        ("12345", "Серікова"),
        ("Айгүл Т.", "Серікова Айгүл"),
    ],
)
def test_a_contradicting_word_or_nothing_whole_is_no_agreement(one: str, other: str) -> None:
    assert compare(one, other) is None


@given(NAMES, NAMES)
def test_comparison_is_symmetric(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@given(NAMES, st.randoms())
def test_the_order_of_parts_says_nothing(name: str, random: object) -> None:
    del random
    words = name.split()

    assert sorted(keys(" ".join(reversed(words)))) == sorted(keys(name)) or "uli" in keys(name)


@given(st.text(), st.text())
def test_no_text_breaks_a_comparison(one: str, other: str) -> None:
    compare(one, other)
    institution_key(one)


def test_a_word_of_hard_signs_only_is_no_word() -> None:
    assert keys("ъ Айгүл") == ("aigul",)


def test_a_given_name_may_lack_words_and_not_have_more() -> None:
    assert is_name_of("Айгуль С.", "СЕРІКОВА АЙГҮЛЬ МАҚСАТҚЫЗЫ")
    assert not is_name_of("Серікова Айгүль Мақсатқызы", "Айгүль С.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('АО "Kaspi Bank"', "Каспи Банк АҚ"),
        ("ТОО «Ромашка»", "Ромашка ЖШС"),
        ("ИП Ромашка", "ЖК РОМАШКА"),
    ],
)
def test_an_institution_has_one_key_in_every_alphabet_and_legal_form(one: str, other: str) -> None:
    assert institution_key(one) == institution_key(other)


def test_a_legal_form_alone_keeps_its_name() -> None:
    assert institution_key("АО") == "ao"
