"""Tasks: accepted from a plan or added, done with evidence, or left out with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.law.plans import Skipped
from izdes.core.law.plans import Task as PlanTask
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case, Member
from izdes.web.cases.reach import require_case
from izdes.web.files.models import File
from izdes.web.files.services import use
from izdes.web.investigation.changing import require_unchanged
from izdes.web.investigation.models import Task
from izdes.web.investigation.plans import INSTRUCTION, REMOTE, is_remote_offered, plan_tasks
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.deciding import decided, due_under
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


class TaskUnknown(IzdesError):
    """The law in force has no such task."""

    code = "task_unknown"


class TaskClosed(IzdesError):
    """The task is done or was left out."""

    code = "task_closed"


class TaskDecided(IzdesError):
    """This task of the plan stands in the case already."""

    code = "task_decided_already"


class RemoteFirst(IzdesError):
    """Before an instruction or a trip, remote interrogation is planned, or left out on a reason."""

    code = "remote_first"


class EvidenceMissing(IzdesError):
    """A task is done with a result, and with a file of the case or the words where it lies."""

    code = "evidence_missing"


class AssigneeOutside(IzdesError):
    """Only whoever works on the case gets its tasks."""

    code = "assignee_outside"


@transaction.atomic(durable=True)
def accept_tasks(*, case: Case, codes: Sequence[str], officer: Officer) -> list[Task]:
    """Accept tasks of the tactical plan; those that stand in the case already stay as they are.

    A working aim counts from now; a clock of the law starts by the event that it names, which
    whoever gets the task enters when it happened.

    Raises:
        NotPermitted: The officer does not work on the case.
        TaskUnknown: The law in force has no task of a name.
        RemoteFirst: Another region is asked, and remote interrogation is neither planned nor left
            out.
    """
    require_case(officer, case, "write")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    law = pack_in_force()
    known = _known(codes, plan_tasks(law))
    standing = list(Task.objects.filter(case=held).exclude(code=""))
    if INSTRUCTION in known and REMOTE not in known and not is_remote_offered(standing):
        raise RemoteFirst
    taken = {task.code for task in standing}
    wanted = [task for task in known.values() if task.task_id not in taken]
    now = the_moment()
    made = Task.objects.bulk_create(_row(held, task, officer, now=now, law=law) for task in wanted)
    if made:
        decided(
            Event.TASKS_ACCEPTED,
            under=law.ref,
            officer=officer,
            subject=Subject("case", str(held.pk)),
            changes={"tasks": Change(None, ", ".join(task.code for task in made))},
            case=held.pk,
        )
    return made


@transaction.atomic(durable=True)
def skip_planned(*, case: Case, code: str, reason: str, officer: Officer) -> Task:
    """Leave out a task of the plan that was proposed, with a reason that another can weigh.

    Raises:
        NotPermitted: The officer does not work on the case.
        TaskUnknown: The law in force has no such task.
        TaskDecided: It stands in the case already.
        SkipWithoutReason: The reason says nothing.
    """
    require_case(officer, case, "write")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    law = pack_in_force()
    planned = _known([code], plan_tasks(law))[code]
    Skipped(code, reason)
    if Task.objects.filter(case=held, code=code).exists():
        raise TaskDecided
    row = _row(held, planned, officer, now=the_moment(), law=law)
    row.state, row.outcome, row.due_at = "skipped", reason.strip(), None
    row.save(force_insert=True)
    _recorded(Event.TASK_SKIPPED, row, officer, {"reason": Change(None, row.outcome)})
    return row


@transaction.atomic(durable=True)
def add_task(
    *,
    case: Case,
    title: str,
    officer: Officer,
    kind: str = "ordinary",
    due_at: datetime | None = None,
    assignee: Officer | None = None,
) -> Task:
    """Add a task of one's own.

    Args:
        kind: ``instruction`` and ``trip`` ask for remote interrogation first.

    Raises:
        NotPermitted: The officer does not work on the case.
        AssigneeOutside: The assignee is not in the case.
        RemoteFirst: Remote interrogation is neither planned nor left out.
    """
    require_case(officer, case, "write")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if kind != "ordinary" and not is_remote_offered(Task.objects.filter(case=held, code=REMOTE)):
        raise RemoteFirst
    _require_member(held, assignee)
    now = the_moment()
    made = Task.objects.create(
        case=held,
        title=title.strip(),
        kind=kind,
        who="investigator",
        assignee=assignee,
        due_at=due_at,
        created_by=officer,
        created_at=now,
        changed_by=officer,
        changed_at=now,
        pack=pack_in_force().ref.digest,
    )
    _recorded(Event.TASK_ADDED, made, officer, {"title": Change(None, made.title)})
    return made


@transaction.atomic(durable=True)
def change_task(
    *,
    task: Task,
    seen: int,
    officer: Officer,
    assignee: Officer | None,
    due_at: datetime | None,
    began_at: datetime | None = None,
) -> Task:
    """Say who does a task and until when, or when the event happened that starts its clock.

    Args:
        seen: The version that was shown with the form.
        due_at: Left as it is where the law gives the term.
        began_at: The event that starts the task's clock; None where it has not happened.

    Raises:
        NotPermitted: The officer does not work on the case.
        ChangedMeanwhile: Somebody changed it since it was shown.
        TaskClosed: It is done or left out.
        AssigneeOutside: The assignee is not in the case.
    """
    held = _held(task, seen, officer)
    _require_member(held.case, assignee)
    if held.clock:
        due_at = held.due_at
        if began_at is not None:
            due_at = due_under(pack_in_force(), held.clock, began_at).at
    changes = {
        "assignee": _change(held.assignee, assignee),
        "due_at": _change(held.due_at and held.due_at.isoformat(), due_at and due_at.isoformat()),
    }
    changed = {name: change for name, change in changes.items() if change.old != change.new}
    if changed:
        _update(held, officer, assignee=assignee, due_at=due_at)
        _recorded(Event.TASK_CHANGED, held, officer, changed)
    return held


@transaction.atomic(durable=True)
def finish_task(
    *,
    task: Task,
    seen: int,
    outcome: str,
    evidence: Sequence[File],
    officer: Officer,
) -> Task:
    """Say what came out of a task, and by which files of the case that is shown.

    Raises:
        NotPermitted: The officer does not work on the case.
        ChangedMeanwhile: Somebody changed it since it was shown.
        TaskClosed: It is done or left out already.
        EvidenceMissing: It says no result, or is of the plan and names no file.
    """
    held = _held(task, seen, officer)
    if not outcome.strip() or (held.code and not evidence):
        raise EvidenceMissing
    for file in evidence:
        use(file.pk, by=Subject("task", str(held.pk)), case=held.case_id)
    _update(held, officer, state="done", outcome=outcome.strip())
    changes = {
        "state": Change("open", "done"),
        "outcome": Change(None, held.outcome),
        "evidence": Change(None, ", ".join(file.digest for file in evidence) or "—"),
    }
    _recorded(Event.TASK_DONE, held, officer, changes)
    return held


@transaction.atomic(durable=True)
def skip_task(*, task: Task, seen: int, reason: str, officer: Officer) -> Task:
    """Leave out a task that was accepted, with a reason that another can weigh.

    Raises:
        NotPermitted: The officer does not work on the case.
        ChangedMeanwhile: Somebody changed it since it was shown.
        TaskClosed: It is done or left out already.
        SkipWithoutReason: The reason says nothing.
    """
    held = _held(task, seen, officer)
    Skipped(held.code or "own", reason)
    _update(held, officer, state="skipped", outcome=reason.strip())
    changes = {"state": Change("open", "skipped"), "reason": Change(None, held.outcome)}
    _recorded(Event.TASK_SKIPPED, held, officer, changes)
    return held


def _held(task: Task, seen: int, officer: Officer) -> Task:
    """Return an open task, locked, as it was shown, to whoever may change it."""
    require_case(officer, task.case, "write")
    rows = Task.objects.select_for_update(of=("self",))
    held = rows.select_related("case", "assignee", "changed_by").get(pk=task.pk)
    require_unchanged(seen=seen, now=held.version, by=held.changed_by)
    if held.state != "open":
        raise TaskClosed
    return held


def _known(codes: Iterable[str], known: Mapping[str, PlanTask]) -> dict[str, PlanTask]:
    """Return the tasks of the law by the names given."""
    for code in codes:
        if code not in known:
            raise TaskUnknown(task=code[:60])
    return {code: known[code] for code in dict.fromkeys(codes)}


def _row(case: Case, task: PlanTask, officer: Officer, *, now: datetime, law: LawPack) -> Task:
    """Return the row of a task of the plan."""
    aim = task.term.aim
    return Task(
        case=case,
        code=task.task_id,
        who=task.who,
        clock=task.term.clock_id,
        due_at=None if aim is None else now + aim,
        created_by=officer,
        created_at=now,
        changed_by=officer,
        changed_at=now,
        pack=law.ref.digest,
    )


def _update(task: Task, officer: Officer, **changes: object) -> None:
    """Change a task that is locked."""
    version = task.version + 1
    Task.objects.filter(pk=task.pk).update(
        **changes, changed_by=officer, changed_at=the_moment(), version=version
    )
    task.refresh_from_db()


def _require_member(case: Case, person: Officer | None) -> None:
    """Refuse to give a task to whoever does not work on the case."""
    if person is None:
        return
    named = Member.objects.filter(
        case=case, officer=person, until__isnull=True, kind__in=["lead", "member", "specialist"]
    )
    if not named.exists():
        raise AssigneeOutside(name=person.full_name)


def _change(old: object, new: object) -> Change:
    """Return a change of what may be nobody or never."""
    return Change(str(old) if old else None, str(new) if new else None)


def _recorded(event: Event, task: Task, officer: Officer, changes: Mapping[str, Change]) -> None:
    """Record what happened to a task."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("task", str(task.pk)),
        changes={"task": Change(None, task.code or task.title), **changes},
        case=task.case_id,
        pack=task.pack,
    )
