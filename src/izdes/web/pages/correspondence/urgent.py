"""Urgent: what goes out before registration, by the number of the intake book.

The duty officer drafts, an investigator of the body signs, the prosecutor sees it among what he is
told of. Once the complaint is a case, the register number follows as a supplement, by its clock.
"""

from django.http import HttpResponse, HttpResponseBase
from django.utils.timezone import now

from izdes.web.cases.models import Complaint
from izdes.web.correspondence.models import Notice
from izdes.web.correspondence.reach import require_work
from izdes.web.correspondence.selectors import notices_visible_to, requests_visible_to
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.drafting import draft_in
from izdes.web.pages.correspondence.places import Place, complaint_place
from izdes.web.pages.correspondence.requests import counts_of, listing_of
from izdes.web.pages.correspondence.signing import sign_in, submit_in
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import page_of
from izdes.web.pages.triage.desk import complaint_or_404
from izdes.web.pages.workers import for_workers


@for_workers
def requests(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show what was drafted and sent of a complaint before it was registered."""
    me, at = request.user, now()
    complaint = complaint_or_404(me, number)
    rows = requests_visible_to(me).filter(complaint=complaint)
    listing = listing_of(request, rows, at, case=None)
    frame: dict[str, object] = {"complaint": complaint, "may_write": _works_on(me, complaint)}
    context = {
        **Place(None, complaint, frame).context(),
        **counts_of(rows),
        "listing": listing,
        "owed": _numbers_owed(me, complaint),
        "at": at,
    }
    return page_of(request, "correspondence/complaint.html", context, listing)


@looked_at
def new(request: OfficerRequest, number: int) -> HttpResponse:
    """Choose a measure that may precede registration, then fill in what it needs."""
    return draft_in(request, complaint_place(request, number))


@looked_at
def sign(request: OfficerRequest, number: int) -> HttpResponse:
    """List the drafts of a complaint with what each lacks; sign those that were chosen."""
    return sign_in(request, complaint_place(request, number))


@looked_at
def submit(request: OfficerRequest, number: int) -> HttpResponse:
    """Lay before the prosecutor what was signed of a complaint and chosen."""
    return submit_in(request, complaint_place(request, number))


def _works_on(officer: Officer, complaint: Complaint) -> bool:
    """Say whether an officer works on a complaint."""
    try:
        require_work(officer, case=complaint.case, complaint=complaint)
    except NotPermitted:
        return False
    return complaint.case_id is None


def _numbers_owed(officer: Officer, complaint: Complaint) -> list[Notice]:
    """Return the institutions that are owed the register number, each with its clock."""
    rows = notices_visible_to(officer).filter(request__complaint=complaint, to="institution")
    rows = rows.filter(told_at__isnull=True).select_related("request__addressee")
    return list(rows.order_by("due_at", "pk"))
