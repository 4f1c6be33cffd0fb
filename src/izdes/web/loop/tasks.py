"""Jobs of the loop: answers are read in the name of who leads the case, plans made in nobody's.

Each plan is a job of its own: one that fails, or takes long, holds up no other case.
"""

from django.db import connection

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import ingest_answer
from izdes.web.jobs.job import job
from izdes.web.officers.models import Officer

# What follows money loads in a second, and only the worker needs it.
# ruff: noqa: PLC0415


@job("statements", priority=1)
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
    asked = _asked_for("read_answer_of", "request")
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


def plan_due() -> int:
    """Have a plan made for each whose turn it is and that waits for no job: a step of the worker.

    Returns:
        How many were asked for.
    """
    asked = _asked_for("plan_one", "turn")
    due = [row[0] for row in _rows("SELECT turn FROM loop_due()") if row[0] not in asked]
    for turn in due:
        plan_one.defer(officer=None, turn=turn)
    return len(due)


def _asked_for(name: str, what: str) -> set[int]:
    """Return of which requests or turns the jobs of a name are that wait or run."""
    question = (
        "SELECT (args ->> %s)::bigint FROM procrastinate_jobs"
        " WHERE task_name = %s AND status IN ('todo', 'doing')"
    )
    return {row[0] for row in _rows(question, what, f"{__name__}.{name}")}


def _rows(question: str, *given: str) -> list[tuple[int, ...]]:
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())
