"""Asking: what every form of the window has in common.

A label is the code of a word, said in the language of the page. What may be stored of no victim -
codes from messages, the back of a card, a whole number of her own card - is masked before anything
else looks at it, and the form comes back with the rest as it was typed.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import get_current_timezone, localdate

from izdes.adapters.words import amount, entries, say
from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.narrative.mention import Sum
from izdes.core.identifiers.unkept import masked
from izdes.core.money.amounts import InexactAmount, NotAnAmount, UnclearAmount, minor_of_text
from izdes.web.language import language
from izdes.web.window.pages.recognising import finding_of

Answers = dict[str, Any]

LONG = 20_000
SHORT = 300
_OLDEST_YEARS = 10
_LARGEST_MINOR = 10**13
_MARKS = str.maketrans("", "", ".,")
# Nobody says a sum like this: 1e9, -5.
_NOT_SAID = re.compile(r"\d[^\W\d_]+\d|^[-+]")


class WindowForm(forms.Form):
    """A form of the window."""

    use_required_attribute = False
    # Fields that ask for the victim's own account: no whole card stays there.
    OWN: ClassVar[frozenset[str]] = frozenset()
    # Fields whose numbers are recognised, and whose slips are pointed out once.
    RECOGNISED: ClassVar[tuple[str, ...]] = ()

    # What was pointed out already goes along with the form.
    seen = forms.CharField(label="window_name", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **given: Any) -> None:  # noqa: ANN401
        if data is not None:
            data = data.copy() if isinstance(data, QueryDict) else dict(data)
        super().__init__(data, **given)
        self.refused: dict[str, tuple[str, ...]] = {}
        self.is_pointing = False
        for name, field in self.fields.items():
            # A hint is the code of a word too, where there is one.
            field.help_text = hint if (hint := f"{field.label}_hint") in entries() else ""
            field.error_messages = {**field.error_messages, **self._messages(name, field)}

    def _messages(self, name: str, field: forms.Field) -> dict[str, str]:
        """Return what is said of a field that lacks or that cannot be read."""
        needed, wrong = f"window_{name}_needed", f"window_{name}_wrong"
        label = say(str(field.label), language())
        plain = say("window_needed", language(), field=label)
        unread = say("window_wrong", language(), field=label)
        return {
            "required": say(needed, language()) if needed in entries() else plain,
            "invalid": say(wrong, language()) if wrong in entries() else unread,
            "invalid_choice": unread,
            "null_characters_not_allowed": unread,
            "empty": say("window_file_empty", language()),
            "max_length": say("window_too_long", language(), field=label),
        }

    def full_clean(self) -> None:
        """Mask what must not be kept before anything is checked."""
        if self.is_bound:
            self._mask()
        super().full_clean()
        for name, reasons in self.refused.items():
            for reason in reasons:
                self.add_error(name, say(f"window_refused_{reason}", language()))

    def _mask(self) -> None:
        """Mask codes and the victim's own card in every text that was typed."""
        for name, field in self.fields.items():
            typed = self.data.get(self.add_prefix(name))
            if not isinstance(field, forms.CharField) or not isinstance(typed, str):
                continue
            kept = masked(typed, is_own=name in self.OWN)
            if kept.found:
                self.refused[name] = kept.found
                self.data[self.add_prefix(name)] = kept.text  # type: ignore[index] # a copy of ours

    def answers(self) -> Answers:
        """Return what was answered, as it is kept: text, numbers, nothing else."""
        return {n: _kept(value) for n, value in self.cleaned_data.items() if n != "seen"}

    def answers_after(self, kept: Mapping[str, Any]) -> Answers:
        """Return the answers, with what stays of those that were kept before."""
        del kept
        return self.answers()

    def doubts(self) -> str:
        """Return a digest of the slips in this form; empty where there are none."""
        told = [
            one.value
            for name in self.RECOGNISED
            for one in finding_of(name, str(self.cleaned_data.get(name) or ""))
            if one.doubt
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""

    def points_out(self) -> bool:
        """Say whether a slip is pointed out now; it is so once, and then it is taken as it is."""
        doubts = self.doubts()
        if not doubts or self.cleaned_data.get("seen") == doubts:
            return False
        self.data["seen"] = doubts  # type: ignore[index] # a copy of ours
        self.is_pointing = True
        return True


class AmountField(forms.CharField):
    """A sum in tenge, as people type sums; kept in тиын."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - whatever the browser sent
        """Return the sum in minor units."""
        text = super().clean(value)
        if not text:
            return None
        minor = _minor(text.strip().rstrip("₸тТtTgгГ. "))
        if minor is None or not 0 < minor < _LARGEST_MINOR:
            raise ValidationError(self.error_messages["invalid"])
        return minor

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - a kept sum or what was typed
        """Show a kept sum as it is typed."""
        return amount(value, "KZT").rstrip("₸\u00a0") if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day of the past: a native picker where the browser has one, 19.05.2026 where not."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **given)

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - whatever the browser sent
        """Return the day; one that lies ahead, or long ago, is a slip."""
        day: date | None = super().clean(value)
        if day is None:
            return None
        if day > localdate():
            raise ValidationError(say("window_day_ahead", language()))
        if day.year < localdate().year - _OLDEST_YEARS:
            raise ValidationError(say("window_day_long_ago", language()))
        return day


class ClockField(forms.TimeField):
    """A time of day, to the minute."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], **given)


class LongText(forms.CharField):
    """Words at length."""

    def __init__(self, *, rows: int = 8, **given: Any) -> None:  # noqa: ANN401
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=LONG, **given)


class ShortText(forms.CharField):
    """One line."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        super().__init__(**{"max_length": SHORT, **given})


class Choice(forms.ChoiceField):
    """One of a few, each a large target."""

    widget = forms.RadioSelect


def attributes(**given: str) -> forms.TextInput:
    """Return one line with what helps whoever types on a phone."""
    return forms.TextInput(attrs={name.replace("_", "-"): value for name, value in given.items()})


def _minor(text: str) -> int | None:
    """Return the тиын of a sum in figures, or in figures and words: 150 000, 150.000, 150 мың."""
    try:
        return minor_of_text(text, digits=2)
    except UnclearAmount:
        # Nobody counts thousandths of a tenge: the mark parts thousands.
        return minor_of_text(text.translate(_MARKS), digits=2)
    except (NotAnAmount, InexactAmount):
        if _NOT_SAID.search(text):
            return None
        said = identify(f"{text} теңге"[:SHORT], zone=get_current_timezone())
        sums = [m.value for m in said if isinstance(m.value, Sum) and m.value.currency == "KZT"]
        return sums[0].minor if len(sums) == 1 else None


def _kept(value: Any) -> Any:  # noqa: ANN401 - of every field
    """Return an answer as it is stored."""
    if value is None:
        return ""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value
