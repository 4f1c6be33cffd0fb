"""What stands beside the series: possible joins, who launders, what links nobody, contradictions.

None of it joins anything. Each part says what a person can do with it.
"""

from collections.abc import Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag, text
from izdes.adapters.documents.report.phrases import NONE, money, span, told, when, words
from izdes.adapters.documents.report.sections import proposal
from izdes.adapters.documents.report.shape import (
    ContradictionPart,
    Findings,
    GroundPart,
    HubPart,
    PossiblePart,
    ReceivedPart,
    ServiceAccountPart,
    ServicePart,
)
from izdes.adapters.documents.report.tables import Cell, Column, Row, filled
from izdes.adapters.words import entries

__all__ = [
    "CONTRADICTION_COLUMNS",
    "HUB_COLUMNS",
    "POSSIBLE_COLUMNS",
    "RECEIVED_COLUMNS",
    "SERVICE_COLUMNS",
    "beside",
    "pair",
    "strength",
]

POSSIBLE_COLUMNS = (
    Column("report_col_two_series"),
    Column("report_col_grounds"),
    Column("report_col_strength", "number"),
)
SERVICE_COLUMNS = (
    Column("report_col_service_accounts"),
    Column("report_col_complaints", "number"),
    Column("report_col_served"),
)
RECEIVED_COLUMNS = (
    Column("report_col_received_by"),
    Column("report_col_received_from"),
    Column("report_col_account"),
    Column("report_col_amount", "number"),
    Column("report_col_judged_at", "time"),
)
HUB_COLUMNS = (
    Column("report_col_value"),
    Column("report_col_complaints", "number"),
    Column("report_col_verdict"),
    Column("report_col_reason"),
)
CONTRADICTION_COLUMNS = (
    Column("report_col_judgement"),
    Column("report_col_link"),
    Column("report_col_judged_by"),
    Column("report_col_judged_at", "time"),
)
_FIRST = 10


def beside(findings: Findings) -> Html:
    """Return everything that stands beside the series; what is empty is left away."""
    return joined(
        (
            _contradictions(findings["contradictions"]),
            _possible(findings["possible"]),
            _services([one for one in findings["services"] if len(one["series"]) > 1]),
            _received(findings["received"]),
            _hubs(findings["hubs"]),
        )
    )


def pair(one: str, other: str) -> Html:
    """Write two complaints or series beside each other."""
    names = (tag("span", name, class_="id") for name in (one, other))
    return tag("span", joined(names, by=" – "), class_="whole")


def strength(milli: int) -> Html:
    """Write a weight; where there is none, a dash."""
    return tag("span", _thousandths(milli), class_="sum") if milli > 0 else NONE


def _thousandths(value: int) -> str:
    """Write an integer number of thousandths with a decimal comma.

    >>> _thousandths(2301), _thousandths(-45)
    ('2,30', '-0,04')
    """
    whole, rest = divmod(abs(value), 1000)
    return f"{'-' if value < 0 else ''}{whole},{rest // 10:02d}"


def _possible(parts: Sequence[PossiblePart]) -> Html:
    """Return series that may be of one hand, the strongest first."""
    if not parts:
        return NOTHING
    rows = [_join(part) for part in parts[:_FIRST]]
    table = filled("possible", POSSIBLE_COLUMNS, rows, caption=words("report_cap_possible"))
    more = NOTHING
    if len(parts) > _FIRST:
        left = words("report_possible_more", joins=len(parts) - _FIRST)
        more = tag("p", left, class_="small")
    return joined((tag("h3", words("report_possible"), " ", proposal()), table, more))


def _join(part: PossiblePart) -> Row:
    """Return one possible join with its grounds."""
    grounds = tag("ul", *(_ground(ground) for ground in part["grounds"]), class_="plain")
    return (
        pair(part["series_a"], part["series_b"]),
        grounds,
        Cell(strength(part["strength"]), str(part["strength"])),
    )


def _ground(ground: GroundPart) -> Html:
    """Return one ground: its sentence, the value where there is one, the two complaints."""
    value = tag("span", ground["value"], class_="acct") if ground["value"] else NOTHING
    who = tag("span", pair(ground["complaint_a"], ground["complaint_b"]), class_="small")
    sentence = told(ground["reason"], {"kind": ground["kind"], "value": ground["value"]})
    return tag("li", sentence, " ", value, " ", who)


