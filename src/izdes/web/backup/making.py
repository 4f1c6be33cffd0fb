"""Making a backup: dump, blobs, configuration without secrets, and a proof that it can be restored.

A file under the name that was asked for is whole and was tried: it is written under another name,
read back, loaded into a database beside, compared, and only then renamed.
"""

import fcntl
import io
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from izdes.core.errors import IzdesError
from izdes.web.backup.archive import (
    CONFIGURATION,
    DUMP,
    FILES,
    BackupBroken,
    Stream,
    Writer,
    read_archive,
)
from izdes.web.backup.envelope import sealed_to
from izdes.web.ciphering import PIECE_BYTES, Enciphering, deciphered
from izdes.web.config import Configuration, plain
from izdes.web.database.dumping import (
    counted,
    drop_aside,
    dump,
    is_chain_whole,
    load,
    make_aside,
)
from izdes.web.database.programs import major_of
from izdes.web.envelopes import Envelope

_LAST = "SELECT number, encode(hash, 'hex') FROM journal_entry ORDER BY number DESC LIMIT 1"


class BackupExists(IzdesError):
    """There is a file under that name already."""

    code = "backup_exists"


class BackupBusy(IzdesError):
    """Another backup or restore of this installation is under way."""

    code = "backup_busy"


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    size_bytes: int
    files: int
    rows: int
    entries: int
    is_verified: bool


def make_backup(
    out: Path, *, to: str, configuration: Configuration, owner: str, verify: bool
) -> Made:
    """Write a backup of an installation.

    Args:
        to: Public key of whoever may open it.
        owner: Address for whoever owns the tables.
        verify: Load it into a database beside and compare.

    Raises:
        BackupExists: There is a file under that name already.
        BackupBusy: Another backup or restore is under way.
        BackupKeyWrong: The text is no public key.
        BackupBroken: What was written is not what was there: the disk or the server lies.
    """
    envelope = sealed_to(to)
    if out.exists():
        raise BackupExists(out=str(out))
    with alone(configuration.home, owner), staging(configuration.home) as folder:
        partial = out.with_name(f"{out.name}.partial")
        try:
            manifest = _write(partial, envelope, folder, configuration, owner)
            with partial.open("rb") as written:
                written.seek(len(envelope.head))
                _check(written, envelope, manifest, folder, owner if verify else "")
            partial.rename(out)
        finally:
            partial.unlink(missing_ok=True)
    return Made(
        size_bytes=out.stat().st_size,
        files=sum(name.startswith(FILES) for name in manifest["members"]),
        rows=sum(manifest["rows"].values()),
        entries=manifest["journal"]["entries"],
        is_verified=verify,
    )


@contextmanager
def alone(home: Path, owner: str) -> Iterator[None]:
    """Let one backup or restore work at a time, and take away what a killed one left.

    Raises:
        BackupBusy: Another is under way.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupBusy from None
        for left in home.glob("backup.staging-*"):
            shutil.rmtree(left, ignore_errors=True)
        drop_aside(owner)
        yield
        drop_aside(owner)


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """Give a folder that only its owner reads, for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="backup.staging-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_loaded(address: str, manifest: dict[str, Any]) -> None:
    """Compare a loaded database with what the manifest says of it.

    Raises:
        BackupBroken: It differs, or its journal is no chain.
    """
    with psycopg.connect(address) as connection:
        if counted(connection) != manifest["rows"]:
            raise BackupBroken(member=DUMP)
        if _journal(connection) != manifest["journal"] or not is_chain_whole(connection):
            raise BackupBroken(member="journal")


def opened(file: BinaryIO, envelope: Envelope) -> BinaryIO:
    """Return the inside of a backup, whose envelope was read."""
    chunks = deciphered(file, key=envelope.key, about=envelope.head)
    return io.BufferedReader(Stream(chunks), PIECE_BYTES)


def _write(
    partial: Path, envelope: Envelope, folder: Path, configuration: Configuration, owner: str
) -> dict[str, Any]:
    """Write an enveloped archive; return its manifest."""
    stated = _dumped(folder / DUMP, owner)
    stated |= {"made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(envelope.head)
        sink = _Sealing(out, envelope)
        writer = Writer(sink, stated)
        writer.add_json(CONFIGURATION, plain(configuration))
        writer.add_file(DUMP, folder / DUMP)
        (folder / DUMP).unlink()
        for blob in sorted((configuration.home / "files").glob("[0-9a-f][0-9a-f]/*")):
            # The sweep may take one away that no row of the dump refers to.
            with suppress(FileNotFoundError):
                writer.add_file(f"{FILES}{blob.parent.name}/{blob.name}", blob)
        writer.close()
        sink.close()
        out.flush()
        os.fsync(out.fileno())
    return stated | {"members": writer.members}


def _dumped(file: Path, owner: str) -> dict[str, Any]:
    """Dump the database, and return what there was in the very same snapshot."""
    with psycopg.connect(owner) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        dump(owner, file, snapshot=str(row[0] if row else ""))
        return {
            "rows": counted(connection),
            "journal": _journal(connection),
            "server": major_of(owner),
        }


def _journal(connection: psycopg.Connection) -> dict[str, Any]:
    """Return how far the journal goes, and the hash of its last entry."""
    number, last = connection.execute(_LAST).fetchone() or (0, "")
    return {"entries": number, "last": last}


def _check(
    file: BinaryIO, envelope: Envelope, manifest: dict[str, Any], folder: Path, owner: str
) -> None:
    """Read back what was written and, under an owner's address, load it and compare."""
    place = folder / "read_back"

    def where(name: str) -> Path | None:
        return place if owner and name == DUMP else None

    found = read_archive(opened(file, envelope), where)
    if found["members"] != manifest["members"]:
        raise BackupBroken(member="members")
    if owner:
        aside = make_aside(owner, secrets.token_hex(4))
        load(aside, place)
        check_loaded(aside, manifest)


class _Sealing:
    """A sink that enciphers what is written to it."""

    def __init__(self, out: BinaryIO, envelope: Envelope) -> None:
        self._out = out
        self._cipher = Enciphering(key=envelope.key, about=envelope.head)

    def write(self, data: bytes, /) -> int:
        """Take bytes; whole pieces of them are written."""
        self._out.write(self._cipher.take(data))
        return len(data)

    def close(self) -> None:
        """Write what is left."""
        self._out.write(self._cipher.end())
