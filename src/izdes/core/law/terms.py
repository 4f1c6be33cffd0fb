"""Terms: from which day a joined case counts, and when each form of investigation must end.

The term of a joined case runs from the day on which the earliest of its cases began. A term of
months ends on the same date of its last month, or on the last day of that month where it has no
such date; the day on which it begins is not counted. A last day that is not a working day moves to
the next working one: the pack has no calendar of working days, so this is not applied, and a
weekend is only named.

Custody in one of the cases, extensions and excluded time change the term; complaints do not tell
them.

>>> months_after(date(2025, 12, 31), 2), months_after(date(2026, 5, 20), 1)
(datetime.date(2026, 2, 28), datetime.date(2026, 6, 20))
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from izdes.core.law.pack import packaged

_MONTHS_IN_YEAR = 12
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class FormTerm:
    """How long one form of investigation may last; unknown dates are open."""

    form: str
    months: int
    norm_id: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the term is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The end of a term.

    Attributes:
        last_day: The term ends at 24:00 of it, unless it moves to the next working day.
    """

    form: str
    months: int
    norm_id: str
    first_day: date
    last_day: date

    @property
    def falls_on_weekend(self) -> bool:
        """Say whether the last day is a Saturday or a Sunday."""
        return self.last_day.weekday() >= _SATURDAY


def months_after(day: date, months: int) -> date:
    """Return the same date some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def limits_from(first_day: date) -> tuple[Limit, ...]:
    """Return when each form of investigation that began on a day must end."""
    return tuple(
        Limit(t.form, t.months, t.norm_id, first_day, months_after(first_day, t.months))
        for t in _terms()
        if t.holds_on(first_day)
    )


@cache
def _terms() -> tuple[FormTerm, ...]:
    """Return the terms of the pack."""
    return tuple(_term(entry) for entry in packaged("joinder.yaml")["terms"]["forms"])


def _term(entry: Mapping[str, Any]) -> FormTerm:
    """Make a term of its entry."""
    return FormTerm(
        form=entry["form"],
        months=entry["months"],
        norm_id=entry["norm"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
    )
