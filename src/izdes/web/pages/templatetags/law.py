"""The law in templates: where a pack came from, what an override is about, why a day is off."""

from django import template

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.law.models import Override, Pack
from izdes.web.pages.law.telling import what_of

register = template.Library()


@register.simple_tag
def law_origin(pack: Pack) -> str:
    """Return why a pack is believed."""
    return say(f"law_origin_{pack.origin}", language(), names=pack.signed_by)


@register.simple_tag
def law_what(given: Override | str) -> str:
    """Return what an override, or a file, is about."""
    file = given if isinstance(given, str) else given.file
    return say(f"law_what_{what_of(file).replace('-', '_')}", language())


@register.simple_tag
def law_off(why: str) -> str:
    """Return why a day is not a working one."""
    return say(f"law_off_{why}", language())


@register.simple_tag
def law_change(what: str) -> str:
    """Return whether a whole entry came or went."""
    return say(f"law_change_{what}", language())
