"""Tasks of a case: the plan that is proposed, what was accepted, done and left out."""

from datetime import datetime
from functools import cache
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.law.plans import Task as PlanTask
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.investigation.models import Task
from izdes.web.investigation.plans import (
    REMOTE,
    Shown,
    is_remote_offered,
    known_routes,
    known_schemes,
    plan_tasks,
    proposed_plan,
    shown_by,
)
from izdes.web.investigation.selectors import my_tasks, tasks_of
from izdes.web.investigation.services.noting import note_recording
from izdes.web.investigation.services.tasks import (
    accept_tasks,
    add_task,
    skip_planned,
)
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.cameras import RECORDED, RecordingForm, kept_of
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.giving import people_of, person_of
from izdes.web.pages.case.naming import (
    route_name,
    routes_named,
    scheme_name,
    schemes_named,
    task_title,
    worded,
)
from izdes.web.pages.fields import MomentField
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Listing, page_of

_STATES = ("open", "done", "skipped")
_KINDS = ("ordinary", "instruction", "trip")


class TaskForm(forms.Form):
    """A task of one's own."""

    title = forms.CharField(max_length=1000)
    kind = forms.ChoiceField(required=False)
    due_at = MomentField(required=False)
    assignee = forms.ChoiceField(required=False)

    def __init__(self, data: Any, people: list[tuple[str, str]]) -> None:  # noqa: ANN401 - as Django
        super().__init__(data)
        kinds = [(one, worded("case_task_kind", one)) for one in _KINDS]
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        cast("forms.ChoiceField", self.fields["assignee"]).choices = people


class SkippingForm(forms.Form):
    """Which task of the plan is left out, and why; the command says what it lacks."""

    task = forms.CharField(max_length=100, required=False)
    reason = forms.CharField(max_length=4000, required=False)


