"""Ciphering of streams: AES-256-GCM in pieces, so that a film needs no more memory than a letter.

Each piece is sealed with a nonce of its place and of whether it is the last: pieces that were
exchanged, repeated or cut off at the end do not open. A key is used for one stream only, so a
nonce never repeats under it. What a stream belongs to is authenticated with it (`about`).

It does not hide how long a stream is, and whoever has the key can make another stream.

Source: Hoang, Reyhanitabar, Rogaway, Vizár, Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance (2015), the construction STREAM; NIST SP 800-38D for GCM.

>>> key = bytes(32)
>>> sealed = b"".join(enciphered([b"a letter"], key=key, about=b"7"))
>>> import io
>>> b"".join(deciphered(io.BytesIO(sealed), key=key, about=b"7"))
b'a letter'
>>> b"".join(deciphered(io.BytesIO(sealed), key=key, about=b"8"))
Traceback (most recent call last):
...
izdes.web.ciphering.NotOpened: not_opened
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from izdes.core.errors import IzdesError

KEY_BYTES = 32
PIECE_BYTES = 64 * 1024
_TAG_BYTES = 16
_COUNT_BYTES = 11


class NotOpened(IzdesError):
    """Bytes do not open with this key: changed, cut off, another's, or under another key."""

    code = "not_opened"


class Readable(Protocol):
    """Anything that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Enciphering:
    """A stream that is being enciphered, under a key that is used for nothing else."""

    def __init__(self, *, key: bytes, about: bytes) -> None:
        self._cipher = AESGCM(key)
        self._about = about
        self._count = 0
        self._held = bytearray()

    def take(self, chunk: bytes) -> bytes:
        """Take the next bytes; return the pieces that are whole by now."""
        self._held += chunk
        pieces = bytearray()
        # The last piece is known only at the end, so one is always held back.
        while len(self._held) > PIECE_BYTES:
            pieces += self._sealed(bytes(self._held[:PIECE_BYTES]), is_last=False)
            del self._held[:PIECE_BYTES]
        return bytes(pieces)

    def end(self) -> bytes:
        """Return the last piece."""
        return self._sealed(bytes(self._held), is_last=True)

    def _sealed(self, piece: bytes, *, is_last: bool) -> bytes:
        """Return a piece under the nonce of its place."""
        nonce = _nonce(self._count, is_last=is_last)
        self._count += 1
        return self._cipher.encrypt(nonce, piece, self._about)


def enciphered(stream: Iterable[bytes], *, key: bytes, about: bytes) -> Iterator[bytes]:
    """Yield a stream under a key that is used for nothing else."""
    cipher = Enciphering(key=key, about=about)
    for chunk in stream:
        yield cipher.take(chunk)
    yield cipher.end()


def deciphered(stream: Readable, *, key: bytes, about: bytes) -> Iterator[bytes]:
    """Yield what was enciphered; nothing is yielded that was not authenticated.

    Raises:
        NotOpened: A piece does not open; the pieces before it were yielded already.
    """
    cipher = AESGCM(key)
    sealed = _read(stream)
    count = 0
    while True:
        following = _read(stream)
        try:
            yield cipher.decrypt(_nonce(count, is_last=not following), sealed, about)
        except InvalidTag:
            raise NotOpened from None
        if not following:
            return
        sealed = following
        count += 1


def _nonce(count: int, *, is_last: bool) -> bytes:
    """Return the nonce of a piece."""
    return count.to_bytes(_COUNT_BYTES) + bytes([is_last])


def _read(stream: Readable) -> bytes:
    """Read one sealed piece, or what is left."""
    whole = bytearray()
    while len(whole) < PIECE_BYTES + _TAG_BYTES:
        chunk = stream.read(PIECE_BYTES + _TAG_BYTES - len(whole))
        if not chunk:
            break
        whole += chunk
    return bytes(whole)
