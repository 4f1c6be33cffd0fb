"""Tokens: words, numbers and signs of a narrative, each with its meaning.

The rules of amounts, moments, roles and schemes walk over tokens and never search the text again,
so that the time they take grows with the text and not faster.

A word is letters only: suffixes behind a hyphen, a number or a handle are tokens of their own.

>>> Tokens.of("2,5 млн-ды KZ42").texts
['2', ',', '5', 'млн', '-', 'ды', 'KZ', '42']
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Self

from izdes.core.identifiers.narrative.lexicon import Flags, flag
from izdes.core.identifiers.narrative.text import USUAL

_TOKEN = re.compile(r"([^\W\d_]+)|([0-9]+)|([\n\S])")
# The same where no other letters occur, without asking of each character what it is.
_USUAL_TOKEN = re.compile(r"([A-Za-z\u0400-\u0481\u048a-\u04ff]+)|([0-9]+)|([\n\S])")
WORD, NUMBER, SIGN = 1, 2, 3
_MAY_END = frozenset("\n;!?.")
_known = Flags()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a plain text, in its order; each list has one entry a token.

    Attributes:
        starts: Where it begins in the plain text.
        ends: One past where it ends.
        texts: The token as written.
        sorts: ``WORD``, ``NUMBER`` (ASCII digits) or ``SIGN`` (one character; a line's end is one).
        flags: Bits of its meanings, see `izdes.core.identifiers.narrative.lexicon`.
        stops: Indices of signs that end a sentence: a line's end, "?", "!", and a full stop, unless
            a word that is written with one ("тг.", "г.", "А.") stands before it; behind a number
            or a sign only one with a blank after it.
        telling: Indices of numbers and of what has a meaning: most words have none.
        numbers: Indices of numbers.
        said: Bits of every meaning that occurs.
        count: How many there are.
    """

    starts: list[int]
    ends: list[int]
    texts: list[str]
    sorts: list[int]
    flags: list[int]
    telling: list[int]
    numbers: list[int]
    said: int
    stops: frozenset[int]
    count: int

    @classmethod
    def of(cls, plain: str) -> Self:
        """Cut a plain text into tokens."""
        pattern = _USUAL_TOKEN if USUAL.fullmatch(plain) else _TOKEN
        found = list(pattern.finditer(plain))
        texts = [m[0] for m in found]
        sorts = [m.lastindex or SIGN for m in found]
        flags = [*map(_known.__getitem__, texts)]
        telling = [i for i, f in enumerate(flags) if f or sorts[i] == NUMBER]
        return cls(
            starts=[m.start() for m in found],
            ends=[m.end() for m in found],
            texts=texts,
            sorts=sorts,
            flags=flags,
            telling=telling,
            numbers=[i for i in telling if sorts[i] == NUMBER],
            said=reduce(or_, {*flags}, 0),
            stops=frozenset(_stops(found, texts, sorts, flags)),
            count=len(found),
        )

    def numbers_and(self, bits: int) -> list[int]:
        """Return the indices of numbers and of words with one of these meanings."""
        flags = self.flags
        # A number has no meaning of its own.
        return [index for index in self.telling if not flags[index] or flags[index] & bits]

    def meaning(self, bits: int) -> list[int]:
        """Return the indices of tokens with one of these meanings."""
        flags = self.flags
        return [index for index in self.telling if flags[index] & bits] if self.said & bits else []

    def at(self, place: int) -> int:
        """Return the index of the first token that begins at a place of the text or after it."""
        return bisect_left(self.starts, place)

    def touches(self, index: int) -> bool:
        """Say whether no blank stands between a token and the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]

    def __repr__(self) -> str:
        """Show how many there are and nothing of what they say."""
        return f"Tokens({self.count})"


def _stops(
    found: Sequence[re.Match[str]], texts: Sequence[str], sorts: Sequence[int], flags: Sequence[int]
) -> Iterator[int]:
    """Yield the indices of signs that end a sentence."""
    abbreviation = flag("abbreviation")
    for index in [i for i, text in enumerate(texts) if text in _MAY_END]:
        if texts[index] != ".":
            yield index
        elif index and sorts[index - 1] == WORD:
            # One capital letter is an initial.
            is_initial = len(texts[index - 1]) == 1 and texts[index - 1].isupper()
            if not is_initial and not flags[index - 1] & abbreviation:
                yield index
        elif index + 1 == len(found) or found[index + 1].start() > found[index].end():
            yield index
