"""Rules side by side: what each leaves at every place, and what none of them can change.

One row for each claim and place, one column for each rule, all in the claim's minor units. The
two last columns are the rule-free envelope (`izdes.core.tracing.envelope`): under any rule at
least so much and at most so much. They are empty where the envelope states nothing, beyond an
exchange of currency. The table proves no rule right.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.rows import Columns, ColumnType, write_both
from izdes.adapters.tables.trace import Bounds, totals_of, write_json, write_run
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.core.sealing.canonical import Field, table_digest
from izdes.core.tracing.trace import EndingKind, Trace

_PLACE: Columns = {"claim_id": "text", "account": "text", "ending": "text", "currency": "text"}
_ENVELOPE: Columns = {"least_minor": "int", "most_minor": "int"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim at one place under several rules.

    Attributes:
        by_rule: What each rule leaves there, in minor units of ``currency``, the claim's.
        least_minor, most_minor: The rule-free envelope; None where it is not stated.
    """

    claim_id: ClaimId
    account: AccountKey
    ending: EndingKind
    currency: str
    by_rule: Mapping[str, int]
    least_minor: int | None
    most_minor: int | None

    @property
    def is_certain(self) -> bool:
        """Say whether some money is here whatever the rule."""
        return bool(self.least_minor)

    @property
    def is_disputed(self) -> bool:
        """Say whether the rules compared leave different amounts."""
        return len(set(self.by_rule.values())) > 1


def compared(traces: Sequence[Trace], bounds: Bounds | None) -> tuple[Compared, ...]:
    """Return every place where one of the rules leaves money."""
    units: defaultdict[tuple[ClaimId, AccountKey, EndingKind, str], dict[str, int]]
    units = defaultdict(lambda: {trace.rule: 0 for trace in traces})
    lies_in: defaultdict[tuple[ClaimId, AccountKey, EndingKind, str], set[str]] = defaultdict(set)
    for trace in traces:
        for e in trace.endings:
            place = (e.claim_id, e.account, e.ending, e.currency)
            units[place][trace.rule] += e.amount_minor
            lies_in[place].add(e.local_currency)
    return tuple(
        Compared(*place, by_rule, *_bound(place, lies_in[place], bounds or {}))
        for place, by_rule in sorted(units.items())
        if any(by_rule.values())
    )


def _bound(
    place: tuple[str, str, str, str], lies_in: set[str], bounds: Bounds
) -> tuple[int | None, int | None]:
    """Return the envelope of a place, where all its money is still in the claim's currency."""
    claim_id, account, ending, currency = place
    if lies_in != {currency}:
        return (None, None)
    return bounds.get((claim_id, account, ending, currency), (None, None))


def comparison_rows(rows: Iterable[Compared]) -> list[tuple[Field, ...]]:
    """Return the rows in the columns' order."""
    return [
        (
            c.claim_id,
            c.account,
            c.ending,
            c.currency,
            *c.by_rule.values(),
            c.least_minor,
            c.most_minor,
        )
        for c in rows
    ]


def write_comparison(
    folder: Path,
    rows: Sequence[Compared],
    traces: Sequence[Trace],
    *,
    inputs: Mapping[str, str],
    sizes: Mapping[str, int],
    seconds: float,
) -> dict[str, object]:
    """Write the comparison beside the folders of the rules and return the root summary.

    Args:
        inputs: Digests of the ledger, the claims and stated pins.
        sizes: How many claims and transfers there are.
    """
    rules: dict[str, ColumnType] = dict.fromkeys((t.rule for t in traces), "int")
    columns: Columns = {**_PLACE, **rules, **_ENVELOPE}
    table = comparison_rows(rows)
    summary: dict[str, object] = {
        "format": "izdes.comparison/1",
        "rules": list(rules),
        "versions": {"izdes": version("izdes")},
        "digests": {**inputs, "comparison": table_digest(list(columns), table)},
        **sizes,
        "totals": {t.rule: totals_of(t.endings) for t in traces},
        "certain": [_certain(c) for c in rows if c.is_certain],
    }
    write_both(folder, "comparison", columns, table)
    write_json(folder / "summary.json", summary)
    write_run(folder / "run.json", seconds)
    return summary


def _certain(c: Compared) -> dict[str, str]:
    """Return what is at a place whatever the rule."""
    return {
        "claim_id": c.claim_id,
        "account": c.account,
        "ending": c.ending,
        "currency": c.currency,
        "least_minor": str(c.least_minor),
        "most_minor": str(c.most_minor),
    }
