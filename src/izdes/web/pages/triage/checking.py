"""Checking while one types: for which form the country is asked, and so for which case and why.

A field of any form of the office sends itself here; without scripts the same is shown once the
form is sent and shown again.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.selectors import cases_visible_to, complaints_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import Role
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.triage.known import Asking
from izdes.web.pages.triage.known import check as checked
from izdes.web.pages.workers import for_workers

_LONGEST = 300


@require_POST
@for_workers
@never_cache
def check(request: OfficerRequest) -> HttpResponse:
    """Answer how an identifier reads that is being typed, and whether the country knows it.

    The kind stands in the address, or in the field of the same row that is called so; where there
    is none, the text itself says it.
    """
    name = request.headers.get("HX-Trigger-Name") or "raw"
    row = f"{name.rsplit('-', 1)[0]}-" if "-" in name else ""
    kind = request.GET.get("kind", "") or request.POST.get(f"{row}kind", "")
    text = request.POST.get(name, "")
    found = checked(_asking(request), kind=kind, text=text[:_LONGEST])
    return render(request, "triage/_checked.html", {"checked": found})


def asking_for(
    officer: Officer, *, case: Case | None = None, complaint: Complaint | None = None
) -> Asking:
    """Return why the country is asked while something is filled in.

    Args:
        case: For which case; the complaint says it where it has one.
        complaint: Of which complaint; None, and no case: a new one is taken.
    """
    if case is not None:
        purpose = say("known_purpose_case", language(), number=case.number)
        return Asking(officer, purpose, case.pk)
    if complaint is None:
        return Asking(officer, say("known_purpose_desk", language()))
    purpose = say("known_purpose_complaint", language(), receipt=complaint.receipt)
    return Asking(officer, purpose, complaint.case_id)


def asking_of_hubs(officer: Officer) -> Asking:
    """Return why an analyst asks, who says of an identifier what it is."""
    return Asking(officer, say("known_purpose_hub", language()))


def _asking(request: OfficerRequest) -> Asking:
    """Return for what a field's form asks, as its address says; what one does not see is no ground.

    Raises:
        Http404: The officer sees no such case or complaint.
        PermissionDenied: He has no word on hubs.
    """
    me, given = request.user, request.GET
    if "case" in given:
        case = get_object_or_404(cases_visible_to(me), pk=key_of(given["case"]) or 0)
        return asking_for(me, case=case)
    if "complaint" in given:
        seen = complaints_visible_to(me).defer("narrative")
        complaint = get_object_or_404(seen, pk=key_of(given["complaint"]) or 0)
        return asking_for(me, complaint=complaint)
    if "hub" in given:
        if Role.HQ_ANALYST not in roles_of(me):
            raise PermissionDenied
        return asking_of_hubs(me)
    return asking_for(me)
