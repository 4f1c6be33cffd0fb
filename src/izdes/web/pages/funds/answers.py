"""One answer: what the file turned out to be, what is wrong with it, and which one counts."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case
from izdes.web.funds.selectors import corrections_of, statement_rows_of, statements_of
from izdes.web.funds.services.statements import correct_answer
from izdes.web.funds.visible import faults_visible_to
from izdes.web.language import language
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.funds.marks import account_words, answer_mark, fault_words, outcome_mark

_FAULTS_SHOWN = 500


class CorrectionForm(forms.Form):
    """Which answer this one replaces, and why."""

    replaced = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(max_length=1000, widget=forms.Textarea)

    def __init__(self, *given: object, choices: list[tuple[int, str]]) -> None:
        super().__init__(*given)  # type: ignore[arg-type] # the data of the form
        self.fields["replaced"].choices = [("", "—"), *choices]  # type: ignore[attr-defined] # a choice


@looked_at
def answer(request: OfficerRequest, number: int, answer: int) -> HttpResponse:
    """Show an answer of a case."""
    return _shown(request, number, answer, None)


@login_required
@require_POST
def correct(request: OfficerRequest, number: int, answer: int) -> HttpResponse:
    """Decide that this answer takes the place of another."""
    case = case_to_write(request.user, number)
    form = CorrectionForm(request.POST, choices=_others(request, case, answer))
    if form.is_valid():
        try:
            correct_answer(
                case=case,
                correction=answer,
                replaced=form.cleaned_data["replaced"],
                reason=form.cleaned_data["reason"],
                officer=request.user,
            )
        except IzdesError as refused:
            form.add_error(None, say(refused.code, language(), **refused.details))
        else:
            messages.success(request, say("funds_corrected", language()))
            return redirect("case_statements_answer", number, answer)
    return _shown(request, number, answer, form)


def _shown(
    request: OfficerRequest, number: int, answer: int, form: CorrectionForm | None
) -> HttpResponse:
    """Show the page of an answer."""
    frame = case_frame(request, number)
    me, case = request.user, frame["case"]
    assert isinstance(case, Case)  # noqa: S101 - the frame says so
    given = statements_of(me, case).filter(answer=answer).first()
    if given is None:
        raise Http404
    corrections = [
        c for c in corrections_of(me, case) if answer in {c.correction_id, c.replaced_id}
    ]
    lang = language()
    of_file = faults_visible_to(me).filter(answer=answer).select_related("statement")
    faults = of_file.order_by("sheet", "row", "id")[:_FAULTS_SHOWN]
    is_replaced = any(c.replaced_id == answer for c in corrections)
    context = {
        **frame,
        "given": given,
        "state": answer_mark(given.answer, is_replaced=is_replaced),
        "statements": [
            {"statement": s, "account": account_words(s.account), "outcome": outcome_mark(s)}
            for s in statement_rows_of(me, case).filter(answer=answer).order_by("ordinal")
        ],
        "faults": [{"fault": f, "words": fault_words(f, lang)} for f in faults],
        "corrections": corrections,
        "form": form or CorrectionForm(choices=_others(request, case, answer)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None else HTTPStatus.OK
    return render(request, "funds/answer.html", context, status=status)


def _others(request: OfficerRequest, case: Case, answer: int) -> list[tuple[int, str]]:
    """Return the other answers of a case, by which this one's place could be."""
    given = statements_of(request.user, case).exclude(answer=answer).order_by("name")
    return [(one.answer_id, f"{one.name} · {one.answer.file.digest[:8]}") for one in given]
