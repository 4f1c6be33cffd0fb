"""Lines of a printed page: pieces at one height, from left to right.

A line's number is its place on the page counted from the top, from 1. A row of a PDF is named by
its page and its line in one number, ``page × 1000 + line``, so that whoever holds the paper finds
it by counting.

>>> row_number(2, 17)
2017
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.pdf.device import Piece
from izdes.adapters.statements.pdf.rules import Rule, RuledPage

_PAGE = 1000
# Above half a thousand the numbers belong to fees that stand in the line of another row.
_FEE = 500
_SAME_HEIGHT = 0.3
_SAME_WORD = 0.15
_SAME_PLACE = 0.15
_MIDDLE = 0.3
_TOUCH = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a blank between them, and where they stand."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of one page.

    Attributes:
        page: From 1; ``number`` from the top, from 1.
        y: Its baseline in points from the upper edge.
        size: That of its largest letters, in points.
        is_ruled: A line is drawn across the table between it and the line above.
        bars: Where upright lines pass it.
    """

    page: int
    number: int
    y: float
    size: float
    words: tuple[Word, ...]
    is_ruled: bool = False
    bars: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def row(self) -> int:
        """The number by which a row in this line is named."""
        return row_number(self.page, self.number)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand close together."""

    x0: float
    x1: float
    text: str


def row_number(page: int, line: int) -> int:
    """Return the number that names a line of a page."""
    return page * _PAGE + line


def fee_number(row: int) -> int:
    """Return the number of the fee that is printed in the line of a row."""
    return row + _FEE


def lines_of(
    page: int, pieces: Iterable[Piece], rules: Iterable[Rule] = ()
) -> tuple[PrintedLine, ...]:
    """Return the lines of one page from top to bottom.

    Args:
        page: Its number, from 1.
        pieces: What is seen on it.
        rules: The level lines drawn on it.

    Raises:
        Unusable: There are more lines than a sheet of paper can hold.
    """
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.y, p.x0)):
        if groups and piece.y - groups[-1][0].y <= _SAME_HEIGHT * max(piece.size, 1):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    if len(groups) >= _FEE:
        raise Unusable("pdf_too_large")
    lines = [_line(page, number, group) for number, group in enumerate(groups, start=1)]
    return tuple(_with_rules(lines, rules))


def _with_rules(lines: list[PrintedLine], rules: Iterable[Rule]) -> Iterator[PrintedLine]:
    """Yield the lines, knowing between which of them the table is ruled across."""
    words = [word for line in lines for word in line.words]
    width = max((w.x1 for w in words), default=0) - min((w.x0 for w in words), default=0)
    page = RuledPage(rules, width=width)
    above = 0.0
    for line in lines:
        bars = page.bars_at(line.y - line.size * _MIDDLE)
        yield replace(line, is_ruled=page.is_parted(above, line.y), bars=bars)
        above = line.y


def _line(page: int, number: int, pieces: list[Piece]) -> PrintedLine:
    """Put the pieces at one height together to words."""
    words: list[Word] = []
    last: Piece | None = None
    for piece in sorted(pieces, key=lambda p: p.x0):
        if last is not None and _is_same(last, piece):
            continue
        text = cleaned(piece.text)
        if words and last is not None and piece.x0 - words[-1].x1 <= _SAME_WORD * last.size:
            text = words[-1].text + text
            words[-1] = Word(words[-1].x0, max(words[-1].x1, piece.x1), text)
        elif text:
            words.append(Word(piece.x0, piece.x1, text))
        last = piece
    size = max(piece.size for piece in pieces)
    return PrintedLine(page, number, pieces[0].y, size, tuple(words))


def _is_same(one: Piece, other: Piece) -> bool:
    """Say whether a piece was drawn twice, a little aside, to look bold."""
    return one.text == other.text and abs(one.x0 - other.x0) <= _SAME_PLACE * one.size


@lru_cache(maxsize=1 << 14)
def cleaned(printed: str) -> str:
    r"""Return a word without marks that have no shape, its letters composed.

    >>> cleaned("\u200e5\u202f000,00"), cleaned("и\u0306")
    ('5 000,00', 'й')
    """
    composed = unicodedata.normalize("NFC", printed)
    seen = (c for c in composed if unicodedata.category(c) not in {"Cf", "Cc"})
    return re.sub(r"\s+", " ", "".join(seen)).strip()


def segments_of(line: PrintedLine, gap: float) -> list[Segment]:
    """Return the words of a line, those nearer than ``gap`` (in sizes of letters) together.

    What an upright line parts stays apart, however near.
    """
    found: list[Segment] = []
    last = 0.0
    for word in line.words:
        bars = bisect(line.bars, word.x0 + _TOUCH) - bisect(line.bars, last - _TOUCH)
        last = word.x1
        if found and not bars and word.x0 - found[-1].x1 <= gap * line.size:
            found[-1] = Segment(found[-1].x0, word.x1, f"{found[-1].text} {word.text}")
        else:
            found.append(Segment(word.x0, word.x1, word.text))
    return found
