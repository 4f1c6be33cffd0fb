"""IBAN (ИИК / ЖСК): an account number with two check digits, of any country.

In Kazakhstan: ``KZ``, two check digits, three digits of the bank, thirteen letters or digits.
Check digits notice every single wrong character and nearly every swap. They do not prove that the
account exists, is open, or belongs to the person named beside it.

Source: ISO 13616, check digits ISO 7064 mod 97-10; lengths by country from python-stdnum.

>>> read_iban("kz09 1010 0000 0000 0001")
Reading(iban, …0001, None)
>>> read_iban("KZ10 1010 0000 0000 0001").code
'wrong_check_digit'
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Self

from stdnum import exceptions, iban, numdb

from izdes.core.identifiers.invalid import InvalidIdentifier, WrongCheckDigit, WrongShape
from izdes.core.identifiers.reading import Reading, failed
from izdes.core.identifiers.written import compact, fold_look_alikes

_CHECK_DIGITS = 2
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Iban:
    """A well-formed IBAN. To hold one is to know that its check digits matched."""

    text: str

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(self.text):
            raise WrongShape("iban", self.text)
        try:
            # National rules inside the number are left out: a bank may well break them.
            iban.validate(self.text, check_country=False)
        except exceptions.InvalidChecksum:
            raise WrongCheckDigit("iban", self.text) from None
        except exceptions.ValidationError:
            raise WrongShape("iban", self.text) from None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an IBAN as people write it, in groups of four or not."""
        return cls(compact(text))

    def __repr__(self) -> str:
        """Mask the number: reprs end up in logs and tracebacks."""
        return f"Iban({self.text[:2]}…{self.text[-4:]})"


@cache
def length(country: str) -> int:
    """Return how many places the accounts of a country have, 0 where there are none."""
    found = numdb.get("iban").info(country)[0][1].get("bban", "")
    parts = (int(part) for part in re.findall(r"([0-9]+)!", found))
    return len(country) + _CHECK_DIGITS + sum(parts) if found else 0


def read_iban(raw: str) -> Reading:
    """Read a text given as an IBAN; Cyrillic letters in it are folded and noted."""
    written = compact(raw)
    text = fold_look_alikes(written)
    try:
        Iban(text)
    except WrongCheckDigit as error:
        return failed(raw, "iban", error=error, value=text)
    except InvalidIdentifier as error:
        return failed(raw, "iban", error=error)
    return Reading(raw, "iban", text, None if text == written else "look_alike_letters")
