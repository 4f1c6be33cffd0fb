"""The words of the project in templates: one place for kk, ru and en, tested for gaps."""

from django import template
from django.utils.timezone import now

from izdes.adapters.words import say as say_in
from izdes.web.language import language
from izdes.web.officers.models import Body, Post

register = template.Library()


@register.simple_tag
def say(code: str, **given: str | int) -> str:
    """Return the sentence of a code in the language of the page."""
    return say_in(code, language(), **given)


@register.simple_tag
def role(name: str) -> str:
    """Return the name of a role, as a heading begins."""
    words = say_in(f"role_{name}", language())
    return words[:1].upper() + words[1:]


@register.simple_tag
def body(found: Body) -> str:
    """Return the name of a body."""
    return str(getattr(found, f"name_{language()}"))


@register.simple_tag
def state(post: Post) -> str:
    """Return how a post stands at this moment."""
    if post.state == "confirmed" and post.until is not None and post.until <= now():
        return say_in("page_post_state_ended", language())
    if post.state == "confirmed" and post.since > now():
        return say_in("page_post_state_awaited", language())
    return say_in(f"page_post_state_{post.state}", language())


@register.simple_tag
def next_step(name: str) -> str:
    """Return what the holder of a role does next."""
    return say_in(f"page_next_{name}", language())


@register.simple_tag
def recovery_state(name: str) -> str:
    """Return how a recovery stands."""
    return say_in(f"page_recovery_state_{name}", language())
