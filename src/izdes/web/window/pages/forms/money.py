"""Money: each payment as it was made, and loans that somebody took in the victim's name."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from izdes.web.window.pages.choices import banks, chosen_from
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
from izdes.web.window.pages.forms.uploading import ManyFiles

_CHANNELS = (
    "window_channel_transfer",
    "window_channel_card",
    "window_channel_terminal",
    "window_channel_cash",
    "window_channel_crypto",
    "window_channel_unknown",
)


class PaymentForm(WindowForm):
    """One payment."""

    OWN: ClassVar = frozenset({"from_account"})
    RECOGNISED: ClassVar = ("to",)

    message = LongText(label="window_message", rows=3, required=False)
    amount = AmountField(label="window_amount")
    day = DayField(label="window_day")
    clock = ClockField(label="window_clock", required=False)
    from_bank = forms.ChoiceField(label="window_from_bank", choices=banks, required=False)
    from_account = ShortText(
        label="window_from_account",
        required=False,
        widget=attributes(autocomplete="off", inputmode="numeric"),
    )
    to = ShortText(label="window_to", required=False, widget=attributes(autocomplete="off"))
    to_bank = forms.ChoiceField(label="window_to_bank", choices=banks, required=False)
    channel = Choice(label="window_channel", choices=chosen_from(*_CHANNELS), required=False)
    receipts = ManyFiles(label="window_receipt", required=False)

    def answers(self) -> Answers:
        """Return the payment; the pasted message was only there to fill it in."""
        given = super().answers()
        del given["message"], given["receipts"]
        return {**given, "amount_minor": given.pop("amount"), "currency": "KZT"}

    @staticmethod
    def typed(row: Answers) -> Answers:
        """Return a kept payment as its form shows it."""
        return {**row, "amount": row.get("amount_minor")}


class LoanForm(WindowForm):
    """One loan in the victim's name."""

    RECOGNISED: ClassVar = ("paid_to",)

    lender = ShortText(label="window_lender", widget=attributes(autocomplete="off"))
    amount = AmountField(label="window_loan_amount", required=False)
    day = DayField(label="window_loan_day", required=False)
    clock = ClockField(label="window_clock", required=False)
    contract = ShortText(label="window_contract", required=False)
    paid_to = ShortText(label="window_paid_to", required=False)

    def answers(self) -> Answers:
        """Return the loan."""
        given = super().answers()
        return {**given, "amount_minor": given.pop("amount") or None, "currency": "KZT"}

    @staticmethod
    def typed(row: Answers) -> Answers:
        """Return a kept loan as its form shows it."""
        return {**row, "amount": row.get("amount_minor")}


class LoansForm(WindowForm):
    """Whether there are such loans at all."""

    had = Choice(
        label="window_had_loans", choices=chosen_from("window_yes", "window_no", "window_unsure")
    )

    def answers_after(self, kept: Mapping[str, Any]) -> Answers:
        """Return the answer; loans that were told stay as long as there are any."""
        told = {"rows": kept["rows"]} if kept.get("rows") and self.answers()["had"] == "yes" else {}
        return {**self.answers(), **told}
