"""Jobs of the loop: answers are read in the name of who leads the case, plans made in nobody's."""

from django.db import connection

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import ingest_answer
from izdes.web.jobs.job import job
from izdes.web.officers.models import Officer

# What follows money loads in a second, and only the worker needs it.
# ruff: noqa: PLC0415


@job("statements")
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
    asked = _asked_for("read_answer_of")
    due = [row for row in _rows("SELECT * FROM loop_answers_due()") if row[0] not in asked]
    for request, officer in due:
        read_answer_of.defer(officer=officer, request=request)
    return len(due)


@job("plans")
def plan_when_due(*, officer: int | None) -> None:
    """Plan for everything whose turn it is; whoever comes too late finds nothing due."""
    del officer
    from izdes.web.loop.services import due_turns, plan_case, plan_complaint

    for turn, case, complaint, asked in due_turns():
        if case is not None:
            plan_case(turn, case, asked=asked)
        elif complaint is not None:
            plan_complaint(turn, complaint, asked=asked)


def plan_due() -> bool:
    """Have plans made where some are due and no job waits to make them: a step of the worker."""
    ((is_due,),) = _rows("SELECT EXISTS (SELECT FROM loop_due())")
    if is_due and not _asked_for("plan_when_due"):
        plan_when_due.defer(officer=None)
    return bool(is_due)


def _asked_for(name: str) -> set[int]:
    """Return the requests, or 0 for none, of the jobs of a name that wait or run."""
    question = (
        "SELECT coalesce((args ->> 'request')::bigint, 0) FROM procrastinate_jobs"
        " WHERE task_name = %s AND status IN ('todo', 'doing')"
    )
    return {request for (request,) in _rows(question, f"{__name__}.{name}")}


def _rows(question: str, *given: str) -> list[tuple[int, ...]]:
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())
