"""Jobs of linking: what a command changed is linked a moment after it, by one writer at a time.

A command leaves what it changed in a queue, inside its own transaction; the job takes all that
waits, so that a hundred commands may be one change of the store. The queue is what counts and not
the job: a job that finds nothing to do is harmless, and one that was lost is made good by the next.
"""

from collections.abc import Sequence

from django.db import connection

from izdes.web.jobs.job import job


def defer_linking(complaints: Sequence[int], *, officer: int | None) -> None:
    """Leave complaints that are new, or say something else than before, to linking.

    Inside the command's transaction; leaving one twice is harmless.

    Args:
        complaints: Their keys.
        officer: Whoever acts; None for the system itself.
    """
    _leave("complaint", complaints, officer=officer)


def defer_judgements(judgements: Sequence[int], *, officer: int | None) -> None:
    """Leave judgements that were made or withdrawn to linking."""
    _leave("judgement", judgements, officer=officer)


def defer_verdicts(verdicts: Sequence[int], *, officer: int | None) -> None:
    """Leave verdicts that were given on identifiers to linking."""
    _leave("verdict", verdicts, officer=officer)


def defer_case(case: int, *, officer: int | None) -> None:
    """Leave the complaints of a case to linking: something else is stated there than before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT linking_leave_case(%s)", [case])
    link_due.defer(officer=officer)


def _leave(kind: str, keys: Sequence[int], *, officer: int | None) -> None:
    """Leave rows in the queue, and a job that takes them."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute("SELECT linking_leave(%s, %s)", [kind, list(keys)])
        link_due.defer(officer=officer)


# Without a lock of jobs: one that waits for it is only noticed when a worker next looks round.
@job("linking")
def link_due(*, officer: int | None) -> None:
    """Link all that waits."""
    # Only here: what links takes a second to load, and a page that defers needs none of it.
    from izdes.web.subjects.linking.follow import follow  # noqa: PLC0415

    del officer
    follow()
