"""Sums by ending under each rule, side by side: a rule is a convention, and others say others."""

from collections import defaultdict

from izdes.adapters.documents.report.glyphs import ENDINGS
from izdes.web.funds.models import Trace
from izdes.web.pages.figures import Money


def rules_beside(trace: Trace) -> list[dict[str, object]]:
    """Return a row for each ending and currency, with its sum under each rule, and their totals."""
    found: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for rule in trace.rules:
        for total in trace.summary["by_rule"][rule]:
            found[total["currency"], total["ending"]][rule] = int(total["amount_minor"])
    order = {ending: n for n, ending in enumerate(ENDINGS)}
    keys = sorted(found, key=lambda key: (key[0], order[key[1]]))
    rows = [
        _row(ending, currency, found[currency, ending], trace.rules) for currency, ending in keys
    ]
    for currency in sorted({currency for currency, _ in keys}):
        sums = {
            rule: sum(found[key].get(rule, 0) for key in keys if key[0] == currency)
            for rule in trace.rules
        }
        rows.append(_row("", currency, sums, trace.rules))
    return rows


def _row(ending: str, currency: str, sums: dict[str, int], rules: list[str]) -> dict[str, object]:
    """Return one row; an empty ending is the total."""
    return {"ending": ending, "sums": [Money(sums.get(rule, 0), currency) for rule in rules]}
