"""Report: all that a complaint says when it comes in, whichever way it comes.

It is the contract of ``complaints.jsonl`` (docs/reference/complaints.md) with what only the office
keeps: who complains, files, and how it was signed. All of it is what somebody said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from izdes.core.identifiers import complaint as told
from izdes.core.identifiers.complaint import GivenIdentifier

Precision = Literal["second", "minute", "day"]
Signing = Literal["", "e_signature", "protocol", "oral_protocol"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who complains, as far as it is said."""

    full_name: str = ""
    iin: str = ""
    phone: str = ""
    contact: str = ""
    birth_year: int | None = None
    sex: str = ""
    organisation_name: str = ""
    representative: str = ""

    def __repr__(self) -> str:
        """Mask the person."""
        return "Applicant(…)"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment as she declares it.

    Attributes:
        amount_minor: Minor units; None when not said.
        precision: How exactly ``at`` was said.
        from_bank: Identifier of the register of institutions; empty when not known.
    """

    at: datetime | None = None
    precision: Precision = "minute"
    amount_minor: int | None = None
    currency: str = "KZT"
    from_raw: str = ""
    to_raw: str = ""
    from_bank: str = ""
    to_bank: str = ""
    channel: str = ""

    def __repr__(self) -> str:
        """Mask the accounts."""
        return f"Payment({self.amount_minor} {self.currency})"


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came with a complaint, stored already by whoever acts."""

    file: int
    kind: str = "other"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a complaint says.

    Attributes:
        reported_at: When she reported; aware.
        region: Two digits of KATO, empty when not given.
        scheme: By which method, as an officer has said; the machine's own proposal is made of
            the narrative.
        total_minor: The loss as she declares it; None when not said.
        organisation: BIN of the organisation that complains.
        external_id: What its source calls it: it is taken in once. Empty where there is none.
        source_file: Number of the file in which it came, as received; ``source_line`` its line.
        signed_how: Empty while it is a message.
        code_digest: Of the code of her receipt, where a window has given her one; it is made here
            where that is empty.
    """

    reported_at: datetime
    language: str = "kk"
    narrative: str = ""
    region: str = ""
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    scheme: str = ""
    applicant: Applicant = Applicant()
    payments: tuple[Payment, ...] = ()
    loans: tuple[told.Loan, ...] = ()
    total_minor: int | None = None
    identifiers: tuple[GivenIdentifier, ...] = ()
    files: tuple[Received, ...] = ()
    is_in_progress: bool = False
    organisation: str = ""
    external_id: str = ""
    source_file: int | None = None
    source_line: int | None = None
    signed_how: Signing = ""
    signed_at: datetime | None = None
    code_digest: bytes = b""

    def __repr__(self) -> str:
        """Name nobody."""
        return f"Report({self.external_id or self.reported_at.isoformat()})"


def report_of(complaint: told.Complaint, *, source_file: int | None = None) -> Report:
    """Return the report of a complaint as it was read from a file."""
    victim = complaint.victim
    return Report(
        reported_at=complaint.reported_at,
        language=complaint.language or "kk",
        narrative=complaint.narrative,
        region=complaint.region,
        occurred_from=complaint.occurred_from,
        occurred_to=complaint.occurred_to,
        scheme=complaint.scheme,
        applicant=Applicant(birth_year=victim.birth_year, sex=victim.sex),
        payments=_payments(complaint.payments),
        loans=complaint.loans,
        total_minor=complaint.total_minor,
        identifiers=complaint.identifiers,
        external_id=complaint.complaint_id,
        source_file=source_file,
        source_line=complaint.line or None,
    )


def _payments(given: Sequence[told.Payment]) -> tuple[Payment, ...]:
    """Return payments as the contract tells them, which says nothing of banks."""
    return tuple(
        Payment(
            at=one.at,
            amount_minor=one.amount_minor,
            currency=one.currency,
            from_raw=one.paid_from,
            to_raw=one.paid_to,
            channel=one.channel,
        )
        for one in given
    )
