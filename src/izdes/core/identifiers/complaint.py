"""Complaint: what a victim submits, as values.

Everything in it is what somebody said. Times may be rounded, sums may include fees, numbers may be
mistyped; the complaint proves that it was said, and when.

Texts are kept as given. Numbers of accounts and contacts are read by `izdes.core.identifiers`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType, get_args

from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading

ComplaintId = NewType("ComplaintId", str)
Role = Literal["offender_contact", "recipient", "offender_site", "victim", "institution", "unknown"]
ROLES: tuple[Role, ...] = get_args(Role)
OFFENDER_SIDE: frozenset[Role] = frozenset({"offender_contact", "recipient", "offender_site"})


@dataclass(frozen=True, slots=True)
class Victim:
    """Who complains, as far as it is given.

    Attributes:
        ref: The register's reference to her; no name stands here.
        birth_year: Four digits, None when not given.
        sex: As given, empty when not.
    """

    ref: str = ""
    birth_year: int | None = None
    sex: str = ""

    def __repr__(self) -> str:
        """Mask the person."""
        return "Victim(…)"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment as the victim declares it.

    Attributes:
        at: When, in UTC; None when not said.
        amount_minor: Minor units; None when not said or not readable.
        currency: ISO 4217 code.
        paid_from: Her account as written; empty when not said.
        paid_to: The receiving account or person as written; empty when not said.
        channel: How it was paid, as given.
    """

    at: datetime | None = None
    amount_minor: int | None = None
    currency: str = "KZT"
    paid_from: str = ""
    paid_to: str = ""
    channel: str = ""

    def __repr__(self) -> str:
        """Mask the accounts."""
        return f"Payment({self.amount_minor} {self.currency})"


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan taken in the victim's name.

    Attributes:
        lender: The lender's name as written.
        contract: Number of the contract as written.
        paid_to: Where the lender paid the money, as written; empty when not said.
    """

    lender: str = ""
    contract: str = ""
    at: datetime | None = None
    amount_minor: int | None = None
    currency: str = "KZT"
    paid_to: str = ""

    def __repr__(self) -> str:
        """Mask the accounts."""
        return f"Loan({self.amount_minor} {self.currency})"


@dataclass(frozen=True, slots=True)
class GivenIdentifier:
    """An identifier that the complaint gives as such, with its label and role.

    Attributes:
        kind: The label it was given with; what it really is, its reading says.
        raw: The text as written.
        role: Whose it is.
        told: What it is, where it was read out of the narrative; None where it was given as such.
    """

    kind: str
    raw: str
    role: Role = "unknown"
    told: Reading | None = None

    @property
    def reading(self) -> Reading:
        """Return what the text really is."""
        return self.told or normalise(self.kind, self.raw)

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"GivenIdentifier({self.kind}, {self.role})"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint.

    Attributes:
        reported_at: When it was submitted, in UTC.
        occurred_from: Start of the deception as told, None when not said.
        occurred_to: Its end as told, None when not said.
        region: Two-digit KATO code, empty when not given.
        language: ``kk``, ``ru``, ``en`` or empty.
        scheme: Code of the scheme, empty when not classified.
        payments: In the order of the complaint: the n-th is claim ``<complaint_id>/<n>``.
        total_minor: The loss as declared, in minor units; None when not said.
        line: Where it stands in its file, from 1; 0 when it came from no file.
    """

    complaint_id: ComplaintId
    reported_at: datetime
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    region: str = ""
    language: str = ""
    narrative: str = ""
    scheme: str = ""
    victim: Victim = Victim()
    payments: tuple[Payment, ...] = ()
    loans: tuple[Loan, ...] = ()
    total_minor: int | None = None
    identifiers: tuple[GivenIdentifier, ...] = ()
    line: int = 0

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """Place among complaints: the earlier reported, then the smaller id."""
        return (self.reported_at, self.complaint_id)

    def __repr__(self) -> str:
        """Name the complaint and nobody in it."""
        return f"Complaint({self.complaint_id})"
