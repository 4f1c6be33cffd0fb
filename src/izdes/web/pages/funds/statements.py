"""The tab of statements: giving answers to a case, what became of them, which days they cover."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import Case
from izdes.web.funds.models import CaseAnswer, Statement
from izdes.web.funds.selectors import corrections_of, coverage_of, statement_rows_of, statements_of
from izdes.web.funds.services.statements import Said
from izdes.web.funds.services.uploads import Uploaded, receive_answer
from izdes.web.language import language
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.funds.calendar import strips_of
from izdes.web.pages.funds.marks import OUTCOME_TONES, account_words, answer_mark, outcome_mark
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of
from izdes.web.pages.triage.checking import asking_for
from izdes.web.pages.triage.known import check_each

_MOST_FILES = 200


class UploadForm(forms.Form):
    """Files, and what an officer says of them where they do not say it themselves."""

    account = forms.CharField(required=False, max_length=60)
    zone = forms.CharField(required=False, max_length=40)
    is_evidence = forms.BooleanField(required=False)


@looked_at
def statements(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the answers of a case."""
    return _shown(request, number, UploadForm(), ())


@login_required
@require_POST
def upload(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Take files into a case; what is refused is said file by file, and the others are taken."""
    case = case_to_write(request.user, number)
    form = UploadForm(request.POST)
    given = request.FILES.getlist("files")
    if not given:
        form.add_error(None, say("funds_upload_nothing", language()))
    if len(given) > _MOST_FILES:
        form.add_error(None, say("funds_upload_too_many", language(), most=_MOST_FILES))
    if not form.is_valid():
        return _shown(request, number, form, ())
    said = Said(form.cleaned_data["account"].strip(), "", form.cleaned_data["zone"].strip())
    outcomes = [
        receive_answer(
            case=case,
            opened=one,  # type: ignore[arg-type] # a file as any other
            name=one.name or "",
            size=one.size or 0,
            officer=request.user,
            said=said,
            is_evidence=form.cleaned_data["is_evidence"],
        )
        for one in given
    ]
    if any(outcome.refused for outcome in outcomes):
        return _shown(request, number, form, outcomes)
    taken = sum(not outcome.is_known for outcome in outcomes)
    known = len(outcomes) - taken
    messages.success(request, say("funds_uploaded", language(), taken=taken, known=known))
    return redirect("case_statements", number)


def _shown(
    request: OfficerRequest,
    number: int,
    form: UploadForm,
    outcomes: tuple[Uploaded, ...] | list[Uploaded],
) -> HttpResponseBase:
    """Show the tab, with what became of the files that were given just now."""
    frame = case_frame(request, number)
    case = frame["case"]
    assert isinstance(case, Case)  # noqa: S101 - the frame says so
    me = request.user
    answers, accounts = _answers(request, case), _accounts(request, case)
    wrong = bool(form.errors) or any(outcome.refused for outcome in outcomes)
    is_waiting = statements_of(me, case).filter(answer__state="waiting").exists()
    said = {"account": ("", str(form["account"].value() or ""))}
    context = {
        **frame,
        "form": form,
        "checks": check_each(asking_for(me, case=case), said) if form.is_bound else {},
        "outcomes": [_told(outcome) for outcome in outcomes],
        "answers": answers,
        "accounts": accounts,
        "is_waiting": is_waiting,
        "strips": strips_of(coverage_of(me, case)),
        "corrections": corrections_of(me, case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    if request.htmx and request.htmx.target == "answers-progress":  # type: ignore[attr-defined] # of django-htmx
        return _progress(request, number, is_waiting=is_waiting)
    return page_of(request, "funds/statements.html", context, answers, accounts, status=status)


def _progress(request: OfficerRequest, number: int, *, is_waiting: bool) -> HttpResponse:
    """Tell a waiting page to load anew when nothing waits any more."""
    del request
    answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not is_waiting:
        answer["HX-Redirect"] = reverse("case_statements", args=[number])
    return answer


def _answers(request: OfficerRequest, case: Case) -> Listing:
    """Return the table of answers."""
    replaced = {c.replaced_id for c in corrections_of(request.user, case)}

    def state(given: CaseAnswer) -> Mark:
        return answer_mark(given.answer, is_replaced=given.answer_id in replaced)

    return Listing(
        request,
        name="answers",
        rows=statements_of(request.user, case),
        columns=(
            Column("name", "name", sort="name", filter=Text("name"), words="funds_column_file"),
            Column("state", state, kind="state", words="funds_column_state"),
            Column("form", "answer.form", sort="answer__form", words="funds_column_form"),
            Column("faults", "refused", sort="refused", kind="number", words="funds_column_faults"),
            Column("size", "answer.file.size_bytes", kind="number", words="funds_column_bytes",
                   is_hidden=True),
            Column("digest", lambda g: g.answer.file.digest[:16], words="funds_column_digest",
                   is_hidden=True),
            Column("at", "at", sort="at", kind="moment", filter=Days("at"),
                   words="funds_column_given_at"),
            Column("officer", "officer.full_name", words="funds_column_given_by"),
        ),
        caption="funds_answers",
        empty="funds_answers_none",
        link=lambda g: reverse("case_statements_answer", args=[case.pk, g.answer_id]),
        tone=lambda g: "late" if g.refused or g.answer.state == "unreadable" else "",
        order="-at",
        prefix="answers-",
        case=case.pk,
    )  # fmt: skip


def _accounts(request: OfficerRequest, case: Case) -> Listing:
    """Return the table of statements: one account in one currency each."""
    lang = language()
    outcomes = {name: say(f"outcome_{name}", lang) for name in OUTCOME_TONES}
    return Listing(
        request,
        name="statements",
        rows=statement_rows_of(request.user, case),
        columns=(
            Column("account", _account, sort="account", filter=Text("account"),
                   words="funds_column_account"),
            Column("currency", "currency", sort="currency", words="funds_column_currency"),
            Column("bank", "bank", sort="bank", words="funds_column_bank"),
            Column("holder", "holder", words="funds_column_holder", is_hidden=True),
            Column("from", "period_from", sort="period_from", kind="moment",
                   words="funds_column_period_from"),
            Column("to", "period_to", sort="period_to", kind="moment",
                   words="funds_column_period_to"),
            Column("opening", "opening_minor", kind="money", currency=".currency",
                   words="funds_column_opening"),
            Column("closing", "closing_minor", kind="money", currency=".currency",
                   words="funds_column_closing"),
            Column("rows", "row_count", sort="row_count", kind="number",
                   words="funds_column_rows"),
            Column("outcome", outcome_mark, sort="outcome", kind="state",
                   words="funds_column_outcome", filter=Choice("outcome", lambda: outcomes)),
        ),
        caption="funds_statements",
        empty="funds_statements_none",
        link=lambda s: reverse("case_statements_one", args=[case.pk, s.pk]),
        tone=lambda s: "late" if s.outcome == "faulty" else "",
        order="account",
        prefix="statements-",
        case=case.pk,
    )  # fmt: skip


def _account(statement: Statement) -> str:
    """Return a statement's account as people write it."""
    return account_words(statement.account)


def _told(outcome: Uploaded) -> dict[str, object]:
    """Return what is said of one file that was given."""
    lang = language()
    if outcome.refused is not None:
        reason = say(outcome.refused.code, lang, **outcome.refused.details)
    else:
        reason = say("funds_upload_known" if outcome.is_known else "funds_upload_taken", lang)
    return {
        "name": outcome.name,
        "reason": reason,
        "is_refused": outcome.refused is not None,
        "is_quarantined": outcome.is_quarantined,
    }
