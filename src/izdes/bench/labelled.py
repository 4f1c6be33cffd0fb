"""Labelled narratives: invented texts in which people marked every identifier.

JSON Lines with ``id, language, reported_at, scheme, marked``; a mark is
``⟦raw|kind|value|role⟧`` with an optional fifth part, the code of what is doubtful. An empty value
is the raw text itself. The role ``optional`` says that people could go either way: such a mark
counts neither as hit nor as miss.

The set measures what its writers thought of. Real complaints will hold what nobody thought of.

>>> text, marks = unmarked("С ⟦8 701 000 12 34|phone|+77010001234|offender_contact⟧ звонили")
>>> text, marks[0].value, text[marks[0].start : marks[0].end]
('С 8 701 000 12 34 звонили', '+77010001234', '8 701 000 12 34')
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from izdes.core.errors import Fault, InputRefused

OPTIONAL = "optional"
_MARK = re.compile(r"⟦([^⟦⟧|]+)\|([^⟦⟧|]*)\|([^⟦⟧|]*)\|([^⟦⟧|]*)(?:\|([^⟦⟧|]*))?⟧")


@dataclass(frozen=True, slots=True)
class Mark:
    """One identifier as people marked it.

    Attributes:
        start: In code points of the text without marks.
        end: One past its last.
        value: Normal form; of an amount ``minor currency``, of a moment ``time precision``.
    """

    kind: str
    value: str
    role: str
    start: int
    end: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One narrative and its marks, in the order of the text."""

    narrative_id: str
    language: str
    reported_at: datetime
    scheme: str
    text: str
    marks: tuple[Mark, ...]


def unmarked(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the text without its marks, and the marks."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for match in _MARK.finditer(marked):
        raw, kind, value, role, code = match.groups(default="")
        before = marked[last : match.start()]
        start = length + len(before)
        marks.append(Mark(kind, value or raw, role, start, start + len(raw), code))
        parts += [before, raw]
        length, last = start + len(raw), match.end()
    return "".join([*parts, marked[last:]]), tuple(marks)


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Yield the narratives of one file.

    Raises:
        InputRefused: A line is no such object; the fault names it.
    """
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found = json.loads(line)
            text, marks = unmarked(found["marked"])
            moment = datetime.fromisoformat(found["reported_at"])
            yield Labelled(found["id"], found["language"], moment, found["scheme"], text, marks)
        except (ValueError, KeyError, TypeError):
            raise InputRefused(Fault("labelled_wrong", path.name, row=row)) from None
