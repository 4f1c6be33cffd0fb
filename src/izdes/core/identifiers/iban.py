"""IBAN (ИИК / ЖСК): an account number with two check digits, of any country.

In Kazakhstan: ``KZ``, two check digits, three digits of the bank, thirteen letters or digits.
Check digits notice every single wrong character and nearly every swap. They do not prove that the
account exists, is open, or belongs to the person named beside it.

Source: ISO 13616, check digits ISO 7064 mod 97-10; structures by country from python-stdnum.

>>> read_iban("kz09 1010 0000 0000 0001")
Reading(iban, …0001, None)
>>> read_iban("KZ10 1010 0000 0000 0001").code
'wrong_check_digit'
"""

import re
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import Self

from stdnum import numdb

from izdes.core.identifiers.invalid import InvalidIdentifier, WrongCheckDigit, WrongShape
from izdes.core.identifiers.reading import Reading, failed
from izdes.core.identifiers.written import compact, fold_look_alikes

# Country and check digits.
_HEAD = 4
_VALUES = {ord(letter): str(value) for value, letter in enumerate(ascii_uppercase, start=10)}
_SIGNS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Iban:
    """A well-formed IBAN. To hold one is to know that its check digits matched."""

    text: str

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(self.text):
            raise WrongShape("iban", self.text)
        if not is_checked(self.text):
            raise WrongCheckDigit("iban", self.text)
        # National rules inside the number are left out: a bank may well break them.
        structure = _structure(self.text[:2])
        if structure is None or not structure.fullmatch(self.text, _HEAD):
            raise WrongShape("iban", self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an IBAN as people write it, in groups of four or not."""
        return cls(compact(text))

    def __repr__(self) -> str:
        """Mask the number: reprs end up in logs and tracebacks."""
        return f"Iban({self.text[:2]}…{self.text[-4:]})"


def is_checked(text: str) -> bool:
    """Say whether the check digits of a text in the shape of an IBAN hold."""
    return int((text[_HEAD:] + text[:_HEAD]).translate(_VALUES)) % 97 == 1


def length(country: str) -> int:
    """Return how many places the accounts of a country have, 0 where there are none."""
    parts = _parts(country)
    return _HEAD + sum(count for count, _ in parts) if parts else 0


@cache
def _structure(country: str) -> re.Pattern[str] | None:
    """Return what stands behind the check digits in a country, None where there are no accounts."""
    parts = _parts(country)
    if not parts:
        return None
    return re.compile("".join(f"{_SIGNS[sort]}{{{count}}}" for count, sort in parts))


@cache
def _parts(country: str) -> tuple[tuple[int, str], ...]:
    """Return how many signs of which sort stand behind the check digits in a country."""
    found = numdb.get("iban").info(country)[0][1].get("bban", "")
    return tuple((int(count), sort) for count, sort in re.findall(r"([0-9]+)!([nac])", found))


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
