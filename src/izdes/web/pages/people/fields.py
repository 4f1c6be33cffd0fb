"""Fields of the forms of bodies and people, and what all of these forms do alike."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.identifiers.bin import Bin
from izdes.core.identifiers.iin import Iin
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.web.language import language
from izdes.web.officers.models import Body
from izdes.web.pages.fields import DayField
from izdes.web.pages.people.telling import body_name, refusal_of

_LONGEST_NUMBER = 40
_Done = TypeVar("_Done")

if TYPE_CHECKING:
    _BodyField = forms.ModelChoiceField[Body]
else:
    _BodyField = forms.ModelChoiceField


class BodyField(_BodyField):
    """A body by its name in the language of the page, and its code."""

    def __init__(self, *, required: bool = True) -> None:
        wrong = forms.ChoiceField.default_error_messages["invalid_choice"]
        super().__init__(
            Body.objects.none(),
            required=required,
            empty_label="—",
            error_messages={"invalid_choice": wrong},
        )

    def label_from_instance(self, obj: Body) -> str:
        """Return the name of a body."""
        return f"{body_name(obj)} ({obj.code})"


class NumberField(forms.CharField):
    """An ИИН or a БИН with a check digit that matches; its value is the digits, or empty."""

    def __init__(self, kind: type[Iin] | type[Bin], *, required: bool = False) -> None:
        super().__init__(max_length=_LONGEST_NUMBER, required=required)
        self._kind = kind

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's fields say so too
        """Return the digits."""
        text = super().clean(value)
        try:
            return self._kind.parse(text).digits if text else ""
        except InvalidIdentifier as wrong:
            why = say(wrong.code, language())
            raise ValidationError(say("people_number_wrong", language(), why=why)) from None


def day_field(*, required: bool = True) -> DayField:
    """Return a field for a day."""
    return DayField(required=required, widget=forms.DateInput(attrs={"type": "date"}))


class EntryForm(forms.Form):
    """A form whose fields are shown in their order, some with a hint."""

    hinted: ClassVar[frozenset[str]] = frozenset()

    def shown(self) -> Iterator[tuple[forms.BoundField, str, str, str]]:
        """Yield the fields with the codes of label and hint, and the kind of input."""
        for name, field in self.fields.items():
            is_select = isinstance(field, forms.ChoiceField)
            kind = "select" if is_select else str(getattr(field.widget, "input_type", "text"))
            hint = f"people_hint_{name}" if name in self.hinted else ""
            yield self[name], f"people_field_{name}", hint, kind

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let a field be one of some choices."""
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def among(self, name: str, bodies: QuerySet[Body]) -> None:
        """Let a field be one of some bodies."""
        cast("forms.ModelChoiceField[Body]", self.fields[name]).queryset = bodies

    def tried(self, act: Callable[[], _Done]) -> _Done | None:
        """Do something; what it refused is said at the form, and nothing is returned."""
        try:
            return act()
        except IzdesError as refused:
            self.add_error(None, refusal_of(refused))
            return None
