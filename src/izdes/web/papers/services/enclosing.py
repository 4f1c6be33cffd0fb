"""Enclosing: a signed decree goes with a request to its addressee."""

from django.db import IntegrityError, transaction

from izdes.web.correspondence.errors import RequestMoved
from izdes.web.correspondence.models import Enclosure, Request
from izdes.web.correspondence.orders.enclosing import VICTIM_DECREE, require_same_person
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import held
from izdes.web.files.models import File
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer
from izdes.web.papers.errors import DecreeUnsigned, NotOfThisCase
from izdes.web.papers.models import Paper


@transaction.atomic(durable=True)
def enclose_decree(*, request: Request, paper: Paper, officer: Officer) -> Enclosure:
    """Enclose the decree that recognises the victim with a draft; the same again is harmless.

    The bytes that go are those of the PDF with the signature inside.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It is no draft any more, or encloses another decree.
        NotOfThisCase: The decree belongs to another case.
        DecreeOfAnother: It is about another complaint, or another person.
        DecreeUnsigned: It is no decree on a victim, is not signed, or was annulled.
    """
    require_of_request(officer, request)
    found = held(request)
    decree = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if decree.case_id != found.case_id:
        raise NotOfThisCase
    if decree.form != VICTIM_DECREE or decree.state != "signed" or decree.signed_file is None:
        raise DecreeUnsigned(number=decree.number)
    require_same_person(found, decree.complaint_id)
    known = Enclosure.objects.filter(request=found, file=decree.signed_file).first()
    if known is not None:
        return known
    if found.state != "draft":
        raise RequestMoved(request=found.number, state=found.state)
    made = _enclosed(found, decree, decree.signed_file, officer)
    record(
        Event.PAPER_ENCLOSED,
        officer=officer.pk,
        subject=Subject("request", str(found.pk)),
        changes={"number": Change(None, made.number), "digest": Change(None, made.digest)},
        case=found.case_id,
    )
    return made


def decree_line(paper: Paper) -> str:
    """Return a signed decree as the request names it: number, day, digest of its bytes."""
    file = paper.signed_file
    digest = "" if file is None else file.digest
    return f"№ {paper.number}, {paper.signed_at:%d.%m.%Y}, SHA-256 {digest}"


def _enclosed(request: Request, decree: Paper, file: File, officer: Officer) -> Enclosure:
    """Keep that a decree goes with a request."""
    try:
        with transaction.atomic():
            return Enclosure.objects.create(
                request=request,
                kind=VICTIM_DECREE,
                file=file,
                number=decree.number,
                digest=file.digest,
                size_bytes=file.size_bytes,
                enclosed_by=officer,
                enclosed_at=the_moment(),
            )
    except IntegrityError:
        raise RequestMoved(request=request.number, state=request.state) from None
