"""Accounts that pass money on: proposals with their reasons, and the caution beside them."""

from collections.abc import Mapping, Sequence
from datetime import date

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.parties import account
from izdes.adapters.documents.report.phrases import NONE, told, words
from izdes.adapters.documents.report.sections import folded, section
from izdes.adapters.documents.report.shape import Findings, MulePart, MuleReason, Mules
from izdes.adapters.documents.report.tables import Cell, Column, Row, filled

__all__ = ["MULE_COLUMNS", "mules"]

MULE_COLUMNS = (
    Column("report_col_account"),
    Column("report_col_points", "number"),
    Column("report_col_proposed"),
    Column("report_col_reasons"),
    Column("report_col_paper"),
)
# The rest is one click away.
_FIRST = 20
_REASONS_SHOWN = 3
_ORDER = ("hold", "ask")


def mules(findings: Findings) -> Html:
    """Return the section."""
    given = findings["mules"]
    parts = given["proposals"]
    if not parts:
        return section("mules", tag("p", _none(given), class_="empty"))
    dated = date.fromisoformat(given["weights"]["dated"]).strftime("%d.%m.%Y")
    caution = tag(
        "div",
        tag("p", words("report_mules_lead")),
        tag("p", words("mule_caution", dated=dated)),
        class_="notice",
    )
    first, rest = _table(findings, parts[:_FIRST]), NOTHING
    if len(parts) > _FIRST:
        more = words("report_mules_more", accounts=len(parts) - _FIRST)
        rest = folded(more, _table(findings, parts[_FIRST:]), is_open=False)
    counts = tag("p", _counts(given), class_="prose")
    return section("mules", caution, first, rest, counts, is_proposal=True)


def _none(given: Mules) -> Html:
    """Return why nothing is proposed."""
    if not sum(given["counts"].values()):
        return words("report_no_mules_yet")
    least = given["weights"]["ask_from"]
    return joined((words("report_no_mules", ask_from=least), _counts(given)), by=" ")


def _counts(given: Mules) -> Html:
    """Return how many accounts were looked at, and with what result."""
    counts = given["counts"]
    return words("report_mules_counts", accounts=sum(counts.values()), **counts)


def _table(findings: Findings, parts: Sequence[MulePart]) -> Html:
    """Return a table of accounts."""
    papers = {freeze["number"]: freeze["file"] for freeze in findings["freezes"]}
    rows = [_row(findings, part, papers) for part in parts]
    return filled("mules", MULE_COLUMNS, rows, caption=words("report_cap_mules"))


def _row(findings: Findings, part: MulePart, papers: Mapping[str, str]) -> Row:
    """Return one account; papers are the files of freezes by number."""
    number = part["freeze"]
    return (
        account(findings, part["account"]),
        tag("b", str(part["points"])),
        Cell(_proposed(part), str(_ORDER.index(_what(part)))),
        _reasons(part["reasons"]),
        tag("a", number, href=f"{papers[number]}.pdf", class_="paper") if number else NONE,
    )


def _what(part: MulePart) -> str:
    """Return what is left of a proposal: without money to hold, a question."""
    return "ask" if part["freeze"] is None else part["proposal"]


def _proposed(part: MulePart) -> Html:
    """Return what is proposed, and why not more where the points would do for it."""
    what = tag("span", words(f"mule_proposes_{_what(part)}"))
    if _what(part) == part["proposal"]:
        return what
    return joined((what, tag("span", words("report_mules_gone"), class_="sub")), by=" ")


def _reasons(reasons: Sequence[MuleReason]) -> Html:
    """Return the weightiest reasons, the others folded."""
    first = tag("ul", *map(_reason, reasons[:_REASONS_SHOWN]), class_="points")
    rest = reasons[_REASONS_SHOWN:]
    if not rest:
        return first
    summary = tag("summary", words("report_mules_more_reasons", reasons=len(rest)))
    more = tag("ul", *map(_reason, rest), class_="points")
    return joined((first, tag("details", summary, more, class_="small")))


def _reason(reason: MuleReason) -> Html:
    """Return one reason with its points."""
    sign = "+" if reason["points"] > 0 else "\u2212"
    points = tag("b", f"{sign}{abs(reason['points'])}")
    return tag("li", points, " ", tag("span", told(reason["code"], reason["details"])))
