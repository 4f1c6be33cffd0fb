"""Holders: whose names the accounts stand in, as banks print them.

One person may have accounts in two or three banks, and each prints the name in its own way: with
Kazakh letters or without, in Latin letters, the given name and an initial. Some lines carry a birth
date or an ИИН, most do not. Who is one person stands in the truth.

>>> in_latin("Қайратов Әлихан Есенұлы")
'QAIRATOV ALIKHAN ESENULY'
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np

from izdes.twin.chance import stream
from izdes.twin.country import material
from izdes.twin.crowd.dice import Dice, Ints, places_of
from izdes.twin.crowd.lots import happens, one_of
from izdes.twin.crowd.shares import by_weight, shares
from izdes.twin.numbers import person_number

_OLDEST, _YOUNGEST = date(1960, 1, 1), date(2007, 12, 31)
_DAYS = (_YOUNGEST - _OLDEST).days
# Numbers of one birthday stand apart, so that one for which none exists may move on.
_APART = 3
_WITHOUT_LETTERS = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziiklmnoprstufyeagqnouuhi", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody invented in whose name accounts stand."""

    surname: str
    given: str
    patronymic: str
    born: date
    number: str


def holders_of(dice: Dice, accounts: int) -> Ints:
    """Return the person of every account: the same as of the one before, for some."""
    places = places_of(accounts)
    is_another = dice.happens("another", shares()["holders"]["another_account"], places)
    return np.maximum.accumulate(np.where(is_another, 0, places))


def holder(seed: int, person: int) -> Holder:
    """Return one person; no two have one ИИН."""
    rng, table = stream(seed, "holder", person), shares()["holders"]
    names = material("names.yaml")["kk" if happens(rng, table["kazakh_names"]) else "ru"]
    sex = "male" if happens(rng, table["men"]) else "female"
    surname = one_of(rng, names["surname_roots"]) + names["endings"][sex]
    given = one_of(rng, names[sex])
    father = one_of(rng, names.get("fathers", names["male"]))
    kazakh, russian = ("ұлы", "ич") if sex == "male" else ("қызы", "на")
    again, day = divmod(person, _DAYS)
    born = _OLDEST + timedelta(days=day)
    number = person_number(f"{born:%y%m%d}", again * _APART, is_odd=sex == "male")
    patronymic = father + (russian if "fathers" in names else kazakh)
    return Holder(surname, given, patronymic, born, number)


def as_printed(rng: Random, person: Holder) -> str:
    """Return the name as one bank prints it."""
    manner = one_of(rng, by_weight("holders", "printed"))
    full = f"{person.surname} {person.given} {person.patronymic}"
    if manner == "short":
        return short_name(person)
    if manner == "latin":
        return in_latin(full)
    return full if manner == "kk" else full.translate(_WITHOUT_LETTERS)


def short_name(person: Holder) -> str:
    """Return the name as payment apps show it to others."""
    return f"{person.given} {person.surname[0]}."


def in_latin(text: str) -> str:
    """Return a name as cards carry it."""
    return "".join(_LATIN.get(letter, letter) for letter in text.lower()).upper()
