"""The words of the project in templates of the site."""

from django import template

from izdes.adapters.words import say as say_in
from izdes.web.language import language

register = template.Library()


@register.simple_tag
def say(code: str, **given: str | int) -> str:
    """Return the sentence of a code in the language of the page."""
    return say_in(code, language(), **given)
