"""Numbering: a БИН or an ИИН that was not known when a body or a person was entered."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to
from izdes.web.officers.services.numbers import enter_body_number, enter_person_number
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.fields import EntryForm
from izdes.web.pages.people.forms import BodyNumberForm, PersonNumberForm
from izdes.web.pages.people.telling import body_name


@for_administrators
def of_body(request: OfficerRequest, number: int) -> HttpResponse:
    """Enter the БИН of a body that has none."""
    me = request.user
    body = get_object_or_404(bodies_visible_to(me), pk=number)
    form = BodyNumberForm(request.POST if request.method == "POST" else None)
    context = {
        "title": "people_body_number",
        "named": body_name(body),
        "back": reverse("body", args=[body.pk]),
    }

    def enter() -> bool:
        enter_body_number(body=body, officer=me, **form.cleaned_data)
        return True

    return _answered(request, form, context, enter)


@for_administrators
def of_person(request: OfficerRequest, number: int) -> HttpResponse:
    """Enter the ИИН of a person who has none."""
    me = request.user
    person = get_object_or_404(officers_visible_to(me), pk=number)
    form = PersonNumberForm(request.POST if request.method == "POST" else None)
    context = {
        "title": "people_person_number",
        "named": person.full_name,
        "back": reverse("person", args=[person.pk]),
    }

    def enter() -> bool:
        enter_person_number(person=person, officer=me, **form.cleaned_data)
        return True

    return _answered(request, form, context, enter)


def _answered(
    request: OfficerRequest, form: EntryForm, context: dict[str, str], enter: Callable[[], bool]
) -> HttpResponse:
    """Enter the number that was sent, or show the form with what is wrong in it."""
    if request.method == "POST" and form.is_valid() and form.tried(enter):
        messages.success(request, say("people_number_entered", language()))
        return redirect(context["back"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/number.html", {"form": form, **context}, status=status)
