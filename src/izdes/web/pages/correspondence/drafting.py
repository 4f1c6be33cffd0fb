"""Drafting: from the trace, by hand, and changing what nobody has signed."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.holds.parts import Part, first_units, units_in
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.needed import MeasureNotInForce, Needed, measures_for, what_is_needed
from izdes.core.law.pack import UnknownMeasure
from izdes.core.orders.order import Cap
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Case
from izdes.web.correspondence.drafts import Draft, draft_of
from izdes.web.correspondence.freezing import priced
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import change_draft, draft_request
from izdes.web.funds.selectors import trace_of, traces_of
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, roles_of
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.correspondence.forms import DraftForm, typed
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import choices, measure_words
from izdes.web.pages.correspondence.proposing import (
    Proposal,
    draft_of_proposal,
    paper_language,
    proposals,
)
from izdes.web.pages.correspondence.seen import request_to_write
from izdes.web.pages.correspondence.subjects import SubjectLines, asked_of, subject_lines
from izdes.web.pages.frame import OfficerRequest

# Written here: what goes to an institution, or to the court about one.
_KINDS = ("request", "order", "notice", "motion")
_HERE = "group_member"


class MeasureForm(forms.Form):
    """Which measure is to be drafted."""

    measure = forms.ChoiceField()

    def __init__(self, data: Any, names: list[tuple[str, str]]) -> None:  # noqa: ANN401
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["measure"]).choices = names


@looked_at
def from_trace(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show what the trace asks for, and draft what is chosen."""
    case = case_to_write(request.user, number)
    shown = trace_of(request.user, case)
    found = proposals(request.user, case, shown, language()) if shown else []
    if request.method == "POST" and shown:
        chosen = set(request.POST.getlist("proposal"))
        at, lang = now(), paper_language(case)
        made = 0
        for one in found:
            if one.key in chosen and one.can_be_drafted:
                draft = draft_of_proposal(one, case, shown, at=at, lang=lang)
                made += _drafted(request, case, draft, one)
        if made:
            messages.success(request, say("corr_were_drafted", language(), count=made))
            return redirect("case_requests", case.pk)
        messages.error(request, say("corr_nothing_chosen", language()))
        return redirect("case_requests_trace", case.pk)
    layers = sorted({one.layer for one in found})
    asked = request.GET.get("layer", "")
    if asked.isdecimal():
        found = [one for one in found if str(one.layer) == asked]
    context = {
        **case_frame(request, number),
        "trace": shown.trace if shown else None,
        "rule": shown.trace.rule.replace("-", "_") if shown else "",
        "sight": sight_of(request.user, case),
        "proposals": [(one, measure_words(one.measure)) for one in found],
        "layers": [str(layer) for layer in layers],
        "layer": asked,
    }
    return render(request, "correspondence/from_trace.html", context)


def _drafted(request: OfficerRequest, case: Case, draft: Draft, one: Proposal) -> int:
    """Draft one proposal; say what was refused, and return how many were drafted."""
    if one.body is None:
        return 0
    try:
        made = draft_request(
            case=case,
            addressee=one.body,
            measure=one.measure,
            draft=draft,
            subjects=one.asked,
            layer=one.layer or None,
            trace=draft.cap.trace_digest if draft.cap else "",
            officer=request.user,
        )
        # The sum is that of all traces of the country on these accounts, less what is held.
        if draft.cap and (now_free := priced(made, pack_in_force(), currency=draft.cap.currency)):
            change_draft(request=made, draft=now_free, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, f"{measure_words(one.measure)}, {one.named}: {refusal(refused)}")
        return 0
    return 1


