"""Drafting by hand, and changing what nobody has signed."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.holds.parts import Part, first_units, units_in
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.needed import MeasureNotInForce, Needed, measures_for, what_is_needed
from izdes.core.law.pack import UnknownMeasure
from izdes.core.orders.order import Cap
from izdes.core.orders.subjects import Subject
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Asked, Draft, draft_of
from izdes.web.correspondence.services import change_draft, draft_request
from izdes.web.correspondence.services.drafting import goes_to, is_instruction
from izdes.web.funds.selectors import traces_of
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.loop.selectors import plan_of
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, roles_of
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.forms import DraftForm, typed
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import choices, measure_words
from izdes.web.pages.correspondence.places import Place, case_place, place_of
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.correspondence.subjects import SubjectLines, asked_of, subject_lines
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.checking import asking_for
from izdes.web.pages.triage.known import Checked, check_each

# Written here: what goes to institutions, to the court about one, to the police of another region,
# and what prosecutors approve.
KINDS = ("request", "order", "notice", "motion", "approval")
_HERE = "group_member"
# By which a complaint is followed before it is a case.
_RULE = "fifo"


class MeasureForm(forms.Form):
    """Which measure is to be drafted."""

    measure = forms.ChoiceField()

    def __init__(self, data: Any, names: list[tuple[str, str]]) -> None:  # noqa: ANN401
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["measure"]).choices = names


@looked_at
def new(request: OfficerRequest, number: int) -> HttpResponse:
    """Choose a measure in a case, then fill in what it needs."""
    return draft_in(request, case_place(request, number))


def draft_in(request: OfficerRequest, place: Place) -> HttpResponse:
    """Choose a measure in a place, then fill in what it needs."""
    me = request.user
    names = _measures(me, place)
    asked = (request.POST if request.method == "POST" else request.GET).get("measure", "")
    if asked not in {name for name, _ in names}:
        context = {**place.context(), "form": MeasureForm(None, names)}
        return render(request, "correspondence/measure.html", context)
    needed = _needed(asked)
    given = request.POST if request.method == "POST" else None
    form = DraftForm(
        given,
        needed=needed,
        law=pack_in_force(),
        bodies=_bodies(me, needed, place),
        is_before=place.case is None,
        initial=_begun(place, needed),
    )
    lines = subject_lines(given, _about(place, needed))
    if given is not None and (draft := _filled(form, lines, me, place)):
        made = _tried(
            form,
            lambda: draft_request(
                case=place.case,
                complaint=place.complaint,
                addressee=form.body(),
                measure=asked,
                draft=draft,
                subjects=lines.asked(),
                officer=me,
            ),
        )
        if made is not None:
            messages.success(request, say("corr_was_drafted", language(), number=made.number))
            return redirect("request", made.pk)
    return _shown(request, place, form, lines)


@looked_at
def change(request: OfficerRequest, number: int) -> HttpResponse:
    """Change a draft."""
    me = request.user
    found = request_to_write(me, number)
    if found.state != "draft":
        return redirect("request", found.pk)
    place = place_of(request, found)
    before = draft_of(found.draft)
    given = request.POST if request.method == "POST" else None
    form = DraftForm(
        given,
        needed=_needed(found.measure),
        law=pack_in_force(),
        bodies={found.addressee_id: found.addressee},
        is_before=place.case is None,
        initial=typed(before, found.addressee_id),
    )
    lines = subject_lines(given, asked_of(list(found.subjects.order_by("position"))))
    if given is not None and (draft := _filled(form, lines, me, place, before.cap)):
        made = _tried(
            form,
            lambda: change_draft(
                request=found,
                draft=_kept_of(before, draft),
                subjects=lines.asked(),
                officer=me,
            ),
        )
        if made is not None:
            messages.success(request, say("corr_was_changed", language(), number=found.number))
            return redirect("request", found.pk)
    return _shown(request, place, form, lines, found)


def _shown(
    request: OfficerRequest,
    place: Place,
    form: DraftForm,
    lines: SubjectLines,
    found: Request | None = None,
) -> HttpResponse:
    """Show the form of a draft."""
    context = {
        **place.context(),
        "form": form,
        "lines": lines,
        "needed": form.needed,
        "measure_name": measure_words(form.needed.measure.measure_id),
        "request_row": found,
        "checks": _checks(request.user, place, lines),
    }
    is_wrong = form.errors or (lines.is_bound and lines.total_error_count())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "correspondence/draft.html", context, status=status)


def _checks(me: Officer, place: Place, lines: SubjectLines) -> dict[str, Checked]:
    """Return what the country knows of the subjects that were typed, by the names of the fields."""
    if not lines.is_bound:
        return {}
    fields = ((line["kind"], line["value"]) for line in lines)
    typed = {
        value.html_name: (str(kind.value() or ""), str(value.value() or ""))
        for kind, value in fields
    }
    return check_each(asking_for(me, case=place.case, complaint=place.complaint), typed)


def _kept_of(before: Draft, draft: Draft) -> Draft:
    """Return a changed draft with what its form does not show: norms, and which money it is.

    Of a smaller sum the money is what came first; of a larger one nobody knows which it is.
    """
    parts = tuple(map(Part.parse, before.parts))
    minor = draft.cap.amount_minor if draft.cap else 0
    known = first_units(parts, minor) if parts and minor <= units_in(parts) else ()
    return replace(
        draft,
        parts=tuple(map(str, known)),
        norms=before.norms,
    )


def _filled(
    form: DraftForm, lines: SubjectLines, me: Officer, place: Place, cap: Cap | None = None
) -> Draft | None:
    """Return the draft that was filled in; None where something is wrong, which is said.

    Args:
        cap: The sum that the draft had: another sum stays one of the same trace.
    """
    is_right = form.is_valid()
    if not lines.is_valid() or not is_right:
        return None
    most = sum(one.subject.most_minor or 0 for one in lines.asked())
    try:
        return form.draft(_cap_from(me, place, cap), most)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages[0])
        return None


def _cap_from(me: Officer, place: Place, cap: Cap | None) -> tuple[str, str] | None:
    """Return the rule and the digest of the trace from which a sum is; None where none is made.

    Before registration the complaint alone is followed: what its plan found is the trace.
    """
    if cap is not None:
        return cap.rule, cap.trace_digest
    if place.case is None:
        plan = plan_of(me, complaint=place.complaint)
        return (_RULE, plan.findings) if plan is not None else None
    trace = traces_of(me, place.case).first()
    return (trace.rule, trace.findings_digest) if trace else None


def _tried(form: forms.Form, command: Any) -> Request | None:  # noqa: ANN401 - a command
    """Return what a command made; what it refused is said at the form."""
    try:
        made: Request = command()
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return None
    return made


def _measures(me: Officer, place: Place) -> list[tuple[str, str]]:
    """Return what an officer may draft here now, by kinds, with words."""
    law, day = pack_in_force(), local_day(now())
    roles = roles_of(me)
    found: dict[str, None] = {}
    for role in sorted(roles):
        own = "investigator" if role == _HERE else str(role)
        for one in measures_for(own, on=day, law=law):
            may_be_here = place.case is not None or one.may_precede_registration
            if may_be_here and one.kind in KINDS:
                found[one.measure_id] = None
    return choices("measure.", found)


def _needed(measure: str) -> Needed:
    """Return what a measure needs today."""
    try:
        return what_is_needed(measure, on=local_day(now()), law=pack_in_force())
    except (MeasureNotInForce, UnknownMeasure):
        raise Http404 from None


def _bodies(me: Officer, needed: Needed, place: Place) -> dict[int, Body]:
    """Return to whom a measure may go: bodies with a number; others are not written to."""
    rows = bodies_visible_to(me).filter(kind__in=goes_to(needed.measure)).exclude(bin="")
    if is_instruction(needed.measure) and place.case is not None:
        rows = rows.exclude(region=place.case.unit.region)
    return {one.pk: one for one in rows.order_by(f"name_{language()}")}


def _about(place: Place, needed: Needed) -> list[Asked]:
    """Return whom a new draft is about: of a step or an instruction, the body of the case."""
    is_own = needed.measure.kind == "approval" or is_instruction(needed.measure)
    if not is_own or place.case is None or not place.case.unit.bin:
        return []
    return [Asked(Subject("bin", place.case.unit.bin))]


def _begun(place: Place, needed: Needed) -> dict[str, Any]:
    """Return with what a new draft begins."""
    lang = place.language
    return {
        "basis": "; ".join(norm.cited.in_language(lang) for norm in needed.norms[:1]),
        "urgency": "three_days" if place.case is not None else "hot",
        "days": needed.measure.term_days or None,
        "said-protected_answer": "asked",
    }
