"""Where a case goes: who leads it, transfer, joinder, separation, and copies that must be sent.

Each movement is shown before it happens: what will be, to what, under which norm. Then one confirm.
"""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.law.pack import norms_on
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import cases_visible_to, episodes_visible_to
from izdes.web.investigation.movements import (
    JOINED,
    TRANSFER_CLOCK,
    TRANSFER_NORMS,
    joinder_preview,
    separation_preview,
)
from izdes.web.investigation.selectors import movements_visible_to
from izdes.web.investigation.services.copies import send_copy
from izdes.web.investigation.services.decree import Order
from izdes.web.investigation.services.joining import join_cases
from izdes.web.investigation.services.leading import assign_lead
from izdes.web.investigation.services.separating import separate_case
from izdes.web.investigation.services.transferring import transfer_case
from izdes.web.investigation.visible import copies_visible_to
from izdes.web.language import language
from izdes.web.law.deciding import due_under
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import DESK, POLICE
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to, posts_visible_to
from izdes.web.pages.case.answering import refusal_of, status_of, tried
from izdes.web.pages.case.frame import case_frame, case_of, case_to_lead, case_to_write, looked_at
from izdes.web.pages.fields import MomentField
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of

_LONGEST = 4000


class OrderForm(forms.Form):
    """The decree of a movement."""

    decree_number = forms.CharField(max_length=100)
    decreed_at = MomentField()
    decreed_by = forms.CharField(max_length=300)
    norms = forms.MultipleChoiceField()
    reason = forms.CharField(max_length=_LONGEST, widget=forms.Textarea)

    def __init__(self, data: Any, norms: list[tuple[str, str]]) -> None:  # noqa: ANN401 - as Django
        super().__init__(data)
        cast("forms.MultipleChoiceField", self.fields["norms"]).choices = norms

    def order(self) -> Order:
        """Return the decree."""
        given = self.cleaned_data
        return Order(
            number=given["decree_number"],
            decreed_at=given["decreed_at"],
            decreed_by=given["decreed_by"],
            norms=tuple(given["norms"]),
            reason=given["reason"],
        )


class TransferForm(OrderForm):
    """To which body a case goes."""

    to_unit = forms.ModelChoiceField(Body.objects.none())

    def __init__(self, data: Any, norms: list[tuple[str, str]], bodies: Any) -> None:  # noqa: ANN401
        super().__init__(data, norms)
        cast("forms.ModelChoiceField[Body]", self.fields["to_unit"]).queryset = bodies


class JoinderForm(OrderForm):
    """That nothing forbids the joinder: each looked at by a person."""

    checked = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, norms: list[tuple[str, str]], names: list[str]) -> None:  # noqa: ANN401
        super().__init__(data, norms)
        field = cast("forms.MultipleChoiceField", self.fields["checked"])
        field.choices = [(name, name) for name in names]


class SeparationForm(OrderForm):
    """Which episodes go, and under which number."""

    number = forms.CharField(max_length=100)
    registered_at = MomentField()
    is_new_offence = forms.BooleanField(required=False)


class LeadForm(forms.Form):
    """Who leads the case."""

    person = forms.IntegerField(min_value=1)
    ground = forms.CharField(max_length=1000)


class CopyForm(forms.Form):
    """That a copy was sent."""

    sent_at = MomentField()
    receipt = forms.CharField(max_length=1000)


@looked_at
def movements(request: OfficerRequest, number: int) -> HttpResponse:
    """Show who leads the case, where it came from and went, and which copies wait."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    found = movements_visible_to(me).filter(Q(case=case) | Q(other=case))
    context = {
        **frame,
        "people": _desk(me, case) if frame["may_assign"] else [],
        "movements": found.select_related(
            "case", "other", "from_unit", "to_unit", "recorded_by"
        ).order_by("-decreed_at", "-pk"),
        "transfer_due": due_under(pack_in_force(), TRANSFER_CLOCK, case.registered_at),
        "copies": copies_visible_to(me)
        .filter(case=case)
        .select_related("movement", "sent_by")
        .order_by("due_at", "pk"),
    }
    return render(request, "case/movements.html", context)


@login_required
@require_POST
def assign(request: OfficerRequest, number: int) -> HttpResponse:
    """Let somebody lead the case."""
    me = request.user
    case = case_of(me, number)
    form = LeadForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        person = get_object_or_404(officers_visible_to(me), pk=given["person"])
        if tried(
            form, lambda: assign_lead(case=case, person=person, ground=given["ground"], officer=me)
        ):
            messages.success(request, say("case_lead_was_assigned", language()))
            # Whoever hands a sealed case over sees it no more.
            return redirect("case_list") if case.is_sealed else redirect("case_movements", case.pk)
    messages.error(request, refusal_of(form))
    return redirect("case_movements", case.pk)


@login_required
@require_POST
def copy(request: OfficerRequest, number: int, copy: int) -> HttpResponse:
    """Record that the copy of a decree was sent."""
    me = request.user
    case = case_to_write(me, number)
    row = get_object_or_404(copies_visible_to(me).select_related("movement"), pk=copy, case=case)
    form = CopyForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: send_copy(copy=row, officer=me, **form.cleaned_data)
    ):
        messages.success(request, say("case_copy_was_sent", language()))
    else:
        messages.error(request, refusal_of(form))
    return redirect("case_movements", case.pk)


@looked_at
def transfer(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what a transfer will do, and do it."""
    me = request.user
    case = case_to_lead(me, number)
    law = pack_in_force()
    norms = norms_on(TRANSFER_NORMS, localdate(), law=law)
    bodies = bodies_visible_to(me).filter(kind__in=POLICE).exclude(pk=case.unit_id)
    bodies = bodies.order_by(f"name_{language()}")
    form = TransferForm(request.POST or None, _named(norms), bodies)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: transfer_case(
                case=case, to_unit=given["to_unit"], order=form.order(), officer=me
            ),
        ):
            messages.success(request, say("case_was_transferred", language(), number=case.number))
            return redirect("case_list")
    context = {
        **case_frame(request, number),
        "form": form,
        "norms": norms,
        "bodies": bodies,
        "transfer_due": due_under(law, TRANSFER_CLOCK, case.registered_at),
    }
    return render(request, "case/transfer.html", context, status=status_of(form))


