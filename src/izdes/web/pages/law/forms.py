"""Forms: what may be said anew, each with the fields of its own file.

A field that is left empty is not said, so that the entry keeps what it says there.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms

from izdes.adapters.words import Lang, say
from izdes.core.errors import IzdesError
from izdes.core.law.register import CHANNELS, INSTITUTION_KINDS
from izdes.core.law.release import LawPack
from izdes.core.law.tables.office_hours import WORKING
from izdes.core.money.amounts import minor_of_text
from izdes.web.language import language
from izdes.web.law.overlay import Field
from izdes.web.law.services.overrides import Said
from izdes.web.pages.fields import DayField
from izdes.web.pages.law.telling import FILES, worded

_LONGEST = 1000
_TIYN_DIGITS = 2
Choices = list[tuple[str, str]]


class OverrideForm(forms.Form):
    """What is common to everything that is said anew: since when, by which act, where it stands."""

    # Name of the form in addresses, the fields of its own, and those that have a hint.
    what: ClassVar[str]
    own: ClassVar[tuple[str, ...]]
    hinted: ClassVar[frozenset[str]] = frozenset()

    since = DayField(widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ground = forms.CharField(max_length=_LONGEST)
    source = forms.CharField(max_length=_LONGEST)
    verified = forms.BooleanField(required=False)

    def __init__(self, *given: Any, law: LawPack, **named: Any) -> None:  # noqa: ANN401 - the framework's
        super().__init__(*given, **named)
        self.law = law
        for name, choices in self.choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def choices(self) -> Mapping[str, Choices]:
        """Return what may be chosen, from the law in force."""
        return {}

    def entry(self) -> str:
        """Return the name of the entry: what the first field of its own holds."""
        return str(self.cleaned_data[self.own[0]])

    def said(self) -> Said:
        """Return what is said anew; the form is valid."""
        return Said(
            file=FILES[self.what],
            entry=self.entry(),
            fields=dict(self._fields()),
            ground=self.cleaned_data["ground"],
            source=self.cleaned_data["source"],
        )

    def shown(self) -> Iterator[tuple[forms.BoundField, str, str, str]]:
        """Yield the fields of its own with the codes of label and hint, and the kind of input."""
        for name in self.own:
            kind = str(getattr(self.fields[name].widget, "input_type", "text"))
            hint = f"law_hint_{name}" if name in self.hinted else ""
            yield self[name], f"law_field_of_{name}", hint, kind

    def _fields(self) -> Iterator[tuple[str, Field]]:
        """Yield the fields that are said, as their file holds them; the first of its own names."""
        if self.cleaned_data.get("verified"):
            yield "verified", True
        for name in self.own[1:]:
            value = self.cleaned_data[name]
            if value not in (None, ""):
                yield name, _held(value)


class DayForm(OverrideForm):
    """A day that is working, or not, by an order."""

    what = "days"
    own = ("day", "is_working", "reason_kk", "reason_ru")

    day = DayField(widget=forms.DateInput(attrs={"type": "date"}))
    is_working = forms.ChoiceField(choices=())
    reason_kk = forms.CharField(max_length=_LONGEST)
    reason_ru = forms.CharField(max_length=_LONGEST)

    def choices(self) -> Mapping[str, Choices]:
        """Return whether people work."""
        lang = language()
        return {
            "is_working": [("false", say("law_day_off", lang)), ("true", say("law_day_on", lang))]
        }


class IndexForm(OverrideForm):
    """The sum of an index from a day on."""

    what = "indexes"
    own = ("index_id", "minor", "valid_from", "valid_to")
    hinted = frozenset({"minor", "valid_to"})

    index_id = forms.ChoiceField(choices=())
    minor = forms.CharField(max_length=40)
    valid_from = DayField(widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = DayField(widget=forms.DateInput(attrs={"type": "date"}))

    def choices(self) -> Mapping[str, Choices]:
        """Return the indexes of the law."""
        names = dict.fromkeys(entry["index_id"] for entry in self.law.tables["indexes.yaml"])
        return {"index_id": [(name, worded("law_index_", name, language())) for name in names]}

    def clean_minor(self) -> int:
        """Return the sum in tiyn."""
        try:
            return minor_of_text(self.cleaned_data["minor"], digits=_TIYN_DIGITS)
        except IzdesError as refused:
            raise forms.ValidationError(say("law_sum_wrong", language())) from refused


class ThresholdForm(OverrideForm):
    """How many indexes make a loss large, from a day on."""

    what = "thresholds"
    own = ("threshold", "times", "valid_from", "valid_to")
    hinted = frozenset({"times", "valid_to"})

    threshold = forms.ChoiceField(choices=())
    times = forms.IntegerField(min_value=0)
    valid_from = DayField(widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = DayField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def choices(self) -> Mapping[str, Choices]:
        """Return the thresholds of the law."""
        lang = language()
        pairs = dict.fromkeys((e["offence"], e["size"]) for e in self.law.tables["thresholds.yaml"])
        return {
            "threshold": [(f"{one}.{size}", _threshold(one, size, lang)) for one, size in pairs]
        }


class CutOffForm(OverrideForm):
    """Until when an institution takes papers on a banking day."""

    what = "cut-offs"
    own = ("institution", "cut_off")

    institution = forms.ChoiceField(choices=(), required=False)
    cut_off = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))

    def choices(self) -> Mapping[str, Choices]:
        """Return the institutions of the law; the others are one of them."""
        return {"institution": [("", say("law_all_others", language())), *_institutions(self.law)]}


class OfficeHoursForm(OverrideForm):
    """From when to when offices of prosecutors are open: on one day, or on every other."""

    what = "office-hours"
    own = ("days", "opens", "closes")
    hinted = frozenset({"days"})

    days = DayField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    opens = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))

    def entry(self) -> str:
        """Return the day, or the name of all working days."""
        day = self.cleaned_data["days"]
        return WORKING if day is None else str(day)


class InstitutionForm(OverrideForm):
    """How an institution is called and asked; one that is not listed yet needs kind and name."""

    what = "institutions"
    own = (
        "institution_id",
        "kind",
        "name_kk",
        "name_ru",
        "name_en",
        "other_names",
        "channel",
        "measure",
    )
    hinted = frozenset({"institution_id", "other_names"})

    institution_id = forms.SlugField(max_length=64)
    kind = forms.ChoiceField(choices=(), required=False)
    name_kk = forms.CharField(max_length=_LONGEST, required=False)
    name_ru = forms.CharField(max_length=_LONGEST, required=False)
    name_en = forms.CharField(max_length=_LONGEST, required=False)
    other_names = forms.CharField(max_length=_LONGEST, required=False)
    channel = forms.ChoiceField(choices=(), required=False)
    measure = forms.ChoiceField(choices=(), required=False)

    def choices(self) -> Mapping[str, Choices]:
        """Return kinds, channels and the measures under which one is asked."""
        lang = language()
        asked = dict.fromkeys(entry["measure_id"] for entry in self.law.tables["measures.yaml"])
        as_is = [("", say("law_as_it_is", lang))]
        return {
            "kind": [*as_is, *((k, worded("law_kind_", k, lang)) for k in INSTITUTION_KINDS)],
            "channel": [*as_is, *((c, worded("law_channel_", c, lang)) for c in CHANNELS if c)],
            "measure": [*as_is, *((m, worded("measure.", m, lang)) for m in asked)],
        }


FORMS: Mapping[str, type[OverrideForm]] = {
    form.what: form
    for form in (
        DayForm,
        OfficeHoursForm,
        IndexForm,
        ThresholdForm,
        CutOffForm,
        InstitutionForm,
    )
}


def _held(value: object) -> Field:
    """Return a value as a proposal holds it: days and times as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value if isinstance(value, bool | int) else str(value)


def _threshold(offence: str, size: str, lang: Lang) -> str:
    """Return a threshold in words."""
    return f"{worded('law_offence_', offence, lang)}: {worded('qualify_scale.', size, lang)}"


def _institutions(law: LawPack) -> Choices:
    """Return the institutions of a law by their names in the language of the page."""
    name = f"name_{language()}"
    rows = law.tables["institutions.csv"]
    found = {row["institution_id"]: row[name] or row["name_ru"] for row in rows}
    return sorted(found.items(), key=lambda pair: pair[1].casefold())
