"""Scopes: which requests an officer sees, as a condition; the database's policy says the same."""

from django.db.models import Q

from izdes.web.cases import scopes as cases
from izdes.web.cases.models import Case
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of


def requests(officer: Officer) -> Q:
    """Those of cases that he sees; for an institution, what was sent to it."""
    institutions = institutions_of(officer)
    if not institutions:
        return cases.of_cases(officer)
    # Not joined: what was sent to an institution comes from cases that it does not see.
    seen = Case.objects.filter(cases.cases(officer)).values("pk")
    return Q(sent_at__isnull=False, addressee__in=institutions) | Q(case__in=seen)
