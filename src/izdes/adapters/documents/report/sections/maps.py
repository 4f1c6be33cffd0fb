"""Money maps: where the money went as a picture, and the same as tables that fold nothing."""

from collections.abc import Iterator

from izdes.adapters.documents.report.glyphs import ENDINGS, glyph
from izdes.adapters.documents.report.mapdraw import COLOURED_UP_TO, anchor, drawn
from izdes.adapters.documents.report.markup import Html, joined, tag, text
from izdes.adapters.documents.report.parties import account_line
from izdes.adapters.documents.report.phrases import NONE, money, plain, when, words
from izdes.adapters.documents.report.places import WIDEST
from izdes.adapters.documents.report.ruleswitch import RULES, between, rule_code, rule_switch
from izdes.adapters.documents.report.sections import folded, many, section
from izdes.adapters.documents.report.shape import Findings, MapFlow, MapPlace, MoneyMap
from izdes.adapters.documents.report.tables import Cell, Column, Row, filled

__all__ = ["FLOW_COLUMNS", "STOP_COLUMNS", "maps"]

FLOW_COLUMNS = (
    Column("report_col_from"),
    Column("report_col_to"),
    Column("report_col_amount", "number"),
    Column("report_col_transfers", "number"),
    Column("report_col_first", "time"),
    Column("report_col_last", "time"),
    Column("report_col_whose"),
)
STOP_COLUMNS = (
    Column("report_col_account"),
    Column("report_col_ending"),
    *(Column(f"short_{rule_code(rule)}", "number") for rule in RULES),
    Column("report_col_free", "number"),
)
_OPEN_UP_TO = 3
# Pictures are the bulk of a report: smaller series are drawn once, their tables hold every rule.
_ALL_RULES_UP_TO = 4
_NAMED_UP_TO = 6


def maps(findings: Findings) -> Html:
    """Return the section."""
    given = findings["maps"]
    if not given:
        return section("maps", tag("p", words("report_no_maps"), class_="empty"))
    parts = [_one(findings, part, at) for at, part in enumerate(given)]
    lead = tag("p", words("report_maps_lead", widest=WIDEST), class_="lead")
    return section("maps", lead, rule_switch(), _legend(), many(parts))


def _legend() -> Html:
    """Return what the shapes mean."""
    items = joined(tag("li", glyph(ending), " ", words(ending)) for ending in ENDINGS)
    return tag("ul", items, class_="legend")


def _one(findings: Findings, part: MoneyMap, at: int) -> Html:
    """Return one map with its tables."""
    about = tag("figcaption", joined(_about(part), by=" "), id=f"{anchor(part)}-about")
    rules = RULES if at < _ALL_RULES_UP_TO else RULES[:1]
    pictures = joined(_picture(findings, part, rule, is_one=len(rules) == 1) for rule in rules)
    figure = tag("figure", about, pictures, class_="map-figure")
    tables = folded(
        words("report_map_tables"),
        _flows(findings, part),
        _stops(findings, part),
        is_open=len(part["flows"]) <= WIDEST,
    )
    title = joined(_title(part), by=" · ")
    return folded(title, figure, tables, is_open=at < _OPEN_UP_TO)


def _picture(findings: Findings, part: MoneyMap, rule: str, *, is_one: bool) -> Html:
    """Return what a map shows under one rule; the switch shows one of several."""
    shown = part
    for other in part["other_rules"]:
        if other["rule"] == rule:
            shown = {**part, "stops": other["stops"], "flows": other["flows"]}
    name = words("report_map_under", rule=plain(f"rule_{rule_code(rule)}"))
    picture = tag("div", drawn(findings, shown), class_="wide")
    shown_for = None if is_one else f"by-rule by-{rule}"
    return tag("div", tag("p", name, class_="small"), picture, class_=shown_for)


def _title(part: MoneyMap) -> Iterator[Html]:
    """Yield the line that stands while the map is closed."""
    if part["series_id"] is None:
        yield tag("b", words("report_map_others", series=part["series"]))
    elif len(part["complaints"]) == 1:
        yield tag("b", words("report_map_one", complaint=part["complaints"][0]["complaint_id"]))
    else:
        yield tag("b", words("report_series_name", series=part["series_id"]))
    yield words("report_series_size", complaints=len(part["complaints"]))
    yield money(part["loss_minor"], part["currency"])


def _about(part: MoneyMap) -> Iterator[Html]:
    """Yield the description of the picture."""
    is_coloured = len(part["complaints"]) <= COLOURED_UP_TO
    yield words("report_map_coloured" if is_coloured else "report_map_grey")


def _flows(findings: Findings, part: MoneyMap) -> Html:
    """Return every flow."""
    rows = [_flow(findings, flow, part["currency"]) for flow in part["flows"]]
    return filled("flows", FLOW_COLUMNS, rows, caption=words("report_cap_flows"))


def _flow(findings: Findings, flow: MapFlow, currency: str) -> Row:
    """Return one flow."""
    return (
        _place(findings, flow["source"]),
        _place(findings, flow["target"]),
        money(flow["amount_minor"], currency),
        text(str(flow["transfers"])),
        when(flow["first"]),
        when(flow["last"]),
        _whose(flow, currency),
    )


def _whose(flow: MapFlow, currency: str) -> Html:
    """Return whose money it is, or of how many."""
    parts = flow["parts"]
    if len(parts) > _NAMED_UP_TO:
        return words("report_of_victims", victims=len(parts))
    if len(parts) == 1:
        return text(parts[0]["complaint_id"])
    items = (
        tag("li", part["complaint_id"], ": ", money(part["amount_minor"], currency))
        for part in parts
    )
    return tag("ul", *items, class_="plain")


def _place(findings: Findings, name: str) -> Html:
    """Return a complaint or an account."""
    kind, _, key = name.partition(":")
    return text(key) if kind == "victim" else account_line(findings, key)


def _stops(findings: Findings, part: MoneyMap) -> Html:
    """Return where it stopped, under each rule, and what holds under any."""
    rows = [_stop(findings, place, part["currency"]) for place in part["places"]]
    return filled("stops", STOP_COLUMNS, rows, caption=words("report_cap_stops"))


def _stop(findings: Findings, place: MapPlace, currency: str) -> Row:
    """Return one place."""
    ending, by_rule = place["ending"], place["by_rule"]
    return (
        _place(findings, place["place"]),
        joined((glyph(ending), " ", words(ending))),
        *(_sum(by_rule.get(rule, "0"), currency) for rule in RULES),
        _free(place, currency),
    )


def _sum(minor: str, currency: str) -> Html:
    """Print a sum, or a dash for none."""
    return NONE if minor == "0" else money(minor, currency)


def _free(place: MapPlace, currency: str) -> Cell:
    """Print the least and the most under any rule, sorted by what is sure."""
    return Cell(
        between(place["least_minor"], place["most_minor"], currency), place["least_minor"] or ""
    )
