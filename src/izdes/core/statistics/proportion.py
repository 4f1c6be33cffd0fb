"""Proportions: a share of a sample with its interval of 95 %.

Wilson's score interval: it keeps to 0..1, holds its promise also for shares near either end and for
small samples, and is not empty where nothing failed.

It assumes that the counted things are independent. Mentions of one text, or accounts of one crew,
are not: there the true interval is wider.

Source: Wilson (1927), JASA 22, 209; Brown, Cai and DasGupta (2001), Statistical Science 16, 101.

>>> share = Proportion(97, 100)
>>> round(share.value, 3), [round(end, 3) for end in share.interval]
(0.97, [0.915, 0.99])
"""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of how many.

    Attributes:
        hits: From 0 to ``of``.
        of: Size of the sample; 0 says nothing.
    """

    hits: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.of:
            raise ValueError("more hits than there are, or fewer than none")

    @property
    def value(self) -> float:
        """Return the share, 0 of an empty sample."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the lower and the upper end of the interval of 95 %; 0 to 1 of an empty sample."""
        if not self.of:
            return 0.0, 1.0
        share, z2 = self.value, _Z * _Z
        middle = share + z2 / (2 * self.of)
        reach = _Z * sqrt(share * (1 - share) / self.of + z2 / (4 * self.of * self.of))
        scale = 1 + z2 / self.of
        return max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0)
