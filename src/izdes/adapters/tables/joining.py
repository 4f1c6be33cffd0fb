"""Joining as tables: which rows of two banks became one transfer and why, and what stayed open."""

from collections.abc import Iterator
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.money.assemble import Assembly
from izdes.core.sealing.canonical import Field

MATCH_COLUMNS: Columns = {
    "transfer_id": "text",
    "debit_row": "text",
    "credit_row": "text",
    "lag_seconds": "int",
    "reasons": "text",
}
AMBIGUOUS_COLUMNS: Columns = {
    "group": "int",
    "row_id": "text",
    "direction": "text",
    "amount_minor": "int",
    "currency": "text",
    "payer": "text",
    "payee": "text",
}
PROPOSAL_COLUMNS: Columns = {
    "key": "text",
    "account": "text",
    "evidence": "int",
    "is_contradicted": "text",
    "row_ids": "text",
}


def write_joining(folder: Path, assembly: Assembly) -> None:
    """Write ``matches.csv``, ``ambiguous.csv`` and ``alias_proposals.csv``."""
    write_csv(folder / "matches.csv", MATCH_COLUMNS, _matches(assembly))
    write_csv(folder / "ambiguous.csv", AMBIGUOUS_COLUMNS, _ambiguous(assembly))
    write_csv(folder / "alias_proposals.csv", PROPOSAL_COLUMNS, _proposals(assembly))


def _matches(assembly: Assembly) -> Iterator[tuple[Field, ...]]:
    """Yield each joined pair."""
    for m in assembly.matched:
        transfer = assembly.row_to_transfer[m.debit_row]
        yield (transfer, m.debit_row, m.credit_row, m.lag_seconds, " ".join(m.reasons))


def _ambiguous(assembly: Assembly) -> Iterator[tuple[Field, ...]]:
    """Yield each row that could be joined in several ways, with the group that it belongs to."""
    for number, g in enumerate(assembly.ambiguous, start=1):
        sides = (("debit", g.debit_rows), ("credit", g.credit_rows))
        for direction, rows in sides:
            for row in rows:
                yield (number, row, direction, g.amount_minor, g.currency, g.payer, g.payee)


def _proposals(assembly: Assembly) -> Iterator[tuple[Field, ...]]:
    """Yield each proposed other name of an account."""
    for p in assembly.proposals:
        contradicted = "yes" if p.is_contradicted else ""
        yield (p.key, p.account, len(p.rows), contradicted, " ".join(p.rows))
