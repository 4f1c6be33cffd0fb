"""Series: complaints by the same hands, each link with its reason; and what joins nothing."""

from collections.abc import Iterator, Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.phrases import span, sums, told, when, words
from izdes.adapters.documents.report.sections import folded, many, section
from izdes.adapters.documents.report.sections.victims import region
from izdes.adapters.documents.report.shape import Findings, HubPart, ReasonPart, SeriesPart
from izdes.adapters.documents.report.tables import Column, Row, filled, listed

__all__ = ["HUB_COLUMNS", "REASON_COLUMNS", "series"]

REASON_COLUMNS = (
    Column("report_col_reason"),
    Column("report_col_value"),
    Column("report_col_complaints", "number"),
    Column("report_col_strength", "number"),
)
HUB_COLUMNS = (
    Column("report_col_value"),
    Column("report_col_complaints", "number"),
    Column("report_col_reason"),
)
_OPEN_UP_TO = 8


def series(findings: Findings) -> Html:
    """Return the section: series of two and more, largest first."""
    joint = [part for part in findings["series"] if len(part["complaints"]) > 1]
    joint.sort(key=lambda part: (-len(part["complaints"]), part["series_id"]))
    if not joint:
        return section(
            "series", tag("p", words("report_no_series"), class_="empty"), _hubs(findings)
        )
    parts = [_one(part, is_open=at < _OPEN_UP_TO) for at, part in enumerate(joint)]
    return section(
        "series",
        tag("p", words("report_series_lead"), class_="lead"),
        many(parts),
        _hubs(findings),
        is_proposal=True,
    )


def _one(part: SeriesPart, *, is_open: bool) -> Html:
    """Return one series."""
    rows = [_reason(reason) for reason in part["reasons"]]
    caption = words("report_cap_reasons", series=part["series_id"])
    table = filled("reasons", REASON_COLUMNS, rows, caption=caption) if rows else NOTHING
    members = tag("p", words("report_members"), ": ", joined(_members(part), by=", "))
    return folded(joined(_summary(part), by=" · "), members, table, is_open=is_open)


def _members(part: SeriesPart) -> Iterator[Html]:
    """Yield the complaints."""
    return (tag("span", name, class_="id") for name in part["complaints"])


def _summary(part: SeriesPart) -> Iterator[Html]:
    """Yield the line that stands while the part is closed."""
    yield tag("b", words("report_series_name", series=part["series_id"]))
    yield words("report_series_size", complaints=len(part["complaints"]))
    yield joined((region(code) for code in part["regions"]), by=", ")
    yield span(part["first"], when(part["last"]))
    yield sums({loss["currency"]: int(loss["amount_minor"]) for loss in part["loss"]})


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
        tag("span", _strength(reason["log10_lr_milli"]), class_="sum"),
    )


def _strength(milli: int) -> str:
    """Write a link's weight; among so few complaints that it says nothing, a dash."""
    return _thousandths(milli) if milli > 0 else "—"


def _thousandths(value: int) -> str:
    """Write an integer number of thousandths with a decimal comma.

    >>> _thousandths(2301), _thousandths(-45)
    ('2,30', '-0,04')
    """
    whole, rest = divmod(abs(value), 1000)
    return f"{'-' if value < 0 else ''}{whole},{rest // 10:02d}"


def _hubs(findings: Findings) -> Html:
    """Return identifiers that join nothing because unrelated complaints share them."""
    if not findings["hubs"]:
        return NOTHING
    table = listed(
        "hubs",
        HUB_COLUMNS,
        (_hub(hub) for hub in _by_degree(findings["hubs"])),
        caption=words("report_cap_hubs"),
        empty="report_no_series",
    )
    return joined((tag("h3", words("report_hubs")), table))


def _by_degree(hubs: Sequence[HubPart]) -> list[HubPart]:
    """Put what most complaints share first."""
    return sorted(hubs, key=lambda hub: (-hub["degree"], hub["kind"], hub["value"]))


def _hub(hub: HubPart) -> Row:
    """Return one of them."""
    details: dict[str, str | int] = {
        "kind": hub["kind"],
        "value": hub["value"],
        "count": hub["degree"],
    }
    return (
        tag("span", hub["value"], class_="acct"),
        text(str(hub["degree"])),
        told(hub["reason"], details),
    )
