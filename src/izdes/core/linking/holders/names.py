"""Names of account holders in parts, so that every spelling of one person's name is one name.

A statement prints "СЕРІКОВА АЙГҮЛ МАҚСАТҚЫЗЫ", a card "AIGUL SERIKOVA", a bank's application
"Айгүл С.", a clerk "Серикова А.М.". Letters are folded as in `izdes.core.identifiers.name`. The
patronymic is told by its ending, else it is the third word; given name and surname are compared in
either order, since nothing tells them apart in two alphabets.

Thousands of people bear one name: agreement of names alone proves no identity.

>>> holder_name("СЕРІКОВА АЙГҮЛ МАҚСАТҚЫЗЫ") == holder_name("Aigul Maksatovna Serikova")
True
>>> level_of(holder_name("Айгүл С."), holder_name("Айгуль Серикова"))
'initial'
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from izdes.core.identifiers import name
from izdes.core.linking.holders.table import holder_table

Level = Literal["full", "whole", "initial", "slip", "differs"]

_REMEMBERED = 1 << 16
_PAPER = 3
_SHORTEST_SLIPPED = 5


@dataclass(frozen=True, slots=True, order=True)
class HolderName:
    """A name in parts, as keys.

    Attributes:
        one, other: Given name and surname in alphabetical order; one of them may be an initial.
        patronymic: Whose child, without the ending that says so; empty where it is not given.
    """

    one: str
    other: str
    patronymic: str = ""

    def __post_init__(self) -> None:
        if not self.one or self.one > self.other or len(self.one + self.other) < _PAPER:
            raise ValueError("a name is a word and at least a letter, in alphabetical order")

    @property
    def is_whole(self) -> bool:
        """Say whether neither part is an initial."""
        return min(len(self.one), len(self.other)) > 1

    def __repr__(self) -> str:
        """Mask the person."""
        return f"HolderName({self.one[:1]}. {self.other[:1]}.)"


@lru_cache(_REMEMBERED)
def holder_name(printed: str) -> HolderName | None:
    """Return the parts of a name; None where there are not at least a word and a letter."""
    words = name.keys(printed)
    patronymic = _patronymic(words)
    rest = [word for word in words if word != patronymic]
    whole = [word for word in rest if len(word) > 1]
    parts = whole + [word for word in rest if len(word) == 1]
    if not whole or len(parts) == 1:
        return None
    one, other = sorted(parts[:2])
    return HolderName(one, other, _ending().sub("", patronymic))


def _patronymic(words: tuple[str, ...]) -> str:
    """Return the word that says whose child; empty where there are not three parts."""
    if len(words) < _PAPER:
        return ""
    told = [word for word in words[1:] if _ending().search(word)]
    return told[-1] if told else words[2] if len(words[2]) > 1 else ""


def plain_name(known_as: HolderName) -> HolderName:
    """Return a name without its patronymic."""
    return HolderName(known_as.one, known_as.other)


def shorter_forms(known_as: HolderName) -> frozenset[HolderName]:
    """Return a name without its patronymic, and as a bank shows it: either part as an initial."""
    one, other = known_as.one, known_as.other
    pairs = {(one, other)}
    if known_as.is_whole:
        pairs |= {(one, other[0]), (one[0], other)}
    return frozenset(HolderName(*sorted(pair)) for pair in pairs)


def level_of(one: HolderName, other: HolderName) -> Level | None:
    """Return how far two names agree.

    Returns:
        ``differs`` where a part of one contradicts the other; None where neither speaks: "Айгүл С."
        and "Серикова А." have no word in common and none that contradicts.
    """
    if one.patronymic and other.patronymic and one.patronymic != other.patronymic:
        return "differs"
    if one.is_whole and other.is_whole:
        if (one.one, one.other) == (other.one, other.other):
            return "full" if one.patronymic and other.patronymic else "whole"
        return "slip" if any(_is_slipped(*p) for p in _pairings(one, other)) else "differs"
    agreeing = [pairing for pairing in _pairings(one, other) if all(map(_agree, pairing))]
    if not agreeing:
        return "differs"
    is_told = any(a == b and len(a) > 1 for pairing in agreeing for a, b in pairing)
    return "initial" if is_told else None


_Pair = tuple[str, str]


def _pairings(one: HolderName, other: HolderName) -> tuple[tuple[_Pair, _Pair], ...]:
    """Return both ways to set the parts of two names side by side."""
    straight = (one.one, other.one), (one.other, other.other)
    crossed = (one.one, other.other), (one.other, other.one)
    return straight, crossed


def _agree(pair: _Pair) -> bool:
    """Say whether two parts are one word, or one of them is the other's initial."""
    one, other = pair
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _is_slipped(one: _Pair, other: _Pair) -> bool:
    """Say whether of two pairs of parts one is the same word and the other one letter away."""
    return (one[0] == one[1] and is_one_slip(*other)) or (
        other[0] == other[1] and is_one_slip(*one)
    )


def is_one_slip(one: str, other: str) -> bool:
    """Say whether two long words differ by one letter that is wrong, too many or missing."""
    shorter, longer = sorted((one, other), key=len)
    is_known = one.isascii() and other.isascii()
    if one == other or not is_known or len(shorter) < _SHORTEST_SLIPPED:
        return False
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    rest = shorter[same + (len(shorter) == len(longer)) :]
    return rest == longer[same + 1 :]


@cache
def _ending() -> re.Pattern[str]:
    """Return any ending that says whose child, in letters of keys."""
    return re.compile(f"(?<=..)(?:{'|'.join(holder_table()['patronymics'])})$")
