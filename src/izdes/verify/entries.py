"""The entries of an exported journal: one by one, each to the byte, each linked to the one before.

What an entry's hash is made of: number, moment, hash of the entry before and body, with tabs
between (journal.md, 1).
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .refusal import Refused
from .tree import leaf

_LONGEST = 4_000_000
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WORDS = re.compile(r"[a-z_]+\.[a-z_]+")
_ZERO = "0" * 64
_EXACT = 2**53


class Entry(NamedTuple):
    """An entry that is whole; ``said`` is its body, read."""

    number: int
    at: str
    hash: bytes
    said: dict[str, Any]


def canonical(value: object) -> str:
    """Return JSON in its one right form: keys in order, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines with their places; each is in its right form."""
    try:
        with path.open("rb") as file:
            place = 0
            while raw := file.readline(_LONGEST):
                place += 1
                yield place, _row(raw, path.name, place)
    except OSError:
        raise Refused("file_unreadable", file=path.name) from None


def _row(raw: bytes, file: str, place: int) -> dict[str, Any]:
    """Return one object, of which no byte could be another."""
    try:
        value = json.loads(raw)
        is_right = (canonical(value) + "\n").encode() == raw
    except (ValueError, RecursionError):
        is_right = False
    if not is_right or not isinstance(value, dict):
        raise Refused("journal_row_form", file=file, row=place)
    return value


def entries_of(path: Path) -> Iterator[Entry]:
    """Yield the entries of an export; the first that is wrong is named and ends it."""
    before = _ZERO
    for place, row in rows_of(path):
        if not _is_formed(row):
            raise Refused("journal_row_form", file=path.name, row=place)
        if row["number"] != place:
            raise Refused("journal_gap", place=place, number=row["number"])
        if row["previous"] != before:
            raise Refused("journal_previous", number=place)
        line = "\t".join([str(place), row["at"], row["previous"], row["body"]])
        found = leaf(line.encode())
        if found.hex() != row["hash"]:
            raise Refused("journal_hash", number=place)
        before = row["hash"]
        yield Entry(place, row["at"], found, body_of(row["body"], place))


def entry_of(line: bytes) -> Entry:
    """Return the entry of a line that was hashed; the entry before is not at hand."""
    try:
        number, at, previous, body = line.decode().split("\t", 3)
    except ValueError:
        raise Refused("journal_proof_form") from None
    if not (re.fullmatch(r"[1-9][0-9]{0,18}", number) and _AT.fullmatch(at)):
        raise Refused("journal_proof_form")
    if not _HASH.fullmatch(previous):
        raise Refused("journal_proof_form")
    return Entry(int(number), at, leaf(line), body_of(body, int(number)))


def value_digest(salt: str, text: str) -> str:
    """Return the digest by which an entry knows a value."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def body_of(text: str, number: int) -> dict[str, Any]:
    """Return what an entry says, if it says it in the one right form."""
    try:
        said = json.loads(text)
        is_right = canonical(said) == text and _says(said)
    except (ValueError, RecursionError):
        is_right = False
    if not is_right:
        raise Refused("journal_body", number=number)
    found: dict[str, Any] = said
    return found


def _is_formed(row: dict[str, Any]) -> bool:
    """Say whether a row has the fields of an entry, each of its kind."""
    if row.keys() != {"at", "body", "hash", "number", "previous"} or type(row["number"]) is not int:
        return False
    texts = [row[name] for name in ("at", "body", "hash", "previous")]
    if not all(isinstance(text, str) for text in texts):
        return False
    return bool(
        _AT.fullmatch(row["at"])
        and _HASH.fullmatch(row["hash"])
        and _HASH.fullmatch(row["previous"])
    )


def _says(said: Any) -> bool:  # noqa: ANN401
    """Say whether a body has the fields of a body, each of its kind."""
    names = {"case", "event", "norm", "officer", "pack", "subject", "values"}
    if not isinstance(said, dict) or said.keys() != names:
        return False
    return (
        all(_is_id(said[name]) for name in ("case", "officer"))
        and all(said[name] is None or isinstance(said[name], str) for name in ("norm", "pack"))
        and isinstance(said["event"], str)
        and _WORDS.fullmatch(said["event"]) is not None
        and isinstance(said["subject"], list)
        and [type(part) for part in said["subject"]] == [str, str]
        and isinstance(said["values"], dict)
        and all(_NAME.fullmatch(name) and _knows(v) for name, v in said["values"].items())
    )


def _is_id(value: object) -> bool:
    """Say whether a value names somebody or nobody."""
    return value is None or (type(value) is int and 0 <= value < _EXACT)


def _knows(sides: object) -> bool:
    """Say whether digests stand where a value was, became, or both."""
    return (
        isinstance(sides, dict)
        and bool(sides)
        and sides.keys() <= {"from", "to"}
        and all(isinstance(d, str) and _HASH.fullmatch(d) for d in sides.values())
    )
