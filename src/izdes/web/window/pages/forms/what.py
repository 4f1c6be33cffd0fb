"""What happened: the first four answers of the golden hour, the story, and who was behind it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.window.pages.choices import NOT_SURE, banks, chosen_from, schemes
from izdes.web.window.pages.forms.asking import (
    AmountField,
    Answers,
    Choice,
    ClockField,
    DayField,
    LongText,
    ShortText,
    WindowForm,
    attributes,
)
from izdes.web.window.pages.recognising import kept_findings

_YES_NO = ("window_yes", "window_no")


class _PaidForm(WindowForm):
    """What every first answer is about: how much, when, to whom."""

    amount = AmountField(label="window_amount")
    day = DayField(label="window_day")
    clock = ClockField(label="window_clock", required=False)
    to = ShortText(label="window_to", widget=attributes(autocomplete="off"))

    def rows(self) -> list[Answers]:
        """Return the answers as a payment."""
        given = self.answers()
        amount = given.pop("amount")
        blank = {"from_bank": "", "from_account": "", "to_bank": "", "channel": "", "receipts": []}
        return [{**blank, **given, "amount_minor": amount, "currency": "KZT"}]


class UrgentForm(_PaidForm):
    """Four answers, and the money can be looked for: her bank, sum, time, to whom."""

    from_bank = forms.ChoiceField(label="window_from_bank", choices=banks)
    field_order = ("from_bank", "amount", "day", "clock", "to")


class CallForm(_PaidForm):
    """Four answers for a packet: the bank is the one that got the money, the minute is said."""

    to_bank = forms.ChoiceField(label="window_to_bank", choices=banks)
    clock = ClockField(label="window_clock")
    field_order = ("to_bank", "amount", "day", "clock", "to")


class SchemeForm(WindowForm):
    """How it was done, in plain words; not being sure is an answer."""

    scheme = Choice(label="window_scheme", choices=schemes, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **given: Any) -> None:  # noqa: ANN401
        super().__init__(data, **given)
        if self.initial.get("scheme") == "":
            self.initial["scheme"] = NOT_SURE

    def answers(self) -> Answers:
        """Return the way of deception; nothing where she is not sure."""
        chosen = self.cleaned_data["scheme"]
        return {"scheme": "" if chosen == NOT_SURE else chosen}


class StoryForm(WindowForm):
    """What happened, in one's own words."""

    narrative = LongText(label="window_narrative", rows=12)


class WhenForm(WindowForm):
    """When it began, when it ended, and whether it still goes on."""

    from_day = DayField(label="window_from_day")
    from_clock = ClockField(label="window_from_clock", required=False)
    to_day = DayField(label="window_to_day", required=False)
    going_on = Choice(label="window_going_on", choices=chosen_from(*_YES_NO), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given: dict[str, Any] = super().clean() or {}
        began, ended = given.get("from_day"), given.get("to_day")
        if began and ended and ended < began:
            self.add_error("to_day", ValidationError(say("window_to_day_before", language())))
        return given


class ContactsForm(WindowForm):
    """Who wrote and called, and where one was sent: a line each, of any kind."""

    RECOGNISED: ClassVar = ("text",)

    text = LongText(label="window_contacts", rows=6, required=False)

    def answers(self) -> Answers:
        """Return what was typed, and what was recognised in it."""
        text = self.cleaned_data["text"]
        return {"text": text, "found": kept_findings(text)}
