"""Claims as a table: the victims' payments."""

from collections.abc import Iterable
from pathlib import Path

from izdes.adapters.tables.rows import Columns, read_table
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.transfer import Claim, ClaimId, TransferId
from izdes.core.sealing.canonical import table_digest

CLAIM_COLUMNS: Columns = {"claim_id": "text", "transfer_id": "text", "amount_minor": "int"}


def read_claims(path: Path) -> list[Claim]:
    """Read claims.

    Raises:
        InputRefused: A column is missing, a cell is wrong, or an id stands twice.
    """
    table = read_table(path)
    table.require(*CLAIM_COLUMNS)
    claims = table.each(
        lambda cells: Claim(
            claim_id=ClaimId(cells.required("claim_id")),
            transfer_id=TransferId(cells.required("transfer_id")),
            amount_minor=cells.positive("amount_minor"),
            currency=cells.text("currency"),
        )
    )
    seen: set[str] = set()
    for number, claim in enumerate(claims, start=2):
        if claim.claim_id in seen:
            details = (("value", claim.claim_id),)
            raise InputRefused(Fault("id_twice", table.file, "", number, "claim_id", details))
        seen.add(claim.claim_id)
    return claims


def claims_digest(claims: Iterable[Claim]) -> str:
    """Return the digest of the claims."""
    rows = [(c.claim_id, c.transfer_id, c.amount_minor) for c in claims]
    return table_digest(list(CLAIM_COLUMNS), rows)
