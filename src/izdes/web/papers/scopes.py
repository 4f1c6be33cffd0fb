"""Scopes: which papers an officer sees, as a condition; the database's policy says the same."""

from django.db.models import Q

from izdes.web.cases import scopes as cases
from izdes.web.officers.models import Officer


def papers(officer: Officer) -> Q:
    """Those of cases that he sees."""
    return cases.of_cases(officer)
