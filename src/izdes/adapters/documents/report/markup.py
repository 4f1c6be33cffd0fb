"""Markup: HTML and SVG made so that text from outside can never become code.

`Html` is text that is already safe to stand in a page. Everything else that is given to `tag` is
escaped, in content and in attributes. Control and direction-changing characters are shown as a
replacement mark: a holder's name must not be able to turn the line around it.

>>> tag("b", "<script>", title='"onload=')
'<b title="&quot;onload=">&lt;script&gt;</b>'
>>> tag("td", tag("i", "a"), class_="n", data_v=5, hidden=False)
'<td class=n data-v=5><i>a</i></td>'
"""

import html
import re
from collections.abc import Iterable

__all__ = ["NOTHING", "Attribute", "Html", "joined", "tag", "text"]

Attribute = str | int | bool | None
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_PLAIN = re.compile(r"[A-Za-z0-9_.#%-]+")
_VOID = frozenset({"input", "meta", "br", "rect", "path", "circle", "line", "use", "polygon"})


class Html(str):
    """Markup that is already safe to stand in a page."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Show it as the text it is."""
        return repr(str(self))


NOTHING = Html("")


def text(value: str) -> Html:
    """Return text that says in a page exactly what it says here."""
    return Html(html.escape(_UNSEEN.sub("\ufffd", value), quote=True))


def joined(parts: Iterable[str], *, by: str = "") -> Html:
    """Put parts one after another; parts that are not markup are escaped."""
    return Html(_safe(by).join(_safe(part) for part in parts))


def tag(name: str, /, *content: str, **attributes: Attribute) -> Html:
    """Return one element.

    Args:
        name: Name of the element.
        content: What stands in it; everything but `Html` is escaped.
        attributes: ``class_`` is ``class``, ``data_v`` is ``data-v``; True stands alone, None and
            False are left out.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID and not content:
        return Html(f"<{opening} />")
    return Html(f"<{opening}>{joined(content)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    """Return one attribute with the blank before it, or nothing."""
    if value is None or value is False:
        return ""
    printed = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {printed}"
    # A large case has a hundred thousand attributes: two characters each count.
    written = str(value)
    return f" {printed}={written}" if _PLAIN.fullmatch(written) else f' {printed}="{text(written)}"'


def _safe(part: str) -> str:
    """Escape what is not markup."""
    return part if isinstance(part, Html) else text(part)
