"""Answering a form: what was refused is said at the form, and what was typed stays."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime

from izdes.adapters.words import say
from izdes.core.errors import InputRefused, IzdesError
from izdes.core.identifiers.unkept import masked
from izdes.core.money.amounts import minor_of_text
from izdes.web.language import language
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.fields import LARGEST_MINOR, DayField

_LONGEST = 4000


class SumField(forms.CharField):
    """A sum of tenge as people write it; its value is whole tiyn, or None."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(max_length=40, required=required)

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's fields say so too
        """Return the sum in tiyn."""
        text = super().clean(value)
        if not text:
            return None
        try:
            minor = minor_of_text(text, digits=2)
        except (ValueError, IzdesError):
            raise ValidationError(say("case_sum_unreadable", language())) from None
        if not 0 <= minor <= LARGEST_MINOR:
            raise ValidationError(say("case_sum_unreadable", language()))
        return minor


class DecreeFields(forms.Form):
    """What every decree has: number, day, who decided, and on which ground."""

    decree_number = forms.CharField(max_length=100)
    decreed_on = DayField()
    decreed_by = forms.CharField(max_length=300)
    ground = forms.CharField(max_length=_LONGEST, widget=forms.Textarea)


def tried(form: forms.Form, command: Callable[[], object]) -> bool:
    """Say whether a command was done; what it refused is added to the form, for its user.

    Nothing is done with a text that holds what is never kept, a security code of a card or the
    like: it is cut out, the form says so, and what is left can be sent.

    Raises:
        PermissionDenied: None of the officer's posts lets him.
    """
    if _held_secrets(form):
        return False
    try:
        command()
    except NotPermitted:
        raise PermissionDenied from None
    except InputRefused as refused:
        for fault in refused.faults:
            form.add_error(None, say(fault.code, language(), **dict(fault.details)))
        return False
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _held_secrets(form: forms.Form) -> bool:
    """Say whether a form had texts with what is never kept; it is cut out of them, and told."""
    found = {
        name: cut
        for name, value in form.cleaned_data.items()
        if isinstance(value, str) and (cut := masked(value)).found
    }
    if found and isinstance(form.data, QueryDict):
        kept = form.data.copy()
        for name, cut in found.items():
            kept[form.add_prefix(name)] = cut.text
        form.data = kept
    for name, cut in found.items():
        for reason in cut.found:
            form.add_error(name, say(f"triage_refused_{reason}", language()))
    return bool(found)


def refusal(refused: IzdesError) -> str:
    """Return what was refused, as a sentence."""
    return say(refused.code, language(), **refused.details)


def status_of(form: forms.Form) -> int:
    """Return with what to answer: a form with errors is told so to a script too."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def picked(moment: Any) -> str:  # noqa: ANN401 - a moment or None
    """Return a moment as the browser's own picker takes it."""
    return localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


def refusal_of(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form, where there is no room to show it whole."""
    for errors in form.errors.values():
        for error in errors:
            return str(error)
    return ""
