"""Days, moments and sums that people type: a slip is told at the form, and nothing keeps it."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import izdes.web.pages
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.fields import LARGEST_MINOR, DayField, MomentField
from izdes.web.pages.triage.forms import SaidSumField

_ROOMS = (izdes.web.pages,)
_FIRST, _LAST = datetime(1900, 1, 1), datetime(2199, 12, 31, 23, 59)  # noqa: DTZ001 - as typed


def forms_of_pages() -> Iterator[type[forms.BaseForm]]:
    """Yield the forms that the pages of these rooms show."""
    for room in _ROOMS:
        for found in walk_packages(room.__path__, f"{room.__name__}."):
            for one in vars(import_module(found.name)).values():
                if isinstance(one, type) and issubclass(one, forms.BaseForm):
                    yield one


def plain(form: type[forms.BaseForm]) -> list[str]:
    """Return the fields of a form that take whatever day there is."""
    fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    return [
        f"{form.__module__}.{form.__name__}.{name}"
        for name, field in fields.items()
        if isinstance(field, forms.DateField | forms.DateTimeField)
        and not isinstance(field, DayField | MomentField)
    ]


def test_no_form_of_the_pages_takes_a_day_of_another_age() -> None:
    assert [name for form in forms_of_pages() for name in plain(form)] == []


@given(st.datetimes(_FIRST, _LAST))
def test_a_moment_of_our_years_is_taken(when: datetime) -> None:
    minute = when.replace(second=0, microsecond=0)

    assert DayField().clean(f"{when:%Y-%m-%d}") == when.date()
    assert MomentField().clean(f"{minute:%Y-%m-%dT%H:%M}").replace(tzinfo=None) == minute


@given(st.dates().filter(lambda day: not 1900 <= day.year < 2200))
def test_a_day_of_another_age_is_refused(day: date) -> None:
    for field, text in ((DayField(), str(day)), (MomentField(), f"{day}T12:00")):
        with pytest.raises(ValidationError):
            field.clean(text)


@pytest.mark.parametrize("field", [SumField(), SaidSumField()])
@given(st.integers(0, 10**20))
def test_no_larger_sum_is_taken_than_is_kept(field: forms.Field, tenge: int) -> None:
    if tenge * 100 <= LARGEST_MINOR:
        assert field.clean(str(tenge)) == tenge * 100
    else:
        with pytest.raises(ValidationError):
            field.clean(str(tenge))