@looked_at
def tasks(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the tasks, and the plan for the methods and routes that are known."""
    return _shown(request, number)


@login_required
@require_POST
def accept(request: OfficerRequest, number: int) -> HttpResponse:
    """Accept tasks of the plan."""
    me = request.user
    case = case_to_write(me, number)
    form = forms.Form(request.POST)
    codes = request.POST.getlist("task")
    if not codes:
        form.add_error(None, say("case_plan_nothing_chosen", language()))
    if form.is_valid() and tried(form, lambda: accept_tasks(case=case, codes=codes, officer=me)):
        messages.success(request, say("case_tasks_were_accepted", language(), count=len(codes)))
        return redirect("case_tasks", case.pk)
    return _shown(request, number, wrong=form)


@login_required
@require_POST
def leave_out(request: OfficerRequest, number: int) -> HttpResponse:
    """Leave out a task that was proposed, with a reason."""
    me = request.user
    case = case_to_write(me, number)
    form = SkippingForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        skip_planned(case=case, code=given["task"], reason=given["reason"], officer=me)

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_task_was_skipped", language()))
        return redirect("case_tasks", case.pk)
    told = form.data
    return _shown(
        request, number, wrong=form, skipped=told.get("task", ""), reason=told.get("reason", "")
    )


@login_required
@require_POST
def add(request: OfficerRequest, number: int) -> HttpResponse:
    """Add a task of one's own."""
    me = request.user
    case = case_to_write(me, number)
    form = TaskForm(request.POST, people_of(me, case))

    def do() -> None:
        given = form.cleaned_data
        add_task(
            case=case,
            title=given["title"],
            kind=given["kind"] or "ordinary",
            due_at=given["due_at"],
            assignee=person_of(me, case, given["assignee"]),
            officer=me,
        )

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_task_was_added", language()))
        return redirect("case_tasks", case.pk)
    return _shown(request, number, wrong=form, adding=form)


@login_required
@require_POST
def note_camera(request: OfficerRequest, number: int) -> HttpResponse:
    """Note a recording that is wanted."""
    me = request.user
    case = case_to_write(me, number)
    form = RecordingForm(request.POST, pack_in_force())

    def do() -> None:
        given = form.cleaned_data
        note_recording(
            case=case,
            kind=given["recording"],
            place=given["place"],
            recorded_at=given["recorded_at"],
            told_days=given["told_days"],
            officer=me,
        )

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_recording_was_noted", language()))
        return redirect("case_tasks", case.pk)
    return _shown(request, number, wrong=form, camera=form)


@looked_at
def mine(request: OfficerRequest) -> HttpResponse:
    """Show what the officer has to do, in every case."""
    # Asked for by the first row: whoever has no post sees no law.
    known = cache(lambda: plan_tasks(pack_in_force()))
    listing = Listing(
        request,
        name="my-tasks",
        rows=my_tasks(request.user),
        columns=(
            Column("title", lambda one: task_title(one, known()), words="case_task"),
            Column("case", "case.number", words="case_number", sort="case__number"),
            Column("due", "due_at", words="case_due", sort="due_at", kind="end"),
            Column("state", lambda one: _lateness(one, now()), words="case_state", kind="state"),
        ),
        caption="case_my_tasks",
        empty="case_my_tasks_empty",
        link=_task_url,
        tone=lambda one: _lateness(one, now()).tone,
    )
    return cast("HttpResponse", listing.respond("case/my_tasks.html"))


def _shown(
    request: OfficerRequest,
    number: int,
    *,
    wrong: forms.Form | None = None,
    adding: TaskForm | None = None,
    camera: RecordingForm | None = None,
    skipped: str = "",
    reason: str = "",
) -> HttpResponse:
    """Show the tasks of a case."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    law = cast("LawPack", frame["law"])
    known = plan_tasks(law)
    shown = _asked(request, law) or shown_by(me, case, law)
    people = people_of(me, case)
    rows = list(tasks_of(me, case))
    listing = _listing(request, rows, known, case)
    proposal = proposed_plan(me, case, shown, on=localdate(), law=law)
    context = {
        **frame,
        "listing": listing,
        "proposal": proposal.tasks,
        "shown": shown,
        "shown_schemes": [scheme_name(one, law) for one in shown.schemes],
        "shown_routes": [route_name(one, law) for one in shown.routes],
        "schemes": schemes_named(law),
        "routes": routes_named(law),
        "is_remote_offered": is_remote_offered(rows),
        "remote": known.get(REMOTE),
        "adding": adding or TaskForm(None, people),
        "camera": camera or RecordingForm(None, law),
        "recordings": kept_of(me, case, law),
        "recorded_states": RECORDED,
        "wrong": wrong,
        "skipped": skipped,
        "reason": reason,
    }
    status = status_of(wrong) if wrong is not None else 200
    answer = page_of(request, "case/tasks.html", context, listing, status=status)
    return cast("HttpResponse", answer)


def _listing(
    request: OfficerRequest, rows: list[Task], known: dict[str, PlanTask], case: Case
) -> Listing:
    """Return the table of tasks."""
    moment = now()
    states = {one: worded("case_task_state", one) for one in _STATES}
    return Listing(
        request,
        name="tasks",
        rows=rows,
        columns=(
            Column("title", lambda one: task_title(one, known), words="case_task", sort="value"),
            Column("who", lambda one: worded("case_who", one.who), words="case_who"),
            Column("assignee", "assignee.full_name", words="case_assignee", sort="value"),
            Column("due", "due_at", words="case_due", sort="value", kind="end"),
            Column(
                "state",
                lambda one: _lateness(one, moment),
                words="case_state",
                kind="state",
                filter=Choice(choices=states),
            ),
            Column("outcome", "outcome", words="case_outcome", is_hidden=True),
        ),
        caption="case_tasks_caption",
        empty="case_tasks_empty",
        link=_task_url,
        tone=lambda one: _lateness(one, moment).tone,
        case=case.pk,
    )


def _lateness(task: Task, at: datetime) -> Mark:
    """Return how a task stands, amber in its last quarter and red when late."""
    words = worded("case_task_state", task.state)
    if task.state != "open":
        return Mark(words, "held" if task.state == "done" else "")
    if task.due_at is None:
        return Mark(words)
    if at >= task.due_at:
        return Mark(say("case_task_late", language()), "late")
    is_last_quarter = (task.due_at - at) * 4 <= task.due_at - task.created_at
    return Mark(words, "due" if is_last_quarter else "")


def _task_url(task: Task) -> str:
    """Return the page of a task."""
    return reverse("case_tasks_one", kwargs={"number": task.case_id, "task": task.pk})


def _asked(request: OfficerRequest, law: LawPack) -> Shown | None:
    """Return the methods and routes that the address of the page names."""
    if "scheme" not in request.GET and "route" not in request.GET:
        return None
    schemes = known_schemes(request.GET.getlist("scheme"), law)
    return Shown(schemes or ("OTHER",), known_routes(request.GET.getlist("route"), law))
