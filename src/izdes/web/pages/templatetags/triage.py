"""Tags of triage: what was typed, norms in words, chips among texts, names under a prefix."""

from collections.abc import Mapping

from django import forms, template
from django.template.loader import render_to_string

from izdes.adapters.words import entries
from izdes.adapters.words import say as say_in
from izdes.core.law.pack import Norm
from izdes.web.language import language
from izdes.web.pages.figures import Chip
from izdes.web.pages.triage.known import Checked

register = template.Library()


@register.filter
def words_of(text: str) -> list[str]:
    """Return the words of a line."""
    return text.split()


@register.simple_tag
def typed(form: forms.Form, name: str) -> str:
    """Return what was typed into a field, as it was typed."""
    return str(form[name].value() or "")


@register.simple_tag
def worded(prefix: str, name: str) -> str:
    """Return the words of a name under a prefix, or the name where there are none."""
    code = f"{prefix}_{name}"
    return say_in(code, language()) if code in entries() else name


@register.inclusion_tag("triage/_checked.html")
def checked_of(checks: Mapping[str, Checked], name: str) -> dict[str, Checked | None]:
    """Show what the country knows of what was typed into a field, where it was asked."""
    return {"checked": (checks or {}).get(name)}


@register.simple_tag
def cited(norm: Norm) -> str:
    """Return how a norm is cited."""
    return norm.cited.in_language(language())


@register.simple_tag
def worded_norm(norm: Norm) -> str:
    """Return what a norm says."""
    return norm.text.in_language(language())


@register.simple_tag
def chip_or_text(one: Chip | str) -> str:
    """Show an identifier as a chip, a name as it is."""
    return render_to_string("figures/chip.html", {"chip": one}) if isinstance(one, Chip) else one
