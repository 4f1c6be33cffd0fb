"""Weight of evidence: how much more likely an agreement is under one hand than under two.

The likelihood ratio is m / u: m, how often two complaints of one hand share an identifier of this
kind (`izdes.core.linking.kinds`); u, how often two unrelated complaints would share this value: the
others that name it, and some more for errors and reuse, among all complaints of the country. Its
decimal logarithm is carried as integer thousandths, rounded down, by integer arithmetic: any
machine computes the same.

A value that one busy crew spreads counts as if strangers had named it, so its weight is
understated. No weight is below zero: that two complaints agree never speaks against one hand.

Source: Fellegi and Sunter (1969), JASA 64, 1183; weight of evidence: Good (1950).

>>> log10_milli(1000, 1), log10_milli(2, 1), log10_milli(1, 2)
(3000, 301, -302)
"""

from functools import cache
from math import gcd

from izdes.core.linking.kinds import Kind, slip_milli

_MILLI = 1000
# log10(2) to five places: enough for a first guess that is then corrected exactly.
_LOG10_OF_2 = 30103
_GUESS_SCALE = 100_000
_LEAST_DEGREE = 2


@cache
def weight_milli(kind: Kind, degree: int, population: int) -> int:
    """Return what sharing one value weighs, in thousandths of log10, before time takes its share.

    Args:
        degree: How many complaints name the value; fewer than two count as two.
        population: How many complaints there are to choose from; at least two.
    """
    others = max(degree, _LEAST_DEGREE) - 1 + kind.coincidence
    found = log10_milli(kind.share_milli * (population - 1), _MILLI * others)
    whole = min(kind.cap_milli, max(0, found))
    return max(0, whole - slip_milli()) if kind.slips else whole


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
