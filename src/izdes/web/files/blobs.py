"""Blobs: enciphered bytes in a folder, each written aside, made to stay, and renamed into place.

A blob's name is random: the folder tells neither what a file is nor whether a known file is in it.
A blob is never changed. Before a row refers to it, it is on the disk for good.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from izdes.core.errors import IzdesError
from izdes.web.ciphering import NotOpened, deciphered, enciphered
from izdes.web.config import configuration
from izdes.web.database.server import make_stay
from izdes.web.files.keys import Keys, Wrapped, keys_of, new_key
from izdes.web.files.media_types import Sniffer


class FileTooLarge(IzdesError):
    """A file is larger than this installation takes."""

    code = "upload_too_large"


class BlobMissing(IzdesError):
    """The bytes of a file are not where they must be."""

    code = "file_bytes_missing"


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that lie in place, and what was learnt of them while they passed.

    Attributes:
        digest: SHA-256 of the bytes as they came, in hexadecimal digits.
    """

    digest: str
    size_bytes: int
    media_type: str
    blob: UUID
    key: Wrapped


@dataclass(frozen=True, slots=True)
class Blobs:
    """A folder of blobs and the keys to them."""

    folder: Path
    keys: Keys

    def receive(self, chunks: Iterable[bytes], *, most_bytes: int) -> Received:
        """Encipher bytes into their place; when this returns they stay, whatever happens.

        Raises:
            FileTooLarge: There are more bytes than may be; none of them is left behind.
        """
        blob, key = uuid4(), new_key()
        noted = _Noted(most_bytes)
        incoming = self.folder / "incoming" / f"{blob}"
        incoming.parent.mkdir(parents=True, exist_ok=True)
        try:
            with incoming.open("xb") as opened:
                for piece in enciphered(noted.passing(chunks), key=key, about=blob.bytes):
                    opened.write(piece)
                opened.flush()
                os.fsync(opened.fileno())
            place = self.place(blob)
            _make_folders(place.parent)
            incoming.rename(place)
            make_stay(place.parent)
        finally:
            incoming.unlink(missing_ok=True)
        wrapped = self.keys.wrap(key, blob)
        return Received(noted.digest(), noted.size, noted.media_type(), blob, wrapped)

    def read(self, blob: UUID, key: Wrapped) -> Iterator[bytes]:
        """Yield the bytes of a blob as they came.

        Raises:
            BlobMissing: It is not in its place.
            NotOpened: It was changed, or cut off.
            KeyUnknown: It is under a key that is not here.
        """
        unwrapped = self.keys.unwrap(key, blob)
        try:
            opened = self.place(blob).open("rb")
        except FileNotFoundError:
            raise BlobMissing(blob=str(blob)) from None
        with opened:
            yield from deciphered(opened, key=unwrapped, about=blob.bytes)

    def is_whole(self, blob: UUID, key: Wrapped, *, digest: str) -> bool:
        """Say whether a blob is there and holds the bytes of a digest."""
        seen = hashlib.sha256()
        try:
            for chunk in self.read(blob, key):
                seen.update(chunk)
        except (BlobMissing, NotOpened):
            return False
        return seen.hexdigest() == digest

    def place(self, blob: UUID) -> Path:
        """Return where a blob lies."""
        name = str(blob)
        return self.folder / name[:2] / name

    def discard(self, blob: UUID) -> None:
        """Take a blob away that no row refers to."""
        self.place(blob).unlink(missing_ok=True)

    def untouched_for(self, seconds: float) -> Iterator[UUID]:
        """Yield blobs that are older than this."""
        before = time.time() - seconds
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if file.stat().st_mtime < before:
                yield UUID(file.name)

    def clear_incoming(self, seconds: float) -> int:
        """Take away what was begun longer ago than this and never finished."""
        before = time.time() - seconds
        old = [f for f in (self.folder / "incoming").glob("*") if f.stat().st_mtime < before]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def blobs() -> Blobs:
    """Return the blobs of this installation."""
    given = configuration()
    return Blobs(given.home / "files", keys_of(given))


class _Noted:
    """What is learnt of bytes while they pass."""

    def __init__(self, most_bytes: int) -> None:
        self.size = 0
        self._most = most_bytes
        self._digest = hashlib.sha256()
        self._sniffer = Sniffer()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield bytes on, and look at them."""
        for chunk in chunks:
            self.size += len(chunk)
            if self.size > self._most:
                raise FileTooLarge(most_megabytes=self._most // 2**20)
            self._digest.update(chunk)
            self._sniffer.feed(chunk)
            yield chunk

    def digest(self) -> str:
        """Return SHA-256 of all that passed."""
        return self._digest.hexdigest()

    def media_type(self) -> str:
        """Return what all that passed looks like."""
        return self._sniffer.media_type()


def _make_folders(folder: Path) -> None:
    """Make a folder, and make it stay."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_stay(folder.parent)
