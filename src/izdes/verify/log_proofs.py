"""Proofs out of a journal: small files that whoever has only its key can check.

One shows that an entry lies in the journal (C2SP tlog-proof, the entry in its ``extra`` line), the
other that a later head only continues an earlier one.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Any

from .entries import entry_of
from .notes import Head, Key, read_head, require_signed
from .refusal import Refused
from .tree import root_above, roots_by

_CONSISTENCY = "izdes.journal-consistency/1"
_PROOF = "c2sp.org/tlog-proof@v1"


def is_entry_proof(text: str) -> bool:
    """Say whether a file says that it is the proof of an entry."""
    return text.startswith(_PROOF + "\n")


def check_entry(text: str, keys: Sequence[Key]) -> dict[str, object]:
    """Check that an entry lies in a signed journal; return what is proved."""
    line, index, path, note = _proof_of(text)
    head = _signed(note, keys)
    entry = entry_of(line)
    try:
        root = root_above(entry.hash, index, head.size, path)
    except ValueError:
        raise Refused("journal_proof_wrong", number=index + 1) from None
    if root != head.root or entry.number != index + 1:
        raise Refused("journal_proof_wrong", number=index + 1)
    said = {"number": entry.number, "at": entry.at, "event": entry.said["event"]}
    return {**said, "size": head.size, "origin": head.origin}


def check_continuation(text: str, keys: Sequence[Key]) -> tuple[Head, Head]:
    """Check that a journal was only continued; return the two heads between which it was."""
    given = json_of(text)
    if not isinstance(given, dict) or given.keys() != {"format", "first", "second", "hashes"}:
        raise Refused("journal_proof_form")
    notes, hashes = [given["first"], given["second"]], given["hashes"]
    if given["format"] != _CONSISTENCY or not all(isinstance(n, str) for n in notes):
        raise Refused("journal_proof_form")
    first, second = (_signed(note, keys) for note in notes)
    path = [_hash(one) for one in hashes] if isinstance(hashes, list) else [b""]
    try:
        roots = roots_by(first.size, second.size, path, first.root)
    except ValueError:
        roots = (b"", b"")
    if roots != (first.root, second.root) or first.origin != second.origin:
        raise Refused("journal_not_continued", first=first.size, second=second.size)
    return first, second


def json_of(text: str) -> Any:  # noqa: ANN401  # its shape is checked next
    """Read JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("journal_proof_form") from None


def _signed(note: str, keys: Sequence[Key]) -> Head:
    """Return a head that one of the keys signed; without any key nothing can be asked."""
    head = read_head(note, "proof")
    if keys:
        require_signed(head, keys, "proof")
    return head


def _proof_of(text: str) -> tuple[bytes, int, list[bytes], str]:
    """Return the entry, its place, its path and the note of a proof file."""
    above, blank, note = text.partition("\n\n")
    form, *rest = above.split("\n")
    if form != _PROOF or not blank or len(rest) < 2:  # noqa: PLR2004  # the entry and its place
        raise Refused("journal_proof_form")
    extra, index, *hashes = rest
    place = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", index)
    if not extra.startswith("extra ") or not place:
        raise Refused("journal_proof_form")
    return _decoded(extra[6:]), int(place[1]), [_hash(one) for one in hashes], note


def _hash(text: object) -> bytes:
    """Return a hash in base64."""
    data = _decoded(text) if isinstance(text, str) else b""
    if len(data) != 32:  # noqa: PLR2004  # SHA-256
        raise Refused("journal_proof_form")
    return data


def _decoded(text: str) -> bytes:
    """Return what base64 stands for, written in the one right way."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("journal_proof_form") from None
    if base64.b64encode(data).decode() != text:
        raise Refused("journal_proof_form")
    return data
