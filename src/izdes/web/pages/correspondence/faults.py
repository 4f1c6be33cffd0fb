"""Faults: what is wrong with an answer, each with its place, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from izdes.adapters.messages.faults import kept_fault
from izdes.adapters.words import say
from izdes.core.errors import Fault
from izdes.web.correspondence.models import Answer
from izdes.web.language import language


@dataclass(frozen=True, slots=True)
class Line:
    """One fault.

    Attributes:
        row: As a spreadsheet program shows it; 0 for the whole sheet or file.
        is_wrong: Whether it has to be put right; otherwise it is only told.
    """

    file: str
    sheet: str
    row: int
    column: str
    said: str
    is_wrong: bool


def fault_lines(faults: Iterable[Fault]) -> list[Line]:
    """Return faults as lines, what has to be put right first."""
    return [_line(fault) for fault in sorted(faults, key=lambda f: (f.severity != "refused", f))]


def kept_lines(answer: Answer) -> list[Line]:
    """Return the faults that are kept with an answer as lines."""
    return fault_lines(map(kept_fault, answer.faults))


def _line(fault: Fault) -> Line:
    """Return one fault as a line."""
    given = {"file": fault.file, "column": fault.column, **dict(fault.details)}
    said = say(fault.code, language(), **given)
    is_wrong = fault.severity == "refused"
    return Line(fault.file, fault.sheet, fault.row, fault.column, said, is_wrong)
