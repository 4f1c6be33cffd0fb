"""Mistyped: what a number whose check digits fail may have been.

Two slips explain most wrong numbers: one digit typed for another, and two neighbours swapped. Every
number that one such slip turns into the written one is a candidate; about one in ten is for cards
and IMEI, one in eleven for ИИН and БИН, one in ninety-seven for IBAN. Which of them was meant, if
any, only another source can say.

Source: Damerau (1964), CACM 7, 171, on the share of single slips.

>>> "000101800010" in candidates("iin", "000101800018")
True
"""

from collections.abc import Callable, Iterator, Mapping
from string import ascii_uppercase, digits
from types import MappingProxyType

from izdes.core.identifiers.bin import has_mark
from izdes.core.identifiers.iban import is_checked
from izdes.core.identifiers.iin import check_digit

# Twice a digit, the digits of the result added up.
_DOUBLED = str.maketrans(digits, "0246813579")


def _is_person(text: str) -> bool:
    """Say whether the last of twelve digits follows from the others."""
    return str(check_digit(text[:-1])) == text[-1]


def _is_luhn(text: str) -> bool:
    """Say whether Luhn's sum of digits is whole tens."""
    # The codes of all digits lie above their values by the same number.
    total = sum(text[::-2].encode()) + sum(text[-2::-2].translate(_DOUBLED).encode())
    return (total - len(text) * ord("0")) % 10 == 0


_CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "iin": lambda text: _is_person(text) and not has_mark(text),
        "bin": lambda text: _is_person(text) and has_mark(text),
        "card": _is_luhn,
        "imei": _is_luhn,
        "iban": is_checked,
    }
)
# The country of an IBAN is a word that people know; its slips are in the digits.
_FIXED = {"iban": 2}


def candidates(kind: str, value: str) -> tuple[str, ...]:
    """Return the numbers that one slip turns into a written one, sorted.

    Args:
        kind: ``iin bin card imei iban``; of another kind there are none.
        value: Normal form whose check digits fail.
    """
    holds = _CHECKS.get(kind)
    if holds is None or not (kind in _FIXED or value.isdecimal()):
        return ()
    return tuple(sorted(text for text in {*_slips(value, _FIXED.get(kind, 0))} if holds(text)))


def _slips(value: str, first: int) -> Iterator[str]:
    """Yield every text that differs by one character of the same class, or by one swap."""
    for place in range(first, len(value)):
        for other in digits if value[place].isdigit() else ascii_uppercase:
            if other != value[place]:
                yield value[:place] + other + value[place + 1 :]
    for place in range(first, len(value) - 1):
        one, other = value[place], value[place + 1]
        if one != other:
            yield value[:place] + other + one + value[place + 2 :]
