"""What is inside a backup: a tar of members and, last, a manifest of all of them.

The manifest stands at the end because digests are known only then; without it, or with one that
does not fit, a backup is broken. Blobs of files go in as they lie: enciphered under keys that the
backup does not hold.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from izdes.core.errors import IzdesError

FORMAT = "izdes.backup/1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
CONFIGURATION = "configuration.json"
FILES = "files/"
_CHUNK_BYTES = 1024 * 1024


class BackupBroken(IzdesError):
    """A backup is not whole: a member is missing, too many, or not what the manifest says."""

    code = "backup_broken"


@dataclass(slots=True)
class Writer:
    """Writes members one after another and remembers their digests.

    Attributes:
        sink: Anything that bytes are written to.
    """

    sink: Any
    stated: dict[str, Any]
    _tar: tarfile.TarFile = field(init=False)
    members: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tar = tarfile.open(fileobj=self.sink, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed at the end

    def add_file(self, name: str, file: Path) -> None:
        """Add a file under a name."""
        with file.open("rb") as opened:
            member = tarfile.TarInfo(name)
            member.size = file.stat().st_size
            hashed = Hashed(opened)
            self._tar.addfile(member, hashed)
        self.members[name] = hashed.digest()

    def add_json(self, name: str, value: object) -> None:
        """Add a value as JSON."""
        data = json.dumps(value, sort_keys=True, indent=1).encode()
        member = tarfile.TarInfo(name)
        member.size = len(data)
        self._tar.addfile(member, io.BytesIO(data))
        self.members[name] = hashlib.sha256(data).hexdigest()

    def close(self) -> None:
        """Write the manifest and the end."""
        members = dict(self.members)
        self.add_json(MANIFEST, {**self.stated, "format": FORMAT, "members": members})
        self.members = members
        self._tar.close()


class Hashed:
    """A stream whose bytes are digested as they are read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Read bytes."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def digest(self) -> str:
        """Return SHA-256 of all that was read."""
        return self._digest.hexdigest()


def read_archive(source: BinaryIO, place: Callable[[str], Path | None]) -> dict[str, Any]:
    """Read a backup to its end, put members in their places, and return its manifest.

    Args:
        place: Where a member goes; None to look at it only. The manifest goes nowhere.

    Raises:
        BackupBroken: It is not whole.
    """
    seen: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                data = tar.extractfile(member)
                if data is None or not _is_plain(member.name) or manifest:
                    raise BackupBroken(member=member.name)
                if member.name == MANIFEST:
                    manifest = json.loads(data.read())
                else:
                    seen[member.name] = _put(Hashed(data), place(member.name))  # type: ignore[arg-type]
    except (tarfile.TarError, ValueError, EOFError):
        raise BackupBroken(member="") from None
    if manifest.get("format") != FORMAT or manifest.get("members") != seen:
        raise BackupBroken(member=_first_difference(manifest.get("members", {}), seen))
    return manifest


class Stream(io.RawIOBase):
    """Chunks as a stream that is read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def readable(self) -> bool:
        """Say that it is read."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Read into a buffer."""
        if not self._held:
            self._held = next(self._chunks, b"")
        given, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def _put(data: Hashed, place: Path | None) -> str:
    """Write a member to its place, or only look at it; return its digest."""
    if place is None:
        while data.read(_CHUNK_BYTES):
            pass
        return data.digest()
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as opened:
        while chunk := data.read(_CHUNK_BYTES):
            opened.write(chunk)
    return data.digest()


def _is_plain(name: str) -> bool:
    """Say whether a name stays in its folder."""
    return not name.startswith("/") and ".." not in Path(name).parts


def _first_difference(stated: dict[str, str], seen: dict[str, str]) -> str:
    """Return a member that is not what was stated."""
    names = sorted(stated.keys() | seen.keys())
    return next((name for name in names if stated.get(name) != seen.get(name)), MANIFEST)
