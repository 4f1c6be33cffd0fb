"""Sealing: a package as one file, which only its recipient opens and whose sender is proved.

Inside an envelope to the recipient stand, one after the other: the length of the manifest in eight
bytes; the manifest, canonical JSON (docs/reference/packages.md); the sender's public keys and his
signature over the recipient's public key and the manifest; and the files, in the manifest's order,
whose sizes and digests the manifest says. So a file cannot be exchanged, a package cannot be sent
on to another office as if it had been meant for it, and what was cut off does not open.

Who signed, and that nothing was changed since, is proved. That what is said is true, is not.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.web import envelopes
from izdes.web.ciphering import KEY_BYTES, NotOpened, deciphered, enciphered
from izdes.web.database.server import make_stay
from izdes.web.packages.parties import Party, Public

SUFFIX = ".izdes"
_KIND = envelopes.Kind(b"izdes package 1\n", b"izdes: key of a package")
_SIGNED = b"izdes: manifest of a package\n"
_LENGTH_BYTES, _SIGNATURE_BYTES = 8, 64
_MOST_MANIFEST_BYTES = 8 * 2**20
# An answer has up to a thousand, and two of its own beside them.
MOST_FILES = 2_000
_CHUNK = 64 * 1024


class NotAPackage(IzdesError):
    """A file is no package."""

    code = "not_a_package"


class PackageNotOpened(IzdesError):
    """A package does not open: for another key, changed, or not whole."""

    code = "package_not_opened"


class PackageSignerUnknown(IzdesError):
    """A package is not signed by anybody who is believed here."""

    code = "package_signer_unknown"


class PackageWrong(IzdesError):
    """A package is signed and is not what a package must be."""

    code = "package_wrong"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package that was opened and found whole.

    Attributes:
        manifest: What it says.
        digest: SHA-256 of the manifest, in hexadecimal digits: by it a package is known.
        sender: Who signed it.
    """

    manifest: Mapping[str, Any] = field(repr=False)
    digest: str
    sender: Public

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """What the manifest says of the files."""
        return tuple(self.manifest.get("files", ()))


def digest_of(manifest: Mapping[str, Any]) -> str:
    """Return the digest by which a package is known."""
    return hashlib.sha256(canonical_json(manifest)).hexdigest()


