"""Rows, columns and a request, as a view would give them to a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from izdes.web.pages.figures import Mark, Money
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Sums, Text

BEGIN = datetime(2026, 5, 19, 9, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    number: int
    name: str
    minor: int | None
    currency: str = "KZT"
    state: str = "open"

    @property
    def at(self) -> datetime:
        return BEGIN + timedelta(hours=self.number)

    @property
    def day(self) -> date:
        return self.at.date()


STATES = {"open": "ашық", "closed": "жабық"}
COLUMNS = (
    Column("number", "number", sort="value", kind="number"),
    Column("name", "name", sort="value", filter=Text()),
    Column("amount", "minor", sort="value", kind="money", currency=".currency", filter=Sums()),
    Column("at", "at", sort="value", kind="moment", filter=Days()),
    Column(
        "state",
        lambda row: Mark(STATES[row.state], "held"),
        kind="state",
        filter=Choice(choices=STATES),
    ),
    Column("day", "day", words="column_received_at", kind="day", is_hidden=True),
)


def rows(count: int) -> list[Row]:
    return [Row(n, f"Арыз {n % 3}", n * 100) for n in range(count)]


def asked(address: str = "/", **headers: str) -> OfficerRequest:
    request = RequestFactory().get(address, headers=headers)
    request.user = AnonymousUser()
    return cast("OfficerRequest", request)


def listing(given: Sequence[Row], address: str = "/", **more: object) -> Listing:
    options = {
        "name": "sample",
        "rows": given,
        "columns": COLUMNS,
        "caption": "column_number",
        "empty": "tables_nothing_found",
        **more,
    }
    return Listing(asked(address), **options)  # type: ignore[arg-type] # of several types


def numbers(found: Listing) -> list[str]:
    """Return the first column of a page."""
    return [row.cells[0].text for row in found.rows]


__all__ = ["Money", "Row", "asked", "listing", "numbers", "rows"]
