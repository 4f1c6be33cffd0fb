"""Script of a deception: what is alike in two stories once their numbers and names are taken out.

A story becomes words without case, endings and Kazakh letters typed or not; numbers, sums, dates,
addresses and names become one sign, so that only the way of the deception is left. Words in a row
are *shingles*. What every complaint says ("прошу принять меры") is left out: by a packaged list,
and, where there are enough stories to tell, by how many of them say it.

A name at the beginning of a sentence, or in a text without capitals, is not known as one and stays.
A story of a few words has no script.

A script is told to thousands and copied by others, and a clerk's hand makes stories alike: see
`izdes.core.linking.weak.near_scripts` for what a likeness says, and what it does not.

Source: Broder (1997), On the resemblance and containment of documents. Which words are masked,
which endings are cut and what is everybody's stands in ``data/script.yaml``.

>>> words_of("12 наурызда маған Айгүл Серікова хабарласты, нөмірі +7 701 000 12 34")
('*', 'маган', '*', 'хабарлас', 'номир', '*')
>>> words_of("5 мамыр күні маған Ерлан хабарласты, нөмірі 8 (702) 111-11-22")
('*', 'маган', '*', 'хабарлас', 'номир', '*')
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import yaml

from izdes.core.identifiers.narrative.lexicon import flags, fold, meaning
from izdes.core.identifiers.narrative.text import Text

MASK = "*"
_MASKED = (MASK,)
_MILLI = 1000
_WORD = re.compile(r"[^\W\d_]{2,}")
# What stands in a piece of text that is a number, an address or a handle, whatever its letters.
_NO_WORD = re.compile(r"[\d@_/]|[A-Za-z]\.[A-Za-z]")
_OPENING_SIGNS = "«\"'(„“"
_ENDS_SENTENCE = (".", "!", "?", ":")
_INITIAL = 2
_DOUBLED = re.compile(r"(.)\1+")
# Letters of a Latin keyboard that stand in Cyrillic words by mistake.
_CYRILLIC = str.maketrans("abceikmhopctyx", "авсеикмнорстух")
_REMEMBERED = 1 << 18
_LONGEST_REMEMBERED = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """How stories are read: the part of ``data/script.yaml`` that speaks of words.

    Attributes:
        masked: Bits of the meanings whose words are masked.
        ending: Any of the endings, the longest first, at the end of a word with stem enough.
        cuts: How many endings are cut one after the other.
        shingle_words: How many words in a row a shingle has.
        least_shingles: A story with fewer has no script.
        common_permille: A shingle that more of the stories have is everybody's.
        least_stories: Fewer stories do not tell what is everybody's.
    """

    masked: int
    ending: re.Pattern[str]
    cuts: int
    shingle_words: int
    least_shingles: int
    common_permille: int
    least_stories: int


def words_of(story: str) -> tuple[str, ...]:
    """Return the words of a story that the script is made of; what is masked is one sign."""
    at_the_beginning, inside = _known()
    found = [""]
    known = at_the_beginning
    for piece in Text.of(story).plain.split():
        for word in known[piece]:
            # Several masked words in a row are one: a number may be written in groups.
            if word != MASK or found[-1] != MASK:
                found.append(word)
        ends = piece.endswith(_ENDS_SENTENCE) and len(piece) > _INITIAL
        known = at_the_beginning if ends else inside
    return tuple(found[1:])


class _Known(dict[str, tuple[str, ...]]):
    """The words of the pieces between blanks that were met, kept while there is room."""

    def __init__(self, *, masks_names: bool) -> None:
        super().__init__()
        self._masks_names = masks_names

    def __missing__(self, piece: str) -> tuple[str, ...]:
        """Read a piece that is not kept."""
        if _NO_WORD.search(piece):
            # Numbers and addresses seldom come twice.
            return _MASKED
        is_masked = self._masks_names and _is_name(piece)
        words = _MASKED if is_masked else tuple(map(_word, _WORD.findall(piece)))
        if len(self) < _REMEMBERED and len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = words
        return words


def _is_name(piece: str) -> bool:
    """Say whether a piece inside a sentence begins with one capital letter."""
    bare = piece.lstrip(_OPENING_SIGNS)
    return bare[:1].isupper() and not bare[1:2].isupper()


@cache
def _known() -> tuple[_Known, _Known]:
    """Return the pieces met at the beginning of sentences, and inside them."""
    return _Known(masks_names=False), _Known(masks_names=True)


def _word(written: str) -> str:
    """Return a word folded and without endings, or the mask."""
    rules = reading()
    if meaning(written).flags & rules.masked:
        return MASK
    word = fold(written)
    if not word.isascii():
        word = word.translate(_CYRILLIC)
    word = _DOUBLED.sub(r"\1", word)
    for _ in range(rules.cuts):
        word = rules.ending.sub("", word)
    return word


@lru_cache(_REMEMBERED)
def number_of(word: str) -> int:
    """Return the fixed 64-bit number of a word, the same on any machine."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


# Steele, Lea and Flood (2014), "splitmix64": every bit of the number moves every bit of the result.
GOLDEN = 0x9E3779B97F4A7C15
MIX_1, MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_64 = (1 << 64) - 1


def mixed(number: int) -> int:
    """Return a 64-bit number with its bits mixed."""
    number = (number ^ number >> 30) * MIX_1 & _64
    number = (number ^ number >> 27) * MIX_2 & _64
    return number ^ number >> 31


def shingles_of(story: str) -> frozenset[int]:
    """Return the shingles of a story as 32-bit numbers, those of the packaged list left out."""
    return _shingles(words_of(story)) - boilerplate()


def _shingles(words: Sequence[str]) -> frozenset[int]:
    """Return the number of every few words in a row."""
    numbers = [number_of(word) for word in words]
    width = reading().shingle_words
    found = set()
    for first in range(len(numbers) - width + 1):
        shingle = 0
        for number in numbers[first : first + width]:
            shingle = mixed((shingle + GOLDEN & _64) ^ number)
        found.add(shingle >> 32)
    return frozenset(found)


@cache
def boilerplate() -> frozenset[int]:
    """Return the shingles that every complaint may have, by the packaged list."""
    phrases = [phrase for told in script_table()["boilerplate"].values() for phrase in told]
    return frozenset(shingle for phrase in phrases for shingle in _shingles(words_of(phrase)))


def common_shingles(stories: Iterable[frozenset[int]]) -> frozenset[int]:
    """Return the shingles that so many stories have that they tell nothing of one script.

    A small collection tells nothing: it may have been brought together because its stories are
    alike.
    """
    rules = reading()
    told = Counter[int]()
    count = 0
    for story in stories:
        told.update(story)
        count += 1
    if count < rules.least_stories:
        return frozenset()
    return frozenset(s for s, n in told.items() if n * _MILLI > count * rules.common_permille)


@cache
def reading() -> Reading:
    """Return how stories are read, from the packaged table."""
    table = script_table()
    cut = {fold(e) for rows in table["endings"].values() for row in rows for e in row.split()}
    longest_first = "|".join(sorted(cut, key=lambda ending: (-len(ending), ending)))
    return Reading(
        masked=flags(*table["masked"]),
        ending=re.compile(rf"(?<=.{{{table['least_stem']}}})(?:{longest_first})$"),
        cuts=table["cuts"],
        shingle_words=table["shingle_words"],
        least_shingles=table["least_shingles"],
        common_permille=table["common_permille"],
        least_stories=table["least_stories"],
    )


@cache
def script_table() -> dict[str, Any]:
    """Read the packaged table."""
    text = (files(__package__) / "data" / "script.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
