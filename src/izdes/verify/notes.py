"""Signed notes: a head of a journal as text, and the keys that sign them (C2SP signed-note)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from .ed25519 import is_signed
from .refusal import Refused

_STATED = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")
_ED25519 = b"\x01"


class Key(NamedTuple):
    """A verifier key."""

    name: str
    hash: bytes
    public: bytes


class Head(NamedTuple):
    """What a note states, and who signed it: name, hash of the key, signature."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def read_key(text: str) -> Key:
    """Read a verifier key: name, hash and key, with plus signs between."""
    found = _KEY.fullmatch(text)
    data = _bytes(found[3]) if found else b""
    if not found or data[:1] != _ED25519:
        raise Refused("journal_key_form", key=text)
    expected = hashlib.sha256(found[1].encode() + b"\n" + data).digest()[:4]
    if expected.hex() != found[2]:
        raise Refused("journal_key_form", key=text)
    return Key(found[1], expected, data[1:])


def read_head(note: str, where: str) -> Head:
    """Read a signed note; its signatures are not checked here."""
    text, blank, signed = note.partition("\n\n")
    head = stated(text + "\n", where)
    lines = signed.removesuffix("\n").split("\n")
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    if not blank or not signed.endswith("\n"):
        raise Refused("journal_head_form", where=where)
    signatures = []
    for line in found:
        data = _bytes(line[2]) if line else b""
        if not line or len(data) <= 4:  # noqa: PLR2004  # the hash of the key
            raise Refused("journal_head_form", where=where)
        signatures.append((line[1], data[:4], data[4:]))
    return head._replace(signatures=tuple(signatures))


def stated(text: str, where: str) -> Head:
    """Read the first three lines of a note, as they stand on paper."""
    found = _STATED.fullmatch(text)
    root = _bytes(found[3]) if found else b""
    if not found or not root:
        raise Refused("journal_head_form", where=where)
    return Head(found[1], int(found[2]), root, text, ())


def require_signed(head: Head, keys: Iterable[Key], where: str) -> Key:
    """Return the key that signed a head; refuse one that none of the keys signed."""
    for name, named, signature in head.signatures:
        for key in keys:
            if (key.name, key.hash) == (name, named):
                if not is_signed(head.text.encode(), signature, key.public):
                    raise Refused("journal_head_signature", where=where, key=name)
                return key
    raise Refused("journal_head_unsigned", where=where)


def _bytes(text: str) -> bytes:
    """Return what base64 stands for, nothing where it is none, or not the one right form.

    The last sign has bits to spare: several texts would stand for the same bytes.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""
