"""The sheets of a paper: its pages as pictures, and the PDF to be saved, each look written down."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from izdes.adapters.documents.forms.rendering import pages_of, pdf_of
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.files.serving import attachment
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.papers.found import content_of, noted, paper_of
from izdes.web.papers.models import Paper


@looked_at
@never_cache
def page(request: OfficerRequest, number: int, paper: int, place: int) -> HttpResponse:
    """Send one page as a picture."""
    found = _seen(request, number, paper)
    pages = pages_of(content_of(found, request.user))
    if not 1 <= place <= len(pages):
        raise Http404
    answer = HttpResponse(pages[place - 1], content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@looked_at
@never_cache
def pdf(request: OfficerRequest, number: int, paper: int) -> HttpResponseBase:
    """Send the PDF: signed, or as it was made; of a draft, marked as one."""
    found = _seen(request, number, paper)
    file = found.signed_file or found.file
    if file is not None:
        return attachment(file, name=f"{found.number}.pdf")
    answer = HttpResponse(pdf_of(content_of(found, request.user)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.form}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _seen(request: OfficerRequest, number: int, paper: int) -> Paper:
    """Return a paper whose contents the officer is shown, after writing that down.

    Raises:
        PermissionDenied: He sees that there is one, and of people only masks.
    """
    found = paper_of(request.user, number, paper)
    if sight_of(request.user, found.case) is not Sight.FULL:
        raise PermissionDenied
    noted(request.user, found)
    return found
