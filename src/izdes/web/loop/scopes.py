"""Scopes: which plans an officer sees, as conditions; the policies say the same."""

from django.db.models import Q

from izdes.web.cases import scopes as cases
from izdes.web.cases.models import Case, Complaint
from izdes.web.loop.models import Plan
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import INSTITUTIONAL


def plans(officer: Officer) -> Q:
    """Those of cases that he sees, and of complaints that he sees before they are one."""
    seen = Case.objects.filter(cases.cases(officer)).values("pk")
    told = Complaint.objects.filter(cases.complaints(officer)).values("pk")
    return Q(case__in=seen) | Q(case__isnull=True, complaint__in=told)


def of_plans(officer: Officer) -> Q:
    """Whatever belongs to a plan that he sees."""
    return Q(plan__in=Plan.objects.filter(plans(officer)).values("pk"))


def rules(officer: Officer) -> Q:
    """All of them, for whoever is inside of the office."""
    return Q() if roles_of(officer) - INSTITUTIONAL else Q(pk__in=())
