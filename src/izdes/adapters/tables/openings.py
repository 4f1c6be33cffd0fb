"""Openings as a table: what a larger opening balance than the assumed one would change.

One row for each point of each line of `izdes.core.tracing.opening_curve`. Of an exact line the
amount between two points lies on the straight line between them, and after the last point it
stays; of another only the points are stated. The table does not say which opening was the true
one, and each opening is taken alone, the others at their least.
"""

from collections.abc import Iterable
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_both
from izdes.core.sealing.canonical import Field, table_digest
from izdes.core.tracing.opening_curve import OpeningCurve

OPENING_COLUMNS: Columns = {
    "account": "text",
    "currency": "text",
    "covered_from": "time",
    "least_minor": "int",
    "claim_id": "text",
    "end_account": "text",
    "ending": "text",
    "end_currency": "text",
    "delta_minor": "int",
    "amount_minor": "int",
    "is_exact": "int",
    "is_cut": "int",
}


def opening_rows(curves: Iterable[OpeningCurve]) -> list[tuple[Field, ...]]:
    """Return a row for each point, in the columns' order."""
    return [
        (
            curve.opening.account,
            curve.opening.currency,
            curve.opening.covered_from,
            curve.opening.least_minor,
            *line.place,
            delta_minor,
            amount_minor,
            int(line.is_exact),
            int(line.is_cut),
        )
        for curve in curves
        for line in curve.lines
        for delta_minor, amount_minor in line.points
    ]


def openings_digest(curves: Iterable[OpeningCurve]) -> str:
    """Return the digest of the table."""
    return table_digest(list(OPENING_COLUMNS), opening_rows(curves))


def write_openings(folder: Path, curves: Iterable[OpeningCurve]) -> None:
    """Write ``openings.parquet`` and ``openings.csv.gz``."""
    write_both(folder, "openings", OPENING_COLUMNS, opening_rows(curves))
