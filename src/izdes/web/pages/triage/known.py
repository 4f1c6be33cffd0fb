"""Known: how an identifier that was just typed reads, and whether the country knows it.

It says how many complaints, in which regions, in how many series, and names nobody; whose they are
is a matter of a look-up. Each time that the country is asked is written into the journal of
reading first, with the case and the purpose of whatever is being typed. The value stands there as
a digest under the key of this server: it tells that the same was asked again, and not what.

A wrong digit is pointed out with what may have been meant, and never refused: real documents carry
numbers with one mistyped digit, and a case may turn on one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.crypto import salted_hmac

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.reading import Reading
from izdes.web.cases.masking import Sight
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.officers.models import Officer
from izdes.web.pages.figures import Chip
from izdes.web.subjects.linking.identifiers import Known, matches_each, matches_of

# Readings that are no identifiers: words, and nothing.
_NOBODYS = frozenset({"name", "none"})
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier as it was read.

    Attributes:
        chip: How it is shown; None where nothing of it could be read.
        known: What the country knows; None where it knows nothing.
        was_asked: Whether the country was asked: where it was and knows nothing, that is said.
    """

    chip: Chip | None
    known: Known | None
    code: str
    was_asked: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what the country knows, and what for.

    Attributes:
        purpose: One line, as the journal of reading keeps it.
        case: The key of the case for which he asks; None where there is none yet.
    """

    officer: Officer
    purpose: str
    case: int | None = None


def check(asking: Asking, *, kind: str, text: str) -> Checked | None:
    """Return how a text reads that somebody has just typed himself; None for an empty one."""
    if not text.strip():
        return None
    return checked(asking, normalise(kind, text) if kind in KINDS else read_account(text))


def check_each(asking: Asking, typed: Mapping[str, tuple[str, str]]) -> dict[str, Checked]:
    """Return the same of every field of a form, where a page shows it again.

    Args:
        typed: By the field's name: its kind and its text.
    """
    found = {name: check(asking, kind=kind, text=text) for name, (kind, text) in typed.items()}
    return {name: one for name, one in found.items() if one is not None}


def checked(asking: Asking, reading: Reading) -> Checked:
    """Return a reading with what the country knows of it; that it was asked is written down.

    Raises:
        PurposeMissing: The purpose is empty, or not one line.
    """
    if reading.value is None or reading.kind in _NOBODYS:
        return _told(reading, None, sight=Sight.FULL)
    key = digest_of(reading.kind, reading.value)
    read_by(asking.officer.pk, Subject("identifier", key), case=asking.case, purpose=asking.purpose)
    known = matches_of(asking.officer, reading.kind, reading.value)
    # What he has typed himself is no secret to him.
    return replace(_told(reading, known, sight=Sight.FULL), was_asked=True)


def digest_of(kind: str, value: str) -> str:
    """Return what a value is called in the journal of reading; only this server can make it."""
    made = salted_hmac("izdes.reading", f"{kind}\n{value}", algorithm="sha256")
    return made.hexdigest()[:_DIGITS]


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


def counts_of(officer: Officer, values: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how many complaints name each value, kind and value, where more than one does.

    In one statement, for pages of a case: what stands there is its own, and no look-up.
    """
    found = matches_each(officer, values)
    return {value: known.complaints for value, known in found.items() if known.complaints > 1}


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
