"""Telling: bodies, roles, regions and refusals in the words of the page."""

from datetime import datetime

from izdes.adapters.words import entries, say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.officers.models import Body, Post
from izdes.web.officers.roles import BodyKind, Role
from izdes.web.pages.figures import Mark, Tone

_REGION = "region_"
_TONES: dict[str, Tone] = {"proposed": "due", "awaited": "due", "confirmed": "held"}


def begun(words: str) -> str:
    """Return words as a heading begins."""
    return words[:1].upper() + words[1:]


def body_name(body: Body) -> str:
    """Return the name of a body."""
    return str(getattr(body, f"name_{language()}"))


def role_name(role: str) -> str:
    """Return the name of a role."""
    return begun(say(f"role_{role}", language()))


def kinds() -> dict[str, str]:
    """Return what bodies are: kind -> its words."""
    return {str(kind): begun(say(f"body_{kind}", language())) for kind in BodyKind}


def roles() -> dict[str, str]:
    """Return what posts may be: role -> its words."""
    return {str(role): role_name(role) for role in Role}


def regions() -> dict[str, str]:
    """Return the regions of the country: two digits of KATO -> name."""
    found = sorted(code for code in entries() if code.startswith(_REGION))
    return {code.removeprefix(_REGION): say(code, language()) for code in found}


def standing_of(post: Post, at: datetime) -> str:
    """Return how a post stands at a moment."""
    if post.state != "confirmed":
        return post.state
    if post.until is not None and post.until <= at:
        return "ended"
    return "awaited" if post.since > at else "confirmed"


def standings() -> dict[str, str]:
    """Return how posts may stand: standing -> its words."""
    names = ("proposed", "confirmed", "awaited", "ended", "refused")
    return {name: say(f"page_post_state_{name}", language()) for name in names}


def mark_of(standing: str) -> Mark:
    """Return how a post stands, in words and colour."""
    return Mark(say(f"page_post_state_{standing}", language()), _TONES.get(standing, ""))


def refusal_of(refused: IzdesError) -> str:
    """Return why something was refused, roles and states in words."""
    lang, details = language(), dict(refused.details)
    for name in ("role", "needs"):
        if name in details:
            details[name] = ", ".join(say(f"role_{one}", lang) for one in details[name].split())
    if "state" in details:
        details["state"] = say(f"page_post_state_{details['state']}", lang)
    return say(refused.code, lang, **details)
