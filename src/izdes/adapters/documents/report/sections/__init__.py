"""The sections of the report, in the order in which they are read."""

from izdes.adapters.documents.report.markup import NOTHING, Html, tag
from izdes.adapters.documents.report.phrases import words

__all__ = ["PROPOSAL", "folded", "section"]

# What the machine proposes never looks like what an officer has confirmed.
PROPOSAL = tag("span", words("report_proposal"), class_="proposal")


def section(name: str, *content: Html, is_proposal: bool = False) -> Html:
    """Return one section with its heading ``report_<name>``."""
    badge = PROPOSAL if is_proposal else NOTHING
    title = tag("h2", words(f"report_{name}"), " ", badge, id=f"{name}-title")
    return tag("section", title, *content, id=name, aria_labelledby=f"{name}-title")


def folded(summary: Html, *content: Html, is_open: bool, name: str | None = None) -> Html:
    """Return a part that can be closed; what is closed is not printed."""
    return tag("details", tag("summary", summary), *content, open=is_open, id=name)
