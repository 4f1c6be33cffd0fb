"""Tables of correspondence: requests, signatures, decisions, answers, holds, notices, signals.

What was signed, decided, received and answered is added and never changed; the database refuses
it, whoever asks. A request changes by its steps alone.
"""

from izdes.web.correspondence.models.answers import (
    Answer,
    AnswerFile,
    AnswerSubject,
    Receipt,
    Signal,
)
from izdes.web.correspondence.models.blocks import Block
from izdes.web.correspondence.models.decisions import Decision, Signature, Verification
from izdes.web.correspondence.models.dismissals import Dismissal
from izdes.web.correspondence.models.enclosures import Enclosure
from izdes.web.correspondence.models.holds import Hold, Notice
from izdes.web.correspondence.models.requests import Request, RequestSubject
from izdes.web.correspondence.models.scores import ScoreNote

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerSubject",
    "Block",
    "Decision",
    "Dismissal",
    "Enclosure",
    "Hold",
    "Notice",
    "Receipt",
    "Request",
    "RequestSubject",
    "ScoreNote",
    "Signal",
    "Signature",
    "Verification",
]
