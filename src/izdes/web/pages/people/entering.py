"""Entering a person and her certificates, and letting somebody in no more."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import officers_visible_to
from izdes.web.officers.services.certificates import enter_certificate
from izdes.web.officers.services.people import enter_officer, shut_out
from izdes.web.pages.access import for_administrators
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.people.fields import EntryForm
from izdes.web.pages.people.forms import CertificateForm, PersonForm, ReasonForm
from izdes.web.pages.people.telling import refusal_of


@for_administrators
def person(request: OfficerRequest) -> HttpResponse:
    """Enter a person, who may do nothing until she holds a post."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        entered = form.tried(lambda: enter_officer(**form.given(), officer=request.user))
        if entered is not None:
            messages.success(request, say("people_entered_now", language()))
            return redirect("person", entered.pk)
    return _asking(request, form, title="people_enter")


@for_administrators
def certificate(request: OfficerRequest, number: int) -> HttpResponse:
    """Enter a certificate of competence that a person was given."""
    colleague = _seen(request, number)
    sent = request.POST if request.method == "POST" else None
    form = CertificateForm(sent, initial={"issued_on": localdate().isoformat()})
    if request.method == "POST" and form.is_valid():
        given, me = form.cleaned_data, request.user
        if form.tried(lambda: enter_certificate(person=colleague, **given, officer=me)):
            messages.success(request, say("people_certificate_entered", language()))
            return redirect("person", colleague.pk)
    return _asking(request, form, title="people_certificate", colleague=colleague)


@for_administrators
@require_POST
def shut(request: OfficerRequest, number: int) -> HttpResponse:
    """Let somebody in no more, from this moment."""
    colleague, form = _seen(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("page_recovery_needs_reason", language()))
        return redirect("person", colleague.pk)
    try:
        shut_out(person=colleague, officer=request.user, **form.cleaned_data)
    except IzdesError as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, say("people_shut_out_now", language()))
    return redirect("person", colleague.pk)


def _seen(request: OfficerRequest, number: int) -> Officer:
    """Return a colleague that the officer sees."""
    return get_object_or_404(officers_visible_to(request.user), pk=number)


def _asking(
    request: OfficerRequest, form: EntryForm, *, title: str, colleague: Officer | None = None
) -> HttpResponse:
    """Show a form, with what is wrong in it."""
    context = {"form": form, "title": title, "about": f"{title}_about", "colleague": colleague}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/enter.html", context, status=status)
