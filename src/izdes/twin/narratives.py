"""Narratives: what victims write, in Kazakh, Russian or both, with the slips people make.

Sentences are drawn from ``narratives.yaml``. Slips touch words only, never numbers or addresses.
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from izdes.twin.chance import chosen, happens
from izdes.twin.country import material

# Phones without a Kazakh keyboard: what people type instead of the nine letters.
_WITHOUT_LETTERS = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_WORD = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{4,}")
_HE_OR_SHE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_MANNERS = {"plain": 50, "lower": 15, "no_kazakh_letters": 15, "typos": 20}


def narrative(
    rng: Random, scheme: str, language: str, facts: Mapping[str, str], *, is_woman: bool
) -> str:
    """Return one victim's story.

    Args:
        rng: The complaint's stream.
        scheme: A key of ``schemes.yaml``.
        language: ``kk``, ``ru``, or ``mixed``: each sentence in one of the two.
        facts: What fills the braces. A missing fact makes its sentence impossible.
        is_woman: Russian verbs in the past ask for it.
    """
    texts = material("narratives.yaml")
    told = []
    for part in texts["parts"]:
        tongue = rng.choice(("kk", "ru")) if language == "mixed" else language
        source = texts[scheme] if part in texts[scheme][tongue] else texts["common"]
        goods = rng.choice(texts["goods"][tongue])
        told.append(_sentence(rng, source[tongue][part], {**facts, "goods": goods}))
    if happens(rng, 25):
        told.pop(0)
    text = " ".join(sentence for sentence in told if sentence)
    return _as_typed(rng, _HE_OR_SHE.sub(r"\2" if is_woman else r"\1", text))


def _sentence(rng: Random, choices: list[str], facts: Mapping[str, Any]) -> str:
    """Return one of the sentences for which all facts are there; empty if there is none."""
    possible = [c for c in choices if all(facts.get(n) for n in re.findall(r"\{(\w+)\}", c))]
    return rng.choice(possible).format(**facts) if possible else ""


def _as_typed(rng: Random, text: str) -> str:
    """Return the text as it comes from a tired thumb."""
    manner = chosen(rng, _MANNERS)
    if manner == "lower":
        return _WORD.sub(lambda m: m[0].lower(), text).replace(". ", " ").removesuffix(".")
    if manner == "no_kazakh_letters":
        return text.translate(_WITHOUT_LETTERS)
    if manner == "typos":
        return _WORD.sub(lambda m: _slip(rng, m[0]) if happens(rng, 9) else m[0], text)
    return text


def _slip(rng: Random, word: str) -> str:
    """Return the word with two letters swapped, or one lost, or one twice."""
    place = rng.randrange(1, len(word) - 1)
    slip = rng.choice(("swap", "lose", "double"))
    if slip == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place] * (2 if slip == "double" else 0) + word[place + 1 :]
