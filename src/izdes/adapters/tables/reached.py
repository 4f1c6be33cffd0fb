"""The perimeter as a folder: every account that claimed money may have touched, never an amount."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.adapters.tables.rows import Columns, write_both
from izdes.adapters.tables.trace import write_json, write_run
from izdes.core.sealing.canonical import Field, table_digest
from izdes.core.tracing.poison import Reached

REACHED_COLUMNS: Columns = {
    "claim_id": "text",
    "account": "text",
    "currency": "text",
    "reached_at": "time",
    "transfer_id": "text",
}


def write_reached(
    folder: Path,
    reached: Sequence[Reached],
    *,
    inputs: Mapping[str, str],
    sizes: Mapping[str, int],
    seconds: float,
) -> dict[str, object]:
    """Write the perimeter into an existing folder and return its summary.

    Args:
        inputs: Digests of the ledger, the claims and stated pins.
        sizes: How many claims and transfers there are.
    """
    rows: list[tuple[Field, ...]] = [
        (r.claim_id, r.account, r.currency, r.reached_at, r.transfer_id) for r in reached
    ]
    summary: dict[str, object] = {
        "format": "izdes.trace/1",
        "rule": "poison",
        "conventions": list(CONVENTIONS["poison"]),
        "versions": {"izdes": version("izdes")},
        "digests": {**inputs, "reached": table_digest(list(REACHED_COLUMNS), rows)},
        **sizes,
        "accounts": len({r.account for r in reached}),
    }
    write_both(folder, "reached", REACHED_COLUMNS, rows)
    write_json(folder / "summary.json", summary)
    write_run(folder / "run.json", seconds)
    return summary
