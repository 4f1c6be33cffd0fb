"""Answering: an institution's answer with its files is taken, or shown again with its faults."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.messages.checking.arrived import is_wrong
from izdes.adapters.words import say
from izdes.core.errors import Fault, IzdesError
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.errors import MessageDiffers
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.checking import answer_faults, owed_order
from izdes.web.correspondence.selectors import answers_visible_to
from izdes.web.correspondence.services import take_answer
from izdes.web.files.models import File
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.services import store
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.correspondence.answer_form import AnswerForms
from izdes.web.pages.correspondence.faults import fault_lines
from izdes.web.pages.correspondence.inbox import inbox_row, shown, speaking
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.frame import OfficerRequest


@login_required
@require_POST
def answer(request: OfficerRequest, number: int) -> HttpResponse:
    """Take the answer to a request."""
    found = inbox_row(request.user, number)
    try:
        order = owed_order(found)
    except IzdesError:
        return shown(request, found)
    given = AnswerForms.given(order, request.POST, request.FILES)
    if not given.is_valid():
        return shown(request, found, answer=given)
    if "check" in request.POST:
        _check(request.user, found, given)
    elif _taken(request, found, given):
        return redirect("inbox_request", found.pk)
    return shown(request, found, answer=given)


def _check(me: Officer, found: Request, given: AnswerForms) -> None:
    """Say at the form what is wrong with an answer; nothing of it is kept."""
    try:
        paper = given.answer(found, speaking(found, me), now())
        given.faults = fault_lines(answer_faults(found, paper, given.content))
        given.is_checked = True
    except PaperWrong as wrong:
        given.said = say("corr_answer_wrong", language(), field=wrong.details["field"])
    except IzdesError as refused:
        given.said = refusal(refused)


def _taken(request: OfficerRequest, found: Request, given: AnswerForms) -> bool:
    """Say whether an answer was taken; what is wrong with it is said at the form, or with it."""
    try:
        faults = _take(request, found, given)
    except NotPermitted:
        raise PermissionDenied from None
    except PaperWrong as wrong:
        given.said = say("corr_answer_wrong", language(), field=wrong.details["field"])
        return False
    except IzdesError as refused:
        given.said = refusal(refused)
        return False
    if is_wrong(faults):
        count = sum(one.severity == "refused" for one in faults)
        messages.warning(request, say("corr_answer_taken_wrong", language(), count=count))
    else:
        messages.success(request, say("corr_answer_taken", language(), number=found.number))
    return True


def _take(request: OfficerRequest, found: Request, given: AnswerForms) -> tuple[Fault, ...]:
    """Take an answer; what a second click says once more, of another moment, is taken already.

    Returns:
        What is wrong with it.
    """
    me = request.user
    paper = given.answer(found, speaking(found, me), now())
    faults = answer_faults(found, paper, given.content)
    files = _kept(request, given)
    try:
        take_answer(request=found, answer=paper, files=files, officer=me, faults=faults)
    except MessageDiffers:
        kept = answers_visible_to(me).filter(request=found, answer_id=paper.answer_id).first()
        if kept is None:
            raise
        again = given.answer(found, speaking(found, me), kept.said_at)
        if paper_bytes(again) != bytes(kept.paper or b""):
            raise
    return faults


def _kept(request: OfficerRequest, given: AnswerForms) -> dict[str, File]:
    """Store the files of an answer, before the command that keeps it."""
    me = request.user.pk
    return {
        one.name or kind: file_visible_to(me, store(one.chunks(), name=one.name or "", officer=me))
        for kind, one in given.uploads
    }
