"""Pins as a table: identifications that a person states, each with its evidence.

A pin says that units of a debit are units of a credit: the same reference, the exact sum minutes
apart, a message that says so. Without evidence it is an opinion, and is refused. Whether the money
was still there is tested by the trace itself (`izdes.core.tracing.pins`).
"""

from collections.abc import Iterable
from pathlib import Path

from izdes.adapters.tables.rows import Cells, Columns, read_table
from izdes.core.money.transfer import TransferId
from izdes.core.sealing.canonical import table_digest
from izdes.core.tracing.trace import Pinned

PIN_COLUMNS: Columns = {
    "credit_transfer_id": "text",
    "debit_transfer_id": "text",
    "amount_minor": "int",
    "evidence": "text",
}


def read_pins(path: Path) -> list[Pinned]:
    """Read pins in the order in which they are to be taken.

    Raises:
        InputRefused: A column is missing, a cell is wrong, or a pin has no evidence.
    """
    table = read_table(path)
    table.require(*PIN_COLUMNS)
    return table.each(
        lambda cells: Pinned(
            credit=TransferId(cells.required("credit_transfer_id")),
            debit=TransferId(cells.required("debit_transfer_id")),
            amount_minor=cells.positive("amount_minor"),
            evidence=_evidence(cells),
        )
    )


def _evidence(cells: Cells) -> str:
    """Read why somebody says so; blanks say nothing."""
    evidence = " ".join(cells.text("evidence").split())
    if not evidence:
        raise cells.refuse("pin_without_evidence", "evidence")
    return evidence


def pins_digest(pins: Iterable[Pinned]) -> str:
    """Return the digest of stated pins; their order decides which is taken first."""
    rows = [
        (n, pin.credit, pin.debit, pin.amount_minor, pin.evidence) for n, pin in enumerate(pins)
    ]
    return table_digest(["n", *PIN_COLUMNS], rows)
