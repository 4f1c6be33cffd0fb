"""Sealed cases whose lead works on cases no more: their head knows that there are such.

Neither the head nor anybody but the named sees such a case; the database tells only what the state
register tells.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from izdes.web.cases.reach import units_within
from izdes.web.officers.models import Officer


@dataclass(frozen=True, slots=True)
class Leaderless:
    """A sealed case that nobody can hand over."""

    pk: int
    number: str
    unit: int
    category: str
    registered_at: datetime


def cases_without_lead(officer: Officer) -> tuple[Leaderless, ...]:
    """Return such cases of the bodies that an officer heads, the oldest first.

    One whose lead has moved to another body is none of them: he still sees it and hands it over.
    """
    led = units_within(officer, "lead")
    if not led:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, unit_id, category, registered_at FROM office_cases_without_lead()"
            " WHERE unit_id = ANY (%s) ORDER BY registered_at, id",
            [sorted(led)],
        )
        return tuple(Leaderless(*row) for row in cursor.fetchall())
