"""Jobs of funds: an answer is read in the name of whoever gave it; cases are traced in nobody's."""

from contextlib import suppress

from django.db import connection
from django.dispatch import Signal
from procrastinate.exceptions import AlreadyEnqueued

from izdes.web.jobs.job import job, queue_of

# What follows money loads in a second, and only the worker needs it.
# ruff: noqa: PLC0415

# Sent when a case was traced (`case`), while what was found is still at hand in this process.
traced = Signal()
_DUE = """
    SELECT EXISTS (SELECT FROM funds_due() due WHERE NOT EXISTS (
        SELECT FROM procrastinate_jobs job
        WHERE job.task_name = %s AND job.status IN ('todo', 'doing')
            AND (job.args ->> 'case')::bigint = due.case_id))"""


@job("statements", priority=2)
def read_statement(*, officer: int, answer: int) -> None:
    """Read an answer, and have the cases that it concerns traced."""
    from izdes.web.funds.services.reading import read_answer

    if read_answer(answer=answer, officer=officer):
        trace_when_due.defer(officer=None)


@job("traces", priority=1)
def trace_when_due(*, officer: int | None) -> None:
    """Leave each case of which a trace is due to a job of its own; one that waits is enough."""
    del officer
    from izdes.web.funds.services.tracing import due_cases

    for due in due_cases():
        # Of one case one trace runs at a time, so that the later is kept later; cases do not wait
        # for each other: what one is traced on is read, and what is kept is its own. Whoever got
        # the answer himself does not wait behind those whom it concerns too.
        lock = f"trace {due.case}"
        with suppress(AlreadyEnqueued):
            trace_one.configure(
                queue=queue_of(due.case),
                lock=lock,
                queueing_lock=f"{lock} at once" if due.is_own else lock,
                priority=int(due.is_own),
            ).defer(officer=None, case=due.case)


@job("traces")
def trace_one(*, officer: int | None, case: int) -> None:
    """Trace a case if that is due; whoever comes too late finds nothing due."""
    del officer
    from izdes.web.funds.services.tracing import due_cases, trace_case

    for due in due_cases():
        if due.case == case:
            trace_case(case, asked=due.asked)
            traced.send_robust(sender=None, case=case)


def trace_due() -> bool:
    """Have traces made where some are due and no job was asked for: a step of the worker."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [f"{__name__}.trace_one"])
        (is_due,) = cursor.fetchone()
    if is_due:
        trace_when_due.defer(officer=None)
    return bool(is_due)
