"""Recognising: what a number or a link is, said at once, and a wrong digit pointed out.

Nothing is refused: victims copy numbers out of pictures and by ear, and a real number with one slip
is worth more than none. A check digit speaks of the writing, not of whose the number is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import get_current_timezone, now

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.reading import Reading

# What is not an identifier of anybody.
_NOBODYS = frozenset({"amount", "moment", "reference"})
_DOUBTS = frozenset({"wrong_check_digit", "no_such_range", "placeholder", "look_alike_letters"})
_LONGEST = 5_000
_KINDS = {"iin": "iin", "bin": "bin", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a piece of text was recognised as.

    Attributes:
        kind: As in the table of kinds.
        raw: As it was typed.
        value: Its normal form.
        doubt: Why it may be wrong; empty where nothing speaks against it.
        candidates: What may have been meant.
    """

    kind: str
    raw: str = field(repr=False)
    value: str = field(repr=False)
    doubt: str = ""
    candidates: tuple[str, ...] = field(default=(), repr=False)


def findings(text: str) -> tuple[Finding, ...]:
    """Return what is recognised in some lines of text, each thing once."""
    found = dict[tuple[str, str], Finding]()
    for line in text[:_LONGEST].splitlines():
        for one in _of_line(line):
            found.setdefault((one.kind, one.value), one)
    return tuple(found.values())


def finding_of(field_name: str, text: str) -> tuple[Finding, ...]:
    """Return what a field holds: of a field for one kind of number, that kind; else anything."""
    kind = _KINDS.get(field_name)
    if kind is None:
        return findings(text)
    read = normalise(kind, text)
    return () if read.value is None else (_finding(read),)


def kept_findings(text: str) -> list[dict[str, Any]]:
    """Return what is recognised, as it is stored."""
    return [
        {"kind": one.kind, "raw": one.raw, "value": one.value, "code": one.doubt or None}
        for one in findings(text)
    ]


def _of_line(line: str) -> Iterator[Finding]:
    """Yield what one line holds; a line that is one number is read as such."""
    mentions = identify(line, reported_at=now(), zone=get_current_timezone())
    is_found = False
    for mention in mentions:
        if mention.kind in _NOBODYS or not isinstance(mention.value, str):
            continue
        is_found = True
        read = Reading(mention.raw, mention.kind, mention.value, mention.code)
        yield _finding(read, mention.candidates)
    if not is_found:
        read = read_account(line)
        if read.value is not None and read.kind not in {"name", "none", "account"}:
            yield _finding(read)


def _finding(read: Reading, others: tuple[str, ...] = ()) -> Finding:
    """Return a reading with what may have been meant instead."""
    doubt = read.code if read.code in _DOUBTS else ""
    meant = (others or candidates(read.kind, str(read.value))) if doubt else ()
    return Finding(read.kind, read.raw, str(read.value), doubt or "", meant)
