"""Returning: number and code of a report that was sent, and what is added to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.window.pages.forms.asking import LongText, ShortText, WindowForm, attributes
from izdes.web.window.pages.forms.uploading import ManyFiles


class StatusForm(WindowForm):
    """Number and code."""

    number = ShortText(
        label="window_status_number", widget=attributes(inputmode="numeric", autocomplete="off")
    )
    code = ShortText(
        label="window_status_code",
        widget=attributes(autocomplete="off", autocapitalize="characters", spellcheck="false"),
    )


class LaterForm(WindowForm):
    """Words or files, or both."""

    text = LongText(label="window_later_text", rows=4, required=False)
    evidence = ManyFiles(label="window_files", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an addition of nothing."""
        given: dict[str, Any] = super().clean() or {}
        is_empty = not (given.get("text") or given.get("evidence"))
        if is_empty and not self.errors and not self.refused:
            self.add_error("text", ValidationError(say("window_later_empty", language())))
        return given


class SignatureForm(WindowForm):
    """The file of a signature; what it is, whoever takes it looks."""

    signature = forms.FileField(
        label="window_esign_file",
        widget=forms.FileInput(attrs={"accept": ".p7s,.cms,.sig,.p7m,.pem,.txt"}),
    )
