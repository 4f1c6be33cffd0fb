"""The errors of the project, and faults found in what people send us.

An *error* stops a command; a *fault* is a value that names a place in an input, and the rest
goes on.

    IzdesError
    ├── InvalidIdentifier      (core.identifiers)
    │   ├── WrongShape
    │   └── WrongCheckDigit
    ├── InputRefused           a file cannot be used at all; carries its faults
    ├── OutputExists           the folder asked for is not empty
    └── leaves beside the code that raises them

Every class has a stable ``code``. The sentence inside is for developers and holds no personal
data; sentences for users are made from ``code`` and ``details`` per language.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

Severity = Literal["refused", "noted"]


class IzdesError(Exception):
    """Root of everything this project raises."""

    code: ClassVar[str] = "error"

    def __init__(self, **details: str | int) -> None:
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}

    def __str__(self) -> str:
        """Name the code and the details, for developers."""
        given = ", ".join(f"{name}={value}" for name, value in sorted(self.details.items()))
        return f"{self.code} ({given})" if given else self.code


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong at one place of an input; the rest of the input goes on.

    Attributes:
        code: Stable name; the sentence in kk, ru and en is made from it and ``details``.
        file: The file as its user knows it. Never part of a digest.
        sheet: Name of the sheet, empty where the format has none.
        row: 1-based as a spreadsheet program shows it; 0 means the whole sheet or file.
        column: Heading or letter as printed, empty where it does not apply.
        details: Pairs (name, value) that the sentence needs. No full personal data.
        severity: ``refused``: the thing at this place is not used for tracing.
            ``noted``: used, and the reader is told.
    """

    code: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    details: tuple[tuple[str, str], ...] = ()
    severity: Severity = "refused"

    def as_json(self) -> dict[str, object]:
        """Return the fault as it is kept, and told to programs."""
        return {
            "code": self.code,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "details": dict(self.details),
            "severity": self.severity,
        }


class InputRefused(IzdesError):
    """An input cannot be used at all; ``faults`` say where and why."""

    code = "input_refused"

    def __init__(self, *faults: Fault) -> None:
        super().__init__(count=len(faults), first=faults[0].code if faults else "")
        self.faults = faults


class OutputExists(IzdesError):
    """The output folder exists and is not empty, and nobody asked to replace it."""

    code = "output_exists"
