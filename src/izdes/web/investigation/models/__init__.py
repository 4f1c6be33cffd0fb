"""Tables of the course of a case: what was decided, until when, what is done, where it went.

Decisions are rows that stay: a later one stands beside an earlier one and says more. Only a task, a
recording and the ends of what lasts change, and each change is an entry of the journal.
"""

from izdes.web.investigation.models.decisions import (
    Confirmation,
    Qualification,
    ReturnedNumber,
    TermDecree,
    Victim,
)
from izdes.web.investigation.models.movements import Copy, Movement
from izdes.web.investigation.models.work import Note, Recording, Task

__all__ = [
    "Confirmation",
    "Copy",
    "Movement",
    "Note",
    "Qualification",
    "Recording",
    "ReturnedNumber",
    "Task",
    "TermDecree",
    "Victim",
]
