"""Seen: the request of a page, as far as whoever looks sees it and works on it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, is_inside


def request_of(officer: Officer, number: int) -> Request:
    """Return a request that an officer sees inside the office.

    Raises:
        Http404: He sees none of that key.
    """
    rows = requests_visible_to(officer) if is_inside(officer) else Request.objects.none()
    rows = rows.select_related(
        "case__unit", "complaint", "addressee", "related", "same_matter", "drafted_by", "signed_by"
    )
    found = rows.defer("complaint__narrative").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def works_on(officer: Officer, found: Request) -> bool:
    """Say whether an officer works on the case of a request."""
    try:
        require_of_request(officer, found)
    except NotPermitted:
        return False
    return True


def request_to_write(officer: Officer, number: int) -> Request:
    """Return a request of a case that an officer works on.

    Raises:
        Http404: He does not see it.
        PermissionDenied: He sees it and does not work on its case.
    """
    found = request_of(officer, number)
    if not works_on(officer, found):
        raise PermissionDenied
    return found
