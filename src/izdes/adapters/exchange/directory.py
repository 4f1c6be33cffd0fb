"""The directory of officers as an institution gets it, and whether it is the office's.

One JSON object: the content, its digest, the office's verifier key and its signature. The key must
be known from elsewhere (it stands under every head of the journal): whoever takes it from the
message itself learns only that somebody signed it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from izdes.adapters.exchange.faults import DirectoryUnsigned
from izdes.adapters.messages.faults import MessageUnreadable
from izdes.adapters.messages.strict import object_of
from izdes.core.sealing.canonical import canonical_json

FORMAT = "izdes.directory.1"
MOST_BYTES = 64_000_000
_ED25519 = b"\x01"
_BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, binascii.Error)


@dataclass(frozen=True, slots=True)
class Entry:
    """Who signs for a body.

    Attributes:
        certificates: SHA-256 of each, in hexadecimal digits.
    """

    name: str
    role: str
    body: str
    body_bin: str
    since: datetime
    until: datetime | None
    certificates: frozenset[str]

    def covers(self, certificate: str, *, body_bin: str, at: datetime) -> bool:
        """Say whether a certificate signs for a body at a moment, by this entry."""
        lasts = self.since <= at and (self.until is None or at < self.until)
        return lasts and self.body_bin == body_bin and certificate in self.certificates


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory whose signature held."""

    issuer: str
    as_of: str
    entries: tuple[Entry, ...]

    def whose(self, certificate: str, *, body_bin: str, at: datetime) -> Entry | None:
        """Return who signs for a body at a moment by a certificate; None for nobody."""
        return next(
            (one for one in self.entries if one.covers(certificate, body_bin=body_bin, at=at)), None
        )


def signed_text(content: bytes) -> bytes:
    """Return what is signed: nothing else that the key signs begins like this."""
    return FORMAT.encode() + b"\n" + hashlib.sha256(content).hexdigest().encode() + b"\n"


def read_directory(data: bytes, *, key: str) -> Directory:
    """Return a directory as the site gave it.

    Args:
        key: The office's verifier key, known from elsewhere.

    Raises:
        MessageUnreadable: It is none.
        DirectoryUnsigned: It is not signed with this key.
    """
    told = object_of(data, most_bytes=MOST_BYTES)
    public = _public(key)
    try:
        content = canonical_json(told["directory"])
        public.verify(base64.b64decode(told["signature"]), signed_text(content))
        return _directory(told["directory"])
    except InvalidSignature:
        raise DirectoryUnsigned from None
    except _BROKEN:
        raise MessageUnreadable("directory") from None


def _public(key: str) -> Ed25519PublicKey:
    """Return the public key of a verifier key: name, hash, and base64, which may hold a plus."""
    try:
        data = base64.b64decode(key.split("+", 2)[2], validate=True)
        if data.startswith(_ED25519):
            return Ed25519PublicKey.from_public_bytes(data[1:])
    except _BROKEN:
        pass
    raise DirectoryUnsigned


def _directory(told: dict[str, Any]) -> Directory:
    """Return the content of a directory."""
    if told["format"] != FORMAT:
        raise MessageUnreadable("format")
    return Directory(str(told["issuer"]), str(told["as_of"]), tuple(map(_entry, told["entries"])))


def _entry(told: dict[str, Any]) -> Entry:
    """Return one entry."""
    until = told["until"]
    return Entry(
        name=str(told["name"]),
        role=str(told["role"]),
        body=str(told["body"]),
        body_bin=str(told["body_bin"]),
        since=_moment(told["since"]),
        until=None if until is None else _moment(until),
        certificates=frozenset(str(one["sha256"]) for one in told["certificates"]),
    )


def _moment(told: str) -> datetime:
    """Return a moment; one without an offset is none."""
    found = datetime.fromisoformat(told)
    if found.tzinfo is None:
        raise ValueError
    return found