@looked_at
def new(request: OfficerRequest, number: int) -> HttpResponse:
    """Choose a measure, then fill in what it needs."""
    me, case = request.user, case_to_write(request.user, number)
    names = _measures(me)
    asked = (request.POST if request.method == "POST" else request.GET).get("measure", "")
    if asked not in {name for name, _ in names}:
        context = {**case_frame(request, number), "form": MeasureForm(None, names)}
        return render(request, "correspondence/measure.html", context)
    needed = _needed(asked)
    bodies = _bodies(me, needed)
    given = request.POST if request.method == "POST" else None
    form = DraftForm(
        given,
        needed=needed,
        law=pack_in_force(),
        bodies=bodies,
        initial=_begun(case, needed),
    )
    lines = subject_lines(given)
    if given is not None and (draft := _filled(form, lines, me, case)):
        made = _tried(
            form,
            lambda: draft_request(
                case=case,
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
    return _shown(request, case, form, lines)


@looked_at
def change(request: OfficerRequest, number: int) -> HttpResponse:
    """Change a draft."""
    me = request.user
    found = request_to_write(me, number)
    case = found.case
    if case is None or found.state != "draft":
        return redirect("request", found.pk)
    needed = _needed(found.measure)
    given = request.POST if request.method == "POST" else None
    form = DraftForm(
        given,
        needed=needed,
        law=pack_in_force(),
        bodies={found.addressee_id: found.addressee},
        initial=typed(draft_of(found.draft), found.addressee_id),
    )
    rows = list(found.subjects.order_by("position"))
    lines = subject_lines(given, asked_of(rows))
    before = draft_of(found.draft)
    if given is not None and (draft := _filled(form, lines, me, case, before.cap)):
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
    return _shown(request, case, form, lines, found)


def _shown(
    request: OfficerRequest,
    case: Case,
    form: DraftForm,
    lines: SubjectLines,
    found: Request | None = None,
) -> HttpResponse:
    """Show the form of a draft."""
    context = {
        **case_frame(request, case.pk),
        "form": form,
        "lines": lines,
        "needed": form.needed,
        "measure_name": measure_words(form.needed.measure.measure_id),
        "request_row": found,
    }
    is_wrong = form.errors or (lines.is_bound and lines.total_error_count())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "correspondence/draft.html", context, status=status)


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
        qualification=before.qualification,
        why_urgent=before.why_urgent,
    )


def _filled(
    form: DraftForm, lines: SubjectLines, me: Officer, case: Case, cap: Cap | None = None
) -> Draft | None:
    """Return the draft that was filled in; None where something is wrong, which is said.

    Args:
        cap: The sum that the draft had: another sum stays one of the same trace.
    """
    is_right = form.is_valid()
    if not lines.is_valid() or not is_right:
        return None
    most = sum(one.subject.most_minor or 0 for one in lines.asked())
    trace = traces_of(me, case).first()
    cap_from = (trace.rule, trace.findings_digest) if trace else None
    if cap is not None:
        cap_from = (cap.rule, cap.trace_digest)
    try:
        return form.draft(cap_from, most)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages[0])
        return None


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


def _measures(me: Officer) -> list[tuple[str, str]]:
    """Return what an officer may draft now, by kinds, with words."""
    law, day = pack_in_force(), local_day(now())
    roles = roles_of(me)
    found: dict[str, None] = {}
    for role in sorted(roles):
        own = "investigator" if role == _HERE else str(role)
        for one in measures_for(own, on=day, law=law):
            if one.kind in _KINDS and "to_body" not in one.fields:
                found[one.measure_id] = None
    return choices("measure.", found)


def _needed(measure: str) -> Needed:
    """Return what a measure needs today."""
    try:
        return what_is_needed(measure, on=local_day(now()), law=pack_in_force())
    except (MeasureNotInForce, UnknownMeasure):
        raise Http404 from None


def _bodies(me: Officer, needed: Needed) -> dict[int, Body]:
    """Return to whom a measure may go: bodies with a number; others are not written to."""
    kinds = [BodyKind.INSTITUTION]
    if needed.measure.kind == "motion":
        kinds.append(BodyKind.COURT)
    rows = bodies_visible_to(me).filter(kind__in=kinds).exclude(bin="")
    return {one.pk: one for one in rows.order_by(f"name_{language()}")}


def _begun(case: Case, needed: Needed) -> dict[str, Any]:
    """Return with what a new draft begins."""
    lang = paper_language(case)
    return {
        "basis": "; ".join(norm.cited.in_language(lang) for norm in needed.norms[:1]),
        "urgency": "three_days",
        "days": needed.measure.term_days or None,
        "said-protected_answer": "asked",
    }
