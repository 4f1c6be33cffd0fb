"""Jobs of correspondence: what follows a late answer is drafted, and what puts a sum right."""

from django.db import connection

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services.amounts import correct_delivered
from izdes.web.correspondence.services.following import OVERDUE, follow_up
from izdes.web.jobs.job import Job, job
from izdes.web.officers.models import Officer


@job("correspondence", lock="correspondence")
def draft_follow_up(*, officer: int, request: int) -> None:
    """Draft, in the name of the lead, what follows an answer that is late."""
    found = Request.objects.get(pk=request)
    if not found.relating.filter(follows=OVERDUE).exists():
        follow_up(request=found, officer=Officer.objects.get(pk=officer))


@job("correspondence", lock="correspondence")
def draft_correction(*, officer: int, request: int) -> None:
    """Draft, in the name of the lead, what puts the sum of a delivered order right."""
    correct_delivered(
        request=Request.objects.get(pk=request), officer=Officer.objects.get(pk=officer)
    )


def correct_amounts() -> int:
    """Have drafted what puts the sums of delivered orders right: a step of the worker.

    Returns:
        How many were asked for.
    """
    what = "SELECT request_id, lead_id FROM correspondence_amounts_to_correct()"
    return _asked(what, draft_correction)


def follow_overdue() -> int:
    """Have the next paper drafted where an answer is late: a step of the worker.

    Returns:
        How many were asked for.
    """
    return _asked("SELECT request_id, lead_id FROM correspondence_overdue()", draft_follow_up)


def _asked(what: str, drafting: Job) -> int:
    """Leave the drafts that are due to the worker, each in the name of a lead."""
    with connection.cursor() as cursor:
        cursor.execute(what)
        found = cursor.fetchall()
    for request, lead in found:
        drafting.defer(officer=lead, request=request)
    return len(found)
