"""Electronic signatures over complaints, as pages of triage and of the case show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from izdes.web.cases.masking import Sight, shown
from izdes.web.reception.models import Signature


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One signature: whose, when, and what the office has found, with the files that prove it.

    Attributes:
        why: Code of what is wrong; empty where it is accepted.
        receipt: Of its complaint, where the page shows several.
    """

    outcome: str
    why: str
    name: str
    iin: str
    body_bin: str
    certificate: str
    received_at: datetime
    claimed_at: datetime | None
    checked_at: datetime
    statement: int
    file: int
    report: int
    receipt: str = ""


def signatures_shown(
    rows: Iterable[Signature], sight: Sight, *, is_of_case: bool = False
) -> list[SignedBy]:
    """Return signatures, masked as far as they are not for this officer."""
    return [
        SignedBy(
            outcome=one.outcome,
            why=one.why,
            name=shown(one.name, "name", sight) if one.name else "",
            iin=shown(one.iin, "iin", sight) if one.iin else "",
            body_bin=one.body_bin,
            certificate=one.certificate,
            received_at=one.received_at,
            claimed_at=one.claimed_at,
            checked_at=one.checked_at,
            statement=one.statement_id,
            file=one.file_id,
            report=one.report_id,
            receipt=one.complaint.receipt if is_of_case else "",
        )
        for one in rows
    ]
