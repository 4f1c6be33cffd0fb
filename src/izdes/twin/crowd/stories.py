"""Stories: what a victim writes, with the script that she heard retold in it.

The frame is that of `izdes.twin.narratives`; between what happened and what was paid stands the
crew's own script. Copies of a script agree in all its things, two other scripts in hardly one.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from random import Random

from izdes.twin.country import material
from izdes.twin.crowd.handwriting import as_typed
from izdes.twin.crowd.lots import happens, one_of
from izdes.twin.crowd.shares import scripts, shares

_HE_OR_SHE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_FACT = re.compile(r"\{(\w+)\}")
_SCRIPTS_KEPT = 1 << 14


def story(
    rng: Random, scheme: str, language: str, facts: Mapping[str, str], *, script: tuple[int, int]
) -> str:
    """Return one victim's story, with the slips people make in words.

    Args:
        rng: The complaint's stream.
        language: ``kk``, ``ru``, or ``mixed``: each sentence in one of the two.
        facts: What fills the braces, and ``sex``; where one is empty its sentence is impossible.
        script: The country's seed and the script's number.
    """
    parts = material("narratives.yaml")["parts"]
    place = parts.index("story") + 1
    known = frozenset(name for name, fact in facts.items() if fact)
    frame = [
        _sentence(rng, _possible(scheme, _tongue(rng, language), part, facts["sex"], known), facts)
        for part in parts
    ]
    told = [*frame[:place], *_retold(rng, language, script, facts["sex"]), *frame[place:]]
    if happens(rng, shares()["story"]["no_opening"]):
        told.pop(0)
    return as_typed(rng, " ".join(filter(None, told)))


def _tongue(rng: Random, language: str) -> str:
    """Return the language of one sentence."""
    return one_of(rng, ("kk", "ru")) if language == "mixed" else language


def _sentence(rng: Random, possible: tuple[str, ...], facts: Mapping[str, str]) -> str:
    """Return one of the sentences; empty if there is none."""
    return one_of(rng, possible).format_map(facts) if possible else ""


@cache
def _possible(
    scheme: str, tongue: str, part: str, sex: str, known: frozenset[str]
) -> tuple[str, ...]:
    """Return the sentences of one part for which all facts are known."""
    texts = material("narratives.yaml")
    source = texts[scheme] if part in texts[scheme][tongue] else texts["common"]
    return tuple(
        _for_sex(text, sex)
        for text in source[tongue][part]
        if known.issuperset(_FACT.findall(text))
    )


def _for_sex(text: str, sex: str) -> str:
    """Choose between the forms of Russian verbs in the past."""
    return _HE_OR_SHE.sub(r"\2" if sex == "female" else r"\1", text)


def _retold(rng: Random, language: str, script: tuple[int, int], sex: str) -> Iterator[str]:
    """Yield the sentences of the script that this victim remembers."""
    forgotten = shares()["story"]["forgotten"]
    for part, (sentence, thing) in zip(scripts()["parts"], _beats(*script), strict=True):
        if not happens(rng, forgotten):
            tongue = _tongue(rng, language)
            yield _retellings(tongue, part, sex)[sentence].format(thing=_things(tongue)[thing])


@lru_cache(_SCRIPTS_KEPT)
def _beats(seed: int, script: int) -> tuple[tuple[int, int], ...]:
    """Return the sentence and the thing of every part of a script."""
    left = int.from_bytes(hashlib.sha256(f"{seed}/script/{script}".encode()).digest(), "big")
    found = []
    for part in scripts()["parts"]:
        left, sentence = divmod(left, len(scripts()["told"]["kk"][part]))
        left, thing = divmod(left, len(_things("kk")))
        found.append((sentence, thing))
    return tuple(found)


@cache
def _retellings(tongue: str, part: str, sex: str) -> tuple[str, ...]:
    """Return the sentences in which a part of a script may be retold."""
    return tuple(_for_sex(text, sex) for text in scripts()["told"][tongue][part])


@cache
def _things(tongue: str) -> tuple[str, ...]:
    """Return every adjective with every noun."""
    adjectives, nouns = scripts()["adjectives"][tongue], scripts()["nouns"][tongue]
    return tuple(f"{adjective} {noun}" for adjective in adjectives for noun in nouns)
