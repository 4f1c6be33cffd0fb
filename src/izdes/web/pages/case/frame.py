"""The frame of a case's page: its head, its tabs, its nearest clock, and what to do next.

A tab of another room stands here by the name of its address, and shows itself once that is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.urls import NoReverseMatch, reverse

from izdes.core.law.clocks.due import Due
from izdes.web.cases.models import Case
from izdes.web.cases.reach import reach_of, remembering_reach, units_within
from izdes.web.cases.selectors import cases_visible_to, members_visible_to
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.investigation.movements import JOINED
from izdes.web.investigation.norms import cited
from izdes.web.investigation.selectors import clocks_of, movements_visible_to, qualification_of
from izdes.web.investigation.visible import tasks_visible_to
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.pages.frame import OfficerRequest
from izdes.web.subjects.linking.selectors import proposals_of

TABS = (
    "overview",
    "episodes",
    "money",
    "statements",
    "requests",
    "series",
    "tasks",
    "notes",
    "timeline",
    "documents",
    "papers",
    "members",
    "history",
)


_Given = ParamSpec("_Given")
_View = Callable[Concatenate[OfficerRequest, _Given], HttpResponseBase]


def looked_at(view: _View[_Given]) -> _View[_Given]:
    """Make a view a page of whoever is signed in; one that only looks asks once what he may."""

    @login_required
    @wraps(view)
    def shown(
        request: OfficerRequest, /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        with remembering_reach():
            return view(request, *args, **kwargs)

    return shown


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab as a page shows it."""

    words: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: words as a verb with its consequence, and where."""

    words: str
    url: str


def case_frame(request: OfficerRequest, number: int) -> dict[str, object]:
    """Return what the head of a case's page shows.

    Args:
        number: The key of the case, as it stands in addresses.

    Raises:
        Http404: There is no such case, or the officer does not see it: both are one answer.
    """
    me = request.user
    case = case_of(me, number)
    law = pack_in_force()
    clocks = clocks_of(me, case, law=law)
    present = qualification_of(me, case).present
    lead = _lead(me, case)
    may_write, may_lead = may(me, case, "write"), may(me, case, "lead")
    return {
        "case": case,
        "law": law,
        "tabs": _tabs(request, case),
        "lead": lead,
        "qualification": present,
        "qualification_cited": cited(present.norms, language(), law) if present else "",
        "clocks": clocks,
        "clock": clocks.nearest,
        "main_case": _main(me, case),
        "matches": proposals_of(me, case.pk),
        "may_write": may_write,
        "may_lead": may_lead,
        "may_assign": _may_assign(me, case),
        "next_steps": _steps(me, case, clock=clocks.nearest, is_qualified=present is not None)
        if may_write
        else (),
    }


def case_of(officer: Officer, number: int) -> Case:
    """Return a case that an officer sees.

    Raises:
        Http404: He sees none of that key.
    """
    found = cases_visible_to(officer).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may(officer: Officer, case: Case, verb: str) -> bool:
    """Say whether an officer works on a case, or answers for it."""
    reach = reach_of(officer, "write" if verb == "write" else "lead")
    return case.pk in reach.named or (not case.is_sealed and case.unit_id in reach.units)


def _may_assign(officer: Officer, case: Case) -> bool:
    """Say whether an officer heads the body of an open case, or leads a sealed one."""
    if case.is_sealed:
        return case.pk in reach_of(officer, "lead").named
    return case.unit_id in units_within(officer, "lead")


def case_to_write(officer: Officer, number: int) -> Case:
    """Return a case that an officer works on.

    Raises:
        Http404: He does not see it.
        PermissionDenied: He sees it and does not work on it.
    """
    case = case_of(officer, number)
    if not may(officer, case, "write"):
        raise PermissionDenied
    return case


def case_to_lead(officer: Officer, number: int) -> Case:
    """Return a case for which an officer answers.

    Raises:
        Http404: He does not see it.
        PermissionDenied: He sees it and does not answer for it.
    """
    case = case_of(officer, number)
    if not may(officer, case, "lead"):
        raise PermissionDenied
    return case


def _tabs(request: OfficerRequest, case: Case) -> list[Tab]:
    """Return the tabs that have a page."""
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    found = []
    for name in TABS:
        try:
            url = reverse(f"case_{name}", kwargs={"number": case.pk})
        except NoReverseMatch:
            continue
        found.append(Tab(f"case_tab_{name}", url, here.startswith(f"case_{name}")))
    return found


def _lead(officer: Officer, case: Case) -> Officer | None:
    """Return who leads a case."""
    rows = members_visible_to(officer).filter(case=case, kind="lead", until__isnull=True)
    member = rows.select_related("officer").first()
    return member.officer if member else None


def _main(officer: Officer, case: Case) -> Case | None:
    """Return the case into which this one was joined."""
    if case.state != JOINED:
        return None
    rows = movements_visible_to(officer).filter(kind="joinder", other=case)
    movement = rows.select_related("case").first()
    return movement.case if movement else None


def _steps(officer: Officer, case: Case, *, clock: Due | None, is_qualified: bool) -> list[Step]:
    """Return what a case asks for next, the most pressing first."""
    wanted = []
    if clock is not None and clock.rule.starts in {"joinder_decreed", "separation_decreed"}:
        wanted.append(("case_next_copies", "case_movements"))
    if not is_qualified:
        wanted.append(("case_next_qualify", "case_qualification"))
    if not tasks_visible_to(officer).filter(case=case).exists():
        wanted.append(("case_next_plan", "case_tasks"))
    if requests_visible_to(officer).filter(case=case, state="draft").exists():
        wanted.append(("case_next_sign", "case_requests_sign"))
    wanted.append(("case_next_sheet", "case_sheet"))
    return [Step(words, reverse(name, kwargs={"number": case.pk})) for words, name in wanted]
