"""One paper: a draft with its fields and how it will look, or what was made of it."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.documents.forms.rendering import pages_of
from izdes.adapters.words import say
from izdes.core.errors import InputRefused, IzdesError
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.cases.models import Case
from izdes.web.language import language
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.answering import refusal
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.papers.filling import PaperFields
from izdes.web.pages.papers.found import content_of, noted, paper_of
from izdes.web.pages.papers.listed import state_mark
from izdes.web.papers.models import Paper
from izdes.web.papers.selectors import papers_visible_to
from izdes.web.papers.services.drafting import redraft_paper
from izdes.web.papers.services.making import make_paper


@looked_at
def paper(request: OfficerRequest, number: int, paper: int) -> HttpResponse:
    """Show a paper; of a draft, keep what was typed, and make the paper where that was asked."""
    me = request.user
    found = paper_of(me, number, paper)
    if request.method != "POST":
        return shown(request, found, PaperFields(form_of(found.form), values=found.fields))
    case_to_write(me, number)
    fields = PaperFields(form_of(found.form), request.POST, values={})
    if fields.is_valid() and _kept(request, found, fields):
        return redirect("case_papers_one", number, found.pk)
    return shown(request, found, fields)


def _kept(request: OfficerRequest, found: Paper, fields: PaperFields) -> bool:
    """Keep a draft, and make it where that was asked; say whether nothing was refused."""
    is_made = request.POST.get("do") == "make"
    text = request.POST.get("version", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
    try:
        kept = redraft_paper(
            paper=found, seen=seen, values=fields.cleaned_data, officer=request.user
        )
        found.version, found.fields = kept.version, kept.fields
        if is_made:
            make_paper(paper=kept, seen=kept.version, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except InputRefused as refused:
        fields.refused(refused)
        return False
    except IzdesError as refused:
        fields.add_error(None, refusal(refused))
        return False
    messages.success(request, say("paper_was_made" if is_made else "paper_was_kept", language()))
    return True


def shown(
    request: OfficerRequest, found: Paper, fields: PaperFields, *, refused: str = ""
) -> HttpResponse:
    """Show a paper, with what was refused where something was."""
    me = request.user
    frame = case_frame(request, found.case_id)
    case = cast("Case", frame["case"])
    is_seen = sight_of(me, case) is Sight.FULL
    count = 0
    if is_seen:
        noted(me, found)
        count = len(pages_of(content_of(found, me)))
    args = [case.pk, found.pk]
    context = {
        **frame,
        "paper": found,
        "form": fields,
        "inputs": list(fields.inputs()) if is_seen else [],
        "form_name": form_of(found.form).names[language()],
        "state": state_mark(found),
        "language_words": say(f"paper_form_language.{found.language}", language()),
        "is_seen": is_seen,
        "pages": [(n, reverse("case_papers_page", args=[*args, n])) for n in range(1, count + 1)],
        "refused": refused,
        "said": request.POST.get("text", ""),
        "may_sign": found.state == "made" and found.made_by_id == me.pk,
        "may_translate": found.state in {"made", "signed"} and found.translation_of is None,
        "may_annul": found.state in {"draft", "made"} or bool(frame["may_lead"]),
        "is_decree_on_language": _decides_language(found, case),
        "translations": papers_visible_to(me).filter(translation_of=found).order_by("pk"),
    }
    is_wrong = bool(fields.errors) or bool(refused)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "papers/one.html", context, status=status)


def _decides_language(found: Paper, case: Case) -> bool:
    """Say whether a paper is a signed decree that would change the language of the case."""
    return (
        found.form == "language_change"
        and found.state == "signed"
        and found.translation_of is None
        and found.fields.get("to_language") != case.language
    )
