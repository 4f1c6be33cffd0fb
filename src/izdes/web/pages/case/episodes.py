"""Episodes and victims of a case, and the identifiers that its complaints mention.

Both show data of persons: who looks at them in full is written into the journal of reading first.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.cases.masking import Sight, shown, sight_of
from izdes.web.cases.models import Applicant, Case, Episode, Loan, Payment
from izdes.web.cases.selectors import (
    applicants_visible_to,
    episodes_visible_to,
    identifiers_visible_to,
    loans_visible_to,
    payments_visible_to,
)
from izdes.web.investigation.facts import declared_of
from izdes.web.investigation.models import Confirmation, Victim
from izdes.web.investigation.selectors import confirmations_visible_to, victims_visible_to
from izdes.web.investigation.services.noting import confirm_identifier, recognise_victim
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import SumField, refusal_of, status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.naming import worded
from izdes.web.pages.case.stated import stated_listing
from izdes.web.pages.fields import DayField
from izdes.web.pages.figures import Chip, Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Listing, page_of
from izdes.web.reception.models import Addition, Return
from izdes.web.reception.selectors import additions_visible_to, returns_visible_to
from izdes.web.subjects.linking.identifiers import Known, matches_each
from izdes.web.subjects.models import Identifier

# Of so many identifiers of a case the country is asked.
_MOST_ASKED = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Who complains, as far as the officer is shown her."""

    name: str
    iin: str
    phone: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Told:
    """One episode with everything that its complaint tells."""

    episode: Episode
    person: Person | None
    payments: tuple[Payment, ...]
    loans: tuple[Loan, ...]
    victim: Victim | None
    declared_minor: int | None
    additions: tuple[Addition, ...] = ()
    returns: tuple[Return, ...] = ()


class VictimForm(forms.Form):
    """The decree that recognises a victim."""

    number = forms.CharField(max_length=100)
    decreed_on = DayField()
    damage_minor = SumField()


class ConfirmationForm(forms.Form):
    """By what evidence an identifier is confirmed."""

    identifier = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    basis = forms.CharField(max_length=2000)


