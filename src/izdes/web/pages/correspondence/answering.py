"""Answering: an institution's answer with its files is taken, or shown again with its faults."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.selectors import order_paper
from izdes.web.correspondence.services import take_answer
from izdes.web.files.models import File
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.services import store
from izdes.web.language import language
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.correspondence.answer_form import AnswerForms
from izdes.web.pages.correspondence.inbox import inbox_row, shown, speaking
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.frame import OfficerRequest


@login_required
@require_POST
def answer(request: OfficerRequest, number: int) -> HttpResponse:
    """Take the answer to a request."""
    found = inbox_row(request.user, number)
    try:
        order = order_paper(found)
    except IzdesError:
        return shown(request, found)
    given = AnswerForms.given(order, request.POST, request.FILES)
    if given.is_valid() and _taken(request, found, given):
        messages.success(request, say("corr_answer_taken", language(), number=found.number))
        return redirect("inbox_request", found.pk)
    return shown(request, found, answer=given)


def _taken(request: OfficerRequest, found: Request, given: AnswerForms) -> bool:
    """Say whether an answer was taken; what is wrong with it is said at the form."""
    me = request.user
    try:
        paper = given.answer(found, speaking(found, me), now())
        take_answer(request=found, answer=paper, files=_kept(request, given), officer=me)
    except NotPermitted:
        raise PermissionDenied from None
    except PaperWrong as wrong:
        given.said = say("corr_answer_wrong", language(), field=wrong.details["field"])
        return False
    except IzdesError as refused:
        given.said = refusal(refused)
        return False
    return True


def _kept(request: OfficerRequest, given: AnswerForms) -> dict[str, File]:
    """Store the files of an answer, before the command that keeps it."""
    me = request.user.pk
    return {
        one.name or kind: file_visible_to(me, store(one.chunks(), name=one.name or "", officer=me))
        for kind, one in given.uploads
    }
