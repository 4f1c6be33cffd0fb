"""What the machine did about a request: proposed it, took it back, planned anew after its answer.

Of an answer the first plan after it is named. That the plan changed because of this answer and of
nothing else, nobody says: several answers may have come before it was made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from izdes.web.correspondence.models import Request
from izdes.web.journal.events import Event
from izdes.web.journal.history import Told
from izdes.web.loop.models import Plan
from izdes.web.loop.selectors import plans_visible_to, proposed_visible_to
from izdes.web.officers.models import Officer
from izdes.web.pages.correspondence.naming import is_proposed


@dataclass(frozen=True, slots=True)
class ByMachine:
    """What the machine did about a request, and in which plan."""

    what: Literal["proposed", "withdrawn", "answered"]
    plan: Plan


def by_machine(officer: Officer, found: Request, history: Iterable[Told]) -> ByMachine | None:
    """Return what the machine did last about a request; None for nothing that the officer sees.

    Args:
        history: What the journal tells of the request: officers' withdrawals stand there, the
            machine's do not.
    """
    if is_proposed(found):
        made = proposed_visible_to(officer).filter(request=found)
        row = made.select_related("plan__trace").first()
        return ByMachine("proposed", row.plan) if row else None
    if found.state == "ingested" and found.answered_at is not None:
        after = _plans(officer, found).filter(made_at__gte=found.answered_at)
        return _of_plan("answered", after.order_by("pk").first())
    is_taken_back = found.state == "withdrawn" and found.drafted_by_id is None
    if is_taken_back and found.ended_at is not None:
        if any(one.event == Event.REQUEST_WITHDRAWN for one in history):
            return None
        # A plan is older than what it takes back, by the time that its keeping takes.
        before = _plans(officer, found).filter(made_at__lte=found.ended_at)
        return _of_plan("withdrawn", before.order_by("pk").last())
    return None


def _of_plan(what: Literal["withdrawn", "answered"], plan: Plan | None) -> ByMachine | None:
    """Return what was done, where the plan is seen."""
    return None if plan is None else ByMachine(what, plan)


def _plans(officer: Officer, found: Request) -> QuerySet[Plan]:
    """Return the plans of the request's case, or of its complaint before it was one."""
    rows = plans_visible_to(officer).select_related("trace")
    if found.case_id is not None:
        return rows.filter(case=found.case_id)
    return rows.filter(complaint=found.complaint_id)
