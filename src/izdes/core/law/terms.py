"""Terms: from which day a joined case counts, and when each form of investigation must end.

The term of a joined case runs from the day on which the earliest of its cases began. A term of
months ends on the same date of its last month, or on the last day of that month where it has no
such date; the day on which it begins is not counted. A last day that is not a working day moves to
the next working one (`Limit.ends_on`).

Custody in one of the cases, extensions and excluded time change the term; complaints do not tell
them. Where they are known, `izdes.core.law.clocks.case_terms` counts with them.

>>> [limit.ends_on.isoformat() for limit in limits_from(date(2026, 5, 20))]
['2026-06-22', '2026-07-20']
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from izdes.core.law.clocks.counting import months_after
from izdes.core.law.clocks.days import WorkCalendar, calendar_of
from izdes.core.law.release import LawPack, once_a_pack

__all__ = ["FormTerm", "Limit", "limits_from", "months_after"]


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
        last_day: The same date of the last month; the term ends then unless it moves.
        ends_on: The working day at whose 24:00 the term ends.
    """

    form: str
    months: int
    norm_id: str
    first_day: date
    last_day: date
    ends_on: date


def limits_from(first_day: date, law: LawPack | None = None) -> tuple[Limit, ...]:
    """Return when each form of investigation that began on a day must end."""
    held = (term for term in _terms(law) if term.holds_on(first_day))
    return tuple(_limit(term, first_day, calendar_of(law)) for term in held)


def _limit(term: FormTerm, first_day: date, calendar: WorkCalendar) -> Limit:
    """Return the end of one form of investigation."""
    last_day = months_after(first_day, term.months)
    ends_on = calendar.next_working(last_day)
    return Limit(term.form, term.months, term.norm_id, first_day, last_day, ends_on)


@once_a_pack
def _terms(law: LawPack) -> tuple[FormTerm, ...]:
    """Return the terms of a law."""
    return tuple(_term(entry) for entry in law.tables["joinder.yaml"]["terms"]["forms"])


def _term(entry: Mapping[str, Any]) -> FormTerm:
    """Make a term of its entry."""
    return FormTerm(
        form=entry["form"],
        months=entry["months"],
        norm_id=entry["norm"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
    )
