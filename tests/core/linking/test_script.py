import inspect
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.linking.weak.near_scripts import (
    Near,
    comparing,
    likeness_permille,
    near_scripts_of,
    near_stories,
    orders,
    same_script,
    signature_of,
)
from izdes.core.linking.weak.script import (
    MASK,
    boilerplate,
    common_shingles,
    reading,
    shingles_of,
    words_of,
)

COUNTRY = 28_851
KK = (
    "{day} маған {name} деген біреу {phone} нөмірінен хабарласып, шетелдегі мұнай қорынан үлес "
    "алуды ұсынды. Алғашында {sum} салдым, екі аптадан кейін пайда түскендей болып көрінді. Содан "
    "соң салықты алдын ала төлеу керек деп тағы ақша сұрады, {site} бетінде шот жабылып қалды."
)
RU = (
    "{day} мне позвонила {name} с номера {phone} и предложила купить долю в зарубежном нефтяном "
    "фонде. Сначала внес {sum}, через неделю в кабинете {site} появилась прибыль. Потом сказали, "
    "что надо заранее оплатить налог, попросили еще денег, а кабинет закрыли навсегда."
)
OTHER_RU = (
    "{day} увидел объявление о сдаче квартиры, хозяйка {name} прислала фотографии и сказала, что "
    "желающих много. Перевел {sum} за бронь, на {phone} больше никто не отвечает, а по адресу "
    "живут посторонние люди, которые ничего не сдают. Страницу {site} удалили."
)

names = st.sampled_from(["Айгүл", "Ерлан", "Жансая", "Вероника", "Тимофей", "Нұрсұлтан"])
days = st.sampled_from(["12.03.2026", "5 мамыр күні", "3 апреля", "Кеше", "Вчера в 14:30"])
phones = st.sampled_from(["+7 701 000 12 34", "87020001122", "8 (705) 111-22-33"])
sums = st.sampled_from(["500 000 тг", "2,5 млн теңге", "екі жүз мың теңге", "150000тг", "$300"])
sites = st.sampled_from(["fond-kz.example", "https://neft.example/in", "@neft_fond"])
facts = st.fixed_dictionaries(
    {"name": names, "day": days, "phone": phones, "sum": sums, "site": sites}
)
FACTS = {
    "name": "Айгүл",
    "day": "3 апреля",
    "phone": "87020001122",
    "sum": "500 000 тг",
    "site": "neft.example",
}


def mistyped(text: str, rng: Random, *, one_in: int) -> str:
    """Swap two letters inside some of the longer words."""
    words = text.split()
    for n, word in enumerate(words):
        if word.isalpha() and len(word) > 4 and rng.randrange(one_in) == 0:
            at = rng.randrange(1, len(word) - 2)
            words[n] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def likeness(one: str, other: str) -> int:
    return likeness_permille(signature_of(shingles_of(one)), signature_of(shingles_of(other)))


@pytest.mark.parametrize("script", [KK, RU])
@given(facts, facts)
def test_other_numbers_sums_days_and_names_are_the_same_script(
    script: str, one: dict[str, str], other: dict[str, str]
) -> None:
    told, again = script.format(**one), script.format(**other)

    assert words_of(told) == words_of(again)
    assert likeness(told, again) == 1_000


def test_what_is_masked_leaves_one_sign() -> None:
    words = words_of("Перевел 2 500 000 тенге на KZ09 1010 0000 0000 0001, Айгүл С. ждала")

    assert words == ("перев", MASK, "на", MASK, "ждал")


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("маған қоңырау шалды", "маган коныраy шалды"),
        ("МАҒАН ҚОҢЫРАУ ШАЛДЫ", "маған қоңырау шалды"),
        ("перевела деньги мошенникам", "перевел деньги мошеннику"),
        ("картаға салдым", "картадан салды"),
    ],
)
def test_case_keyboard_and_endings_do_not_count(written: str, again: str) -> None:
    assert words_of(written) == words_of(again)


def test_typos_make_a_script_less_alike_by_and_by() -> None:
    told = RU.format(**FACTS)

    few, many = (likeness(told, mistyped(told, Random(1), one_in=n)) for n in (12, 3))

    assert 1_000 > few > many > likeness(told, OTHER_RU.format(**FACTS))
    assert few >= comparing().least_permille


