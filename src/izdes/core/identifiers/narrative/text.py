r"""Text: a narrative as given beside the same text in ordinary characters.

Rules read the ordinary one: common blanks, hyphens and digits, no invisible characters, letters
composed. Places found there are given back in code points of the text as given, so that what is
shown to a court is what the victim wrote.

Lines stay lines. Nothing is corrected: a Cyrillic letter in a Latin word stays one.

>>> text = Text.of("Карта\u00a0\u200b４０００ 1234")
>>> text.plain, text.raw(6, 10)
('Карта 4000 1234', '４０００')

Source: Unicode Standard Annex 15, normalisation form KC, cluster by cluster.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

# Most narratives hold nothing else, and are read as they stand.
_USUAL_SIGNS = r"[\n -~Ѐ-ӿ«»№₸€₽$£¥°„“”…•\U0001f300-\U0001faff]"
USUAL = re.compile(rf"{_USUAL_SIGNS}*+")
# One sign for another: the text keeps its places.
_ONE_FOR_ONE = {
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\t\r"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    ord("\u2019"): "'",
}
_REPLACED = re.compile(f"[{''.join(map(chr, _ONE_FOR_ONE))}]")
_PIECE = re.compile(
    rf"(?P<usual>{_USUAL_SIGNS}+(?![\u0300-\u036f]))"
    r"|[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+"
)
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_KEPT = frozenset("№…™²³½¼¾")
_MARKS_A_CLUSTER = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A narrative.

    Attributes:
        given: As it was written.
        plain: In ordinary characters.
        places: For each character of ``plain`` its place in ``given``, and one past the last;
            empty where both are the same text.
    """

    given: str
    plain: str
    places: tuple[int, ...] = ()

    @classmethod
    def of(cls, given: str) -> Self:
        """Read a narrative of any length and content."""
        if USUAL.fullmatch(given):
            return cls(given, given)
        replaced = _REPLACED.sub(_one_for_one, given)
        if USUAL.fullmatch(replaced):
            return cls(given, replaced)
        characters: list[str] = []
        places: list[int] = []
        for piece in _PIECE.finditer(given):
            if piece["usual"]:
                characters.append(piece[0])
                places.extend(range(*piece.span()))
            else:
                ordinary = _ordinary(piece[0])
                characters.append(ordinary)
                places.extend([piece.start()] * len(ordinary))
        return cls(given, "".join(characters), (*places, len(given)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as given of a place in the plain one."""
        if not self.places:
            return start, end
        # The end is where the last character of the place ends, not where the next one begins:
        # what is invisible between them belongs to neither.
        return self.places[start], self._end_of(end - 1)

    def _end_of(self, last: int) -> int:
        """Return one past the end of a plain character in the text as given."""
        cluster = _CLUSTER.match(self.given, self.places[last])
        return cluster.end() if cluster else len(self.given)

    def raw(self, start: int, end: int) -> str:
        """Return what was written at a place of the plain text."""
        first, past = self.span(start, end)
        return self.given[first:past]

    def __repr__(self) -> str:
        """Show how long it is and nothing of what it says."""
        return f"Text({len(self.given)} characters)"


def _one_for_one(sign: re.Match[str]) -> str:
    """Return the ordinary sign for one of the odd ones."""
    return _ONE_FOR_ONE[ord(sign[0])]


def _ordinary(cluster: str) -> str:
    """Return a letter with its marks in ordinary characters: one, several or none."""
    if cluster in _KEPT:
        return cluster
    # A letter under hundreds of marks is somebody's joke; the first few are its own.
    folded = unicodedata.normalize("NFKC", cluster[:_MARKS_A_CLUSTER]).translate(_ONE_FOR_ONE)
    return "".join(map(_of_category, folded))


def _of_category(character: str) -> str:
    """Return an ASCII digit or blank for a foreign one, nothing for an invisible character."""
    if character == "\n" or character.isalpha():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else character
