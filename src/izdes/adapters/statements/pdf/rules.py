"""Rules: the level and upright lines of a drawn table, and what they part.

Most banks draw their tables. Where two rows stand close a level line tells where one ends; where
two columns nearly touch an upright one does. The edges of filled areas count as lines too: banks
colour every second row.

>>> page = RuledPage([Rule(0, 20, 500, 20), Rule(80, 10, 80, 30)], width=500)
>>> page.is_parted(15, 25), page.is_parted(25, 35), page.bars_at(25)
(True, False, (80,))
"""

import math
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass

_ACROSS = 0.5
_SHORTEST = 5.0
_FLAT = 1.0
_NEAREST = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, its ends in points from the left and upper edges of the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Say whether it runs from left to right."""
        return self.y1 - self.y0 <= _FLAT < self.x1 - self.x0

    @property
    def is_upright(self) -> bool:
        """Say whether it runs from top to bottom."""
        return self.x1 - self.x0 <= _FLAT and self.y1 - self.y0 >= _SHORTEST


def edges_of(x0: float, y0: float, x1: float, y1: float) -> tuple[Rule, ...]:
    """Return the edges of a box; of a thin one its length alone."""
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        return ()
    level = {Rule(x0, y, x1, y) for y in (y0, y1)}
    upright = {Rule(x, y0, x, y1) for x in (x0, x1)}
    return tuple(rule for rule in level | upright if rule.is_level or rule.is_upright)


class RuledPage:
    """The lines of one page, ready to be asked."""

    def __init__(self, rules: Iterable[Rule], *, width: float) -> None:
        across: dict[int, float] = {}
        self._bars: dict[int, list[tuple[float, float]]] = {}
        for rule in rules:
            if rule.is_level:
                across[round(rule.y0)] = across.get(round(rule.y0), 0) + rule.x1 - rule.x0
            else:
                self._bars.setdefault(round(rule.x0), []).append((rule.y0, rule.y1))
        self._heights = sorted(y for y, length in across.items() if length >= _ACROSS * width)
        for spans in self._bars.values():
            spans.sort()

    def is_parted(self, above: float, below: float) -> bool:
        """Say whether a level line across the page lies between two heights."""
        return bisect(self._heights, below) > bisect(self._heights, above)

    def bars_at(self, height: float) -> tuple[int, ...]:
        """Return where upright lines pass a height, from left to right."""
        passing = (x for x, spans in self._bars.items() if _covers(spans, height))
        return tuple(sorted(passing))


def _covers(spans: list[tuple[float, float]], height: float) -> bool:
    """Say whether one of the nearest stretches that begin above a height reaches it."""
    place = bisect(spans, (height, math.inf))
    return any(end >= height for _, end in spans[max(place - _NEAREST, 0) : place])
