"""The words of the project in templates of the window, and how a field is drawn."""

from django import template
from django.forms import BoundField, FileInput, RadioSelect, Select, Textarea

from izdes.adapters.words import say as say_in
from izdes.web.language import language
from izdes.web.window.pages.recognising import Finding, finding_of
from izdes.web.window.pages.telling import day_said, said_row

register = template.Library()


@register.simple_tag
def say(code: str, **given: str | int) -> str:
    """Return the sentence of a code in the language of the page."""
    return say_in(code, language(), **given)


@register.filter
def drawn(field: BoundField) -> str:
    """Return how a field is drawn: ``radio select long file line``."""
    kinds = ((RadioSelect, "radio"), (Select, "select"), (Textarea, "long"), (FileInput, "file"))
    widget = field.field.widget
    return next((name for kind, name in kinds if isinstance(widget, kind)), "line")


@register.filter
def recognised(field: BoundField) -> tuple[Finding, ...]:
    """Return what the numbers in a field are."""
    return finding_of(field.name, str(field.value() or ""))


@register.filter
def lines(code: str) -> list[str]:
    """Return the lines of a sentence that is a list."""
    return say_in(code, language()).strip().splitlines()


@register.filter
def in_a_line(row: dict[str, object]) -> str:
    """Return a payment or a loan in one line."""
    return said_row(row, language())


@register.filter
def as_day(day: str) -> str:
    """Return a kept day as people write it."""
    return day_said(day)


@register.filter
def kilobytes(size: int) -> int:
    """Return the size of a file in kilobytes, at least one."""
    return max(1, round(size / 1024))