def test_two_languages_are_never_alike() -> None:
    assert likeness(KK.format(**FACTS), RU.format(**FACTS)) < comparing().least_permille


def test_what_every_complaint_says_is_no_script() -> None:
    close = " Прошу принять меры. Прошу помочь вернуть деньги. Шара қолдануыңызды сұраймын."

    told = RU.format(**FACTS)

    assert boilerplate()
    assert likeness(told, told + close) > 850
    assert len(shingles_of("Прошу принять меры")) == 0


def test_a_story_of_a_few_words_has_no_script() -> None:
    assert near_scripts_of(["Меня обманули по телефону"] * 3) == ()


def test_what_many_of_enough_stories_have_is_everybodys() -> None:
    least = reading().least_stories
    stories = [frozenset({n, -1}) if n % 10 == 0 else frozenset({n}) for n in range(least)]

    assert common_shingles(stories) == {-1}
    assert common_shingles(stories[1:]) == frozenset()


@given(st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=60), st.data())
def test_the_signature_tells_the_share_of_common_shingles(
    shingles: set[int], data: st.DataObject
) -> None:
    part = data.draw(st.sets(st.sampled_from(sorted(shingles)), min_size=1))

    found = likeness_permille(signature_of(shingles), signature_of(part))

    share = 1_000 * len(part) // len(shingles)
    # Six times the spread of as many draws as there are slots.
    assert abs(found - share) <= 6 * 500 // 11
    assert signature_of(sorted(shingles)) == signature_of(sorted(shingles, reverse=True))


def test_the_orders_are_fixed_for_ever() -> None:
    # Another number here is another program: stored signatures would be worthless.
    assert orders()[:2] == ((3_793_791_033, 1_853_398_634), (113_532_185, 4_169_906_344))
    assert len(set(orders())) == comparing().slots
    assert all(factor % 2 for factor, _ in orders())


def test_stories_of_one_script_find_each_other() -> None:
    filler = [f"{OTHER_RU.format(**FACTS)} {' '.join(chr(1072 + n) * 5 for n in range(9))}"]
    stories = [RU.format(**FACTS), KK.format(**FACTS), *filler, RU.format(**{**FACTS, "day": "2"})]

    found = near_scripts_of(stories)

    assert [(near.one, near.other) for near in found] == [(0, 3)]
    assert found[0].permille > 900
    assert found[0].alike == 2


def test_a_copied_template_is_never_multiplied_out() -> None:
    copies = dict.fromkeys(range(200), signature_of(shingles_of(RU.format(**FACTS))))

    found = near_stories(copies)

    assert {near.alike for near in found} == {200}
    assert len(found) <= len(copies) * comparing().nearest
    assert {place for near in found for place in (near.one, near.other)} == set(copies)


def test_the_order_of_stories_decides_nothing_but_their_places() -> None:
    rng = Random(3)
    stories = {
        n: signature_of(shingles_of(mistyped((RU, OTHER_RU)[n % 2].format(**FACTS), rng, one_in=4)))
        for n in range(8)
    }

    found = near_stories(stories)

    assert found
    assert near_stories(dict(reversed(stories.items()))) == found


def test_a_script_that_many_tell_says_little() -> None:
    weights = [same_script(Near(0, 1, 1_000, alike), COUNTRY) for alike in (2, 200, 2_000, 20_000)]

    assert weights == sorted(weights, reverse=True)
    assert weights[0] == comparing().bins[-1][1]
    assert weights[-1] == 0


def test_a_smaller_likeness_weighs_less_and_a_small_one_nothing() -> None:
    least = comparing().least_permille
    weights = [same_script(Near(0, 1, permille, 2), COUNTRY) for permille in (1_000, 600, least)]

    assert weights == sorted(weights, reverse=True)
    assert same_script(Near(0, 1, least - 1, 2), COUNTRY) == 0
    assert max(milli for _, milli in comparing().bins) < 2_500


def test_the_reason_is_worded_in_three_languages() -> None:
    first_sentence = (inspect.getdoc(same_script) or "").partition("\n")[0]

    assert say("same_script", "en") == first_sentence
    assert len({say("same_script", lang) for lang in ("kk", "ru", "en")}) == 3
