"""Enclosing: what must go with a request, by what its measure asks for, and whether it stands."""

from django.db import connection

from izdes.core.law.measures import Measure
from izdes.web.cases.models import Applicant
from izdes.web.correspondence.errors import DecreeOfAnother, RequestLacks
from izdes.web.correspondence.models import Request

# Fields of a measure that name a signed paper, and so the paper has to go with it.
VICTIM_DECREE = "victim_decree"
_PAPERS = (VICTIM_DECREE,)


def require_enclosed(request: Request, measure: Measure) -> None:
    """Refuse a request with which a paper must go that does not, or is signed no more.

    Raises:
        RequestLacks: It is not enclosed, not signed, or annulled.
    """
    for kind in _PAPERS:
        if kind in measure.fields and not _encloses(request, kind):
            raise RequestLacks(request=request.number, lack="send_decree_unsigned")


def require_same_person(request: Request, complaint: int | None) -> None:
    """Refuse a decree of another complaint than the request's, or about somebody else.

    Args:
        complaint: Of which the decree is; None where it is of no complaint.

    Raises:
        DecreeOfAnother: It is of another; or the request names no complaint, and nobody by whose
            number its victim is known.
    """
    if request.complaint_id is not None:
        is_same = complaint == request.complaint_id
    else:
        numbers = request.subjects.filter(kind="iin").values("value")
        victims = Applicant.objects.filter(complaint=complaint, iin__in=numbers)
        is_same = complaint is not None and victims.exists()
    if not is_same:
        raise DecreeOfAnother(request=request.number)


def _encloses(request: Request, kind: str) -> bool:
    """Say whether a paper goes with a request and stands: the room of papers answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_encloses(%s, %s)", [request.pk, kind])
        return bool(cursor.fetchone()[0])
