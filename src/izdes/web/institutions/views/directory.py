"""The directory over HTTP: who signs for which body, and by which certificate."""

from django.http import HttpRequest, HttpResponse

from izdes.web.institutions.limiting import address_of, require_within
from izdes.web.institutions.problems import problems_told, said
from izdes.web.institutions.refusals import NoDirectory
from izdes.web.institutions.sent import LATEST_DIRECTORY, directory_told
from izdes.web.institutions.store import rows
from izdes.web.institutions.tokens import with_token


@problems_told
@with_token
def directory(request: HttpRequest) -> HttpResponse:
    """Give the latest directory with the office's signature over its content."""
    require_within("directory", address_of(request))
    found = rows(LATEST_DIRECTORY)
    if not found:
        raise NoDirectory
    return said(directory_told(found[0]))
