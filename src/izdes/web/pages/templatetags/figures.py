"""Tags of figures: sums, moments, days, identifiers, clocks, numbers of things, digests."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.timezone import now

from izdes.adapters.words.figures import local
from izdes.core.law.clocks.due import Due
from izdes.web.cases.masking import Sight
from izdes.web.language import language
from izdes.web.pages.figures import Chip, Money, ago, clock_face, counted, day_text, end_text
from izdes.web.pages.figures import moment as moment_text
from izdes.web.pages.files.naming import media_words

register = template.Library()

_DIGEST_SHOWN = 12
_NONE = "—"


@register.simple_tag
def money(minor: Money | int | str | None, currency: str = "KZT") -> str:
    """Return a sum of minor units, or a dash where none is known."""
    if isinstance(minor, int):
        return str(Money(minor, currency))
    return str(minor or _NONE)


@register.simple_tag
def moment(when: datetime | None) -> str:
    """Show a moment to the minute; how long ago it was is its title."""
    if not when:
        return _NONE
    iso, text = local(when).isoformat(), moment_text(when)
    title = ago(when, now(), language())
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, title, text)


@register.simple_tag
def ends(when: datetime | None) -> str:
    """Show when a term ends, midnight as the 24:00 of its last day; how far it is is its title."""
    if not when:
        return _NONE
    iso, text = local(when).isoformat(), end_text(when)
    title = ago(when, now(), language())
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, title, text)


@register.simple_tag
def day(when: date | None) -> str:
    """Show a day; of a moment the local one."""
    if not when:
        return _NONE
    found = local(when).date() if isinstance(when, datetime) else when
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), day_text(found))


@register.inclusion_tag("figures/chip.html", takes_context=True)
def chip(
    context: template.Context, one: Chip | str, value: str = "", **given: object
) -> dict[str, object]:
    """Show an identifier: a `Chip`, or kind and value with the attributes of one.

    Who may see what is said by ``sight``, here or in the context of the page; nobody said: masked.
    """
    if isinstance(one, Chip):
        return {"chip": one}
    given.setdefault("sight", context.get("sight", Sight.MASKED))
    return {"chip": Chip(one, value, **given)}  # type: ignore[arg-type] # a template has no types


@register.inclusion_tag("figures/clock.html")
def clock(due: Due, met_at: datetime | None = None, title: str = "") -> dict[str, object]:
    """Show a clock of the law: what is left, the limit and its norm."""
    face = clock_face(due, language(), now=now(), met_at=met_at)
    return {"face": face, "title": title or face.title}


@register.simple_tag
def count(number: int, what: str = "rows") -> str:
    """Return how many: ``{% count 3 "complaints" %}``, by ``figures_complaints_one`` and so on."""
    return counted(f"figures_{what}", number, language())


@register.filter
def media(media_type: str) -> str:
    """Return what a media type is called."""
    return media_words(media_type)


@register.inclusion_tag("figures/digest.html")
def digest(value: str | None) -> dict[str, object]:
    """Show the beginning of a digest; the whole of it is its title and is copied."""
    return {"value": value or "", "beginning": (value or "")[:_DIGEST_SHOWN]}
