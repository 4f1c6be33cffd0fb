"""⌊a·x/b⌋ exactly, for 63-bit whole numbers, where a·x has up to 126 bits.

Shares under a rule that mixes are such quotients. Python's whole numbers know no limit; a kernel
has 64 bits and must work in two halves. No floating point takes part: a share that is one unit
off is a wrong share.

Source of the division by halves: Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D,
for two digits of 32 bits.

>>> int(muldiv(2**62 - 1, 2**62 - 3, 2**62 - 2)) == (2**62 - 1) * (2**62 - 3) // (2**62 - 2)
True
"""

import numba as nb
import numpy as np

_MASK = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_BASE = np.uint64(1 << 32)
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_WORD = np.uint64(64)
_WIDTHS = (np.uint64(32), np.uint64(16), np.uint64(8), np.uint64(4), np.uint64(2), np.uint64(1))
_SMALL = 1 << 31


@nb.njit(cache=True)
def muldiv(a: int, x: int, b: int) -> np.int64:
    """Return ⌊a·x/b⌋ for 0 ≤ a, 0 ≤ x, 1 ≤ b, all below 2^62, where the quotient is so too."""
    if a < _SMALL and x < _SMALL:
        return np.int64(a * x // b)
    high, low = product(np.uint64(a), np.uint64(x))
    divisor = np.uint64(b)
    if high == _ZERO:
        return np.int64(low // divisor)
    return np.int64(quotient(high, low, divisor))


@nb.njit(cache=True)
def product(a: np.uint64, b: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Return the high and the low 64 bits of a product."""
    a_high, a_low = a >> _HALF, a & _MASK
    b_high, b_low = b >> _HALF, b & _MASK
    lowest = a_low * b_low
    cross = a_high * b_low + (lowest >> _HALF)
    middle = a_low * b_high + (cross & _MASK)
    high = a_high * b_high + (cross >> _HALF) + (middle >> _HALF)
    return high, (middle << _HALF) | (lowest & _MASK)


@nb.njit(cache=True)
def quotient(high: np.uint64, low: np.uint64, divisor: np.uint64) -> np.uint64:
    """Return a 128-bit number over a 64-bit one, where ``high < divisor``."""
    shift = leading_zeros(divisor)
    divisor <<= shift
    if shift:
        high = (high << shift) | (low >> (_WORD - shift))
        low <<= shift
    first, rest = _digit(high, low >> _HALF, divisor)
    second, _ = _digit(rest, low & _MASK, divisor)
    return (first << _HALF) | second


@nb.njit(cache=True)
def leading_zeros(word: np.uint64) -> np.uint64:
    """Return how many zeros stand before the first one of a word that is not 0."""
    zeros = _ZERO
    for width in _WIDTHS:
        if word >> (_WORD - width) == _ZERO:
            word <<= width
            zeros += width
    return zeros


@nb.njit(cache=True)
def _digit(
    rest: np.uint64, following: np.uint64, divisor: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Return the next 32-bit digit of a quotient and what remains; the divisor's top bit is set."""
    leading, trailing = divisor >> _HALF, divisor & _MASK
    digit = rest // leading
    over = rest - digit * leading
    # The guess from the leading half is at most two too high.
    while digit >= _BASE or digit * trailing > ((over << _HALF) | following):
        digit -= _ONE
        over += leading
        if over >= _BASE:
            break
    # Wraps round as intended: the true remainder is below the divisor.
    return digit, ((rest << _HALF) | following) - digit * divisor
