"""Columns of a printed table: where its titles stand and where one column ends and the next begins.

A PDF has no columns, only words with places. The row of titles is found by their words; every
title lies inside its column, so that the border between two columns lies between their titles,
where the rows leave a gap. Of several gaps the one is taken that leaves both columns best aligned,
at the left, at the right or at the middle.

>>> words = (Word(0, 20, "Дата"), Word(60, 90, "Сумма"), Word(120, 170, "Операция"))
>>> titles = titles_in([PrintedLine(1, 1, 10.0, 8.0, words)])
>>> [title.meaning for title in titles.titles]
['moment', 'amount', 'operation']
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from izdes.adapters.statements.pdf.lines import PrintedLine, Segment, Word, segments_of
from izdes.adapters.statements.pdf.words import speaks_of_both, title_of

_AMOUNTS = frozenset({"amount", "credit", "debit"})
_FEWEST = 3
_MOST_LINES = 7
_DEEPEST = 120
_LINE_STEP = 2.2
_NEARER = 1.3
_TITLE_GAP = 0.45
CELL_GAP = 0.4
_ALIGNED = 2.0
_NARROW = 1.0


@dataclass(frozen=True, slots=True)
class Title:
    """One title; ``meaning`` is empty where its words are not known."""

    meaning: str
    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Titles:
    """The row of titles.

    Attributes:
        first: The line in which they begin, from 0; ``after`` the first line below them.
    """

    titles: tuple[Title, ...]
    first: int
    after: int

    @property
    def meanings(self) -> dict[str, int]:
        """Meaning -> column, from 0; of two columns with one meaning the left counts."""
        found: dict[str, int] = {}
        for column, title in enumerate(self.titles):
            if title.meaning:
                found.setdefault(title.meaning, column)
        return found

    @property
    def words(self) -> tuple[str, ...]:
        """The titles as printed."""
        return tuple(title.text for title in self.titles)

    def are_of_a_statement(self) -> bool:
        """Say whether a table of movements can stand below them."""
        known = self.meanings.keys()
        return "moment" in known and bool(known & _AMOUNTS) and len(known) >= _FEWEST


Border = float


def titles_in(lines: Sequence[PrintedLine]) -> Titles | None:
    """Return the most telling row of titles among the lines of one page, or None."""
    found = [
        titles
        for first, line in enumerate(lines[:_DEEPEST])
        if not _has_digit(line) and title_of(line.text)
        for titles in _beginning_at(lines, first)
        if titles.are_of_a_statement()
    ]
    best = min(found, key=lambda t: (-len(t.meanings), t.after - t.first, t.first), default=None)
    return _whole(lines, best) if best else None


def _whole(lines: Sequence[PrintedLine], titles: Titles) -> Titles:
    """Return the titles with those of their lines that were not needed to know them.

    They are nearer to the titles than to what follows.
    """
    after = titles.after
    while after < len(lines) and not (lines[after].is_ruled or _has_digit(lines[after])):
        before = lines[after].y - lines[after - 1].y
        rest = lines[after + 1].y - lines[after].y if after + 1 < len(lines) else before
        if before > min(_LINE_STEP * lines[after].size, _NEARER * rest):
            break
        after += 1
    whole = Titles(tuple(_stacked(lines[titles.first : after])), titles.first, after)
    is_same = whole.meanings.keys() >= titles.meanings.keys()
    return whole if is_same else replace(titles, after=after)


def _beginning_at(lines: Sequence[PrintedLine], first: int) -> Iterator[Titles]:
    """Yield what one line says as titles, alone and with those close below it."""
    for after in range(first + 1, min(first + _MOST_LINES, len(lines)) + 1):
        last = lines[after - 1]
        if after - 1 > first and last.y - lines[after - 2].y > _LINE_STEP * last.size:
            return
        if _has_digit(last):
            return
        yield Titles(tuple(_stacked(lines[first:after])), first, after)


def _has_digit(line: PrintedLine) -> bool:
    """Say whether a line holds a figure, as titles do not."""
    return any(c.isdigit() for word in line.words for c in word.text)


def _stacked(lines: Sequence[PrintedLine]) -> Iterator[Title]:
    """Yield the titles that lines make when what stands above each other is read together."""
    parts = sorted(
        ((s.x0, s.x1, n, s.text) for n, line in enumerate(lines) for s in _title_parts(line)),
    )
    group: list[tuple[float, float, int, str]] = []
    for part in parts:
        if group and part[0] > max(p[1] for p in group):
            yield _title(group)
            group = []
        group.append(part)
    if group:
        yield _title(group)


def _title_parts(line: PrintedLine) -> list[Segment]:
    """Return the titles of one line; two that nearly touch are parted where they change sides."""
    return [part for found in segments_of(line, _TITLE_GAP) for part in _sides(line, found)]


def _sides(line: PrintedLine, title: Segment) -> Iterator[Segment]:
    """Yield a title, or two where it speaks of what comes and of what goes."""
    words = [word for word in line.words if title.x0 <= word.x0 and word.x1 <= title.x1]
    cuts = [
        (words[n - 1].x1 - words[n].x0, n)
        for n in range(1, len(words) if speaks_of_both(title.text) else 0)
        if not any(map(speaks_of_both, (_words(words[:n]), _words(words[n:]))))
    ]
    place = min(cuts)[1] if cuts else len(words)
    for part in filter(None, (words[:place], words[place:])):
        yield Segment(part[0].x0, part[-1].x1, _words(part))


def _words(words: Sequence[Word]) -> str:
    """Return words as a text."""
    return " ".join(word.text for word in words)


def _title(parts: Iterable[tuple[float, float, int, str]]) -> Title:
    """Join what stands above each other to one title."""
    in_order = sorted(parts, key=lambda p: (p[2], p[0]))
    text = " ".join(p[3] for p in in_order)
    x0, x1 = min(p[0] for p in in_order), max(p[1] for p in in_order)
    meaning = "" if speaks_of_both(text) else title_of(text) or ""
    return Title(meaning, text, x0, x1)


def borders(titles: Sequence[Title], rows: Sequence[Sequence[Segment]]) -> tuple[Border, ...]:
    """Return where each column but the first begins.

    Args:
        titles: From left to right.
        rows: The segments of lines that hold the beginning of a row.
    """
    return tuple(_border(left, right, rows) for left, right in pairwise(titles))


def _border(left: Title, right: Title, rows: Sequence[Sequence[Segment]]) -> Border:
    """Return the border between two neighbours."""
    near = [s for row in rows for s in row if s.x1 > left.x0 and s.x0 < right.x1]
    gaps = list(_gaps(left.x1, right.x0, near))
    if not gaps:
        return _least_crossed(left, right, near)
    _, _, border = min(
        (_disorder(near, (low + high) / 2), low - high, (low + high) / 2) for low, high in gaps
    )
    return border


def _gaps(low: float, high: float, segments: Iterable[Segment]) -> Iterator[tuple[float, float]]:
    """Yield the stretches between two places that no segment covers."""
    reached = low
    for segment in sorted(segments, key=lambda s: s.x0):
        if segment.x0 - reached > _NARROW and reached < high:
            yield reached, min(segment.x0, high)
        reached = max(reached, segment.x1)
    if high - reached > _NARROW:
        yield reached, high


def _disorder(segments: Sequence[Segment], border: Border) -> int:
    """Return how many segments are out of line when they are parted at a border."""
    left = [s for s in segments if s.x0 + s.x1 < 2 * border]
    right = [s for s in segments if s.x0 + s.x1 >= 2 * border]
    return _out_of_line(left) + _out_of_line(right)


def _out_of_line(segments: Sequence[Segment]) -> int:
    """Return how many segments do not share the edge or the middle that most share."""
    if not segments:
        return 0
    edges = (
        [s.x0 for s in segments],
        [s.x1 for s in segments],
        [(s.x0 + s.x1) / 2 for s in segments],
    )
    return min(_apart(places) for places in edges)


def _apart(places: list[float]) -> int:
    """Return how many places are not near the median one."""
    median = sorted(places)[len(places) // 2]
    return sum(abs(place - median) > _ALIGNED for place in places)


def _least_crossed(left: Title, right: Title, segments: Sequence[Segment]) -> Border:
    """Return the place between two titles that the fewest segments cross."""
    tried = (right.x0 - _NARROW, (left.x1 + right.x0) / 2, left.x1 + _NARROW)
    return min(tried, key=lambda x: sum(s.x0 < x < s.x1 for s in segments))


def cut(line: PrintedLine, starts: Sequence[Border]) -> tuple[str, ...]:
    """Return the cells of a line; what stands close together is never cut apart.

    >>> cut(PrintedLine(1, 1, 9.0, 8.0, (Word(0, 20, "-"), Word(22, 40, "5"))), (30.0,))
    ('- 5', '')
    """
    cells = [""] * (len(starts) + 1)
    for segment in segments_of(line, CELL_GAP):
        column = sum((segment.x0 + segment.x1) / 2 >= start for start in starts)
        cells[column] = f"{cells[column]} {segment.text}".strip()
    return tuple(cells)
