"""What an officer sees of plans."""

from django.db.models import QuerySet

from izdes.web.cases.models import Case, Complaint
from izdes.web.loop import scopes
from izdes.web.loop.models import Plan, Proposed, Rules, Spot, Stop
from izdes.web.officers.models import Officer


def plans_visible_to(officer: Officer) -> QuerySet[Plan]:
    """Return the plans that an officer sees."""
    return Plan.objects.filter(scopes.plans(officer))


def spots_visible_to(officer: Officer) -> QuerySet[Spot]:
    """Return the accounts of plans that an officer sees."""
    return Spot.objects.filter(scopes.of_plans(officer))


def stops_visible_to(officer: Officer) -> QuerySet[Stop]:
    """Return what is not asked, with its reason."""
    return Stop.objects.filter(scopes.of_plans(officer))


def proposed_visible_to(officer: Officer) -> QuerySet[Proposed]:
    """Return which drafts are the machine's."""
    return Proposed.objects.filter(scopes.of_plans(officer))


def rules_visible_to(officer: Officer) -> QuerySet[Rules]:
    """Return the limits that were set."""
    return Rules.objects.filter(scopes.rules(officer))


def plan_of(
    officer: Officer, *, case: Case | None = None, complaint: Complaint | None = None
) -> Plan | None:
    """Return the latest plan of a case or complaint; None where there is none that he sees."""
    return plans_visible_to(officer).filter(case=case, complaint=complaint).order_by("-pk").first()
