"""The folder of several rules: one sub-folder each, and what they say side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from izdes.adapters.tables.comparison import Compared, compared, write_comparison
from izdes.adapters.tables.trace import Bounds, write_trace
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.opening_curve import OpeningCurve
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import Trace


def write_traces(
    folder: Path,
    traces: Mapping[RuleName, Trace],
    ledger: Ledger,
    claims: Sequence[Claim],
    *,
    bounds: Bounds | None,
    openings: Mapping[RuleName, Sequence[OpeningCurve]] | None = None,
    inputs: Mapping[str, str],
    seconds: float,
    transfers: int | None = None,
) -> tuple[dict[str, object], Sequence[Compared]]:
    """Write each rule into a sub-folder of an existing folder, and the comparison beside them.

    Args:
        bounds: The rule-free envelope; None where it was not computed.
        openings: By rule, what larger opening balances would change.
        inputs: Digests of the ledger, the claims and stated pins.
        transfers: How many the ledger has, where ``ledger`` holds only what the traces name.

    Returns:
        The root summary, and the rows of the comparison.
    """
    count = len(ledger.transfers) if transfers is None else transfers
    for rule, trace in traces.items():
        (folder / rule).mkdir()
        write_trace(
            folder / rule,
            trace,
            ledger,
            claims,
            seconds=seconds,
            bounds=bounds,
            openings=(openings or {}).get(rule, ()),
            inputs=inputs,
            transfers=count,
        )
    found = list(traces.values())
    rows = compared(found, bounds)
    sizes = {"claims": len(claims), "transfers": count}
    return write_comparison(folder, rows, found, inputs=inputs, sizes=sizes, seconds=seconds), rows
