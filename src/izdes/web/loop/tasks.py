"""Jobs of the loop: answers are read in the name of who leads the case, plans made in nobody's.

After a trace it is planned at once, in the same job, where all that was found is at hand. Any other
plan is a job of its own: one that fails, or takes long, holds up no other case.
"""

from django.db import connection

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import ingest_answer
from izdes.web.funds.tasks import trace_one
from izdes.web.jobs.job import Job, job, queue_of
from izdes.web.officers.models import Officer

# What follows money loads in a second, and only the worker needs it.
# ruff: noqa: PLC0415


@job("statements", priority=2)
def read_answer_of(*, officer: int, request: int) -> None:
    """Read the latest answer to a request into its case; doing it twice is harmless."""
    found = Request.objects.get(pk=request)
    if found.state == "answered":
        ingest_answer(request=found, officer=Officer.objects.get(pk=officer))


def answers_due() -> int:
    """Have answers read that nobody has read yet: a step of the worker.

    Returns:
        How many were asked for.
    """
    asked = _asked_for(read_answer_of, "request")
    due = [row for row in _rows("SELECT * FROM loop_answers_due()") if row[0] not in asked]
    for request, officer in due:
        read_answer_of.defer(officer=officer, request=request)
    return len(due)


@job("plans", priority=1)
def plan_one(*, officer: int | None, turn: int) -> None:
    """Plan for a case or complaint if it is its turn; whoever comes too late finds nothing due."""
    del officer
    from izdes.web.loop.services import due_turns, plan_case, plan_complaint

    for due, case, complaint, asked in due_turns():
        if due != turn:
            continue
        if case is not None:
            plan_case(turn, case, asked=asked)
        elif complaint is not None:
            plan_complaint(turn, complaint, asked=asked)


def plan_after(*, case: int, **_: object) -> None:
    """Plan for a case that was just traced, if it is its turn."""
    from izdes.web.loop.services import due_turns, plan_case

    for turn, due, _complaint, asked in due_turns():
        if due == case:
            plan_case(turn, case, asked=asked)


def plan_due() -> int:
    """Have a plan made for each whose turn it is and that waits for no job: a step of the worker.

    Returns:
        How many were asked for.
    """
    asked = _asked_for(plan_one, "turn")
    # Whatever job traces a case plans for it too; one that failed is not waited for.
    traced = _asked_for(trace_one, "case", failed=False)
    due = _rows("SELECT turn, coalesce(case_id, 0) FROM loop_due()")
    turns = [(turn, case) for turn, case in due if turn not in asked and case not in traced]
    for turn, case in turns:
        plan_one.configure(queue=queue_of(case)).defer(officer=None, turn=turn)
    return len(turns)


def _asked_for(task: Job, what: str, *, failed: bool = True) -> set[int]:
    """Return of which requests, turns or cases the jobs of a kind are that wait or run.

    Args:
        failed: Also those that wait because they failed before.
    """
    question = (
        "SELECT (args ->> %s)::bigint FROM procrastinate_jobs WHERE task_name = %s"
        " AND (status = 'doing' OR (status = 'todo' AND (%s OR attempts = 0)))"
    )
    return {row[0] for row in _rows(question, what, task.name, failed)}


def _rows(question: str, *given: str | bool) -> list[tuple[int, ...]]:
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())