def _services(parts: Sequence[ServicePart]) -> Html:
    """Return accounts that took money of several series."""
    if not parts:
        return NOTHING
    rows = [_service(part) for part in parts]
    table = filled("services", SERVICE_COLUMNS, rows, caption=words("report_cap_services"))
    return joined((tag("h3", words("report_services")), table))


def _service(part: ServicePart) -> Row:
    """Return one service: its accounts with their time, its complaints, its series."""
    accounts = (
        tag(
            "li",
            tag("span", account["value"].removeprefix("iban:"), class_="acct"),
            " ",
            tag("span", span(account["first"], when(account["last"])), class_="small"),
            _holder(account),
        )
        for account in part["accounts"]
    )
    served = (
        words("report_served", series=one["series_id"], complaints=one["complaints"])
        for one in part["series"]
    )
    return (
        tag("ul", *accounts, class_="plain"),
        text(str(len(part["complaints"]))),
        joined(served, by="; "),
    )


def _holder(account: ServiceAccountPart) -> Html:
    """Say who holds an account, where he holds another one of the service."""
    if not account["holder"]:
        return NOTHING
    name = account["holder_name"] or account["holder"]
    return tag("div", words("report_one_holder", name=name), class_="small")


def _received(parts: Sequence[ReceivedPart]) -> Html:
    """Return victims to whose own accounts other victims' money came: leads, and no links."""
    if not parts:
        return NOTHING
    rows: list[Row] = [
        (
            tag("span", one["complaint_id"], class_="id"),
            tag("span", one["origin"], class_="id"),
            tag("span", one["account"].removeprefix("iban:"), class_="acct"),
            Cell(money(one["amount_minor"], one["currency"]), one["amount_minor"]),
            Cell(when(one["first_at"]), one["first_at"]),
        )
        for one in parts
    ]
    table = filled("received", RECEIVED_COLUMNS, rows, caption=words("report_cap_received"))
    return joined((tag("h3", words("report_received")), table))


def _hubs(parts: Sequence[HubPart]) -> Html:
    """Return identifiers that join nothing because unrelated complaints share them."""
    if not parts:
        return NOTHING
    ordered = sorted(parts, key=lambda hub: (-hub["degree"], hub["kind"], hub["value"]))
    caption = words("report_cap_hubs")
    table = filled("hubs", HUB_COLUMNS, [_hub(hub) for hub in ordered], caption=caption)
    waiting = any(hub["verdict"] == "pending" for hub in parts)
    what = tag("p", words("report_hubs_pending"), class_="due") if waiting else NOTHING
    return joined((tag("h3", words("report_hubs")), what, table))


def _hub(hub: HubPart) -> Row:
    """Return one of them, with what was said of it and why."""
    details: dict[str, str | int] = {
        "kind": hub["kind"],
        "value": hub["value"],
        "count": hub["degree"],
    }
    # An officer gives a reason in his own words, the machine one of its codes.
    is_code = hub["reason"] in entries()
    reason = told(hub["reason"], details) if is_code else tag("q", hub["reason"])
    return (
        tag("span", hub["value"], class_="acct"),
        text(str(hub["degree"])),
        words(f"report_verdict_{hub['verdict']}"),
        joined((reason, _grounds(hub["grounds"]))),
    )


def _grounds(grounds: Sequence[Sequence[str | int]]) -> Html:
    """Return what the machine's verdict rests on, with the points: below zero for a crew's own."""
    if not grounds:
        return NOTHING
    items = (tag("li", f"{int(points):+d} ", told(str(code), {})) for code, points in grounds)
    return tag("ul", *items, class_="plain small")


def _contradictions(parts: Sequence[ContradictionPart]) -> Html:
    """Return judgements of "same hand" that a "not the same" outranks."""
    if not parts:
        return NOTHING
    rows = [_contradiction(part) for part in parts]
    caption = words("report_cap_contradictions")
    table = filled("contradictions", CONTRADICTION_COLUMNS, rows, caption=caption)
    return joined((tag("h3", words("report_contradictions")), table))


def _contradiction(part: ContradictionPart) -> Row:
    """Return one judgement."""
    return (
        tag("span", part["judgement_id"], class_="id"),
        pair(part["complaint_a"], part["complaint_b"]),
        tag("span", part["by"]),
        Cell(when(part["at"]), part["at"]),
    )
