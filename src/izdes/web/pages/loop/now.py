"""Where the money is now: the accounts in the order of work, and what is not asked and why.

Both tables show the latest plan. What is likely there is an estimate from how long money stayed on
such accounts; it proves nothing of this account.
"""

from typing import cast

from django.http import HttpResponseBase

from izdes.web.cases.masking import Sight, sight_of
from izdes.web.cases.models import Case
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.funds.selectors import tracing_of
from izdes.web.loop.models import Plan
from izdes.web.loop.selectors import plan_of
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import case_frame, looked_at
from izdes.web.pages.correspondence.requests import counts_of, requests_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.loop.listings import spots_listing, stops_listing
from izdes.web.pages.tables import Listing, page_of
from izdes.web.pages.triage.desk import complaint_or_404
from izdes.web.pages.workers import for_workers


@looked_at
def of_case(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show where the money of a case is now."""
    frame = case_frame(request, number)
    me, case = request.user, cast("Case", frame["case"])
    plan = plan_of(me, case=case)
    told, tables = _told(request, plan, sight_of(me, case), case=case.pk)
    counts = counts_of(requests_of(me, case))
    context = {**frame, **told, **counts, "tracing": tracing_of(me, case)}
    return page_of(request, "loop/case.html", context, *tables)


@for_workers
def of_complaint(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show where the money of a complaint is now, before it is a case or after."""
    me: Officer = request.user
    found = complaint_or_404(me, number)
    plan = plan_of(me, complaint=found)
    told, tables = _told(request, plan, sight_of(me, found.case or found.unit), case=None)
    counts = counts_of(requests_visible_to(me).filter(complaint=found, case=None))
    context = {**told, **counts, "complaint": found}
    return page_of(request, "loop/complaint.html", context, *tables)


def _told(
    request: OfficerRequest, plan: Plan | None, sight: Sight, *, case: int | None
) -> tuple[dict[str, object], tuple[Listing, ...]]:
    """Return what both pages say of a plan, and its tables; without a plan there are none."""
    if plan is None:
        return {"plan": None}, ()
    spots = spots_listing(request, plan, sight, case=case)
    stops = stops_listing(request, plan, case=case)
    return {"plan": plan, "spots": spots, "stops": stops}, (spots, stops)