@looked_at
def join(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what a joinder will do to which cases, and do it."""
    me = request.user
    case = case_to_lead(me, number)
    law = pack_in_force()
    given = request.POST if request.method == "POST" else request.GET
    others = _others(me, case, given.getlist("other"))
    preview = joinder_preview(me, case, others, on=localdate(), law=law) if others else None
    norms = _named(preview.grounds) if preview else []
    names = [one.exclusion_id for one in preview.exclusions] if preview else []
    form = JoinderForm(request.POST or None, norms, names)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: join_cases(
                main=case,
                others=others,
                order=form.order(),
                checked=form.cleaned_data["checked"],
                officer=me,
            ),
        )
    ):
        messages.success(request, say("case_were_joined", language(), number=case.number))
        return redirect("case_overview", case.pk)
    candidates = cases_visible_to(me).filter(unit=case.unit_id, is_sealed=case.is_sealed)
    context = {
        **case_frame(request, number),
        "form": form,
        "preview": preview,
        "exclusions": _exclusions(preview) if preview else [],
        "others": [one.pk for one in others],
        "candidates": candidates.exclude(state=JOINED)
        .exclude(pk=case.pk)
        .order_by("-registered_at")[:200],
        "checked": form["checked"].value() or [],
        "named": form["norms"].value() or [],
    }
    return render(request, "case/join.html", context, status=status_of(form))


@looked_at
def separate(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what a separation will do to which episodes, and do it."""
    me = request.user
    case = case_to_lead(me, number)
    law = pack_in_force()
    given = request.POST if request.method == "POST" else request.GET
    numbers = {key for one in given.getlist("episode") if (key := key_of(one)) is not None}
    is_new = given.get("is_new_offence") == "on"
    preview = separation_preview(
        me, case, numbers, registered_at=now(), is_new_offence=is_new, law=law
    )
    form = SeparationForm(request.POST or None, _named(preview.grounds))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: separate_case(
                main=case,
                episodes=numbers,
                number=said["number"],
                registered_at=said["registered_at"],
                is_new_offence=said["is_new_offence"],
                order=form.order(),
                officer=me,
            ),
        ):
            messages.success(request, say("case_was_separated", language(), number=said["number"]))
            return redirect("case_overview", case.pk)
    rows = episodes_visible_to(me).filter(case=case).select_related("complaint")
    context = {
        **case_frame(request, number),
        "form": form,
        "preview": preview,
        "episodes": rows.defer("complaint__narrative").order_by("number"),
        "numbers": numbers,
        "is_new": is_new,
        "named": form["norms"].value() or [],
    }
    return render(request, "case/separate.html", context, status=status_of(form))


def _named(norms: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - norms of the law pack
    """Return norms as choices."""
    return [(norm.norm_id, norm.cited.in_language(language())) for norm in norms]


def _exclusions(preview: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - as above
    """Return what forbids joinder, each with its norm."""
    norms = {norm.norm_id: norm for norm in preview.exclusion_norms}
    return [(one, norms.get(one.norm_id)) for one in preview.exclusions]


def _others(officer: Officer, case: Case, chosen: list[str]) -> list[Case]:
    """Return the cases that were chosen to be joined into one."""
    keys = {key for one in chosen if (key := key_of(one)) is not None} - {case.pk}
    rows = cases_visible_to(officer).filter(pk__in=keys).select_related("unit")
    return list(rows.order_by("registered_at", "pk"))


def _desk(officer: Officer, case: Case) -> list[Officer]:
    """Return who works at the desks of the body that has a case."""
    rows = posts_visible_to(officer).filter(
        body=case.unit_id, role__in=sorted(DESK), state="confirmed", until__isnull=True
    )
    found = {one.officer_id: one.officer for one in rows.select_related("officer")}
    return sorted((one for one in found.values() if one.is_active), key=lambda one: one.full_name)
