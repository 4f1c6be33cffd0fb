"""Forms of series: a word is always said with its reason, in one line."""

from typing import Any

from django import forms

from izdes.adapters.words import entries, say
from izdes.core.identifiers.kinds import KINDS
from izdes.core.linking.stated import WEIGHED
from izdes.web.language import language

_LONGEST = 1000
VERDICTS = ("same", "not_same")
HUB_WORDS = ("hub", "links", "pending")


class ReasonForm(forms.Form):
    """Why somebody says so."""

    reason = forms.CharField(max_length=_LONGEST)


class ConfirmForm(forms.Form):
    """On which ground a series is confirmed."""

    ground = forms.CharField(max_length=_LONGEST)


class JudgeForm(ReasonForm):
    """What somebody says of two complaints that he sees.

    Args:
        complaints: The complaints to choose from: keys with their names.
    """

    one = forms.TypedChoiceField(coerce=int)
    other = forms.TypedChoiceField(coerce=int)
    verdict = forms.ChoiceField()

    def __init__(self, *args: Any, complaints: list[tuple[int, str]], **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **more)
        for name in ("one", "other"):
            self.fields[name].choices = complaints  # type: ignore[attr-defined] # a field of choices
        self.fields["verdict"].choices = _worded("series_verdict", VERDICTS)  # type: ignore[attr-defined] # likewise
        self.order_fields(["one", "other", "verdict", "reason"])


class HubForm(ReasonForm):
    """What an analyst says of an identifier."""

    kind = forms.ChoiceField()
    value = forms.CharField(max_length=200)
    verdict = forms.ChoiceField()

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **more)
        self.fields["kind"].choices = _worded("kind", (*KINDS, *WEIGHED))  # type: ignore[attr-defined] # a field of choices
        self.fields["verdict"].choices = _worded("hubs_verdict", HUB_WORDS)  # type: ignore[attr-defined] # likewise
        self.order_fields(["kind", "value", "verdict", "reason"])


def _worded(prefix: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return names with their words, to choose from."""
    words = entries()
    return [
        (name, say(code, language()) if (code := f"{prefix}_{name}") in words else name)
        for name in names
    ]
