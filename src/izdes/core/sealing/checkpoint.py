"""Checkpoints: a signed note that says how long a log is and what its tree hash is.

The note is plain text that can be printed on paper: the name of the log, its size, its tree hash,
an empty line, and a line for each signature. A verifier key is one line of text as well; its hash
in a signature line says which key signed.

A signature proves who signed. That the log was never rewritten is proved by comparing two notes of
different times, best kept by different people.

Source: C2SP signed-note v1.0.0 and tlog-checkpoint v1.0.0; RFC 8032 for Ed25519.

>>> print(Checkpoint("izdes", 0, bytes(32)).text, end="")
izdes
0
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from izdes.core.errors import IzdesError
from izdes.core.sealing.merkle import HASH_BYTES

_ED25519 = b"\x01"
_KEY_HASH_BYTES = 4
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<signed>[A-Za-z0-9+/]+={0,2})")
_BODY = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[^\n]+)\n")


class NotACheckpoint(IzdesError):
    """A text is no signed checkpoint of a log."""

    code = "not_a_checkpoint"


class NotAKeyName(IzdesError):
    """A name cannot sign notes: it is empty, or has a blank or a plus in it."""

    code = "not_a_key_name"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key that signs notes, with the name under which it signs."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that would end the line or the field that it stands in."""
        if not _NAME.fullmatch(self.name):
            raise NotAKeyName(name=self.name)

    @property
    def hash(self) -> bytes:
        """Four bytes by which a signature line names the key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(named).digest()[:_KEY_HASH_BYTES]

    def __str__(self) -> str:
        """Return the key as it is handed to whoever checks."""
        return f"{self.name}+{self.hash.hex()}+{_text_of(_ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long a log is and what its tree hash is."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_text_of(self.root)}\n"

    def signed(self, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
        """Return the note, signed by whoever holds the secret half of a key."""
        signature = _text_of(key.hash + sign(self.text.encode()))
        return f"{self.text}\n— {key.name} {signature}\n"

    @classmethod
    def read(cls, note: str) -> Self:
        """Read what a note states; whether its signature holds is not asked here.

        Raises:
            NotACheckpoint: The text has another form.
        """
        body, blank, signatures = note.partition("\n\n")
        found = _BODY.fullmatch(body + "\n")
        lines = signatures.removesuffix("\n").split("\n")
        if not blank or found is None or not all(map(_SIGNATURE.fullmatch, lines)):
            raise NotACheckpoint
        read = cls(found["origin"], int(found["size"]), _hash_of(found["root"]))
        if note != f"{read.text}\n{signatures}" or not signatures.endswith("\n"):
            raise NotACheckpoint
        return read


def _text_of(data: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(data).decode()


def _hash_of(text: str) -> bytes:
    """Return a hash written in base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotACheckpoint from None
    if len(data) != HASH_BYTES:
        raise NotACheckpoint
    return data
