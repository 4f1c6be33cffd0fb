"""A certificate with everything it was made of, in a folder, and what the check says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.tables.certificate import write_certificate
from izdes.adapters.tables.ledger import (
    ACCOUNT_COLUMNS,
    TRANSFER_COLUMNS,
    coverage_row,
    transfer_row,
)
from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.rules import RuleName, trace
from izdes.core.tracing.trace import Pinned
from izdes.verify.check import Checked, Checks
from izdes.verify.files import Given

RULES: tuple[RuleName, ...] = ("fifo", "lifo", "pro-rata", "lowest-balance")


@dataclass(frozen=True)
class Papers:
    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate"

    @property
    def given(self) -> Given:
        accounts = self.folder / "accounts.csv"
        return Given(
            self.folder / "transfers.csv",
            accounts if accounts.exists() else None,
            self.folder / "claims.csv",
        )

    def check(self) -> Checked:
        return Checks(self.given).check(self.certificate, "certificate")

    def check_alone(self) -> Checked:
        return Checks(Given()).check(self.certificate, "certificate")


def papers(
    folder: Path,
    case: tuple[Ledger, Sequence[Claim]],
    rule: RuleName,
    pins: Sequence[Pinned] = (),
) -> Papers:
    ledger, claims = case
    folder.mkdir()
    write_certificate(
        folder / "certificate", trace(ledger, claims, rule, pins=pins), ledger, claims
    )
    write_inputs(folder, ledger, claims)
    return Papers(folder)


def write_inputs(folder: Path, ledger: Ledger, claims: Sequence[Claim]) -> None:
    write_csv(folder / "transfers.csv", TRANSFER_COLUMNS, map(transfer_row, ledger.transfers))
    if ledger.has_coverage:
        write_csv(folder / "accounts.csv", ACCOUNT_COLUMNS, map(coverage_row, ledger.coverages))
    columns: Columns = {
        "claim_id": "text",
        "transfer_id": "text",
        "amount_minor": "int",
        "currency": "text",
    }
    rows = [(c.claim_id, c.transfer_id, c.amount_minor, c.currency) for c in claims]
    write_csv(folder / "claims.csv", columns, rows)
