"""Fields of days and moments within the years of which a case can speak, and the largest sum.

A slip of a key makes year 206 or 20260 of 2026. The database would keep it, and no page that reads
it again would open: a local time of the first or the last day of the calendar is none. A key that
stuck makes a sum that no column holds.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# In tiyn: ten trillion tenge, more than anybody ever lost.
LARGEST_MINOR = 10**15
_YEARS = range(1900, 2200)


class DayField(forms.DateField):
    """A day."""

    def validate(self, value: Any) -> None:  # noqa: ANN401 - Django's fields say so too
        """Refuse a day of another age."""
        super().validate(value)
        _require_year(self, value)


class MomentField(forms.DateTimeField):
    """A local moment, as the browser's own picker gives it."""

    def validate(self, value: Any) -> None:  # noqa: ANN401 - as above
        """Refuse a moment of another age."""
        super().validate(value)
        _require_year(self, value)


def _require_year(field: forms.Field, value: date | None) -> None:
    """Refuse a year of which no case speaks."""
    if value is not None and value.year not in _YEARS:
        raise ValidationError(field.error_messages["invalid"], code="invalid")