@looked_at
def episodes(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the episodes, with who complains, what was paid and what was borrowed."""
    return _shown(request, number)


@login_required
@require_POST
def recognise(request: OfficerRequest, number: int, episode: int) -> HttpResponse:
    """Record the decree that recognises the victim of an episode."""
    me = request.user
    case = case_to_write(me, number)
    row = get_object_or_404(episodes_visible_to(me).select_related("case"), case=case, pk=episode)
    form = VictimForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: recognise_victim(episode=row, officer=me, **form.cleaned_data)
    ):
        messages.success(request, say("case_victim_was_recognised", language()))
        return redirect("case_episodes", case.pk)
    return _shown(request, number, wrong=form, at=row.pk)


@looked_at
def identifiers(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show what the complaints of the case mention, observed or confirmed."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    sight = _read(me, case)
    confirmed = {
        one.identifier_id: one
        for one in confirmations_visible_to(me).filter(case=case).select_related("confirmed_by")
    }
    in_case = Q(mentions__complaint__case=case)
    rows = (
        identifiers_visible_to(me)
        .filter(in_case)
        .annotate(
            times=Count("mentions", filter=in_case), first=Min("mentions__at", filter=in_case)
        )
        .order_by("kind", "pk")
    )
    every = list(rows)
    known = matches_each(me, [(one.kind, one.value) for one in every[:_MOST_ASKED]])
    listing = Listing(
        request,
        name="identifiers",
        rows=rows,
        columns=_columns(sight, confirmed, known),
        caption="case_identifiers",
        empty="case_identifiers_empty",
        case=case.pk,
    )
    waiting = [one for one in every if one.pk not in confirmed]
    chips = [(one.pk, _chip(one, sight, known)) for one in waiting]
    stated = stated_listing(request, case, sight)
    context = {**frame, "waiting": chips, "listing": listing, "stated": stated}
    return page_of(request, "case/identifiers.html", context, listing, stated)


@login_required
@require_POST
def confirm(request: OfficerRequest, number: int) -> HttpResponse:
    """Confirm an identifier by evidence."""
    me = request.user
    case = case_to_write(me, number)
    form = ConfirmationForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        row = get_object_or_404(identifiers_visible_to(me), pk=given["identifier"])
        if tried(
            form,
            lambda: confirm_identifier(case=case, identifier=row, basis=given["basis"], officer=me),
        ):
            messages.success(request, say("case_identifier_was_confirmed", language()))
            return redirect("case_identifiers", case.pk)
    messages.error(request, refusal_of(form))
    return redirect("case_identifiers", case.pk)


def _shown(
    request: OfficerRequest, number: int, *, wrong: VictimForm | None = None, at: int = 0
) -> HttpResponse:
    """Show the episodes."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    sight = _read(me, case)
    context = {
        **frame,
        "told": _told(me, case, sight),
        "sight": sight,
        "form": wrong or VictimForm(),
        "wrong_at": at,
    }
    status = status_of(wrong) if wrong else 200
    return render(request, "case/episodes.html", context, status=status)


def _read(officer: Officer, case: Case) -> Sight:
    """Return how much the officer is shown; where it is more than masks, that is written down."""
    sight = sight_of(officer, case)
    if sight is not Sight.MASKED:
        purpose = say("case_reading_purpose", language(), number=case.number)
        read_by(officer.pk, Subject("case", str(case.pk)), case=case.pk, purpose=purpose)
    return sight


def _told(officer: Officer, case: Case, sight: Sight) -> list[Told]:
    """Return the episodes with what their complaints tell, in one query a kind."""
    rows = episodes_visible_to(officer).filter(case=case).select_related("complaint")
    found = list(rows.defer("complaint__narrative").order_by("number"))
    keys = [one.complaint_id for one in found if one.complaint_id is not None]
    persons = {
        one.complaint_id: one for one in applicants_visible_to(officer).filter(complaint__in=keys)
    }
    paid: defaultdict[int, list[Payment]] = defaultdict(list)
    for payment in payments_visible_to(officer).filter(complaint__in=keys).order_by("ordinal"):
        paid[payment.complaint_id].append(payment)
    lent: defaultdict[int, list[Loan]] = defaultdict(list)
    for loan in loans_visible_to(officer).filter(complaint__in=keys).order_by("pk"):
        lent[loan.complaint_id].append(loan)
    added: defaultdict[int, list[Addition]] = defaultdict(list)
    for addition in additions_visible_to(officer).filter(complaint__in=keys).order_by("at", "pk"):
        added[addition.complaint_id].append(addition)
    back: defaultdict[int, list[Return]] = defaultdict(list)
    returned = returns_visible_to(officer).filter(complaint__in=keys)
    for one_back in returned.select_related("recorded_by", "corrected_by").order_by("pk"):
        back[one_back.complaint_id].append(one_back)
    victims = {
        one.episode_id: one
        for one in victims_visible_to(officer).filter(case=case).select_related("recorded_by")
    }
    return [
        Told(
            episode=one,
            person=_person(persons.get(one.complaint_id or 0), sight),
            payments=tuple(paid[one.complaint_id or 0]),
            loans=tuple(lent[one.complaint_id or 0]),
            victim=victims.get(one.pk),
            declared_minor=declared_of(one.complaint, paid[one.complaint_id or 0]),
            additions=tuple(added[one.complaint_id or 0]),
            returns=tuple(back[one.complaint_id or 0]),
        )
        for one in found
    ]


def _person(applicant: Applicant | None, sight: Sight) -> Person | None:
    """Return who complains, masked as the officer is shown her."""
    if applicant is None:
        return None
    return Person(
        name=shown(applicant.full_name, "name", sight) if applicant.full_name else "",
        iin=shown(applicant.iin, "iin", sight) if applicant.iin else "",
        phone=shown(applicant.phone, "phone", sight) if applicant.phone else "",
        organisation=applicant.organisation_name,
    )


def _chip(one: Identifier, sight: Sight, known: Mapping[tuple[str, str], Known]) -> Chip:
    """Return an identifier with how many complaints of the country name it, where others do."""
    found = known.get((one.kind, one.value))
    count = found.complaints if found and found.complaints > 1 else None
    return Chip(one.kind, one.value, sight=sight, count=count)


def _columns(
    sight: Sight,
    confirmed: dict[int, Confirmation],
    known: Mapping[tuple[str, str], Known],
) -> tuple[Column, ...]:
    """Return the columns of the table of identifiers."""

    def tier(one: Identifier) -> Mark:
        is_confirmed = one.pk in confirmed
        name = "confirmed" if is_confirmed else "observed"
        return Mark(worded("case_tier", name), "held" if is_confirmed else "")

    def basis(one: Identifier) -> str:
        found = confirmed.get(one.pk)
        return f"{found.basis} ({found.confirmed_by.full_name})" if found else ""

    return (
        Column(
            "value",
            lambda one: _chip(one, sight, known),
            words="case_identifier",
            kind="identifier",
        ),
        Column("tier", tier, words="case_tier", kind="state"),
        Column("basis", basis, words="case_basis"),
        Column("times", "times", words="case_mentions", sort="times", kind="number"),
        Column("first", "first", words="case_first_mention", sort="first", kind="moment"),
    )
