"""Series: complaints by the same hands, each link with its reason, and where to doubt it."""

from collections.abc import Iterator, Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.phrases import span, sums, told, when, words
from izdes.adapters.documents.report.sections import folded, many, section
from izdes.adapters.documents.report.sections.beside import beside, pair, strength
from izdes.adapters.documents.report.sections.victims import region
from izdes.adapters.documents.report.shape import (
    Findings,
    LinkPart,
    ReasonPart,
    SeriesPart,
    SplitPart,
)
from izdes.adapters.documents.report.tables import Cell, Column, Row, filled

__all__ = ["LINK_COLUMNS", "REASON_COLUMNS", "series"]

REASON_COLUMNS = (
    Column("report_col_reason"),
    Column("report_col_value"),
    Column("report_col_complaints", "number"),
    Column("report_col_strength", "number"),
)
LINK_COLUMNS = (
    Column("report_col_link"),
    Column("report_col_reason"),
    Column("report_col_value"),
    Column("report_col_strength", "number"),
    Column("report_col_evidence", "number"),
    Column("report_col_level", "number"),
)
_OPEN_UP_TO = 8
_JUDGED = "judged_the_same"


def series(findings: Findings) -> Html:
    """Return the section: series of two and more, in the order of the findings."""
    joint = [part for part in findings["series"] if len(part["complaints"]) > 1]
    if not joint:
        return section(
            "series", tag("p", words("report_no_series"), class_="empty"), beside(findings)
        )
    parts = [_one(part, is_open=at < _OPEN_UP_TO) for at, part in enumerate(joint)]
    return section(
        "series",
        tag("p", words("report_series_lead"), class_="lead"),
        many(parts),
        beside(findings),
        is_proposal=True,
    )


def _one(part: SeriesPart, *, is_open: bool) -> Html:
    """Return one series."""
    rows = [_reason(reason) for reason in part["reasons"]]
    caption = words("report_cap_reasons", series=part["series_id"])
    table = filled("reasons", REASON_COLUMNS, rows, caption=caption) if rows else NOTHING
    members = tag("p", words("report_members"), ": ", _names(part["complaints"]))
    return folded(
        joined(_summary(part), by=" · "),
        members,
        _campaigns(part),
        table,
        _split(part["split"]),
        _links(part),
        is_open=is_open,
    )


def _names(complaints: Sequence[str]) -> Html:
    """Return complaints by their names."""
    return joined((tag("span", name, class_="id") for name in complaints), by=", ")


def _summary(part: SeriesPart) -> Iterator[Html]:
    """Yield the line that stands while the part is closed."""
    yield tag("b", words("report_series_name", series=part["series_id"]))
    yield words("report_series_size", complaints=len(part["complaints"]))
    yield joined((region(code) for code in part["regions"]), by=", ")
    yield span(part["first"], when(part["last"]))
    yield sums({loss["currency"]: int(loss["amount_minor"]) for loss in part["loss"]})


def _campaigns(part: SeriesPart) -> Html:
    """Return the campaigns, unless the series is one."""
    campaigns = part["campaigns"]
    if not campaigns or len(campaigns[0]["complaints"]) == len(part["complaints"]):
        return NOTHING
    listed = (tag("li", _names(one["complaints"])) for one in campaigns)
    return joined((tag("p", words("report_campaigns"), class_="small"), tag("ul", *listed)))


def _reason(reason: ReasonPart) -> Row:
    """Return one reason: its sentence, the shared value, how many share it, how strong it is."""
    details: dict[str, str | int] = {
        "kind": reason["kind"],
        "value": reason["value"],
        "count": reason["count"],
    }
    return (
        told(reason["reason"], details),
        tag("span", reason["value"], class_="acct"),
        text(str(reason["count"])),
        strength(reason["log10_lr_milli"]),
    )


def _split(split: SplitPart | None) -> Html:
    """Return the weakest join and what would be left without it: where to look first."""
    if split is None:
        return NOTHING
    one, other = split["parts"]
    parts = words("report_split_parts", one=len(one), other=len(other))
    return tag("p", words("report_split"), " ", _pair(split), ". ", parts, class_="small")


def _pair(link: LinkPart) -> Html:
    """Return the two complaints of a join."""
    return pair(link["complaint_a"], link["complaint_b"])


def _links(part: SeriesPart) -> Html:
    """Return why each complaint is in the series, folded."""
    if not part["links"]:
        return NOTHING
    caption = words("report_cap_links", series=part["series_id"])
    table = filled("links", LINK_COLUMNS, [_link(x) for x in part["links"]], caption=caption)
    return tag("details", tag("summary", words("report_links")), table)


def _link(link: LinkPart) -> Row:
    """Return one join: the two complaints, what it rests on, how strongly it holds."""
    by_machine = link["reason"] != _JUDGED
    return (
        _pair(link),
        told(link["reason"], {"kind": link["kind"], "value": link["value"]}),
        tag("span", link["value"], class_="acct"),
        strength(link["log10_lr_milli"]),
        strength(link["evidence_milli"]),
        strength(link["level"]) if by_machine else Cell(strength(0), "1000000"),
    )
