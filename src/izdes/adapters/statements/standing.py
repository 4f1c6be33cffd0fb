"""Standing readers: processes that read files for others and stay for the next file.

What lives long and reads now one file, now another, need not wait each time until the readers are
loaded. Every file is still read in a fork of its own, under the limits of
`izdes.adapters.statements.isolation`, and whatever it does ends with that fork.
"""

import atexit
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from izdes.adapters.statements.isolation import MEMORY_BYTES, SECONDS, Answer, Server
from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.named_columns import NamedTables, Wanted
from izdes.adapters.statements.worker import Request, Terms, unread
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading

_MOST_IDLE = 2


class Readers:
    """Reading processes of this process, asked by any thread."""

    def __init__(self) -> None:
        """Begin without any: the first file starts one."""
        self._lock = threading.Lock()
        # By process: a fork must not speak into the pipes of the one that it came from.
        self._idle: dict[int, list[Server]] = {}

    def read(
        self, path: Path, *, register: Register, manifest: Mapping[str, ManifestEntry]
    ) -> FileReading:
        """Read one file; one that cannot be read is a reading with its fault.

        Args:
            register: The institutions known to the case.
            manifest: File name -> account, for a file that does not tell its own.
        """
        terms = Terms(register, manifest, MEMORY_BYTES, SECONDS)
        answer = self._answer(Request(path, terms=terms), terms)
        return answer if isinstance(answer, FileReading) else unread(path, "reading_died")

    def tables(self, path: Path, wanted: Wanted) -> NamedTables:
        """Read wanted columns of a workbook; one that cannot be read has no tables, and faults."""
        terms = Terms(Register([]), {}, MEMORY_BYTES, SECONDS)
        answer = self._answer(Request(path, columns=wanted, terms=terms), terms)
        if isinstance(answer, NamedTables):
            return answer
        died = answer if isinstance(answer, FileReading) else unread(path, "reading_died")
        return NamedTables((), died.faults)

    def _answer(self, request: Request, terms: Terms) -> Answer:
        """Have one request answered by a process that waits, or by a new one."""
        server = self._taken() or Server(terms)
        answer = None
        try:
            answer = server.answer(request)
        finally:
            if answer is None:
                server.stop()
        self._put_back(server)
        return answer

    def idle(self) -> set[int]:
        """Return the numbers of the processes that wait."""
        with self._lock:
            pids = {server.pid for server in self._idle.get(os.getpid(), ())}
        return {pid for pid in pids if pid is not None}

    def stop(self) -> None:
        """End the processes that wait; the next file starts one again."""
        for server in self._ours():
            server.stop()

    def _taken(self) -> Server | None:
        """Take a process that waits; one that has ended meanwhile says nothing of the next file."""
        with self._lock:
            idle = self._idle.get(os.getpid(), [])
            while idle:
                server = idle.pop()
                if server.pid is not None:
                    return server
                server.stop()
        return None

    def _put_back(self, server: Server) -> None:
        """Let a process wait for the next file, unless enough of them do."""
        with self._lock:
            idle = self._idle.setdefault(os.getpid(), [])
            if len(idle) < _MOST_IDLE:
                idle.append(server)
                return
        server.stop()

    def _ours(self) -> list[Server]:
        """Take every process that waits here."""
        with self._lock:
            return self._idle.pop(os.getpid(), [])


_readers = Readers()
atexit.register(_readers.stop)


def read_standing(
    paths: Sequence[Path], *, register: Register, manifest: Mapping[str, ManifestEntry]
) -> list[FileReading]:
    """Read files one after another; the same as `isolation.read_paths`, sooner for a single one."""
    return [_readers.read(path, register=register, manifest=manifest) for path in paths]


def read_named_columns(path: Path, wanted: Wanted) -> NamedTables:
    """Read wanted columns of a workbook; one that cannot be read has no tables, and faults."""
    return _readers.tables(path, wanted)
