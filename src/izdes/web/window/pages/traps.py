"""Traps for machines: a field that people do not see, and a form that nobody fills in so fast.

No picture is shown and nobody outside is asked: whoever is poor of sight or of money passes too. A
person who was too quick presses the button once more, and nothing that she typed is lost.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner

from izdes.adapters.words import say
from izdes.web.language import language

_SIGNER = "izdes.web.window.traps"
_LEAST_SECONDS = 2


class Trapped(forms.Form):
    """The two fields, for a form that sends."""

    # A name that machines like to fill in.
    website = forms.CharField(required=False)
    began = forms.CharField(required=False)

    def clean(self) -> dict[str, object]:
        """Refuse what fills in the unseen field, or comes at once."""
        given: dict[str, object] = super().clean() or {}
        if given.get("website") or not _is_old_enough(str(given.get("began", ""))):
            raise ValidationError(say("window_once_more", language()))
        return given


def begun() -> str:
    """Return the moment, signed, at which a form is shown."""
    return TimestampSigner(salt=_SIGNER).sign("")


def _is_old_enough(began: str) -> bool:
    """Say whether a form was shown some seconds ago, however many."""
    signer = TimestampSigner(salt=_SIGNER)
    try:
        signer.unsign(began)
    except BadSignature:
        return False
    try:
        signer.unsign(began, max_age=_LEAST_SECONDS)
    except BadSignature:
        return True
    return False
