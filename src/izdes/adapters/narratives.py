"""Narratives in, identifiers out, as lines of JSON.

A line is ``{"id", "text"}``, with ``reported_at`` where words like "yesterday" are to have a date;
a line of complaints (``complaint_id, narrative``) is read as well. What does not begin like JSON is
one plain text as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader

from izdes.adapters.complaints.fields import Fields
from izdes.adapters.complaints.lines import objects
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers import card, phone
from izdes.core.identifiers.narrative.extract import NarrativeReading
from izdes.core.identifiers.narrative.mention import Mention, Sum
from izdes.core.identifiers.narrative.schemes import Proposal
from izdes.core.law.institutions import Register

_LARGEST_TEXT = 16 * 2**20
_EXACT_JSON = 2**53
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_PLAIN_ID = "1"


@dataclass(frozen=True, slots=True)
class Told:
    """One narrative as given.

    Attributes:
        narrative_id: As given, or the number of its line.
        reported_at: In UTC; None when not given.
    """

    narrative_id: str
    text: str
    reported_at: datetime | None = None

    def __repr__(self) -> str:
        """Name the narrative and nothing of what it says."""
        return f"Told({self.narrative_id})"


def read_narratives(stream: BufferedReader, *, file: str) -> Iterator[Told | Fault]:
    """Yield the narratives of a stream, and the faults of lines that are none.

    Args:
        stream: Read as it is needed: a file may be larger than memory.
        file: Its name as the user knows it, for faults.

    Raises:
        InputRefused: The stream is no text in UTF-8, or one plain text beyond 16 MB.
    """
    if stream.peek(1).lstrip(_BLANKS)[:1] in {b"{", b"["}:
        yield from _lines(stream, file)
    elif text := _plain(stream, file).strip():
        yield Told(_PLAIN_ID, text)


def _plain(stream: BufferedReader, file: str) -> str:
    """Return a plain text as a whole."""
    data = stream.read(_LARGEST_TEXT + 1)
    if len(data) > _LARGEST_TEXT:
        raise InputRefused(Fault("narrative_too_long", file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(Fault("narrative_not_utf8", file)) from None
    if "\x00" in text:
        raise InputRefused(Fault("narrative_not_utf8", file))
    return text


def _lines(stream: BufferedReader, file: str) -> Iterator[Told | Fault]:
    """Yield the narratives of lines of JSON."""
    for found in objects(stream, file=file):
        if isinstance(found, Fault):
            yield found
            continue
        line, given = found
        fields = Fields(given, file, line)
        text = fields.text("text") or fields.text("narrative")
        name = fields.text("id") or fields.text("complaint_id") or str(line)
        reported_at = fields.moment("reported_at")
        if not text and not fields.faults:
            fields.fault("narrative_missing", "text")
        yield from fields.faults
        if text:
            yield Told(name, text, reported_at)


def narrative_json(
    narrative_id: str, read: NarrativeReading, *, register: Register | None
) -> dict[str, object]:
    """Return what one narrative gave, as the contract on files writes it.

    Args:
        register: Institutions by the date of telling, to name the bank of an account; without a
            date nobody can say which bank a code was.
    """
    return {
        "id": narrative_id,
        "found": [
            {**mention_json(mention), **_about(mention, register)} for mention in read.mentions
        ],
        "schemes": [scheme_json(proposal) for proposal in read.schemes],
    }


def _about(mention: Mention, register: Register | None) -> dict[str, object]:
    """Return what an identifier's own digits hint at: bank, network, country, first operator."""
    value = mention.value
    hints: dict[str, str | None] = {}
    if not isinstance(value, str) or mention.code == "wrong_check_digit":
        return {}
    if mention.kind == "iban":
        bank = register.of_account(f"iban:{value}") if register else None
        hints = {"bank": bank.institution_id if bank else None, "country": value[:2]}
    elif mention.kind == "card":
        hints = {"brand": card.brand(value)}
    elif mention.kind == "phone" and mention.code is None:
        hints = {"country": phone.country(value), "first_operator": phone.first_operator(value)}
    known = {name: hint for name, hint in hints.items() if hint}
    return {"about": known} if known else {}


def scheme_json(proposal: Proposal) -> dict[str, object]:
    """Return one proposed scheme, with the words that led to it."""
    return {
        "scheme": proposal.scheme,
        "above": proposal.above,
        "points": proposal.points,
        "words": [{"raw": raw, "start": start, "end": end} for raw, start, end in proposal.words],
        "f3": list(proposal.f3),
    }


def mention_json(mention: Mention) -> dict[str, object]:
    """Return one mention as the contract on files writes it."""
    found: dict[str, object] = {
        "kind": mention.kind,
        "value": _value(mention.value),
        "raw": mention.raw,
        "start": mention.start,
        "end": mention.end,
        "role": mention.role,
        "code": mention.code,
        "candidates": list(mention.candidates),
    }
    if mention.precision:
        found["precision"] = mention.precision
    if mention.rule:
        found["rule"] = mention.rule
    return found


def _value(value: str | Sum | None) -> object:
    """Return a value; an amount as an object, beyond 2^53 with its minor units as text."""
    if not isinstance(value, Sum):
        return value
    minor: int | str = value.minor if value.minor < _EXACT_JSON else str(value.minor)
    return {"minor": minor, "currency": value.currency}
