"""What pages ask of the course of a case."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case as Case_
from django.db.models import IntegerField, Q, QuerySet, When

from izdes.web.cases.models import Case
from izdes.web.cases.selectors import members_visible_to
from izdes.web.investigation.models import Qualification, Task
from izdes.web.investigation.movements import parts_of
from izdes.web.investigation.terms import Clocks, clocks_of
from izdes.web.investigation.visible import (
    confirmations_visible_to,
    movements_visible_to,
    notes_visible_to,
    qualifications_visible_to,
    recordings_visible_to,
    returned_numbers_visible_to,
    tasks_visible_to,
    victims_visible_to,
)
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import officers_visible_to

__all__ = [
    "Clocks",
    "Qualified",
    "clocks_of",
    "confirmations_visible_to",
    "givers_of",
    "movements_visible_to",
    "my_tasks",
    "notes_visible_to",
    "parts_of",
    "qualification_of",
    "recordings_visible_to",
    "returned_numbers_visible_to",
    "tasks_of",
    "victims_visible_to",
]


@dataclass(frozen=True, slots=True)
class Qualified:
    """The qualification of a case: the decision that holds, and those before it, latest first."""

    present: Qualification | None
    earlier: tuple[Qualification, ...]


def qualification_of(officer: Officer, case: Case) -> Qualified:
    """Return the decisions on the qualification of a case."""
    rows = qualifications_visible_to(officer).filter(case=case).select_related("decided_by")
    found = tuple(rows.order_by("-pk"))
    return Qualified(found[0] if found else None, found[1:])


def givers_of(officer: Officer, case: Case) -> dict[int, list[str]]:
    """Return who gave the files of a case, by file; what he called them stays his."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id, officer_id FROM investigation_givers(%s)", [case.pk])
        pairs = cursor.fetchall()
    people = officers_visible_to(officer).filter(pk__in={giver for _, giver in pairs})
    names = dict(people.values_list("pk", "full_name"))
    found = defaultdict[int, list[str]](list)
    for file, giver in pairs:
        found[file].append(names.get(giver, "—"))
    return {file: sorted(given) for file, given in found.items()}


def tasks_of(officer: Officer, case: Case) -> QuerySet[Task]:
    """Return the tasks of a case: open ones first, the most urgent of them first."""
    rows = tasks_visible_to(officer).filter(case=case).select_related("assignee", "changed_by")
    is_closed = Case_(When(state="open", then=0), default=1, output_field=IntegerField())
    return rows.order_by(is_closed, "due_at", "pk")


def my_tasks(officer: Officer) -> QuerySet[Task]:
    """Return the open tasks of an officer: his own, and those of nobody in cases that he leads."""
    led = members_visible_to(officer).filter(officer=officer, kind="lead", until__isnull=True)
    mine = Q(assignee=officer) | Q(assignee__isnull=True, case__in=led.values("case"))
    rows = tasks_visible_to(officer).filter(mine, state="open").exclude(case__state="joined")
    return rows.select_related("case", "assignee").order_by("due_at", "pk")
