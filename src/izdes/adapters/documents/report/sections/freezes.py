"""Freezes: the accounts where the money most likely still lies, the most urgent first."""

from collections import Counter
from collections.abc import Iterator, Sequence

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.parties import account, account_line, marks
from izdes.adapters.documents.report.phrases import NONE, hours, money, span, sums, when, words
from izdes.adapters.documents.report.ruleswitch import RULES, between, rule_code
from izdes.adapters.documents.report.sections import folded, section
from izdes.adapters.documents.report.shape import ClaimShare, Findings, FreezePart
from izdes.adapters.documents.report.tables import Cell, Column, Row, filled
from izdes.adapters.words import amount

__all__ = ["CAP_COLUMNS", "FREEZE_COLUMNS", "freezes"]

FREEZE_COLUMNS = (
    Column("report_col_rank", "number"),
    Column("report_col_account"),
    Column("report_col_cap", "number"),
    Column("report_col_held", "number"),
    Column("report_col_frontier", "number"),
    Column("report_col_likely", "number"),
    Column("report_col_arrived", "time"),
    Column("report_col_hours", "number"),
    Column("report_col_paper"),
)
CAP_COLUMNS = (
    Column("report_col_account"),
    *(Column(f"short_{rule_code(rule)}", "number") for rule in RULES),
    Column("report_col_free", "number"),
)
# The rest is one click away: nobody freezes the thirtieth account first.
_FIRST = 20


def freezes(findings: Findings) -> Html:
    """Return the section."""
    parts = sorted(findings["freezes"], key=lambda f: f["rank"])
    if not parts:
        return section("freezes", tag("p", words("report_no_freezes"), class_="empty"))
    lead = tag("p", words("report_freezes_lead"), class_="lead")
    likely = tag("p", words("report_likely_lead"), class_="small")
    first, rest = _table(findings, parts[:_FIRST]), NOTHING
    if len(parts) > _FIRST:
        more = words("report_freezes_more", accounts=len(parts) - _FIRST)
        rest = folded(more, _table(findings, parts[_FIRST:]), is_open=False)
    whole = words("report_freezes_total", accounts=len(parts)) if len(parts) > 1 else NOTHING
    total = tag("p", whole, " ", _added(parts, "cap_minor")) if whole else NOTHING
    by_rule = _by_rule(findings, parts)
    return section("freezes", lead, first, rest, total, likely, by_rule, is_proposal=True)


def _by_rule(findings: Findings, parts: Sequence[FreezePart]) -> Html:
    """Return how much of each cap is owed to the rule."""
    rows = [_caps(findings, part) for part in parts]
    lead = tag("p", words("report_caps_lead"), class_="prose")
    table = filled("caps", CAP_COLUMNS, rows, caption=words("report_cap_caps"))
    return folded(words("report_caps"), lead, table, is_open=False)


def _caps(findings: Findings, part: FreezePart) -> Row:
    """Return one account under every rule."""
    least, most, currency = part["free_least_minor"], part["free_most_minor"], part["currency"]
    return (
        account_line(findings, part["account"]),
        *(money(part["by_rule"][rule], currency) for rule in RULES),
        Cell(between(least, most, currency), least or ""),
    )


def _table(findings: Findings, parts: Sequence[FreezePart]) -> Html:
    """Return a table of accounts."""
    rows = [_row(findings, part) for part in parts]
    total = _total(parts) if len(parts) > 1 else None
    caption = words("report_cap_freezes")
    return filled("freezes", FREEZE_COLUMNS, rows, caption=caption, total=total)


def _row(findings: Findings, part: FreezePart) -> Row:
    """Return one account."""
    currency = part["currency"]
    return (
        tag("b", str(part["rank"])),
        joined((account(findings, part["account"]), marks(part["marks"]), _shares(part))),
        tag("b", money(part["cap_minor"], currency)),
        _held(part),
        money(part["frontier_minor"], currency),
        _likely(findings, part),
        _arrived(part),
        Cell(hours(part["hours_since"]), str(part["hours_since"])),
        tag("a", part["number"], href=f"{part['file']}.pdf", class_="paper"),
    )


def _held(part: FreezePart) -> Html:
    """Return what rested on the account, and of which instant that is a fact."""
    held = money(part["held_minor"], part["currency"])
    if part["held_as_of"] is None or part["held_minor"] == "0":
        return held
    return joined((held, tag("span", when(part["held_as_of"]), class_="sub")), by=" ")


def _likely(findings: Findings, part: FreezePart) -> Html:
    """Return what is likely still there and what that rests on, or a dash without an estimate."""
    if part["likely_minor"] is None:
        return NONE
    likely = money(part["likely_minor"], part["currency"])
    if _is_stated(findings, part):
        return likely
    return joined((likely, *(tag("span", line, class_="sub") for line in _rests_on(part))), by=" ")


def _is_stated(findings: Findings, part: FreezePart) -> bool:
    """Say whether a statement shows all of it at the very moment, and nothing is estimated."""
    seen = part["held_as_of"]
    return part["frontier_minor"] == "0" and seen is not None and seen >= findings["as_of"]


def _rests_on(part: FreezePart) -> Iterator[Html]:
    """Yield how much less it is in an hour, where it is guessed at, and from whose stays."""
    loss = int(part["loss_per_hour_minor"] or 0)
    if loss:
        yield words("report_likely_loss", loss=amount(loss, part["currency"]))
    if part["older_minor"] == part["cap_minor"]:
        yield words("report_likely_older")
    elif part["older_minor"] != "0":
        yield words("report_likely_older_in_part")
    yield words(f"report_likely_{part['likely_basis']}", stays=part["likely_stays"])


def _arrived(part: FreezePart) -> Html:
    """Return when the victims' money came, first and last."""
    last = when(part["arrived_last"])
    is_one = part["arrived_first"] == part["arrived_last"]
    return last if is_one else span(part["arrived_first"], last)


def _shares(part: FreezePart) -> Html:
    """Return whose money the cap is made of."""
    shares = part["claims"]
    if not shares:
        return NOTHING
    items = joined(_share(share, part["currency"]) for share in shares)
    summary = tag("summary", words("report_shares", claims=len(shares)))
    return tag("details", summary, tag("ul", items), class_="small")


def _share(share: ClaimShare, currency: str) -> Html:
    """Return one claim's part."""
    return tag("li", share["claim_id"], ": ", money(share["amount_minor"], currency))


def _total(parts: Sequence[FreezePart]) -> Row:
    """Return the totals row, by currency."""
    names = ("cap_minor", "held_minor", "frontier_minor", "likely_minor")
    columns = (_added(parts, name) for name in names)
    return (NOTHING, words("report_total"), *columns, NOTHING, NOTHING, NOTHING)


def _added(parts: Sequence[FreezePart], name: str) -> Html:
    """Add one column up by currency."""
    totals: Counter[str] = Counter()
    for part in parts:
        value = part.get(name)
        totals[part["currency"]] += int(value) if isinstance(value, str) else 0
    return sums(totals)
