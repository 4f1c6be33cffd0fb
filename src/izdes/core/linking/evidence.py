"""Weight of evidence: how much more likely an agreement is under one hand than under two.

The likelihood ratio is m / u: m, how often two complaints of one hand share an identifier of this
kind (a packaged table, each line with its source); u, how often two unrelated complaints would
share this value, (degree - 1) / (N - 1) from the data themselves. Its decimal logarithm is carried
as integer thousandths, rounded down, by integer arithmetic: any machine computes the same.

In a folder of few complaints, which were brought together because they are alike, u is overstated
and the weight understated; it may even be negative. It speaks of the complaints given, not of the
country.

Source: Fellegi and Sunter (1969), JASA 64, 1183; weight of evidence: Good (1950).

>>> log10_milli(1000, 1), log10_milli(2, 1), log10_milli(1, 2)
(3000, 301, -302)
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import gcd

_MILLI = 1000
# log10(2) to five places: enough for a first guess that is then corrected exactly.
_LOG10_OF_2 = 30103
_GUESS_SCALE = 100_000


@dataclass(frozen=True, slots=True)
class Shared:
    """A value that complaints share, with what is needed to weigh it.

    Attributes:
        kind: Line of the table of agreements.
        degree: How many complaints name the value; at least 2.
        complaints: How many complaints there are.
    """

    kind: str
    degree: int
    complaints: int

    def __post_init__(self) -> None:
        if not 1 < self.degree <= self.complaints:
            raise ValueError("a shared value is named by at least two of the complaints")


@cache
def share_milli() -> Mapping[str, int]:
    """Return m by kind, in thousandths."""
    text = (files(__package__) / "data" / "agreements.csv").read_text(encoding="utf-8")
    return {row["kind"]: int(row["share_milli"]) for row in csv.DictReader(text.splitlines())}


def weight_milli(shared: Shared) -> int:
    """Return floor(1000 * log10(m / u)) of a shared value."""
    return log10_milli(
        share_milli()[shared.kind] * (shared.complaints - 1), _MILLI * (shared.degree - 1)
    )


def log10_milli(numerator: int, denominator: int) -> int:
    """Return floor(1000 * log10(numerator / denominator)), exactly.

    Args:
        numerator: Positive.
        denominator: Positive.

    Returns:
        The greatest k for which 10^k does not exceed the thousandth power of the ratio.
    """
    common = gcd(numerator, denominator)
    return _log10_milli(numerator // common, denominator // common)


@cache
def _log10_milli(numerator: int, denominator: int) -> int:
    """Guess by the number of bits, then correct by exact comparison."""
    above: int = numerator**_MILLI
    below: int = denominator**_MILLI
    guess = (above.bit_length() - below.bit_length()) * _LOG10_OF_2 // _GUESS_SCALE
    while _reaches(above, below, guess + 1):
        guess += 1
    while not _reaches(above, below, guess):
        guess -= 1
    return guess


def _reaches(above: int, below: int, power: int) -> bool:
    """Say whether above / below is at least 10^power."""
    scale: int = 10 ** abs(power)
    return above * scale >= below if power < 0 else above >= below * scale
