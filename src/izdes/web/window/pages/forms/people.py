"""Who reports: a person, somebody for her, an organisation; and how she is reached."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.window.pages.choices import chosen_from, regions
from izdes.web.window.pages.forms.asking import Choice, ShortText, WindowForm, attributes


class WhoForm(WindowForm):
    """For whom the report is made."""

    who = Choice(
        label="window_who",
        choices=chosen_from("window_who_me", "window_who_other", "window_who_organisation"),
    )


class PersonForm(WindowForm):
    """The victim."""

    RECOGNISED: ClassVar = ("iin",)

    full_name = ShortText(label="window_full_name", widget=attributes(autocomplete="name"))
    iin = ShortText(
        label="window_iin",
        required=False,
        widget=attributes(inputmode="numeric", autocomplete="off"),
    )


class OrganisationForm(WindowForm):
    """The organisation, and who signs for it."""

    RECOGNISED: ClassVar = ("bin",)

    name = ShortText(label="window_organisation_name", widget=attributes(autocomplete="off"))
    bin = ShortText(
        label="window_bin",
        required=False,
        widget=attributes(inputmode="numeric", autocomplete="off"),
    )
    signer = ShortText(label="window_signer", widget=attributes(autocomplete="name"))


class RepresentativeForm(WindowForm):
    """Whoever reports for the victim."""

    RECOGNISED: ClassVar = ("iin",)

    full_name = ShortText(
        label="window_representative_name", widget=attributes(autocomplete="name")
    )
    ground = ShortText(label="window_ground")
    iin = ShortText(
        label="window_representative_iin",
        required=False,
        widget=attributes(inputmode="numeric", autocomplete="off"),
    )
    phone = ShortText(
        label="window_phone", required=False, widget=attributes(type="tel", autocomplete="tel")
    )


class ReachForm(WindowForm):
    """How the victim is reached."""

    phone = ShortText(
        label="window_phone", required=False, widget=attributes(type="tel", autocomplete="tel")
    )
    region = forms.ChoiceField(label="window_region", choices=regions)
    address = ShortText(
        label="window_address", required=False, widget=attributes(autocomplete="street-address")
    )
    way = Choice(
        label="window_way",
        choices=chosen_from(
            "window_way_call", "window_way_sms", "window_way_letter", "window_way_representative"
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("way") in {"call", "sms"} and not given.get("phone"):
            self.add_error("phone", ValidationError(say("window_phone_needed", language())))
        if given.get("way") == "letter" and not given.get("address"):
            self.add_error("address", ValidationError(say("window_address_needed", language())))
        return given
