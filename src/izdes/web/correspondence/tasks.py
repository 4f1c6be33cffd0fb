"""Jobs of correspondence: holds lapse by the clock; what follows a late answer is drafted."""

from django.db import connection

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services.following import OVERDUE, follow_up
from izdes.web.jobs.job import job
from izdes.web.officers.models import Officer


@job("correspondence", lock="correspondence")
def draft_follow_up(*, officer: int, request: int) -> None:
    """Draft, in the name of the lead, what follows an answer that is late."""
    found = Request.objects.get(pk=request)
    if not found.relating.filter(follows=OVERDUE).exists():
        follow_up(request=found, officer=Officer.objects.get(pk=officer))


def follow_overdue() -> int:
    """Have the next paper drafted where an answer is late: a step of the worker.

    Returns:
        How many were asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_id, lead_id FROM correspondence_overdue()")
        found = cursor.fetchall()
    for request, lead in found:
        draft_follow_up.defer(officer=lead, request=request)
    return len(found)
