"""БИН / БСН: the business identification number of Kazakhstan.

Twelve decimal digits with the check digit of the ИИН. The fifth digit is 4, 5 or 6 (legal person
resident, legal person non-resident, sole proprietor), which no ИИН has there, so the two are told
apart by the number itself and not by what somebody called it.

A matching check digit does not prove that the business exists or existed.

Source: Law № 223 of 12 January 2007, art. 1; formation rules, Decree № 406 of 22 May 2007 as
amended.

>>> Bin.parse("991340 000017").digits
'991340000017'
>>> read_bin("000101800010").code
'wrong_shape'
"""

from dataclasses import dataclass
from typing import Self

from izdes.core.identifiers.iin import LENGTH, read_iin, require_check_digit
from izdes.core.identifiers.invalid import InvalidIdentifier, WrongCheckDigit, WrongShape
from izdes.core.identifiers.reading import Reading, failed
from izdes.core.identifiers.written import compact, is_digits

_MARK = 4
_MARKS = "456"


@dataclass(frozen=True, slots=True, order=True)
class Bin:
    """A well-formed БИН. To hold one is to know that its mark and check digit matched."""

    digits: str

    def __post_init__(self) -> None:
        if not has_mark(self.digits):
            raise WrongShape("bin", self.digits)
        require_check_digit("bin", self.digits)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a БИН as people write it, with blanks or hyphens."""
        return cls(compact(text))

    def __repr__(self) -> str:
        """Mask the number: a sole proprietor's is a person's."""
        return f"Bin(…{self.digits[-4:]})"


def has_mark(digits: str) -> bool:
    """Say whether twelve digits carry the mark of a business in the fifth place."""
    return len(digits) == LENGTH and is_digits(digits) and digits[_MARK] in _MARKS


def read_person_or_business(raw: str) -> Reading:
    """Read twelve digits: a business by its mark, else a person."""
    return read_bin(raw) if has_mark(compact(raw)) else read_iin(raw)


def read_bin(raw: str) -> Reading:
    """Read a text given as a БИН; a failing check digit keeps its digits."""
    digits = compact(raw)
    try:
        Bin(digits)
    except WrongCheckDigit as error:
        return failed(raw, "bin", error=error, value=digits)
    except InvalidIdentifier as error:
        return failed(raw, "bin", error=error)
    return Reading(raw, "bin", digits)
