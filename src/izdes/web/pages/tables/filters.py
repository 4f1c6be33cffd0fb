"""Filters: how rows are chosen by a column. What makes no sense is said and chooses nothing away.

A filter works on what the database holds where rows are a query, and on the value of the column
where they are a sequence.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal

from django.db.models import Q

from izdes.adapters.words.figures import LOCAL, local
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import minor_of_text
from izdes.web.pages.figures import Money

Choices = Mapping[str, str] | Callable[[], Mapping[str, str]]
Shape = Literal["text", "choice", "days", "sums"]
_LONGEST = 200
_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed into the fields of one filter."""

    text: str = ""
    least: str = ""
    most: str = ""

    def __bool__(self) -> bool:
        """Say whether anything was typed."""
        return bool(self.text or self.least or self.most)


@dataclass(frozen=True, slots=True)
class Filter(ABC):
    """A way to choose rows.

    Attributes:
        field: Path of the database with ``__``; empty where rows are a sequence.
    """

    shape: ClassVar[Shape] = "text"
    # What is said where something typed makes no sense.
    refusal: ClassVar[str] = ""
    field: str = ""

    @abstractmethod
    def condition(self, asked: Asked) -> Q:
        """Return what the database is asked; ValueError where what was typed makes no sense."""

    @abstractmethod
    def admits(self, value: object, asked: Asked) -> bool:
        """Say the same of one value of a sequence."""


@dataclass(frozen=True, slots=True)
class Text(Filter):
    """Rows whose text holds what was typed, whatever the case of letters."""

    def condition(self, asked: Asked) -> Q:
        """Return what the database is asked."""
        return Q(**{f"{self.field}__icontains": asked.text[:_LONGEST]})

    def admits(self, value: object, asked: Asked) -> bool:
        """Say whether the text holds it."""
        return asked.text[:_LONGEST].casefold() in str(value or "").casefold()


@dataclass(frozen=True, slots=True)
class Choice(Filter):
    """Rows whose value is the one that was chosen: value -> words as they are shown."""

    shape: ClassVar[Shape] = "choice"
    choices: Choices = dict

    def options(self) -> Mapping[str, str]:
        """Return what may be chosen."""
        return self.choices() if callable(self.choices) else self.choices

    def condition(self, asked: Asked) -> Q:
        """Return what the database is asked; what is no option chooses nothing away."""
        return Q(**{self.field: asked.text}) if asked.text in self.options() else Q()

    def admits(self, value: object, asked: Asked) -> bool:
        """Say whether the row shows the words of the option, or holds its value."""
        words = self.options().get(asked.text)
        return words is None or str(value) in {asked.text, words}


@dataclass(frozen=True, slots=True)
class Days(Filter):
    """Rows from one local day to another, both of them counted."""

    shape: ClassVar[Shape] = "days"
    refusal: ClassVar[str] = "tables_not_a_day"
    # A moment's day is that of Almaty; a column of days has no zone.
    is_moment: bool = True

    def condition(self, asked: Asked) -> Q:
        """Return what the database is asked."""
        found = Q()
        if asked.least:
            found &= Q(**{f"{self.field}__gte": self._begin(_day(asked.least))})
        if asked.most:
            found &= Q(**{f"{self.field}__lt": self._begin(_next(_day(asked.most)))})
        return found

    def admits(self, value: object, asked: Asked) -> bool:
        """Say whether the day lies between."""
        if not isinstance(value, date):
            return False
        found = local(value).date() if isinstance(value, datetime) else value
        least, most = (_day(text) if text else None for text in (asked.least, asked.most))
        return (least is None or least <= found) and (most is None or found <= most)

    def _begin(self, day: date) -> date | datetime:
        """Return when a day begins, as the column counts."""
        return datetime.combine(day, time(), LOCAL) if self.is_moment else day


@dataclass(frozen=True, slots=True)
class Sums(Filter):
    """Rows from one sum to another, both counted; typed as people write sums, in whole units."""

    shape: ClassVar[Shape] = "sums"
    refusal: ClassVar[str] = "tables_not_a_sum"
    digits: int = 2

    def condition(self, asked: Asked) -> Q:
        """Return what the database is asked."""
        found = Q()
        if asked.least:
            found &= Q(**{f"{self.field}__gte": self._minor(asked.least)})
        if asked.most:
            found &= Q(**{f"{self.field}__lte": self._minor(asked.most)})
        return found

    def admits(self, value: object, asked: Asked) -> bool:
        """Say whether the sum lies between."""
        minor = value.minor if isinstance(value, Money) else value
        if not isinstance(minor, int):
            return False
        least, most = (self._minor(text) if text else minor for text in (asked.least, asked.most))
        return least <= minor <= most

    def _minor(self, text: str) -> int:
        """Return the minor units that were typed."""
        try:
            return minor_of_text(text, digits=self.digits)
        except IzdesError as unreadable:
            raise ValueError(unreadable.code) from None


def _day(text: str) -> date:
    """Return the day that was typed."""
    for shape in _FORMATS:
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def _next(day: date) -> date:
    """Return the day after; of the last one there is, itself."""
    return day if day == date.max else day + timedelta(days=1)
