"""ИИН / ЖСН: the individual identification number of Kazakhstan.

Twelve decimal digits, the last of them a check digit; given once, for life.

Digits are not facts about the holder. Until 2013 the first seven encoded birth date and sex;
Government Decree № 853 of 26 August 2013 cut that link, so this module offers neither. Reading a
birth date out of an ИИН manufactures evidence.

A matching check digit proves little: a wrong eleventh digit passes nine times in ten, because its
first-pass weight is 11. Older numbers that fail the check may be real, so they are kept.

Source: Law № 223 of 12 January 2007, art. 1; formation rules, Decree № 406 of 22 May 2007 as
amended.

>>> Iin.parse("000101-800010").digits
'000101800010'
>>> read_iin("000101 800018").code
'wrong_check_digit'
"""

from dataclasses import dataclass
from operator import mul
from typing import Self

from izdes.core.identifiers.invalid import InvalidIdentifier, WrongCheckDigit, WrongShape
from izdes.core.identifiers.reading import Reading, failed
from izdes.core.identifiers.written import compact, is_digits, is_repeated

LENGTH = 12
_FIRST_PASS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_NEVER_ISSUED = 10


@dataclass(frozen=True, slots=True, order=True)
class Iin:
    """A well-formed ИИН. To hold one is to know that its check digit matched."""

    digits: str

    def __post_init__(self) -> None:
        require_check_digit("iin", self.digits)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ИИН as people write it, with blanks or hyphens."""
        return cls(compact(text))

    def __repr__(self) -> str:
        """Mask the number: reprs end up in logs and tracebacks."""
        return f"Iin(…{self.digits[-4:]})"


def check_digit(payload: str) -> int | None:
    """Return the check digit of eleven digits, or None if no number is issued for them."""
    for weights in (_FIRST_PASS, _SECOND_PASS):
        remainder: int = sum(map(mul, weights, map(int, payload))) % 11
        if remainder < _NEVER_ISSUED:
            return remainder
    return None


def require_check_digit(kind: str, digits: str) -> None:
    """Refuse what is not twelve digits with a matching check digit.

    Raises:
        WrongShape: Not twelve digits.
        WrongCheckDigit: The twelfth does not follow from the others.
    """
    if len(digits) != LENGTH or not is_digits(digits):
        raise WrongShape(kind, digits)
    if str(check_digit(digits[:-1])) != digits[-1]:
        raise WrongCheckDigit(kind, digits)


def read_iin(raw: str) -> Reading:
    """Read a text given as an ИИН; a failing check digit keeps its digits."""
    digits = compact(raw)
    try:
        Iin(digits)
    except WrongCheckDigit as error:
        return failed(raw, "iin", error=error, value=digits)
    except InvalidIdentifier as error:
        return failed(raw, "iin", error=error)
    return Reading(raw, "iin", digits, "placeholder" if is_repeated(digits) else None)