def write_package(
    place: Path,
    manifest: Mapping[str, Any],
    *,
    files: Iterable[Iterable[bytes]] = (),
    sender: Party,
    to: Public,
) -> None:
    """Write a package; when this returns it stays, and before it nothing stands in its place."""
    envelope = envelopes.sealed_to(_KIND, to.opens)
    content = _content(canonical_json(manifest), files, sender=sender, to=to)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with beside.open("xb") as opened:
            opened.write(envelope.head)
            opened.writelines(enciphered(content, key=envelope.key, about=envelope.head))
            opened.flush()
            os.fsync(opened.fileno())
        beside.rename(place)
        make_stay(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def put_into(folder: Path, place: Path, *, name: str) -> None:
    """Copy a package into a folder, whole under its name or not at all."""
    beside = folder / f".{name}"
    shutil.copyfile(place, beside)
    make_stay(beside)
    beside.replace(folder / name)
    make_stay(folder)


def read_package(place: Path, *, to: Party, known: Collection[Public]) -> Sealed:
    """Open a package and read all of it once; nothing of it is used before it is found whole.

    Raises:
        NotAPackage: The file is none.
        PackageNotOpened: It is for another key, was changed, or is not whole.
        PackageSignerUnknown: It is not signed by anybody of `known`.
        PackageWrong: It is signed, and not what a package must be.
    """
    with _opened(place, to) as stream:
        found = _signed(stream, to=to, known=known)
        for file, chunks in _each(stream, found):
            seen = hashlib.sha256()
            for chunk in chunks:
                seen.update(chunk)
            if seen.hexdigest() != file["digest"]:
                raise PackageWrong(what="digest")
        if stream.read(1):
            raise PackageWrong(what="tail")
    return found


def files_of(
    place: Path, found: Sealed, *, to: Party
) -> Iterator[tuple[Mapping[str, Any], Iterator[bytes]]]:
    """Yield what the manifest says of each file, and its bytes, which are read before the next.

    Raises:
        PackageNotOpened: It was changed since it was read.
    """
    with _opened(place, to) as stream:
        again = _signed(stream, to=to, known=[found.sender])
        if again.digest != found.digest:
            raise PackageNotOpened
        yield from _each(stream, again)


class _Stream:
    """What is inside a package, read as it is deciphered."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end."""
        while len(self._held) < size and (chunk := next(self._chunks, b"")):
            self._held += chunk
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def exactly(self, size: int) -> bytes:
        """Return exactly so many bytes."""
        if len(taken := self.read(size)) != size:
            raise PackageWrong(what="length")
        return taken


@contextmanager
def _opened(place: Path, to: Party) -> Iterator[_Stream]:
    """Open the envelope of a package."""
    with place.open("rb") as file:
        try:
            yield _Stream(_inside(file, to))
        except NotOpened:
            raise PackageNotOpened from None


def _inside(file: BinaryIO, to: Party) -> Iterator[bytes]:
    """Yield what is inside an envelope."""
    envelope = envelopes.opened_with(_KIND, to.opens, file)
    if envelope is None:
        raise NotAPackage
    yield from deciphered(file, key=envelope.key, about=envelope.head)


def _content(
    manifest: bytes, files: Iterable[Iterable[bytes]], *, sender: Party, to: Public
) -> Iterator[bytes]:
    """Yield what is inside a package."""
    yield len(manifest).to_bytes(_LENGTH_BYTES)
    yield manifest
    yield sender.public.signs + sender.public.opens
    yield sender.sign(_SIGNED + to.opens + manifest)
    for file in files:
        yield from file


def _signed(stream: _Stream, *, to: Party, known: Collection[Public]) -> Sealed:
    """Read the manifest, and who signed it."""
    length = int.from_bytes(stream.exactly(_LENGTH_BYTES))
    if length > _MOST_MANIFEST_BYTES:
        raise PackageWrong(what="manifest")
    manifest = stream.exactly(length)
    keys = stream.exactly(2 * KEY_BYTES)
    signature = stream.exactly(_SIGNATURE_BYTES)
    sender = Public(keys[:KEY_BYTES], keys[KEY_BYTES:])
    if sender not in known or not sender.has_signed(
        _SIGNED + to.public.opens + manifest, signature
    ):
        raise PackageSignerUnknown
    try:
        said = json.loads(manifest)
    except (ValueError, RecursionError):
        raise PackageWrong(what="manifest") from None
    _require_files(said)
    return Sealed(said, hashlib.sha256(manifest).hexdigest(), sender)


def _require_files(said: object) -> None:
    """Refuse a manifest that does not say of its files how many bytes they are."""
    files = said.get("files", []) if isinstance(said, dict) else None
    if not isinstance(files, list) or len(files) > MOST_FILES:
        raise PackageWrong(what="files")
    for file in files:
        if not (
            isinstance(file, dict)
            and isinstance(file.get("size_bytes"), int)
            and file["size_bytes"] >= 0
            and isinstance(file.get("digest"), str)
            and isinstance(file.get("name"), str)
        ):
            raise PackageWrong(what="files")


def _each(stream: _Stream, found: Sealed) -> Iterator[tuple[Mapping[str, Any], Iterator[bytes]]]:
    """Yield each file of a package with its bytes."""
    for file in found.files:
        yield file, _pieces(stream, int(file["size_bytes"]))


def _pieces(stream: _Stream, size: int) -> Iterator[bytes]:
    """Yield so many bytes in pieces."""
    while size:
        piece = stream.exactly(min(size, _CHUNK))
        size -= len(piece)
        yield piece
