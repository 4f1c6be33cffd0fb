"""Envelopes: whoever makes one cannot open it, whoever holds the recipient's key can.

For each envelope a pair is made that is used once; its shared secret with the recipient's public
key gives the key of the stream, and only its public half is written. An envelope says nothing of
who made it: anybody can make one for a public key.

Source: RFC 7748 for X25519, RFC 5869 for HKDF; the construction is that of RFC 9180 in its base
mode, written down for one algorithm.
"""

from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from izdes.web.ciphering import KEY_BYTES, NotOpened


class Readable(Protocol):
    """Anything that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an envelope is for: envelopes of one kind do not open as another.

    Attributes:
        magic: With what its file begins.
        info: With what its key is derived.
    """

    magic: bytes
    info: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands before the stream, and the key of the stream.

    Attributes:
        head: Written as it is, and authenticated with every piece of the stream.
    """

    head: bytes
    key: bytes = field(repr=False)


def sealed_to(kind: Kind, recipient: bytes) -> Envelope:
    """Return an envelope for whoever holds the private key of a public one."""
    once = X25519PrivateKey.generate()
    head = kind.magic + recipient + once.public_key().public_bytes_raw()
    return Envelope(head, _derived(kind, once, recipient, head))


def opened_with(kind: Kind, own: X25519PrivateKey, file: Readable) -> Envelope | None:
    """Read an envelope from the beginning of a file; None where the file begins otherwise.

    Raises:
        NotOpened: It is for another key.
    """
    length = len(kind.magic) + 2 * KEY_BYTES
    head = file.read(length)
    if not head.startswith(kind.magic) or len(head) != length:
        return None
    recipient, once = head[len(kind.magic) : -KEY_BYTES], head[-KEY_BYTES:]
    if own.public_key().public_bytes_raw() != recipient:
        raise NotOpened
    return Envelope(head, _derived(kind, own, once, head))


def _derived(kind: Kind, own: X25519PrivateKey, other: bytes, head: bytes) -> bytes:
    """Return the key of a stream; both public keys, in the head, go into it."""
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:
        # A point that gives the same secret to everybody.
        raise NotOpened from None
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=head, info=kind.info).derive(shared)
