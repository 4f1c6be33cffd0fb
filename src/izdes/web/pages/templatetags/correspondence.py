"""Tags of correspondence: names under a prefix, measures, fields of a paper."""

from django import template

from izdes.core.orders.order import Said
from izdes.web.funds.selectors import PlaceShown
from izdes.web.investigation.norms import cited
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.pages.correspondence import naming
from izdes.web.pages.figures import Money, Sight
from izdes.web.pages.funds.money import place_words

register = template.Library()


@register.simple_tag
def named(prefix: str, name: str) -> str:
    """Return the words of a name behind a prefix: ``{% named "corr_hold_" hold.status %}``."""
    return naming.worded(prefix, name)


@register.simple_tag
def measure(name: str) -> str:
    """Return what a measure is called."""
    return naming.measure_words(name)


@register.simple_tag
def demanded(name: str) -> str:
    """Return what is asked for."""
    return naming.demanded_words(name)


@register.simple_tag
def place(found: PlaceShown, sight: Sight) -> str:
    """Return a place of a trace as one line."""
    return place_words(found, sight)


@register.simple_tag
def said_words(one: Said) -> str:
    """Return what was said, with the words of an answer that is a code."""
    if one.name == "protected_answer":
        return naming.worded("corr_protected_", one.text)
    return one.text


@register.filter
def sum_of(minor: int | None, currency: str = "KZT") -> str:
    """Return a sum of minor units as people read it; a dash where there is none."""
    return "—" if minor is None else str(Money(minor, currency))


@register.simple_tag
def cited_name(norm: str) -> str:
    """Return how a norm of the law in force is cited, by its name in the pack."""
    return cited([norm], language(), pack_in_force())
