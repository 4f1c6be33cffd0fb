"""What is done with a paper that was made: signed, annulled, translated, followed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.pages.case.answering import refusal_of, tried
from izdes.web.pages.case.frame import case_to_write
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.papers.filling import PaperFields
from izdes.web.pages.papers.found import paper_of
from izdes.web.pages.papers.one import shown
from izdes.web.papers.models import Paper
from izdes.web.papers.services.drafting import translate_paper
from izdes.web.papers.services.language import change_language as change
from izdes.web.papers.services.making import annul_paper, sign_paper


class SaidForm(forms.Form):
    """What a step needs to be told: a reason, or a translator's name."""

    text = forms.CharField(max_length=2000)


@login_required
@require_POST
def sign(request: OfficerRequest, number: int, paper: int) -> HttpResponse:
    """Sign a paper by one's key."""
    found = _found(request, number, paper)
    step = lambda: sign_paper(paper=found, officer=request.user)  # noqa: E731 - a line
    return _done(request, found, forms.Form({}), step, words="paper_was_signed")


@login_required
@require_POST
def annul(request: OfficerRequest, number: int, paper: int) -> HttpResponse:
    """Annul a paper for a reason."""
    found, form = _found(request, number, paper), SaidForm(request.POST)
    reason = request.POST.get("text", "")
    step = lambda: annul_paper(paper=found, reason=reason, officer=request.user)  # noqa: E731 - a line
    return _done(request, found, form, step, words="paper_was_annulled")


@login_required
@require_POST
def translate(request: OfficerRequest, number: int, paper: int) -> HttpResponse:
    """Begin a translation, and show it."""
    found, form = _found(request, number, paper), SaidForm(request.POST)
    name = request.POST.get("text", "")
    made: list[Paper] = []
    if form.is_valid() and tried(
        form,
        lambda: made.append(translate_paper(paper=found, translator=name, officer=request.user)),
    ):
        messages.success(request, say("paper_was_translated", language()))
        return redirect("case_papers_one", number, made[0].pk)
    return _refused(request, found, form)


@login_required
@require_POST
def change_language(request: OfficerRequest, number: int, paper: int) -> HttpResponse:
    """Change the language of proceedings as the decree says."""
    found = _found(request, number, paper)
    step = lambda: change(decree=found, officer=request.user)  # noqa: E731 - a line
    return _done(request, found, forms.Form({}), step, words="paper_language_was_changed")


def _found(request: OfficerRequest, number: int, paper: int) -> Paper:
    """Return a paper of a case on which the officer works.

    Raises:
        Http404: He sees none of that key.
        PermissionDenied: He sees it and does not work on the case.
    """
    found = paper_of(request.user, number, paper)
    case_to_write(request.user, number)
    return found


def _done(
    request: OfficerRequest,
    found: Paper,
    form: forms.Form,
    step: Callable[[], object],
    *,
    words: str,
) -> HttpResponse:
    """Do a step, and show the paper as it is then, or what was refused."""
    if form.is_valid() and tried(form, step):
        messages.success(request, say(words, language()))
        return redirect("case_papers_one", found.case_id, found.pk)
    return _refused(request, found, form)


def _refused(request: OfficerRequest, found: Paper, form: forms.Form) -> HttpResponse:
    """Show the paper with what was refused."""
    fields = PaperFields(form_of(found.form), values=found.fields)
    return shown(request, found, fields, refused=refusal_of(form))
