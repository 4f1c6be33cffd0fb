"""Files that whoever reports hands in: typed by their content, sized and hashed on arrival.

What a file is, its bytes say; its name is only shown. The bytes are kept as they came, with all
that a camera wrote into them, for they are evidence; they are served to nobody here, and to the
office only as a download. What nobody needs and no reader opens safely is refused before it is
kept: programs, archives (they hide what is in them), pages with scripts, drawings that are pages.

A file that is two things at once (a picture that is also an archive) is evidence all the same: it
is kept, and told apart by `doubt`.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from izdes.core.errors import IzdesError
from izdes.web.config import configuration
from izdes.web.files.blobs import Blobs, Received
from izdes.web.files.keys import Keys, Wrapped
from izdes.web.window.keys import key_for

_KEY_BYTES = 9
_LONGEST_NAME = 120
_MOST_FILES = 20
_MOST_MEGABYTES = 100
_KEY_ID = "window"
_CHUNK = 64 * 1024
TAKEN = frozenset(
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "image/heif",
        "application/pdf", "text/plain", "text/csv",
        "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav",
        "video/mp4", "video/3gpp", "video/quicktime",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel", "application/msword",
    }
)  # fmt: skip
# What a picture or a document has no reason to hold: the beginnings of other things inside it.
_STRANGE = (b"<script", b"<?php", b"PK\x03\x04", b"MZ\x90\x00", b"\x7fELF")
_SEEN_INSIDE = ("image/", "audio/", "video/")


class FileRefused(IzdesError):
    """A file is of a kind that is not taken: it could be a program, or hide one."""

    code = "window_file_refused"


class FilesTooMany(IzdesError):
    """More files were handed in than one report takes."""

    code = "window_files_too_many"


class FileEmpty(IzdesError):
    """A file has no bytes."""

    code = "window_file_empty"


class Stream(Protocol):
    """An upload, as the web framework gives it."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was handed in.

    Attributes:
        key: By which its draft knows it.
        digest: SHA-256 of its bytes, in hexadecimal digits.
        doubt: ``holds_more`` if it is more than it seems, else empty.
        blob: Where its bytes lie.
        wrapped: Its own key, as it is kept.
        at: When it came, as text.
    """

    key: str
    name: str
    media_type: str
    size_bytes: int
    digest: str
    doubt: str
    blob: UUID
    wrapped: str
    at: str

    def __repr__(self) -> str:
        """Tell no name."""
        return f"StoredFile({self.media_type}, {self.size_bytes})"

    def as_part(self) -> dict[str, Any]:
        """Return what a draft keeps of it."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "size_bytes": self.size_bytes,
            "digest": self.digest,
            "doubt": self.doubt,
            "blob": str(self.blob),
            "wrapped": self.wrapped,
            "at": self.at,
        }


def file_of(step: str, part: Mapping[str, Any]) -> StoredFile:
    """Return the file that a draft has kept."""
    return StoredFile(**{**part, "key": step.partition(":")[2], "blob": UUID(str(part["blob"]))})


def received(stream: Stream | Iterable[bytes], *, name: str) -> StoredFile:
    """Put the bytes of a file on the disk, enciphered, and say what they are.

    Raises:
        FileTooLarge: There are more bytes than the window takes; none is left behind.
        FileEmpty: There are none.
        FileRefused: It is of a kind that is not taken; none of it is left behind.
    """
    kept = blobs()
    looked = _Looked()
    most = configuration().window_file_megabytes * 2**20
    taken = kept.receive(looked.passing(_chunks(stream)), most_bytes=most)
    if not taken.size_bytes or taken.media_type not in TAKEN or looked.is_page:
        kept.discard(taken.blob)
        if not taken.size_bytes:
            raise FileEmpty
        raise FileRefused(media_type=taken.media_type)
    strange = looked.is_strange and taken.media_type.startswith(_SEEN_INSIDE)
    doubt = "holds_more" if strange else ""
    return _stored(taken, plain_name(name), taken.media_type, doubt=doubt)


def _stored(taken: Received, name: str, media_type: str, *, doubt: str) -> StoredFile:
    """Return what is known of a file whose bytes lie on the disk."""
    return StoredFile(
        key=secrets.token_urlsafe(_KEY_BYTES),
        name=name,
        media_type=media_type,
        size_bytes=taken.size_bytes,
        digest=taken.digest,
        doubt=doubt,
        blob=taken.blob,
        wrapped=taken.key.wrapped.hex(),
        at=datetime.now(UTC).isoformat(),
    )


def keep_bytes(data: bytes, *, name: str, media_type: str) -> StoredFile:
    """Put bytes on the disk that the window made or checked itself, under a type that it knows."""
    taken = blobs().receive([data], most_bytes=len(data))
    return _stored(taken, plain_name(name), media_type, doubt="")


def require_room(files: tuple[StoredFile, ...]) -> None:
    """Refuse one file more than a report takes.

    Raises:
        FilesTooMany: There are as many, or as much, as a report takes.
    """
    size = sum(file.size_bytes for file in files)
    if len(files) >= _MOST_FILES or size >= _MOST_MEGABYTES * 2**20:
        raise FilesTooMany(most=_MOST_FILES, most_megabytes=_MOST_MEGABYTES)


def bytes_of(file: StoredFile) -> Iterator[bytes]:
    """Yield the bytes of a file as they came, for the package that takes them along."""
    return blobs().read(file.blob, Wrapped(_KEY_ID, bytes.fromhex(file.wrapped)))


def blobs() -> Blobs:
    """Return the blobs of the window, which are not the office's."""
    keys = Keys(_KEY_ID, {_KEY_ID: key_for("files")})
    return Blobs(configuration().home / "window" / "files", keys)


def plain_name(name: str) -> str:
    """Return a name without folders and signs that no name has; the end of it, where it is long.

    >>> plain_name("../../etc/passwd")
    'passwd'
    """
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip(". ")[-_LONGEST_NAME:]


class _Looked:
    """What is seen of bytes while they pass: whether they hold the beginning of another thing."""

    def __init__(self) -> None:
        self.is_strange = False
        self.is_page = False
        self._tail = b""
        self._is_first = True

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield bytes on, and look at them."""
        for chunk in chunks:
            seen = self._tail + chunk
            lowered = seen.lower()
            self.is_strange |= any(sign.lower() in lowered for sign in _STRANGE)
            if self._is_first:
                begun = lowered.lstrip(b"\xef\xbb\xbf \t\r\n")
                self.is_page = begun.startswith(
                    (b"<!doctype", b"<html", b"<svg", b"<script", b"#!")
                )
                self._is_first = False
            self._tail = seen[-16:]
            yield chunk


def _chunks(stream: Stream | Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of an upload."""
    if isinstance(stream, Iterable) and not hasattr(stream, "read"):
        yield from stream
        return
    while chunk := stream.read(_CHUNK):
        yield chunk
