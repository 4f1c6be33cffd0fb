from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.linking.weak.near_scripts import comparing, near_scripts_of, same_script
from izdes.core.linking.weak.script import reading
from izdes.engine.linking import script_index
from izdes.twin.narratives import narrative

FACTS = {
    "name": "Сейіт Айгүл",
    "phone": "+7 700 000 12 34",
    "handle": "@oidan_invest",
    "site": "invest-kz.example",
    "sum": "250 000 тг",
    "to": "*1234",
    "day": "12.04.2026",
    "caller": "Ерлан",
    "hotline": "1414",
    "lender": "«Тезтиын»",
}
SCHEMES = ("BANK_CALL_SMS", "INVESTMENT", "PHISHING")
PIECES = (
    "позвонил сотрудник службы безопасности и велел установить программу",
    "предложили купить акции зарубежной нефтяной компании под большой процент",
    "хозяйка квартиры попросила внести предоплату за бронирование",
    "қауіпсіздік қызметінен хабарласып шотты бұғаттау керек деді",
    "үйден жұмыс істеп тапсырма орындау арқылы табыс табуға шақырды",
    "12.03.2026 перевел 500 000 тг",
    "@handle",
    "",
)


def told(seed: int, count: int) -> list[str]:
    rng = Random(seed)
    return [
        narrative(
            rng, rng.choice(SCHEMES), rng.choice(("kk", "ru", "mixed")), FACTS, is_woman=n % 2 == 0
        )
        for n in range(count)
    ]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join), max_size=14))
@settings(max_examples=40)
def test_the_engine_finds_what_the_core_finds(stories: list[str]) -> None:
    found = script_index.near_scripts_of(stories)

    assert tuple(found.pairs()) == near_scripts_of(stories)


def test_the_engine_finds_what_the_core_finds_where_shingles_are_common(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Batches smaller than the stories, so that their seams are met.
    monkeypatch.setattr(script_index, "_BATCH", 300)
    stories = told(5, reading().least_stories)

    found = script_index.near_scripts_of(stories)

    assert len(found) > 100
    assert tuple(found.pairs()) == near_scripts_of(stories)


def test_a_template_used_by_thousands_gives_each_its_nearest_few() -> None:
    rng = Random(7)
    own = [" ".join(rng.choices(PIECES[0].split() + PIECES[2].split(), k=9)) for _ in range(400)]
    stories = [f"{' '.join(PIECES[:5])} {words}" for words in own]

    found = script_index.near_scripts_of(stories)

    assert 0 < len(found) <= len(stories) * comparing().nearest
    assert len(np.unique(np.concatenate([found.one, found.other]))) == len(stories)
    assert np.median(found.alike) > 130
    assert tuple(found.pairs()) == near_scripts_of(stories)


def test_weights_are_those_of_the_core() -> None:
    found = script_index.near_scripts_of(told(6, 400))

    weights = found.weights(28_851)

    assert weights.tolist() == [same_script(near, 28_851) for near in found.pairs()]
    assert len(set(weights.tolist())) > 1


@pytest.mark.parametrize("stories", [[], [""], ["Меня обманули"] * 2])
def test_where_nobody_tells_enough_nothing_is_found(stories: list[str]) -> None:
    found = script_index.near_scripts_of(stories)

    assert len(found) == 0
    assert found.weights(10).tolist() == []
