"""Faults: what is wrong with an answer, each with its place, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from izdes.adapters.messages.faults import kept_fault
from izdes.adapters.words import entries, say
from izdes.core.errors import Fault
from izdes.core.orders.answers import ANSWER_FILE
from izdes.web.correspondence.models import Answer
from izdes.web.language import language

# Where the words of a detail stand that is a code: kinds of data, then of subjects.
_KINDS = ("corr_data_", "corr_kind_")


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
    details = {name: _kind(text) if name == "kind" else text for name, text in fault.details}
    given = {"file": fault.file, "column": fault.column, **details}
    said = say(fault.code, language(), **given)
    is_wrong = fault.severity == "refused"
    file, column = fault.file, fault.column
    if file == ANSWER_FILE:
        # Whoever fills in a form has no such file, and no fields with such names.
        file, column = say("corr_fault_answer", language()), _part(column)
    return Line(file, fault.sheet, fault.row, column, said, is_wrong)


def _kind(name: str) -> str:
    """Return what a kind of data or of subjects is called, or the name where it is neither."""
    codes = (f"{prefix}{name}" for prefix in _KINDS)
    found = next((code for code in codes if code in entries()), "")
    return say(found, language()) if found else name


def _part(name: str) -> str:
    """Return what a part of an answer is called in the form, or the name where it is no part."""
    code = f"corr_fault_part_{name}"
    return say(code, language()) if code in entries() else name
