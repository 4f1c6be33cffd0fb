"""Scopes: which rows of the course of cases an officer sees, as a condition of its selectors."""

from django.db.models import Q

from izdes.web.cases import scopes as cases
from izdes.web.officers.models import Officer


def of_cases(officer: Officer) -> Q:
    """Whatever belongs to a case that he sees."""
    return cases.of_cases(officer)
