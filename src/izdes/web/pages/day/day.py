"""My day: what is due, what came in, who asks to be let in, and what changed since yesterday.

It is the first page after signing in. Nothing of it is stored: tasks, the queue, requests and the
journal say it, each as far as the officer sees it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from izdes.web.cases.models import Case
from izdes.web.cases.queue import Waiting, triage_queue
from izdes.web.cases.selectors import (
    access_requests_visible_to,
    cases_visible_to,
    grants_visible_to,
    members_visible_to,
)
from izdes.web.investigation.plans import plan_tasks
from izdes.web.investigation.selectors import my_tasks
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of, may_see_cases, posts_now, units_of
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.case.naming import task_title
from izdes.web.pages.correspondence.today import today_of
from izdes.web.pages.day.changes import Changes, changes_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.heading import leaderless_of
from izdes.web.reception.models import Addition
from izdes.web.reception.selectors import additions_visible_to
from izdes.web.signing_in.selectors import has_factor

_SHOWN, _MOST_CASES = 10, 200
_YESTERDAY = timedelta(days=1)
_LATELY = timedelta(days=7)
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A task of mine, as it is called."""

    case: int
    number: str
    title: str
    at: datetime | None


@looked_at
def home(request: OfficerRequest) -> HttpResponse:
    """Show the officer's day, his posts and the next step of each."""
    me = request.user
    posts = list(posts_now(me).select_related("body").order_by("since", "pk"))
    moment = now()
    context: dict[str, object] = {
        "posts": posts,
        "has_factor": has_factor(me),
        "correspondence": today_of(me, moment),
        "is_institution": bool(institutions_of(me)),
        "now": moment,
    }
    if may_see_cases(me):
        context |= {"works": True, **_day(me, moment)}
    return render(request, "day/day.html", context)


def _day(me: Officer, moment: datetime) -> dict[str, object]:
    """Return what an officer who works on cases has before him."""
    found, known = list(my_tasks(me)[: _SHOWN + 1]), plan_tasks(pack_in_force())
    tasks = [
        Due(task.case_id, task.case.number, task_title(task, known), task.due_at) for task in found
    ]
    waiting = triage_queue(me, now=moment).rows
    writes = units_of(me, "write")
    concern = _concern(me, writes or units_of(me, "read"), moment)
    return {
        "tasks": tasks[:_SHOWN],
        "more_tasks": len(tasks) > _SHOWN,
        "waiting": waiting[:_SHOWN],
        "waiting_count": len(waiting),
        "in_progress": _in_progress(waiting),
        "leaderless": leaderless_of(me),
        "asked": _asked(me),
        "let_in": _let_in(me, moment),
        "added": _added(me, writes, concern, moment),
        "changed": _changed(me, concern, moment),
        "now": moment,
    }


def _in_progress(waiting: tuple[Waiting, ...]) -> int:
    """Return how many of those that wait are losing money at this moment."""
    return sum(1 for row in waiting if row.complaint.is_in_progress)


def _asked(me: Officer) -> list[object]:
    """Return the requests for access that wait for this officer's decision."""
    led = units_of(me, "lead")
    if not led:
        return []
    rows = access_requests_visible_to(me).filter(state="asked", unit__in=led).exclude(asker=me)
    # Not joined to the case for which it is asked: whoever decides does not see that one.
    return list(rows.select_related("asker", "unit").order_by("asked_at")[:_SHOWN])


def _let_in(me: Officer, moment: datetime) -> list[object]:
    """Return the cases that this officer was let into since yesterday."""
    rows = grants_visible_to(me).filter(officer=me, since__gte=moment - _YESTERDAY)
    return list(rows.select_related("case").filter(expires_at__gt=moment)[:_SHOWN])


def _changed(me: Officer, concern: QuerySet[Case], moment: datetime) -> Changes:
    """Return what others did since yesterday in the cases that are this officer's concern."""
    numbers = dict(concern.order_by("-registered_at").values_list("pk", "number")[:_MOST_CASES])
    return changes_of(me, numbers, since=moment - _YESTERDAY)


def _added(
    me: Officer, writes: frozenset[int], concern: QuerySet[Case], moment: datetime
) -> list[Addition]:
    """Return what victims added lately to complaints that are this officer's concern."""
    loose = Q(complaint__case__isnull=True, complaint__unit__in=writes)
    mine = Q(complaint__case__in=concern.values("pk"))
    rows = additions_visible_to(me).filter(loose | mine, at__gte=moment - _LATELY)
    found = rows.select_related("complaint__case").defer("complaint__narrative", "text")
    return list(found.order_by("-at", "-pk")[:_SHOWN])


def _concern(me: Officer, units: frozenset[int], moment: datetime) -> QuerySet[Case]:
    """Return the cases in which this officer is named, and the latest of some units.

    Args:
        units: Those in which he works; of whoever only watches, a prosecutor or an analyst, those
            whose cases he reads.
    """
    named = members_visible_to(me).filter(officer=me, until__isnull=True)
    recent = Q(unit__in=units, registered_at__gte=moment - _RECENT)
    return cases_visible_to(me).filter(Q(pk__in=named.values("case")) | recent)
