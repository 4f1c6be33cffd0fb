"""Tables of funds: what banks answered, and what traces found."""

from izdes.web.funds.models.answers import (
    Alias,
    Answer,
    CaseAnswer,
    Correction,
    Fault,
    Row,
    Statement,
)
from izdes.web.funds.models.traces import (
    Account,
    Claim,
    Ending,
    Hop,
    NextStep,
    Place,
    Trace,
    Tracing,
    Transfer,
)

__all__ = [
    "Account",
    "Alias",
    "Answer",
    "CaseAnswer",
    "Claim",
    "Correction",
    "Ending",
    "Fault",
    "Hop",
    "NextStep",
    "Place",
    "Row",
    "Statement",
    "Trace",
    "Tracing",
    "Transfer",
]
