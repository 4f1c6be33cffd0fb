"""The sections of the report, in the order in which they are read."""

from collections.abc import Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.phrases import words

__all__ = ["folded", "many", "proposal", "section"]


def proposal() -> Html:
    """Return the sign of what the machine proposes: never to be taken for a confirmed fact."""
    return tag("span", words("report_proposal"), class_="proposal")


def section(name: str, *content: Html, is_proposal: bool = False) -> Html:
    """Return one section with its heading ``report_<name>``."""
    badge = proposal() if is_proposal else NOTHING
    title = tag("h2", words(f"report_{name}"), " ", badge, id=f"{name}-title")
    return tag("section", title, *content, id=name, aria_labelledby=f"{name}-title")


def folded(summary: Html, *content: Html, is_open: bool, name: str | None = None) -> Html:
    """Return a part that can be closed; what is closed is not printed."""
    return tag("details", tag("summary", summary), *content, open=is_open, id=name)


def many(parts: Sequence[Html]) -> Html:
    """Return parts that can be closed, with buttons for all of them where the script runs."""
    buttons = (
        tag("button", words(f"report_{what}_all"), type="button", value=what)
        for what in ("open", "close")
    )
    tools = tag("p", *buttons, class_="tools", hidden=True) if len(parts) > 1 else NOTHING
    return joined((tools, tag("div", *parts, class_="many")))
