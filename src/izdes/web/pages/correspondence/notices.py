"""Notices: that somebody was told of a measure, or by which norm nobody need be."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.correspondence.models import Notice
from izdes.web.correspondence.selectors import notices_visible_to
from izdes.web.correspondence.services import tell, waive
from izdes.web.language import language
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.frame import OfficerRequest


class NoticeForm(forms.Form):
    """How somebody was told, or why he need not be, and by which norm."""

    why = forms.CharField(max_length=2000, required=False)
    norm = forms.CharField(max_length=60, required=False)


@login_required
@require_POST
def told(request: OfficerRequest, number: int) -> HttpResponse:
    """Note that somebody was told of a measure, and how."""
    found, given = _given(request, number)
    return _done(
        request,
        found,
        "corr_told",
        lambda: tell(notice=found, how=given["why"], officer=request.user),
    )


@login_required
@require_POST
def waived(request: OfficerRequest, number: int) -> HttpResponse:
    """Note by which norm somebody need not be told, and why it applies."""
    found, given = _given(request, number)
    return _done(
        request,
        found,
        "corr_waived",
        lambda: waive(notice=found, norm=given["norm"], reason=given["why"], officer=request.user),
    )


def _given(request: OfficerRequest, number: int) -> tuple[Notice, dict[str, str]]:
    """Return a notice that the officer sees, with what was typed."""
    rows = notices_visible_to(request.user).select_related("request__case", "request__complaint")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    form = NoticeForm(request.POST)
    return found, form.cleaned_data if form.is_valid() else {"why": "", "norm": ""}


def _done(
    request: OfficerRequest, found: Notice, words: str, command: Callable[[], object]
) -> HttpResponse:
    """Do what a button says; what was refused is said on the page of the request."""
    try:
        command()
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say(words, language()))
    return redirect("request", found.request_id)
