"""The sheets of a paper: its pages as pictures, and the PDF to be saved, each look written down."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from izdes.adapters.documents.forms.content import Content
from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.documents.forms.rendering import pages_of, pdf_of
from izdes.adapters.words import say
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.files.serving import attachment
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.frame import OfficerRequest
from izdes.web.papers.contents import content_now, post_for
from izdes.web.papers.models import Paper


@looked_at
@never_cache
def page(request: OfficerRequest, number: int, paper: int, place: int) -> HttpResponse:
    """Send one page as a picture."""
    found = _seen(request, number, paper)
    pages = pages_now(found, request.user)
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
    answer = HttpResponse(pdf_of(_content(found, request.user)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.form}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def pages_now(paper: Paper, officer: Officer) -> list[bytes]:
    """Return the pages of a paper as PNG: as it was made, or as an officer would make it now."""
    return pages_of(_content(paper, officer))


def noted(officer: Officer, paper: Paper) -> None:
    """Write down that an officer looks at what stands on a paper."""
    purpose = say("paper_reading", language())
    read_by(officer.pk, Subject("paper", str(paper.pk)), case=paper.case_id, purpose=purpose)


def _seen(request: OfficerRequest, number: int, paper: int) -> Paper:
    """Return a paper whose contents the officer is shown, after writing that down.

    Raises:
        PermissionDenied: He sees that there is one, and of people only masks.
    """
    from izdes.web.pages.papers.one import paper_of  # noqa: PLC0415 - that page shows these sheets

    found = paper_of(request.user, number, paper)
    if sight_of(request.user, found.case) is not Sight.FULL:
        raise PermissionDenied
    noted(request.user, found)
    return found


def _content(paper: Paper, officer: Officer) -> Content:
    """Return what stands on a paper; a draft has no number."""
    if paper.content is not None:
        content: Content = paper.content
        return content
    post = post_for(officer, paper.case, form_of(paper.form).posts)
    return content_now(paper, officer=officer, post=post, number="", at=now(), law=pack_in_force())
