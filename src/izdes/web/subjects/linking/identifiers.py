"""What an officer is told of identifiers: what the country knows of one, and which link nobody.

It names nobody: how many complaints, in which regions and units, and of a sealed case that he does
not see nothing at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from izdes.web.officers.models import Officer
from izdes.web.subjects.linking.asking import told_to


@dataclass(frozen=True, slots=True)
class HubView:
    """An identifier that links nobody, or waits for a word; and whose word it is.

    Attributes:
        by: None where it is the machine's own.
    """

    kind: str
    value: str = field(repr=False)
    degree: int
    verdict: str
    reason: str
    by: int | None
    at: datetime | None
    key: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the country knows of an identifier, naming nobody.

    Attributes:
        complaints: How many name it as the offender's; ``seen`` of them the officer sees.
        series: In how many series of several these are.
        verdict: ``hub``, ``pending`` or ``links``; empty where nothing was said of it.
    """

    complaints: int = 0
    seen: int = 0
    regions: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    series: int = 0
    verdict: str = ""


def hubs_of(officer: Officer, complaint: int) -> tuple[HubView, ...]:
    """Return the identifiers of a series that link nobody, as far as the officer sees them."""
    return tuple(HubView(*row) for row in told_to(officer, "linking_hubs(%s)", complaint))


def hub_review(officer: Officer) -> tuple[HubView, ...]:
    """Return what waits for an analyst's word, and what was said; nobody else is told any."""
    return tuple(HubView(*row) for row in told_to(officer, "linking_hub_review()"))


def matches_of(officer: Officer, kind: str, value: str) -> Known:
    """Return what the country knows of an identifier in its normal form."""
    for complaints, seen, regions, units, series, verdict in told_to(
        officer, "linking_known(%s, %s)", kind, value
    ):
        return Known(complaints, seen, tuple(regions), tuple(units), series, verdict)
    return Known()


def matches_each(
    officer: Officer, identifiers: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Known]:
    """Return the same of many identifiers, kind and value each, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.kind, asked.value, known.* "
            "FROM unnest(%s::text[], %s::text[]) AS asked (kind, value), "
            "linking_known(asked.kind, asked.value) AS known WHERE office_officer() = %s",
            [[kind for kind, _ in identifiers], [value for _, value in identifiers], officer.pk],
        )
        return {
            (kind, value): Known(complaints, seen, tuple(regions), tuple(units), series, verdict)
            for kind, value, complaints, seen, regions, units, series, verdict in cursor
        }
