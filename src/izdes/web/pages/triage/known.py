"""Known: how an identifier that was just typed reads, and whether the country knows it.

A wrong digit is pointed out with what may have been meant, and never refused: real documents carry
numbers with one mistyped digit, and a case may turn on one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.reading import Reading
from izdes.web.cases.masking import Sight
from izdes.web.officers.models import Officer
from izdes.web.pages.figures import Chip
from izdes.web.subjects.linking.selectors import Known, matches_each, matches_of


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier as it was read.

    Attributes:
        chip: How it is shown; None where nothing of it could be read.
        known: What the country knows; None where it knows nothing.
    """

    chip: Chip | None
    known: Known | None
    code: str


def check(officer: Officer, *, kind: str, text: str) -> Checked | None:
    """Return how a text reads that somebody has just typed himself; None for an empty one."""
    if not text.strip():
        return None
    reading = normalise(kind, text) if kind in KINDS else read_account(text)
    return checked(officer, reading, sight=Sight.FULL)


def checked(officer: Officer, reading: Reading, *, sight: Sight) -> Checked:
    """Return a reading with what the country knows of it."""
    known = None if reading.value is None else matches_of(officer, reading.kind, reading.value)
    return _told(reading, known, sight=sight)


def each_checked(
    officer: Officer, readings: Sequence[tuple[Reading, Role]], *, sight: Sight
) -> list[Checked]:
    """Return the same of what one complaint names, in one statement.

    The victim's own numbers are nobody's trace, and a number that no other complaint names is not
    worth telling of.
    """
    asked = [(r.kind, r.value) for r, role in readings if r.value is not None and role != "victim"]
    found = matches_each(officer, asked)
    told = [
        found.get((r.kind, r.value or "")) if role != "victim" else None for r, role in readings
    ]
    return [
        _told(reading, known if known and known.complaints > 1 else None, sight=sight)
        for (reading, _), known in zip(readings, told, strict=True)
    ]


def _told(reading: Reading, known: Known | None, *, sight: Sight) -> Checked:
    """Return a reading as it is shown."""
    if reading.value is None:
        return Checked(None, None, reading.code or "wrong_shape")
    known = known if known and known.complaints else None
    chip = Chip(
        reading.kind,
        reading.value,
        sight=sight,
        count=known.complaints if known else None,
        code=reading.code or "",
        candidates=_meant(reading),
    )
    return Checked(chip, known, reading.code or "")


def _meant(reading: Reading) -> tuple[str, ...]:
    """Return what a number with a wrong digit may have been, the first few."""
    if reading.code != "wrong_check_digit" or reading.value is None:
        return ()
    return _few(candidates(reading.kind, reading.value))


def _few(found: Iterable[str]) -> tuple[str, ...]:
    """Return as many as are worth reading aloud."""
    return tuple(found)[:5]
