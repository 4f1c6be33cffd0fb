"""Rows: payments and loans, one a page, with a list of those that were told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from izdes.web.window import drafts
from izdes.web.window.drafts import Draft
from izdes.web.window.pages import steps
from izdes.web.window.pages.asking import around, is_change, typed
from izdes.web.window.pages.drafting import with_draft
from izdes.web.window.pages.forms.asking import Answers
from izdes.web.window.pages.forms.money import LoanForm, PaymentForm
from izdes.web.window.pages.keeping import keep_files
from izdes.web.window.pages.languages import asked_language, remember_language, speak
from izdes.web.window.pages.messages import read_message
from izdes.web.window.pages.recognising import findings

_MOST = 50

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is told in rows.

    Attributes:
        name: Of the step; beginning of the names of its pages.
        kept: Under which name the rows are kept.
        form: Of one row.
        to: Which field says where the money went.
    """

    name: str
    kept: str
    form: type[PaymentForm | LoanForm]
    to: str

    def of(self, draft: Draft) -> list[Answers]:
        """Return the rows that were told."""
        return [dict(row) for row in draft.answers.get(self.kept, {}).get("rows", ())]

    def keep(self, draft: Draft, rows: list[Answers]) -> None:
        """Keep the rows beside what else was answered in their step."""
        others = dict(draft.answers.get(self.kept, {}))
        drafts.save(draft.token, self.kept, {**others, "rows": rows})

    @property
    def list_name(self) -> str:
        """Name of the address of the list."""
        return "window_payments" if self.name == "payments" else "window_loans"

    @property
    def row_name(self) -> str:
        """Name of the address of one row."""
        return "window_payment" if self.name == "payments" else "window_loan"


PAYMENTS = Rows("payments", "payments", PaymentForm, "to")
LOANS = Rows("loan_rows", "loans", LoanForm, "paid_to")


@require_safe
@with_draft
def row_list(request: HttpRequest, draft: Draft, told: Rows) -> HttpResponse:
    """Show the rows that were told; where there are none, the first is asked for."""
    rows = told.of(draft)
    if not rows:
        return redirect(_address(request, told, 1))
    context = {
        "rows": [
            {"number": number, "told": row, "found": findings(str(row.get(told.to, "")))}
            for number, row in enumerate(rows, start=1)
        ],
        "new": _address(request, told, len(rows) + 1) if len(rows) < _MOST else "",
        "onward": reverse("window_check")
        if is_change(request)
        else steps.next_after(told.name, draft.answers).address,
        **around(request, draft, told.name),
        "form_id": "",
    }
    return render(request, f"window/{told.name}.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def row(request: HttpRequest, draft: Draft, told: Rows, number: int) -> HttpResponse:
    """Ask for one row: a new one behind the others, or a change of one of them."""
    rows = told.of(draft)
    if not 1 <= number <= min(len(rows) + 1, _MOST):
        raise Http404
    old = rows[number - 1] if number <= len(rows) else {}
    if request.method == "GET":
        form = told.form(initial=told.form.typed(old))
        return _row_shown(request, draft, told, form, number)
    if chosen := asked_language(request):
        speak(request, chosen)
        again = told.form(initial=dict(typed(request)))
        return remember_language(_row_shown(request, draft, told, again, number), chosen)
    if "fill" in request.POST or (request.POST.get("message") and not request.POST.get("amount")):
        return _filled(request, draft, told, number)
    form = told.form(request.POST, files=request.FILES)
    if form.is_valid() and not request.FILES and form.points_out():
        return _row_shown(request, draft, told, form, number)
    kept = keep_files(request, draft, form, "receipts") if form.is_valid() else None
    if kept is None:
        return _row_shown(request, draft, told, form, number, status=422)
    answered = {**form.answers(), "receipts": [*old.get("receipts", ()), *kept]}
    told.keep(draft, [*rows[: number - 1], answered, *rows[number:]])
    return HttpResponseRedirect(_list_address(request, told))


@require_POST
@with_draft
def drop_row(request: HttpRequest, draft: Draft, told: Rows, number: int) -> HttpResponse:
    """Take one row out; once it is gone, it stays gone."""
    rows = told.of(draft)
    if 1 <= number <= len(rows):
        told.keep(draft, [*rows[: number - 1], *rows[number:]])
    return HttpResponseRedirect(_list_address(request, told))


def _filled(request: HttpRequest, draft: Draft, told: Rows, number: int) -> HttpResponse:
    """Show a payment filled in from a pasted message; what was typed already stays."""
    given = {key: value for key, value in typed(request).items() if value}
    # Once it was read, the message itself is not needed: it may hold what is never kept.
    said = read_message(str(given.pop("message", "")))
    form = told.form(initial={**said, **given})
    context = {"was_filled": "yes" if said else "no"}
    return _row_shown(request, draft, told, form, number, more=context)


def _row_shown(
    request: HttpRequest,
    draft: Draft,
    told: Rows,
    form: PaymentForm | LoanForm,
    number: int,
    *,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form of one row."""
    context = {**around(request, draft, told.name), "form": form, "number": number, **(more or {})}
    if told.of(draft):
        context["back"] = _list_address(request, told)
    return render(request, f"window/{told.name}_one.html", context, status=status)


def _address(request: HttpRequest, told: Rows, number: int) -> str:
    """Return where a row is asked for."""
    return reverse(told.row_name, args=[number]) + _then(request)


def _list_address(request: HttpRequest, told: Rows) -> str:
    """Return where the list is."""
    return reverse(told.list_name) + _then(request)


def _then(request: HttpRequest) -> str:
    """Return the rest of an address that leads back to the answers."""
    return "?then=check" if is_change(request) else ""
