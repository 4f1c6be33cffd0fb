"""The first tab of a case, and its qualification: what is decided, and what is only suggested."""

from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.qualification import Group, Means, Mode, Subject
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import members_visible_to
from izdes.web.investigation.facts import Reckoned, Supposed, facts_kept, reckoned
from izdes.web.investigation.models import Qualification
from izdes.web.investigation.norms import cited, points_on
from izdes.web.investigation.selectors import (
    movements_visible_to,
    qualification_of,
    returned_numbers_visible_to,
)
from izdes.web.investigation.services.qualifying import decide_qualification
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force, pack_of
from izdes.web.pages.case.answering import SumField, status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.naming import scheme_name, worded
from izdes.web.pages.frame import OfficerRequest

_SUBJECTS = ("taking", "mule", "pyramid", "pyramid_advertising", "laundering")
_MEANS = ("unknown", "deceived_online", "deceived", "access")
_MODES = ("gave_access", "made_transfers", "acquired_access", "deceived")
_GROUPS = ("unknown", "none", "conspiracy", "criminal_group")
# What a method says of how the money was taken: deceived over a network, or not known at all.
_ONLINE_UNKNOWN = frozenset({"", "OTHER", "REMOTE_ACCESS", "COURIER_CASH"})


class SupposeForm(forms.Form):
    """What an officer supposes of the act; nothing of it is kept until he decides."""

    subject = forms.ChoiceField(required=False)
    means = forms.ChoiceField(required=False)
    mode = forms.ChoiceField(required=False)
    group = forms.ChoiceField(required=False)
    is_continuing = forms.BooleanField(required=False)
    victims = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    acts = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    sum_minor = SumField()

    def __init__(self, data: object, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type] # a QueryDict or None
        for name, values in (
            ("subject", _SUBJECTS),
            ("means", _MEANS),
            ("mode", _MODES),
            ("group", _GROUPS),
        ):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [(one, worded(f"case_{name}", one)) for one in values]

    def supposed(self, default: Supposed) -> Supposed:
        """Return what was supposed; what makes no sense is as it was."""
        given = self.cleaned_data if self.is_valid() else {}
        if not given:
            return default
        return Supposed(
            subject=cast("Subject", given["subject"] or default.subject),
            means=cast("Means", given["means"] or default.means),
            mode=cast("Mode", given["mode"] or default.mode),
            group=cast("Group", given["group"] or default.group),
            is_continuing=given["is_continuing"],
            victims=given["victims"],
            acts=given["acts"],
            sum_minor=given["sum_minor"],
        )


class DecisionForm(SupposeForm):
    """Under which norms the officer puts the act."""

    norms = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(max_length=4000, required=False, widget=forms.Textarea)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: object, *, norms: list[tuple[str, str]], **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type] # initial values or nothing
        cast("forms.MultipleChoiceField", self.fields["norms"]).choices = norms


@looked_at
def overview(request: OfficerRequest, number: int) -> HttpResponse:
    """Show what the case is, its clocks, who is in it, where it came from."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    law = cast("LawPack", frame["law"])
    present = cast("Qualification | None", frame["qualification"])
    members = members_visible_to(me).filter(case=case, until__isnull=True)
    movements = movements_visible_to(me).filter(Q(case=case) | Q(other=case))
    context = {
        **frame,
        "reckoned": reckoned(me, case, _default(case, present), today=_today(case), law=law),
        "members": members.select_related("officer").order_by("kind", "pk"),
        "movements": movements.select_related("case", "other", "to_unit").order_by("decreed_at"),
        "returned": returned_numbers_visible_to(me).filter(case=case).order_by("pk"),
        "scheme": scheme_name(case.scheme, law),
    }
    return render(request, "case/overview.html", context)


@looked_at
def qualification(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the arithmetic of a qualification for what is supposed, and take a decision."""
    if request.method == "POST":
        return _decided(request, number)
    return _shown(request, number, None)


def _decided(request: OfficerRequest, number: int) -> HttpResponse:
    """Decide on the qualification, or say why it was not."""
    me = request.user
    case = case_to_write(me, number)
    law = pack_in_force()
    default = _default(case, qualification_of(me, case).present)
    supposed = SupposeForm(request.POST).supposed(default)
    found = reckoned(me, case, supposed, today=_today(case), law=law)
    form = DecisionForm(request.POST, norms=_choices(found, law))

    def decide() -> None:
        given = form.cleaned_data
        decide_qualification(
            case=case,
            norms=given["norms"],
            facts=found.facts,
            reason=given["reason"],
            seen=given["seen"],
            officer=me,
        )

    if form.is_valid() and tried(form, decide):
        messages.success(request, say("case_qualification_was_decided", language()))
        return redirect("case_overview", case.pk)
    return _shown(request, number, form)


def _shown(request: OfficerRequest, number: int, form: DecisionForm | None) -> HttpResponse:
    """Show the page of the qualification."""
    me = request.user
    frame = case_frame(request, number)
    case = cast("Case", frame["case"])
    law = cast("LawPack", frame["law"])
    decided = qualification_of(me, case)
    default = _default(case, decided.present)
    given = form.data if form is not None else (request.GET or None)
    supposing = SupposeForm(given, initial=_initial(default))
    supposed = supposing.supposed(default) if given else default
    found = reckoned(me, case, supposed, today=_today(case), law=law)
    shown = form or DecisionForm(
        None,
        norms=_choices(found, law),
        # Nothing is marked beforehand: what is suggested must be chosen, not left standing.
        initial={"seen": decided.present.pk if decided.present else 0},
    )
    given_norms = shown["norms"].value() or []
    families = {name.split("_")[0] for name in found.suggested}
    choices = _choices(found, law)
    near = [one for one in choices if one[0].split("_")[0] in families]
    far = [one for one in choices if one not in near]
    context = {
        **frame,
        "form": shown,
        "supposing": supposing,
        "supposed": supposed,
        "reckoned": found,
        "earlier": [
            (one, cited(one.norms, language(), pack_of(one.pack))) for one in decided.earlier
        ],
        "seen": decided.present.pk if decided.present else 0,
        "given_norms": given_norms,
        "near": near,
        "far": far,
        "is_far_chosen": any(name in given_norms for name, _ in far),
    }
    return render(request, "case/qualification.html", context, status=status_of(shown))


def _choices(found: Reckoned, law: LawPack) -> list[tuple[str, str]]:
    """Return the points that an act of that day may be put under."""
    return [
        (norm.norm_id, norm.cited.in_language(language()))
        for norm in points_on(found.facts.day, law)
    ]


def _default(case: Case, present: Qualification | None) -> Supposed:
    """Return what is supposed at first: as it was decided, or as the method suggests."""
    if present is not None:
        kept = facts_kept(present.facts)
        return Supposed(
            subject=kept.subject,
            means=kept.means,
            mode=kept.mode,
            group=kept.group,
            is_continuing=kept.is_continuing,
        )
    is_online = case.scheme not in _ONLINE_UNKNOWN
    return Supposed(means="deceived_online" if is_online else "unknown")


def _initial(supposed: Supposed) -> dict[str, object]:
    """Return what the form of suppositions shows at first."""
    return {
        "subject": supposed.subject,
        "means": supposed.means,
        "mode": supposed.mode,
        "group": supposed.group,
        "is_continuing": supposed.is_continuing,
    }


def _today(case: Case) -> date:
    """Return the day by which an act of an unknown day is judged."""
    return local_day(case.registered_at)
