"""Scopes: which rows of cases, and of what hangs on cases, an officer sees, as conditions.

The database says the same by its policies, and neither relies on the other.
"""

from django.db.models import Exists, OuterRef, Q

from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reach import reach_of
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import may_see_cases, units_of
from izdes.web.subjects.models import Mention


def cases(officer: Officer) -> Q:
    """The open cases of his units, those that he was let into, and those in which he is named."""
    return reach_of(officer, "read").condition()


def of_cases(officer: Officer) -> Q:
    """Whatever belongs to a case that he sees."""
    return Q(case__in=Case.objects.filter(cases(officer)).values("pk"))


def complaints(officer: Officer) -> Q:
    """The complaints of cases that he sees; without a case, those of his units."""
    return _complaints(officer, "")


def waiting(officer: Officer) -> Q:
    """The complaints of his units on which triage has not decided."""
    return Q(case__isnull=True, triaged_at__isnull=True, unit__in=reach_of(officer, "read").units)


def of_complaints(officer: Officer) -> Q:
    """Whatever a complaint tells that he sees."""
    return _complaints(officer, "complaint__")


def outcomes(officer: Officer) -> Q:
    """Outcomes of complaints that he sees; what his units sent on or left unregistered too."""
    # Not joined: where a complaint was sent he does not see it any more.
    seen = Complaint.objects.filter(complaints(officer), pk=OuterRef("complaint"))
    return Q(case__isnull=True, unit__in=units_of(officer, "read")) | Q(Exists(seen))


def access_requests(officer: Officer) -> Q:
    """His own, and those to bodies that he leads or supervises."""
    asked = units_of(officer, "lead") | units_of(officer, "supervise")
    own = Q(asker=officer) if may_see_cases(officer) else Q(pk__in=())
    return own | Q(unit__in=asked)


def grants(officer: Officer) -> Q:
    """His own, and those into cases that he sees."""
    own = Q(officer=officer) if may_see_cases(officer) else Q(pk__in=())
    # Not joined: his own grant stays his even where its case was sealed since.
    return own | Q(case__in=Case.objects.filter(cases(officer)).values("pk"))


def mentions(officer: Officer) -> Q:
    """Mentions in complaints that he sees."""
    return _complaints(officer, "complaint__")


def identifiers(officer: Officer) -> Q:
    """Identifiers that a complaint mentions which he sees."""
    return Q(Exists(Mention.objects.filter(mentions(officer), identifier=OuterRef("pk"))))


def _complaints(officer: Officer, path: str) -> Q:
    """Return the condition of the table of complaints, or of one that reaches it by a path."""
    reach = reach_of(officer, "read")
    loose = Q((f"{path}case__isnull", True), (f"{path}unit__in", reach.units))
    return loose | reach.condition(f"{path}case__")
