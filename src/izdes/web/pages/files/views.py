"""A file: what is known of it, and its bytes, each look at which is written down first."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from izdes.adapters.words import say
from izdes.web.cases.selectors import attachments_visible_to, cases_visible_to
from izdes.web.ciphering import NotOpened
from izdes.web.files.blobs import BlobMissing
from izdes.web.files.keys import KeyUnknown
from izdes.web.files.models import File, Use
from izdes.web.files.selectors import (
    FileQuarantined,
    FileUnknown,
    file_visible_to,
    name_given_by,
    uses_of,
)
from izdes.web.files.serving import attachment
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.pages.frame import OfficerRequest

# What may refer to a file, and what it is called.
_USES = {
    "answer": "files_use_answer",
    "complaint": "files_use_complaint",
    "statement": "files_use_statement",
    "task": "files_use_task",
    "document": "files_use_document",
    "paper": "files_use_paper",
}


@login_required
def file_page(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what is known of a file; nothing of what is in it."""
    return _shown(request, _seen(request, number))


@login_required
@never_cache
def file_bytes(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Send the bytes of a file, after writing down who takes them, in which case."""
    file = _seen(request, number)
    if file.state != "kept":
        return _shown(request, file, refusal="file_quarantined")
    me = request.user.pk
    case = uses_of(me, file).filter(case_id__isnull=False).values_list("case_id", flat=True).first()
    purpose = say("files_page_purpose", language())
    read_by(me, Subject("file", str(file.pk)), case=case, purpose=purpose)
    try:
        return attachment(file, name=name_given_by(me, file))
    except (NotOpened, BlobMissing, KeyUnknown, FileQuarantined):
        return _shown(request, file, refusal="files_page_damaged")


def _seen(request: OfficerRequest, number: int) -> File:
    """Return a file that the officer sees."""
    try:
        return file_visible_to(request.user.pk, number)
    except FileUnknown:
        raise Http404 from None


def _shown(request: OfficerRequest, file: File, *, refusal: str = "") -> HttpResponse:
    """Show a file, and why its bytes are not sent where they are not."""
    context = {
        "file": file,
        "name": name_given_by(request.user.pk, file),
        "uses": _uses(request, file),
        "complaints": attachments_visible_to(request.user)
        .filter(file=file)
        .select_related("complaint__case")
        .defer("complaint__narrative")
        .order_by("pk"),
        "refusal": refusal,
    }
    return render(request, "files/file.html", context, status=409 if refusal else 200)


def _uses(request: OfficerRequest, file: File) -> list[tuple[str, Use, str]]:
    """Return what refers to a file: its words, the use, and the number of its case."""
    uses = list(uses_of(request.user.pk, file))
    cases = cases_visible_to(request.user).filter(pk__in={use.case_id for use in uses})
    numbers = dict(cases.values_list("pk", "number"))
    return [
        (_USES.get(use.subject_type, "files_use_other"), use, numbers.get(use.case_id or 0, ""))
        for use in uses
    ]
