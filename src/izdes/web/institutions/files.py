"""Files of answers: enciphered while they pass, looked at, and kept until the office takes them.

The site never gives a file out again. What is no kind of document is refused; what holds the
beginning of another thing inside goes on with a doubt, and the office puts it into quarantine.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from izdes.adapters.messages.beside import Present
from izdes.web.ciphering import KEY_BYTES
from izdes.web.config import ConfigurationMissing, configuration, variable
from izdes.web.files.blobs import Blobs
from izdes.web.files.keys import Keys, Wrapped
from izdes.web.institutions.refusals import FileRefused

_KEY_ID = "institutions"
_CHUNK = 64 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = frozenset(
    {
        "text/csv", "text/plain", "application/xml", "application/json", "application/pdf",
        f"{_OFFICE}spreadsheetml.sheet", f"{_OFFICE}wordprocessingml.document",
        "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.ms-excel",
        "application/msword",
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "image/heif",
        "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav",
        "video/mp4", "video/3gpp", "video/quicktime",
    }
)  # fmt: skip
# What a picture, a recording or a document has no reason to hold.
_STRANGE = (b"<script", b"<?php", b"mz\x90\x00", b"\x7felf", b"/javascript", b"vbaproject")
_LONGEST_SIGN = max(map(len, _STRANGE))


class Stream(Protocol):
    """An upload, as the web framework gives it."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that came with an answer.

    Attributes:
        sha256: Of its bytes, in hexadecimal digits.
        has_doubt: Whether it holds the beginning of another thing.
        blob: Where its bytes lie, enciphered.
        wrapped: Its own key, as it is kept, in hexadecimal digits.
    """

    name: str
    sha256: str
    size_bytes: int
    media_type: str
    has_doubt: bool
    blob: str
    wrapped: str

    @property
    def present(self) -> Present:
        """Return it as it is compared with what the answer names."""
        return Present(self.name, self.sha256, self.size_bytes)

    def as_json(self) -> dict[str, Any]:
        """Return it as its message keeps it."""
        return asdict(self)


def kept_file(told: Mapping[str, Any]) -> Kept:
    """Return a file as its message kept it."""
    return Kept(**told)


def receive(stream: Stream, *, name: str) -> Kept:
    """Put the bytes of a file on the disk, enciphered, and say what they are.

    Raises:
        FileTooLarge: There are more bytes than this installation takes; none is left behind.
        FileRefused: It is of a kind that no answer holds; none of it is left behind.
    """
    doubt = _Doubt()
    most = configuration().file_megabytes * 2**20
    taken = blobs().receive(doubt.passing(_chunks(stream)), most_bytes=most)
    if taken.media_type not in TAKEN and taken.size_bytes:
        blobs().discard(taken.blob)
        raise FileRefused(file=name, media_type=taken.media_type)
    return Kept(
        name=name,
        sha256=taken.digest,
        size_bytes=taken.size_bytes,
        media_type=taken.media_type,
        has_doubt=doubt.is_raised,
        blob=str(taken.blob),
        wrapped=taken.key.wrapped.hex(),
    )


def bytes_of(file: Kept) -> Iterator[bytes]:
    """Yield the bytes of a file as they came, for the office that takes it."""
    return blobs().read(UUID(file.blob), Wrapped(_KEY_ID, bytes.fromhex(file.wrapped)))


def discard(files: Iterable[Kept]) -> None:
    """Take away files that no message refers to."""
    for file in files:
        blobs().discard(UUID(file.blob))


def blobs() -> Blobs:
    """Return the blobs of the site, which are not the office's.

    Raises:
        ConfigurationMissing: The key of the site is not set.
    """
    if not (given := configuration().institutions_key):
        raise ConfigurationMissing(name=variable("institutions_key"))
    made = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"izdes institutions: files")
    keys = Keys(_KEY_ID, {_KEY_ID: made.derive(bytes.fromhex(given))})
    return Blobs(configuration().home / "institutions" / "files", keys)


class _Doubt:
    """What is seen of bytes while they pass: whether they hold the beginning of another thing."""

    def __init__(self) -> None:
        self.is_raised = False
        self._tail = b""

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield bytes on, and look at them."""
        for chunk in chunks:
            seen = (self._tail + chunk).lower()
            self.is_raised |= any(sign in seen for sign in _STRANGE)
            self._tail = seen[-_LONGEST_SIGN:]
            yield chunk


def _chunks(stream: Stream) -> Iterator[bytes]:
    """Yield the bytes of an upload."""
    while chunk := stream.read(_CHUNK):
        yield chunk
