"""Changing a body that stands: calling it otherwise, and ending it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from izdes.adapters.words import say
from izdes.web.cases.services.ending import end_body
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.officers.services.bodies import Names, rename_body
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.fields import EntryForm
from izdes.web.pages.people.telling import body_name

_LONGEST, _LONGEST_GROUND = 300, 1000


class NamesForm(EntryForm):
    """What a body is called from now on, and by which order."""

    hinted = frozenset({"ground"})

    name_kk = forms.CharField(max_length=_LONGEST)
    name_ru = forms.CharField(max_length=_LONGEST)
    name_en = forms.CharField(max_length=_LONGEST)
    ground = forms.CharField(max_length=_LONGEST_GROUND)

    def given(self) -> dict[str, Any]:
        """Return what a body is renamed with; the form is valid."""
        found = self.cleaned_data
        names = Names(found["name_kk"], found["name_ru"], found["name_en"])
        return {"names": names, "ground": found["ground"]}


class EndForm(EntryForm):
    """By which order a body ends."""

    hinted = frozenset({"ground"})

    ground = forms.CharField(max_length=_LONGEST_GROUND)


@for_administrators
def rename(request: OfficerRequest, number: int) -> HttpResponse:
    """Call a body otherwise from now on."""
    body, me = _seen(request, number), request.user
    names = {f"name_{lang}": getattr(body, f"name_{lang}") for lang in ("kk", "ru", "en")}
    form = NamesForm(request.POST if request.method == "POST" else None, initial=names)
    return _answered(
        request, form, body, "rename", lambda: rename_body(body=body, **form.given(), officer=me)
    )


@for_administrators
def end(request: OfficerRequest, number: int) -> HttpResponse:
    """End a body, in which nobody and nothing is left."""
    body, me = _seen(request, number), request.user
    form = EndForm(request.POST if request.method == "POST" else None)
    return _answered(
        request, form, body, "end", lambda: end_body(body=body, **form.cleaned_data, officer=me)
    )


def _seen(request: OfficerRequest, number: int) -> Body:
    """Return a body that the officer sees."""
    return get_object_or_404(bodies_visible_to(request.user), pk=number)


def _answered(
    request: OfficerRequest, form: EntryForm, body: Body, what: str, act: Callable[[], Body]
) -> HttpResponse:
    """Do what was asked, or show the form with what is wrong in it."""
    if request.method == "POST" and form.is_valid():
        changed = form.tried(act)
        if changed is not None:
            messages.success(request, say(f"people_body_{what}_done", language()))
            return redirect("body", body.pk)
    context = {
        "form": form,
        "body": body,
        "named": body_name(body),
        "title": f"people_body_{what}",
        "about": f"people_body_{what}_about",
        "is_danger": what == "end",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/body_change.html", context, status=status)
