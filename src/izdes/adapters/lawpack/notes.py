"""Notes: who released a law pack, by a signature that anyone with the public key can check.

A note is text: a line that says what it is, version, day of release and digest of the pack, an
empty line, and one line a signature. Each signature is Ed25519 over the text above the empty line
with its last line end. The form is that of signed notes, so that other tools read it:

    izdes law pack
    2026.11
    2026-11-21
    <digest>

    — <name of the key> <base64 of four bytes of the key's id and 64 of the signature>

The program holds no key and trusts none by itself: who runs an installation gives it the public
keys that it is to trust. A signature proves that the holder of the key released these words, not
that the law says so, and not when.

Source: C2SP signed-note v1; RFC 8032 (Ed25519).
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from izdes.core.errors import IzdesError
from izdes.core.law.release import LawPack
from izdes.core.sealing.checkpoint import NotAKeyName, VerifierKey

Trust = Literal["not_signed", "signed_by_stranger", "signed"]

_FIRST = "izdes law pack"
_ED25519 = b"\x01"
_ID, _SIGNATURE, _PUBLIC = 4, 64, 32
_LINE = re.compile(r"\u2014 (\S+) (\S+)")


class NoteWrong(IzdesError):
    """A note that is no note, or belongs to another pack, or whose signature does not match.

    `why` in the details: ``shape``, ``key``, ``other_pack`` or ``signature``.
    """

    code: ClassVar[str] = "law_note_wrong"


def read_key(text: str) -> VerifierKey:
    """Read a public key as it is handed over: ``<name>+<id in hex>+<base64>``, in one line.

    Raises:
        NoteWrong: It is no such key, or its id is another's.
    """
    name, _, rest = text.strip().partition("+")
    told, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    key = _named(name, raw[1:])
    if raw[:1] != _ED25519 or len(key.public) != _PUBLIC or told != key.hash.hex():
        raise NoteWrong(why="key")
    return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, and the name under which it signs."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def from_pem(cls, name: str, pem: bytes, *, password: bytes | None = None) -> "Signer":
        """Read an Ed25519 private key as PKCS #8 PEM, as common tools make it.

        Raises:
            NoteWrong: It is no such key, or the name cannot stand in a note.
        """
        try:
            private = load_pem_private_key(pem, password)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise NoteWrong(why="key") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise NoteWrong(why="key")
        _named(name, b"")
        return cls(name, private)

    @property
    def key(self) -> VerifierKey:
        """Return the public half, as others are given it."""
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return _named(self.name, public)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a pack is signed.

    Attributes:
        trusted: Names of the trusted keys that signed it.
        others: Names that signed it and are not among the keys given; nothing is known of them.
    """

    trusted: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def trust(self) -> Trust:
        """Say it in one word."""
        if self.trusted:
            return "signed"
        return "signed_by_stranger" if self.others else "not_signed"


def note_text(pack: LawPack) -> str:
    """Return what is signed of a pack."""
    day = pack.released_on.isoformat()
    return f"{_FIRST}\n{pack.ref.version}\n{day}\n{pack.ref.digest}\n"


def sign_note(pack: LawPack, signer: Signer, *, note: str = "") -> str:
    """Return the note of a pack with one more signature.

    Args:
        note: The note so far; empty where nobody signed yet.

    Raises:
        NoteWrong: The note so far belongs to another pack.
    """
    text = note_text(pack)
    before = _signatures(note, text) if note else ()
    made = signer.key.hash + signer.private.sign(text.encode())
    lines = [line for line in before if line[0] != signer.name]
    lines.append((signer.name, made))
    signed = (f"\u2014 {name} {base64.b64encode(raw).decode()}\n" for name, raw in lines)
    return f"{text}\n{''.join(signed)}"


def standing_of(pack: LawPack, note: str, keys: Iterable[VerifierKey]) -> Standing:
    """Say who signed a pack.

    Args:
        note: The text of its note; empty where it has none.
        keys: Public keys that are trusted.

    Raises:
        NoteWrong: The note is no note, belongs to another pack, or a trusted key's signature in it
            does not match.
    """
    if not note:
        return Standing()
    text = note_text(pack)
    known = {(key.name, key.hash): key for key in keys}
    trusted, others = [], []
    for name, raw in _signatures(note, text):
        key = known.get((name, raw[:_ID]))
        if key is None:
            others.append(name)
        elif _has_signed(key, text, raw[_ID:]):
            trusted.append(name)
        else:
            raise NoteWrong(why="signature")
    return Standing(tuple(trusted), tuple(others))


def _signatures(note: str, text: str) -> tuple[tuple[str, bytes], ...]:
    """Return the signatures of a note: name, and id with signature."""
    body, parted, signed = note.partition("\n\n")
    if not parted or not body.startswith(f"{_FIRST}\n") or not signed.endswith("\n"):
        raise NoteWrong(why="shape")
    if f"{body}\n" != text:
        raise NoteWrong(why="other_pack")
    found = []
    for line in signed[:-1].split("\n"):
        parts = _LINE.fullmatch(line)
        raw = _decoded(parts[2]) if parts else b""
        if parts is None or len(raw) != _ID + _SIGNATURE:
            raise NoteWrong(why="shape")
        found.append((parts[1], raw))
    return tuple(found)


def _decoded(text: str) -> bytes:
    """Return the bytes of base64, none where it is no base64."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _has_signed(key: VerifierKey, text: str, signature: bytes) -> bool:
    """Say whether a signature over a text is the key's."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _named(name: str, public: bytes) -> VerifierKey:
    """Return a public key under a name that can stand in a note."""
    try:
        return VerifierKey(name, public)
    except NotAKeyName:
        raise NoteWrong(why="key") from None
