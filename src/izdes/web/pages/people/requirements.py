"""Requirements: which categories of cases are taken only by whoever holds which certificate."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import requirements_visible_to
from izdes.web.officers.services.certificates import require_certificate, waive_certificate
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.fields import EntryForm, day_field
from izdes.web.pages.tables import Column, Listing, Text, page_of

_LONGEST, _LONGEST_CATEGORY, _LONGEST_REASON = 300, 60, 1000


class RequirementForm(EntryForm):
    """Which category requires a certificate of which area, from which day."""

    hinted = frozenset({"category", "area"})

    category = forms.CharField(max_length=_LONGEST_CATEGORY)
    area = forms.CharField(max_length=_LONGEST)
    since = day_field()


class WaiverForm(EntryForm):
    """Which requirement lasts no more, and why."""

    requirement = forms.ChoiceField()
    reason = forms.CharField(max_length=_LONGEST_REASON)

    def __init__(self, data: Any, *, officer: Officer) -> None:  # noqa: ANN401 - as Django
        super().__init__(data, prefix="waive")
        lasting = requirements_visible_to(officer).filter(until__isnull=True)
        rows = lasting.order_by("category", "area")
        self.offer("requirement", [(str(one.pk), f"{one.category}: {one.area}") for one in rows])


@for_administrators
def listed(request: OfficerRequest) -> HttpResponseBase:
    """Show what categories of cases require, and required."""
    return _page(request)


@for_administrators
@require_POST
def require(request: OfficerRequest) -> HttpResponseBase:
    """Let a category be taken only by those certified for an area, from a day on."""
    form, me = RequirementForm(request.POST), request.user
    if form.is_valid():
        made = form.tried(lambda: require_certificate(**form.cleaned_data, officer=me))
        if made is not None:
            messages.success(request, say("people_requirement_made", language()))
            return redirect("requirements")
    return _page(request, form=form, wrong=form)


@for_administrators
@require_POST
def waive(request: OfficerRequest) -> HttpResponseBase:
    """Require a certificate of a category no more."""
    me = request.user
    form = WaiverForm(request.POST, officer=me)
    if form.is_valid():
        given = form.cleaned_data
        found = get_object_or_404(requirements_visible_to(me), pk=given["requirement"])
        waive_certificate(requirement=found, reason=given["reason"], officer=me)
        messages.success(request, say("people_requirement_waived", language()))
        return redirect("requirements")
    return _page(request, waiver=form, wrong=form)


def _page(
    request: OfficerRequest,
    *,
    form: RequirementForm | None = None,
    waiver: WaiverForm | None = None,
    wrong: EntryForm | None = None,
) -> HttpResponseBase:
    """Show the requirements, and the forms that lay one down and end one."""
    listing = _listing(request)
    context = {
        "listing": listing,
        "form": form or RequirementForm(initial={"since": localdate().isoformat()}),
        "waiver": waiver or WaiverForm(None, officer=request.user),
        "wrong": wrong,
    }
    status = HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page_of(request, "people/requirements.html", context, listing, status=status)


def _listing(request: OfficerRequest) -> Listing:
    """Return the table of requirements, those that last and those that are over."""
    rows = requirements_visible_to(request.user).order_by("category", "area", "-since", "-pk")
    return Listing(
        request,
        name="requirements",
        rows=rows,
        columns=(
            Column(
                "category",
                "category",
                words="people_field_category",
                sort="category",
                filter=Text("category"),
            ),
            Column("area", "area", words="page_certificate_area", sort="area", filter=Text("area")),
            Column("since", "since", words="people_field_since", sort="since", kind="day"),
            Column("until", "until", words="people_required_until", sort="until", kind="day"),
        ),
        caption="people_requirements",
        empty="people_requirements_none",
    )
