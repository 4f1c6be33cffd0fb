"""People of the country: a name, a number, a region, a language. Nobody of them exists.

The first six digits of an ИИН are the birth date here because old numbers look so; the seventh
makes the number impossible. Nothing in the project reads a birth date out of a number.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from izdes.twin.chance import happens
from izdes.twin.country import country, material
from izdes.twin.numbers import person_number, phone

_OLDEST, _YOUNGEST = date(1950, 1, 1), date(2006, 12, 31)
_FIRST_SERIAL = 1_000  # the block's first numbers stay free for institutions
_MASCULINE, _FEMININE = "ұлы", "қызы"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented.

    Attributes:
        ref: Opaque reference, unique in the country.
        number: ИИН.
        phone: E.164.
        language: ``kk`` or ``ru``: what the person writes in.
    """

    ref: str
    surname: str
    given: str
    patronymic: str
    number: str
    sex: str
    born: date
    region: str
    language: str
    phone: str

    @property
    def name(self) -> str:
        """The full name as documents print it."""
        return f"{self.surname} {self.given} {self.patronymic}"

    @property
    def short_name(self) -> str:
        """The name as payment apps show it to others."""
        return f"{self.given} {self.surname[0]}."


class Registry:
    """Brings people into the world, one after another, no two with one number or phone."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._numbers: set[str] = set()
        self._phones = _FIRST_SERIAL

    def somebody(self, *, region: str | None = None) -> Person:
        """Return a new person, in a region drawn by its inhabitants unless one is named."""
        rng = self._rng
        language = "kk" if happens(rng, 62) else "ru"
        sex = rng.choice(("male", "female"))
        born = _OLDEST + timedelta(days=rng.randrange((_YOUNGEST - _OLDEST).days))
        surname, given, patronymic = _name(rng, "kk" if happens(rng, 72) else "ru", sex)
        home = region or rng.choices(country().regions, country().region_weights)[0]
        return Person(
            ref=f"P{len(self._numbers) + 1:06d}",
            surname=surname,
            given=given,
            patronymic=patronymic,
            number=self._new_number(born, sex),
            sex=sex,
            born=born,
            region=home,
            language=language,
            phone=self.new_phone(),
        )

    def new_phone(self) -> str:
        """Return a phone that nobody has yet."""
        self._phones += 1
        return phone(self._phones)

    def _new_number(self, born: date, sex: str) -> str:
        """Return an ИИН that nobody has yet."""
        while True:
            number = person_number(
                f"{born:%y%m%d}", self._rng.randrange(10_000), is_odd=sex == "male"
            )
            if number not in self._numbers:
                self._numbers.add(number)
                return number


def _name(rng: Random, people: str, sex: str) -> tuple[str, str, str]:
    """Return a family name, a given name and a patronymic."""
    names = material("names.yaml")[people]
    surname = rng.choice(names["surname_roots"]) + names["endings"][sex]
    given = rng.choice(names[sex])
    if people == "kk":
        ending = _MASCULINE if sex == "male" else _FEMININE
        return surname, given, rng.choice(names["male"]) + ending
    father = rng.choice(names["fathers"])
    return surname, given, father + ("ич" if sex == "male" else "на")
