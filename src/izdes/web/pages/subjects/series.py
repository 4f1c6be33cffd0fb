"""The page of a series: its complaints, why they belong together, and what officers say of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.models import Complaint
from izdes.web.cases.selectors import complaints_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import Role
from izdes.web.pages.case.answering import tried
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.subjects import tables
from izdes.web.pages.subjects.forms import ConfirmForm, JudgeForm, ReasonForm
from izdes.web.pages.subjects.gathering import Gathered, gathered
from izdes.web.pages.subjects.telling import (
    ConfirmedRow,
    Names,
    elsewhere_rows,
    hub_rows,
    judged_rows,
    member_rows,
    possible_rows,
    reason_rows,
    sight_in,
)
from izdes.web.pages.tables import Listing, page_of
from izdes.web.subjects.linking.selectors import history_of, may_judge
from izdes.web.subjects.linking.services import (
    confirm_series,
    judge,
    merge_series,
    part_series,
    withdraw_judgement,
    withdraw_series,
)

_CHOSEN_MOST = 200


@login_required
def series(request: OfficerRequest, complaint: int) -> HttpResponseBase:
    """Show the series that a complaint is in, or that it is in none."""
    return _page(request, complaint_of(request.user, complaint))


@login_required
@require_POST
def confirm(request: OfficerRequest, complaint: int) -> HttpResponseBase:
    """Confirm what the officer sees of a series."""
    found, form = complaint_of(request.user, complaint), ConfirmForm(request.POST)
    return _said(
        request,
        found,
        form,
        "confirm",
        lambda given: confirm_series(
            complaint=found.pk, ground=given["ground"], officer=request.user
        ),
    )


@login_required
@require_POST
def withdraw(request: OfficerRequest, complaint: int, number: int) -> HttpResponseBase:
    """Withdraw a confirmation."""
    found, form = complaint_of(request.user, complaint), ReasonForm(request.POST)
    return _said(
        request,
        found,
        form,
        "withdraw",
        lambda given: withdraw_series(series=number, reason=given["reason"], officer=request.user),
    )


@login_required
@require_POST
def merge(request: OfficerRequest, complaint: int, one: int, other: int) -> HttpResponseBase:
    """Merge two confirmed series of which complaints are in one of the machine's."""
    found, form = complaint_of(request.user, complaint), ReasonForm(request.POST)
    return _said(
        request,
        found,
        form,
        "merge",
        lambda given: merge_series(
            one=one, other=other, reason=given["reason"], officer=request.user
        ),
    )


@login_required
@require_POST
def part(request: OfficerRequest, complaint: int, number: int) -> HttpResponseBase:
    """Undo a merging of confirmed series."""
    found, form = complaint_of(request.user, complaint), ReasonForm(request.POST)
    return _said(
        request,
        found,
        form,
        "part",
        lambda given: part_series(series=number, reason=given["reason"], officer=request.user),
    )


@login_required
@require_POST
def judged(request: OfficerRequest, complaint: int) -> HttpResponseBase:
    """Take what the officer says of two complaints."""
    me = request.user
    found = complaint_of(me, complaint)
    form = JudgeForm(request.POST, complaints=_choices(gathered(me, found).names(me)))
    return _said(
        request,
        found,
        form,
        "judge",
        lambda given: judge(
            one=given["one"],
            other=given["other"],
            verdict=given["verdict"],
            reason=given["reason"],
            officer=me,
        ),
    )


@login_required
@require_POST
def unjudge(request: OfficerRequest, complaint: int, judgement: int) -> HttpResponseBase:
    """Withdraw a judgement."""
    found, form = complaint_of(request.user, complaint), ReasonForm(request.POST)
    return _said(
        request,
        found,
        form,
        "unjudge",
        lambda given: withdraw_judgement(
            judgement=judgement, reason=given["reason"], officer=request.user
        ),
    )


def complaint_of(me: Officer, key: int) -> Complaint:
    """Return a complaint that an officer sees.

    Raises:
        Http404: He sees none of that key.
    """
    rows = complaints_visible_to(me).select_related("case__unit", "unit").defer("narrative")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _said(
    request: OfficerRequest,
    complaint: Complaint,
    form: forms.Form,
    what: str,
    command: Callable[[dict[str, Any]], object],
) -> HttpResponseBase:
    """Do what a form asks, and show the page anew; what was refused is said at the form."""
    if form.is_valid() and tried(form, lambda: command(form.cleaned_data)):
        messages.success(request, say(f"series_done_{what}", language()))
        return redirect("series", complaint.pk)
    return _page(request, complaint, refused={what: form})


def _page(
    request: OfficerRequest, complaint: Complaint, *, refused: dict[str, forms.Form] | None = None
) -> HttpResponseBase:
    """Show the page of the series of a complaint."""
    me, refused = request.user, refused or {}
    found = gathered(me, complaint)
    names = found.names(me)
    shown = _tables(request, found, names)
    context = {
        **_told(found, names, me),
        **shown,
        "confirm_form": refused.get("confirm") or ConfirmForm(),
        "judge_form": refused.get("judge")
        or JudgeForm(complaints=_choices(names), initial=_weakest_pair(found)),
        "form": next(iter(refused.values()), None),
    }
    status = 422 if refused else 200
    return page_of(request, "subjects/series.html", context, *shown.values(), status=status)


def _tables(request: OfficerRequest, found: Gathered, names: Names) -> dict[str, Listing]:
    """Return the tables of the page."""
    view, case, me = found.view, found.complaint.case_id, request.user
    sight = sight_in(me, found.complaint)
    seen = member_rows(view, names) if view else []
    number = found.complaint.case.number if found.complaint.case else ""
    others = elsewhere_rows(view, names, number) if view else []
    return {
        "members": tables.members(request, seen, case),
        "elsewhere": tables.elsewhere(request, others, case),
        "reasons": tables.reasons(request, reason_rows(found.reasons, names, sight), case),
        "possible": tables.possible(request, possible_rows(found.possible, names), case),
    }


def _told(found: Gathered, names: Names, me: Officer) -> dict[str, object]:
    """Return what the page says beside its tables."""
    view, sight = found.view, sight_in(me, found.complaint)
    weakest = reason_rows(found.reasons[:1], names, sight) if len(found.reasons) > 1 else []
    return {
        "complaint": found.complaint,
        "view": view,
        "confirmed": [
            ConfirmedRow(one, names.officer(one.confirmed_by))
            for one in (view.confirmed if view else ())
        ],
        "weakest": weakest[0] if weakest else None,
        "hubs": hub_rows(found.hubs, names, sight),
        "judged": judged_rows(found.judged, names),
        "history": history_of(me, found.complaint.pk),
        "may_judge": may_judge(me),
        "is_analyst": Role.HQ_ANALYST in roles_of(me),
    }


def _weakest_pair(found: Gathered) -> dict[str, int | None]:
    """Return the two complaints by which a series could be split."""
    if not found.reasons:
        return {}
    return {"one": found.reasons[0].complaint_a, "other": found.reasons[0].complaint_b}


def _choices(names: Names) -> list[tuple[int, str]]:
    """Return the first complaints of a page, to choose from."""
    found = sorted(names.complaints.values(), key=lambda one: (one.reported_at, one.pk))
    return [(one.pk, _choice(one)) for one in found[:_CHOSEN_MOST]]


def _choice(complaint: Complaint) -> str:
    """Return how a complaint is called among others."""
    day = localtime(complaint.reported_at).strftime("%d.%m.%Y")
    return f"{complaint.receipt} · {complaint.case.number if complaint.case else '—'} · {day}"
