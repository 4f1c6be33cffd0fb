"""Recordings of cameras in a case: what is wanted, and until when it is still there."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.law.recordings import kept_until
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.investigation.models import Recording
from izdes.web.investigation.plans import (
    recording_kinds,
)
from izdes.web.investigation.selectors import recordings_visible_to
from izdes.web.investigation.services.noting import change_recording
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import refusal_of, tried
from izdes.web.pages.case.frame import case_to_write
from izdes.web.pages.fields import MomentField
from izdes.web.pages.frame import OfficerRequest

RECORDED = ("wanted", "asked", "received", "gone")
_SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording and the last day on which it should still be there."""

    row: Recording
    name: str
    holder: str
    until: date | None
    tone: str


class RecordingForm(forms.Form):
    """What a camera may have seen."""

    recording = forms.ChoiceField()
    place = forms.CharField(max_length=1000)
    recorded_at = MomentField()
    told_days = forms.IntegerField(min_value=0, max_value=3650, required=False)

    def __init__(self, data: Any, law: LawPack) -> None:  # noqa: ANN401 - as above
        super().__init__(data)
        kinds = recording_kinds(law).values()
        cast("forms.ChoiceField", self.fields["recording"]).choices = [
            (one.recording_id, one.name.in_language(language())) for one in kinds
        ]


class RecordedForm(forms.Form):
    """How it stands with a recording."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=[(one, one) for one in RECORDED])
    told_days = forms.IntegerField(min_value=0, max_value=3650, required=False)


@login_required
@require_POST
def change_camera(request: OfficerRequest, number: int, recording: int) -> HttpResponse:
    """Say how it stands with a recording."""
    me = request.user
    case = case_to_write(me, number)
    row = get_object_or_404(recordings_visible_to(me), pk=recording, case=case)
    form = RecordedForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: change_recording(recording=row, officer=me, **form.cleaned_data)
    ):
        messages.success(request, say("case_recording_was_changed", language()))
    else:
        messages.error(request, refusal_of(form))
    return redirect("case_tasks", case.pk)


def kept_of(officer: Officer, case: Case, law: LawPack) -> list[Kept]:
    """Return the recordings of a case, the one first that is deleted first."""
    kinds = recording_kinds(law)
    found = []
    today = localdate()
    for row in recordings_visible_to(officer).filter(case=case).order_by("recorded_at", "pk"):
        kind = kinds.get(row.kind)
        until = None
        if kind is not None:
            recorded_on = localdate(row.recorded_at)
            until = kept_until(kind, recorded_on=recorded_on, told_days=row.told_days)
        tone = ""
        if until is not None and row.state in {"wanted", "asked"}:
            left = (until - today).days
            tone = "late" if left < 0 else "due" if left <= _SOON_DAYS else ""
        lang = language()
        name = kind.name.in_language(lang) if kind else row.kind
        holder = kind.holder.in_language(lang) if kind else ""
        found.append(Kept(row, name, holder, until, tone))
    return sorted(found, key=lambda one: (one.until or date.max, one.row.pk))
