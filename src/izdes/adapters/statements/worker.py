"""The process that reads files for another one: a small fork server.

Started by `izdes.adapters.statements.isolation`, which speaks to it in frames over its standard
input and output. It loads the readers once and forks for every file: the fork has limits of memory
and time, and whatever a hostile file does to it ends with it. Where a system cannot fork the file
is read in the process itself, and its starter watches the clock alone.
"""

import gc
import hashlib
import io
import os
import pickle
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.named_columns import Wanted, named_tables
from izdes.adapters.statements.origin import origin_of
from izdes.adapters.statements.origin.value import Origin, Place
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.profiles import (
    Profile,
    Proposal,
    packaged_profiles,
    propose_profile,
)
from izdes.adapters.statements.profiles.propose import NoTable
from izdes.adapters.statements.wording import column_of, kind_of, label_of
from izdes.adapters.words import Lang
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading

_LENGTH = struct.Struct(">Q")
_OUT_OF_MEMORY = 3
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Terms:
    """What the process is told once: what is known to the case, and the limits of one file."""

    register: Register
    manifest: Mapping[str, ManifestEntry]
    memory_bytes: int
    seconds: float
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read; with a place, one row of it to show as it stands.

    Attributes:
        propose_in: Draft a profile of it instead, its comments in this language.
        columns: Read these of its sheets instead, as a table that is no statement.
        terms: Of this file alone; None: those that the process was told.
    """

    path: Path
    place: Place | None = None
    propose_in: Lang | None = None
    columns: Wanted | None = None
    terms: Terms | None = None


def write_frame(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame: its length, then its bytes."""
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next frame, or None when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer every request with a pickled reading or row until the requests end."""
    first = read_frame(requests)
    if first is None:
        return
    terms: Terms = pickle.loads(first)  # noqa: S301  # from the process that started this one
    _warm_up(terms.register)
    read = _read_in_fork if hasattr(os, "fork") else _read_here
    while (frame := read_frame(requests)) is not None:
        request: Request = pickle.loads(frame)  # noqa: S301  # from the same process
        write_frame(replies, read(request, request.terms or terms))


def _warm_up(register: Register) -> None:
    """Load what readers load on first use, so that no fork has to."""
    column_of("Дата")
    label_of("Банк")
    kind_of("Перевод")
    packaged_profiles()
    Parties(register).key_of("+7 700 000 00 00", "")
    gc.collect()
    gc.freeze()


def _read_here(request: Request, terms: Terms) -> bytes:
    """Read a file in this process, or the one row that is asked for."""
    path = request.path
    try:
        data = path.read_bytes()
    except OSError:
        return pickle.dumps(unread(path, "file_unreadable"))
    if request.place is not None:
        return pickle.dumps(_row(data, path, request.place))
    if request.propose_in is not None:
        return pickle.dumps(_proposal(data, path, request.propose_in))
    if request.columns is not None:
        return pickle.dumps(named_tables(data, request.columns, file=path.name))
    reading = read_bytes(
        data,
        name=path.name,
        register=terms.register,
        manifest=terms.manifest,
        profiles=terms.profiles,
    )
    return pickle.dumps(reading, protocol=pickle.HIGHEST_PROTOCOL)


def _row(data: bytes, path: Path, place: Place) -> Origin | FileReading:
    """Return a row as it stands in its file; a file that cannot be opened says why."""
    try:
        return origin_of(data, place)
    except Unusable as unusable:
        fault = Fault(unusable.fault, path.name, details=tuple(sorted(unusable.details.items())))
        return FileReading(path.name, "", len(data), None, faults=(fault,))


def _proposal(data: bytes, path: Path, lang: Lang) -> Proposal | FileReading:
    """Return a profile drafted from a file; one without a table says so."""
    try:
        return propose_profile(data, path.name, lang)
    except NoTable:
        fault = Fault("no_table", path.name)
    except Unusable as unusable:
        fault = Fault(unusable.fault, path.name, details=tuple(sorted(unusable.details.items())))
    return FileReading(path.name, "", len(data), None, faults=(fault,))


def _read_in_fork(request: Request, terms: Terms) -> bytes:
    """Read a file in a fork of its own; its end, however it comes, is an answer."""
    path = request.path
    if not path.is_file():
        return pickle.dumps(unread(path, "file_unreadable"))
    receiving, sending = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(receiving)
        _answer_and_exit(request, terms, sending)
    os.close(sending)
    payload, is_late = _received(receiving, terms.seconds)
    if is_late:
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == 0 and not is_late:
        return payload
    return pickle.dumps(unread(path, _reason(code, is_late=is_late)))


def _reason(code: int, *, is_late: bool) -> str:
    """Return the fault that a fork's end means."""
    if is_late or code == -signal.SIGXCPU:
        return "reading_took_too_long"
    return "reading_out_of_memory" if code == _OUT_OF_MEMORY else "reading_died"


def _answer_and_exit(request: Request, terms: Terms, sending: int) -> None:
    """Read the file within its limits, send the answer and end this fork."""
    code = 1
    # A fork lives for one file: its end frees everything sooner than a collector would.
    gc.disable()
    try:
        _limit(terms)
        with io.FileIO(sending, "w") as stream:
            io.BufferedWriter(stream).write(_read_here(request, terms))
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _limit(terms: Terms) -> None:
    """Set the limits of memory and processor time, where the system has them."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on every system

    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: int(terms.seconds) + 1,
        resource.RLIMIT_AS: terms.memory_bytes,
    }
    for limit, wanted in limits.items():
        hard = resource.getrlimit(limit)[1]
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # Some systems name a limit and refuse to set it; the clock is watched in any case.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (soft, hard))


def _received(receiving: int, seconds: float) -> tuple[bytes, bool]:
    """Return what a fork sends until it ends, and whether it took too long."""
    parts: list[bytes] = []
    deadline = time.monotonic() + seconds
    with io.FileIO(receiving, "r") as stream:
        while select.select([stream], [], [], max(deadline - time.monotonic(), 0))[0]:
            part = stream.read(_CHUNK)
            if not part:
                return b"".join(parts), False
            parts.append(part)
    return b"", True


def unread(path: Path, code: str) -> FileReading:
    """Return the reading of a file that could not be read, with its digest where possible."""
    sha256, size = "", 0
    try:
        if path.is_file():
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
    except OSError:
        code = "file_unreadable"
    return FileReading(path.name, sha256, size, None, faults=(Fault(code, path.name),))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
