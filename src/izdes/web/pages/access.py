"""Access of colleagues, for administrators: sessions they end, recoveries that two agree on."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.officers.selectors import officers_visible_to, posts_visible_to
from izdes.web.pages.frame import OfficerRequest, is_administrator
from izdes.web.pages.people import holding, listings
from izdes.web.pages.tables import page_of
from izdes.web.signing_in.selectors import is_guarded, recoveries_visible_to, sessions_of
from izdes.web.signing_in.services.entrances import SessionUnknown, end_sessions
from izdes.web.signing_in.services.recovering import (
    confirm_recovery,
    propose_recovery,
    refuse_recovery,
)

_SHOWN = 50
_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_View = Callable[Concatenate[OfficerRequest, _Given], _Answer]


class ProposalForm(forms.Form):
    """Why somebody may set a new password."""

    ground = forms.CharField(max_length=1000, widget=forms.Textarea)
    forgets_factors = forms.BooleanField(required=False)


class RefusalForm(forms.Form):
    """Why a recovery is refused."""

    reason = forms.CharField(max_length=1000)


def for_administrators(view: _View[_Given, _Answer]) -> _View[_Given, _Answer]:
    """Let administrators see a page, and nobody else."""

    @login_required
    @wraps(view)
    def guarded(request: OfficerRequest, /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_administrators
def people(request: OfficerRequest) -> HttpResponseBase:
    """Show recoveries and posts that wait, and every officer."""
    me = request.user
    context = {
        "waiting": recoveries_visible_to(me).filter(state="proposed"),
        "posts_waiting": posts_visible_to(me).filter(state="proposed").count(),
    }
    return listings.people(request).respond("pages/people.html", context)


@for_administrators
def person(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show a colleague: posts, certificates, and how she comes in."""
    return _shown(request, number, ProposalForm())


@for_administrators
@require_POST
@never_cache
def propose(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Propose a recovery, and show the first half of its code once."""
    form = ProposalForm(request.POST)
    colleague = get_object_or_404(officers_visible_to(request.user), pk=number)
    if not form.is_valid():
        return _shown(request, number, form)
    try:
        half = propose_recovery(person=colleague, officer=request.user, **form.cleaned_data)
    except IzdesError as refused:
        form.add_error(None, say(refused.code, language(), **refused.details))
        return _shown(request, number, form)
    return render(request, "pages/half.html", {"person": colleague, "half": half, "is_first": True})


@for_administrators
@require_POST
@never_cache
def confirm(request: OfficerRequest, number: int) -> HttpResponse:
    """Confirm a recovery, and show the second half of its code once."""
    recovery = get_object_or_404(recoveries_visible_to(request.user), pk=number)
    try:
        half = confirm_recovery(recovery=recovery, officer=request.user)
    except IzdesError as refused:
        return _complained(request, refused, recovery.person_id)
    return render(request, "pages/half.html", {"person": recovery.person, "half": half})


@for_administrators
@require_POST
def refuse(request: OfficerRequest, number: int) -> HttpResponse:
    """Refuse a recovery."""
    recovery = get_object_or_404(recoveries_visible_to(request.user), pk=number)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            refuse_recovery(recovery=recovery, officer=request.user, **form.cleaned_data)
        except IzdesError as refused:
            return _complained(request, refused, recovery.person_id)
        messages.success(request, say("page_recovery_was_refused", language()))
    else:
        messages.error(request, say("page_recovery_needs_reason", language()))
    return redirect("person", recovery.person_id)


@for_administrators
@require_POST
def end_session(request: OfficerRequest, number: int, session: int) -> HttpResponse:
    """End a colleague's session."""
    colleague = get_object_or_404(officers_visible_to(request.user), pk=number)
    try:
        end_sessions(person=colleague, officer=request.user, only=session)
    except SessionUnknown:
        raise Http404 from None
    messages.success(request, say("page_sessions_were_ended", language(), count=1))
    return redirect("person", number)


def _shown(request: OfficerRequest, number: int, form: ProposalForm) -> HttpResponseBase:
    """Show a colleague's page."""
    me = request.user
    colleague = get_object_or_404(officers_visible_to(me), pk=number)
    posts = holding.posts_of_person(request, colleague)
    certificates = holding.certificates_of_person(request, colleague)
    context = {
        "person": colleague,
        "is_self": colleague.pk == me.pk,
        "posts": posts,
        "certificates": certificates,
        "is_guarded": is_guarded(me, person=colleague),
        "sessions": sessions_of(me, person=colleague, this=request.session.session_key),
        "recoveries": recoveries_visible_to(me).filter(person=colleague)[:_SHOWN],
        "waiting": recoveries_visible_to(me).filter(person=colleague, state="proposed").first(),
        "form": form,
    }
    return page_of(request, "pages/person.html", context, posts, certificates)


def _complained(request: OfficerRequest, refused: IzdesError, number: int) -> HttpResponse:
    """Say why something was not done, on the colleague's page."""
    messages.error(request, say(refused.code, language(), **refused.details))
    return redirect("person", number)
