"""The review of hubs: identifiers that everybody names, and an analyst's word on each."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.masking import sight_of
from izdes.web.language import language
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import Role
from izdes.web.pages.case.answering import tried
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.subjects.forms import HubForm, ReasonForm
from izdes.web.pages.subjects.telling import HubRow, hub_rows, names_of
from izdes.web.pages.tables import Choice, Column, Listing, Text, page_of
from izdes.web.pages.triage.checking import asking_of_hubs
from izdes.web.pages.triage.known import Checked, check_each
from izdes.web.subjects.linking.identifiers import hub_review
from izdes.web.subjects.linking.services import say_of_hub, withdraw_of_hub


@login_required
def review(request: OfficerRequest) -> HttpResponseBase:
    """Show what waits for a word, and what was said."""
    return _page(request)


@login_required
@require_POST
def said(request: OfficerRequest) -> HttpResponseBase:
    """Take an analyst's word on an identifier."""
    _require_analyst(request)
    form = HubForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: say_of_hub(**form.cleaned_data, officer=request.user)
    ):
        messages.success(request, say("hubs_said", language()))
        return redirect("hubs")
    return _page(request, form)


@login_required
@require_POST
def withdraw(request: OfficerRequest, verdict: int) -> HttpResponseBase:
    """Withdraw a word: the machine's own counts again."""
    _require_analyst(request)
    form = ReasonForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: withdraw_of_hub(
            verdict=verdict, reason=form.cleaned_data["reason"], officer=request.user
        ),
    ):
        messages.success(request, say("hubs_withdrawn", language()))
        return redirect("hubs")
    return _page(request, refused=form)


def _page(
    request: OfficerRequest, form: HubForm | None = None, refused: forms.Form | None = None
) -> HttpResponseBase:
    """Show the review."""
    _require_analyst(request)
    me = request.user
    found = hub_review(me)
    names = names_of(me, (), (), (one.by for one in found))
    rows = hub_rows(found, names, sight_of(me))
    listing = Listing(
        request,
        name="hubs",
        rows=rows,
        columns=(
            Column("what", "chip", words="series_column_what", kind="identifier"),
            Column(
                "degree", "view.degree", words="hubs_column_degree", sort="value", kind="number"
            ),
            Column("verdict", "verdict", words="hubs_column_verdict", kind="state"),
            Column("reason", "reason", words="series_column_reason", filter=Text()),
            Column("by", "by", words="hubs_column_by", filter=Choice(choices=_by(rows))),
            Column("at", "view.at", kind="moment"),
        ),
        caption="hubs_review",
        empty="hubs_review_none",
    )
    checks: dict[str, Checked] = {}
    if form:
        kind, value = form["kind"].value(), form["value"].value()
        checks = check_each(asking_of_hubs(me), {"value": (str(kind or ""), str(value or ""))})
    context = {
        "hub_form": form or HubForm(),
        "checks": checks,
        "form": form or refused,
        "standing": [row for row in rows if row.view.key is not None],
    }
    status = 422 if form or refused else 200
    return page_of(
        request, "subjects/hubs.html", {**context, "listing": listing}, listing, status=status
    )


def _by(rows: Sequence[HubRow]) -> dict[str, str]:
    """Return whose words there are, to filter by."""
    return {row.by: row.by for row in rows}


def _require_analyst(request: OfficerRequest) -> None:
    """Let nobody pass but analysts of a headquarters.

    Raises:
        PermissionDenied: The officer is none.
    """
    if Role.HQ_ANALYST not in roles_of(request.user):
        raise PermissionDenied
