"""Jobs of funds: an answer is read in the name of whoever gave it; cases are traced in nobody's."""

from django.db import connection

from izdes.web.jobs.job import job

# What follows money loads in a second, and only the worker needs it.
# ruff: noqa: PLC0415


@job("statements")
def read_statement(*, officer: int, answer: int) -> None:
    """Read an answer, and have the cases that it concerns traced."""
    from izdes.web.funds.services.reading import read_answer

    if read_answer(answer=answer, officer=officer):
        trace_when_due.defer(officer=None)


@job("traces", lock="traces")
def trace_when_due(*, officer: int | None) -> None:
    """Trace every case of which a trace is due; whoever comes too late finds nothing due."""
    del officer
    from izdes.web.funds.services.tracing import due_cases, trace_case

    for case, asked in due_cases():
        trace_case(case, asked=asked)


def trace_due() -> bool:
    """Have traces made where some are due and no job was asked for: a step of the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM funds_due())")
        (is_due,) = cursor.fetchone()
    if is_due:
        trace_when_due.defer(officer=None)
    return bool(is_due)
