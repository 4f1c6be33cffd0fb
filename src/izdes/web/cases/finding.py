"""Finding: complaints and cases by a number that stands on a paper, or by a person's name.

Exactly, and only what the officer sees. A name is compared by its folded parts, so that one woman
is found under each spelling of it; all parts that are asked for must be there.
"""

from django.db.models import Q, QuerySet

from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.naming import name_tokens
from izdes.web.cases.selectors import (
    cases_visible_to,
    complaints_visible_to,
    name_tokens_visible_to,
)
from izdes.web.officers.models import Officer

_LEAST_PARTS = 2


def complaints_numbered(officer: Officer, number: str) -> QuerySet[Complaint]:
    """Return complaints by receipt, number in the book of intake, or their source's own number."""
    asked = number.strip()
    found = complaints_visible_to(officer).filter(
        Q(receipt=asked) | Q(receipt=asked.upper()) | Q(intake_number=asked) | Q(external_id=asked)
    )
    return found.defer("narrative").select_related("unit", "case").order_by("-received_at", "-pk")


def cases_numbered(officer: Officer, number: str) -> QuerySet[Case]:
    """Return cases by their number in the state register."""
    return cases_visible_to(officer).filter(number=number.strip()).select_related("unit")


def complaints_named(officer: Officer, name: str) -> QuerySet[Complaint] | None:
    """Return complaints of people of a name; None where the text is no name of two parts."""
    tokens = name_tokens(name)
    if len(tokens) < _LEAST_PARTS:
        return None
    found = complaints_visible_to(officer).defer("narrative")
    for token in tokens:
        of_name = name_tokens_visible_to(officer).filter(token=token)
        found = found.filter(pk__in=of_name.values("complaint"))
    return found.select_related("unit", "case").order_by("-received_at", "-pk")
