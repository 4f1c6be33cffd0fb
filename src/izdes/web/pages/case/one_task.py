"""One task of a case: who does it, what came out of it, and by what that is shown."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.files.models import File
from izdes.web.files.selectors import files_visible_to
from izdes.web.files.services import store
from izdes.web.investigation.models import Task
from izdes.web.investigation.plans import (
    EXAMINATION,
    plan_tasks,
)
from izdes.web.investigation.selectors import tasks_of
from izdes.web.investigation.services.tasks import (
    change_task,
    finish_task,
    skip_task,
)
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import picked, status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.giving import people_of, person_of
from izdes.web.pages.case.naming import (
    task_title,
)
from izdes.web.pages.fields import MomentField
from izdes.web.pages.frame import OfficerRequest


class ChangeForm(forms.Form):
    """Who does a task and until when."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    assignee = forms.ChoiceField(required=False)
    due_at = MomentField(required=False)
    began_at = MomentField(required=False)

    def __init__(self, data: Any, people: list[tuple[str, str]]) -> None:  # noqa: ANN401 - as above
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["assignee"]).choices = people


class EndForm(forms.Form):
    """What came out of a task and by what it is shown, or why it was left out."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(max_length=4000, widget=forms.Textarea)
    evidence = forms.TypedMultipleChoiceField(coerce=int, required=False)
    upload = forms.FileField(required=False)

    def __init__(self, data: Any, files: Any, known: list[File]) -> None:  # noqa: ANN401 - as above
        super().__init__(data, files)
        field = cast("forms.TypedMultipleChoiceField", self.fields["evidence"])
        field.choices = [(one.pk, one.digest[:12]) for one in known]


@looked_at
def task(request: OfficerRequest, number: int, task: int) -> HttpResponse:
    """Show one task; take who does it and until when."""
    me = request.user
    if request.method != "POST":
        return _one(request, number, task)
    case = case_to_write(me, number)
    row = get_object_or_404(tasks_of(me, case), pk=task)
    form = ChangeForm(request.POST, people_of(me, case))

    def do() -> None:
        given = form.cleaned_data
        change_task(
            task=row,
            seen=given["seen"],
            assignee=person_of(me, case, given["assignee"]),
            due_at=given["due_at"],
            began_at=given["began_at"],
            officer=me,
        )

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_task_was_changed", language()))
        return redirect("case_tasks_one", case.pk, row.pk)
    return _one(request, number, task, changing=form)


@login_required
@require_POST
def end(request: OfficerRequest, number: int, task: int) -> HttpResponse:
    """End a task: done with its evidence, or left out with a reason."""
    me = request.user
    case = case_to_write(me, number)
    row = get_object_or_404(tasks_of(me, case), pk=task)
    known = list(_files(me, case))
    form = EndForm(request.POST, request.FILES, known)
    is_done = request.POST.get("end") == "done"

    def do() -> None:
        given = form.cleaned_data
        if not is_done:
            skip_task(task=row, seen=given["seen"], reason=given["outcome"], officer=me)
            return
        evidence = [one for one in known if one.pk in given["evidence"]]
        if (upload := given["upload"]) is not None:
            kept = store(upload.chunks(), name=upload.name, officer=me.pk)
            evidence += list(files_visible_to(me.pk).filter(pk=kept))
        finish_task(
            task=row,
            seen=given["seen"],
            outcome=given["outcome"],
            evidence=evidence,
            officer=me,
        )

    if form.is_valid() and tried(form, do):
        messages.success(request, say("case_task_was_ended", language()))
        return redirect("case_tasks", case.pk)
    return _one(request, number, task, ending=form)


def _one(
    request: OfficerRequest,
    number: int,
    key: int,
    *,
    changing: ChangeForm | None = None,
    ending: EndForm | None = None,
) -> HttpResponse:
    """Show one task."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    row = get_object_or_404(tasks_of(me, case), pk=key)
    planned = plan_tasks(cast("LawPack", frame["law"])).get(row.code)
    files = list(_files(me, case))
    wrong = changing or ending
    context = {
        **frame,
        "task": row,
        "planned": planned,
        "is_examination": planned is not None and planned.stage == EXAMINATION,
        "title": task_title(row, {row.code: planned} if planned else {}),
        "people": people_of(me, case),
        "due_at": picked(row.due_at),
        "files": files,
        "evidence": [one for one in files if _is_evidence(one, row)],
        "changing": changing,
        "ending": ending,
        "wrong": wrong,
        "seen": row.version,
    }
    status = status_of(wrong) if wrong is not None else 200
    return render(request, "case/task.html", context, status=status)


def _files(officer: Officer, case: Case) -> Any:  # noqa: ANN401 - a query of files
    """Return the files that are used in a case."""
    rows = files_visible_to(officer.pk).filter(uses__case_id=case.pk, state="kept")
    return rows.prefetch_related("uses").distinct()


def _is_evidence(file: File, task: Task) -> bool:
    """Say whether a file shows the result of a task."""
    return any(
        use.subject_type == "task" and use.subject_id == str(task.pk) for use in file.uses.all()
    )
