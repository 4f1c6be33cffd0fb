"""Tables of cases: complaints and what they tell, cases, episodes, members, access, outcomes."""

from izdes.web.cases.models.cases import SIGNINGS, SOURCES, Case, Complaint, Episode
from izdes.web.cases.models.members import AccessRequest, Grant, Member
from izdes.web.cases.models.outcomes import OUTCOMES, Outcome
from izdes.web.cases.models.told import (
    PRECISIONS,
    Applicant,
    Attachment,
    Loan,
    NameToken,
    Payment,
)

__all__ = [
    "OUTCOMES",
    "PRECISIONS",
    "SIGNINGS",
    "SOURCES",
    "AccessRequest",
    "Applicant",
    "Attachment",
    "Case",
    "Complaint",
    "Episode",
    "Grant",
    "Loan",
    "Member",
    "NameToken",
    "Outcome",
    "Payment",
]
