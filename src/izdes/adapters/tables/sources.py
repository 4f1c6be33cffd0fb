"""Sources as a table: where the units of a transfer, or of a balance, came from."""

from collections.abc import Iterable
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_both
from izdes.core.sealing.canonical import Field
from izdes.core.tracing.backward import Source

SOURCE_COLUMNS: Columns = {
    "entrance": "text",
    "account": "text",
    "transfer_id": "text",
    "entered_at": "time",
    "came_by": "text",
    "claims": "text",
    "amount_minor": "int",
    "currency": "text",
    "is_assumed": "int",
}


def source_rows(sources: Iterable[Source]) -> list[tuple[Field, ...]]:
    """Return the sources in the columns' order."""
    return [
        (
            s.entrance,
            s.account,
            s.transfer_id,
            s.entered_at,
            s.came_by,
            " ".join(s.claims),
            s.amount_minor,
            s.currency,
            int(s.is_assumed),
        )
        for s in sources
    ]


def write_sources(folder: Path, sources: Iterable[Source]) -> None:
    """Write ``sources.parquet`` and ``sources.csv.gz``."""
    write_both(folder, "sources", SOURCE_COLUMNS, source_rows(sources))
