"""The fields of a form of paper as a form of a page: what was typed stays, with what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from izdes.adapters.documents.forms.filling import (
    LONGEST,
    MOST_ROWS,
    NotOfItsKind,
    as_typed,
    cells,
    typed,
)
from izdes.adapters.documents.forms.form import Field, Form
from izdes.adapters.words import say
from izdes.core.errors import InputRefused
from izdes.web.language import language

_TYPES = {"date": "date", "birth": "date", "moment": "datetime-local"}
_AREAS = frozenset({"text", "rows"})
# Fields that hold one identifier, by name: of what kind; empty: the text itself says it.
_IDENTIFIERS = {
    "account": "",
    "holder_iin": "iin",
    "imei": "imei",
    "paid_to": "",
    "person_iin": "iin",
    "person_phone": "phone",
}


class FieldOfPaper(forms.CharField):
    """One field of a form of paper; its value is JSON."""

    def __init__(self, field: Field) -> None:
        most = LONGEST["text"] if field.kind == "text" else LONGEST["line"]
        super().__init__(
            required=False, max_length=most * MOST_ROWS if field.kind == "rows" else most
        )
        self.of = field

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's fields say so too
        """Return what was typed as the value of its kind."""
        text = super().clean(value)
        try:
            return cells(text, self.of) if self.of.kind == "rows" else typed(self.of.kind, text)
        except NotOfItsKind as wrong:
            raise ValidationError(say(wrong.code, language())) from None


@dataclass(frozen=True, slots=True)
class Input:
    """A field as the page shows it.

    Attributes:
        kind: Of the element: ``area``, ``choice``, ``flag``, or a type of ``input``.
        options: Value, words, whether chosen.
        is_identifier: Whether the country is asked for what is typed into it.
        identifier_kind: Of what kind; empty where the text itself says it.
    """

    field: BoundField
    label: str
    hint: str
    kind: str
    is_required: bool
    is_digits: bool
    options: tuple[tuple[str, str, bool], ...]
    is_identifier: bool = False
    identifier_kind: str = ""


class PaperFields(forms.Form):
    """The fields of one form of paper."""

    def __init__(self, of: Form, data: Any = None, *, values: Mapping[str, Any]) -> None:  # noqa: ANN401
        self.of = of
        given = {one.name: as_typed(one, values.get(one.name, "")) for one in of.fields}
        super().__init__(data, initial=given)
        for one in of.fields:
            self.fields[one.name] = FieldOfPaper(one)

    def inputs(self) -> Iterator[Input]:
        """Yield the fields as the page shows them."""
        lang = language()
        for one in self.of.fields:
            bound = self[one.name]
            yield Input(
                field=bound,
                label=one.names[lang],
                hint=one.help.get(lang, ""),
                kind="area" if one.kind in _AREAS else _TYPES.get(one.kind, one.kind),
                is_required=one.is_required,
                is_digits=one.kind in {"money", "number"},
                options=tuple(
                    (value, words[lang], value == bound.value())
                    for value, words in one.options.items()
                ),
                is_identifier=one.name in _IDENTIFIERS,
                identifier_kind=_IDENTIFIERS.get(one.name, ""),
            )

    def identifiers(self) -> dict[str, tuple[str, str]]:
        """Return the identifiers that were typed, by their fields: kind and text; none unsent."""
        if not self.is_bound:
            return {}
        names = [one.name for one in self.of.fields if one.name in _IDENTIFIERS]
        return {name: (_IDENTIFIERS[name], str(self[name].value() or "")) for name in names}

    def refused(self, refused: InputRefused) -> None:
        """Say at each field what a paper still lacks, or what may not stand on it."""
        lang = language()
        for fault in refused.faults:
            name = self.of.by_name[fault.column].names[lang]
            self.add_error(fault.column, say(fault.code, lang, field=name))
