"""Isolation: untrusted files are read outside this process, under limits.

A workbook can be built so that its reader asks for a terabyte, never ends, or crashes. Each file
is read in a process of its own (`izdes.adapters.statements.worker`); one that dies, or runs out of
memory or time, is a fault of that file, and the others are read all the same. What comes back is
unpickled with nothing but our own values allowed.

This guards against broken and hostile files, not against a hostile machine.
"""

import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.named_columns import NamedTables
from izdes.adapters.statements.origin.value import Origin, Place
from izdes.adapters.statements.profiles import Profile, Proposal
from izdes.adapters.statements.worker import Request, Terms, read_frame, unread, write_frame
from izdes.adapters.words import Lang
from izdes.core.errors import Fault, InputRefused
from izdes.core.law.institutions import Register
from izdes.core.money.statement import FileReading

Answer = FileReading | Origin | Proposal | NamedTables

_WORKER = "izdes.adapters.statements.worker"
_GRACE_SECONDS = 15.0
MEMORY_BYTES = 3 * 2**30
SECONDS = 120.0
_ALLOWED = {
    "izdes.adapters.statements.named_columns": {"NamedRow", "NamedTable", "NamedTables"},
    "izdes.adapters.statements.origin.value": {"Origin", "RawCell", "RawLine"},
    "izdes.adapters.statements.profiles.deciding": {"Open"},
    "izdes.adapters.statements.profiles.propose": {"Proposal"},
    "izdes.core.errors": {"Fault"},
    "izdes.core.money.account": {"Alias"},
    "izdes.core.money.statement": {"FileReading", "Finding", "Statement", "StatementRow"},
    "izdes.core.money.transfer": {"Party"},
    "izdes.core.telecom.call": {"Call"},
    "datetime": {"datetime", "timedelta", "timezone"},
}


def read_paths(
    paths: Sequence[Path],
    *,
    register: Register,
    manifest: Mapping[str, ManifestEntry],
    jobs: int,
    profiles: Sequence[Profile] = (),
    on_done: Callable[[FileReading], None] | None = None,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
) -> list[FileReading]:
    """Read files in parallel, each in a process of its own.

    Args:
        paths: Files to read.
        register: The institutions known to the case.
        manifest: File name -> account, for files that do not tell theirs.
        jobs: How many files are read at once.
        profiles: Those that were given for the case.
        on_done: Called in this thread for each file as it is done, in any order.
        memory_bytes: How much memory one file may take, where the system can tell.
        seconds: How long one file may take.

    Returns:
        The readings in the order of the paths.
    """
    terms = Terms(register, manifest, memory_bytes, seconds, tuple(profiles))
    with _servers(terms, max(1, min(jobs, len(paths)))) as servers:
        count = len(servers)
        free: SimpleQueue[Server] = SimpleQueue()
        for server in servers:
            free.put(server)
        with _pool(count, servers) as pool:
            asked = [pool.submit(_ask, free, path) for path in paths]
            for done in as_completed(asked):
                if on_done is not None:
                    on_done(done.result())
            return [each.result() for each in asked]


def read_row(
    path: Path,
    place: Place,
    *,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
) -> Origin:
    """Return one row of a file as it stands there, read in a process of its own.

    Raises:
        InputRefused: The file cannot be opened, or not within its limits.
    """
    answer = _one_answer(Request(path, place), memory_bytes=memory_bytes, seconds=seconds)
    if isinstance(answer, Origin):
        return answer
    raise InputRefused(*_faults(answer, path))


def propose(
    path: Path, lang: Lang, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS
) -> Proposal:
    """Return a profile drafted from a file, which is opened in a process of its own.

    Raises:
        InputRefused: The file holds no table, or cannot be opened within its limits.
    """
    request = Request(path, propose_in=lang)
    answer = _one_answer(request, memory_bytes=memory_bytes, seconds=seconds)
    if isinstance(answer, Proposal):
        return answer
    raise InputRefused(*_faults(answer, path))


def _one_answer(request: Request, *, memory_bytes: int, seconds: float) -> Answer:
    """Have one request answered by a process that ends after it."""
    with _servers(Terms(Register([]), {}, memory_bytes, seconds), 1) as (server,):
        return server.answer(request)


def _faults(answer: object, path: Path) -> tuple[Fault, ...]:
    """Return why there was no such answer as was asked for."""
    if isinstance(answer, FileReading) and answer.faults:
        return answer.faults
    return (Fault("reading_died", path.name),)


@contextmanager
def _servers(terms: Terms, count: int) -> Iterator[list["Server"]]:
    """Provide reading processes and end them, whatever happens."""
    servers = [Server(terms) for _ in range(count)]
    try:
        yield servers
    finally:
        for server in servers:
            server.stop()


@contextmanager
def _pool(count: int, servers: Sequence["Server"]) -> Iterator[ThreadPoolExecutor]:
    """Provide one thread per process; when it is left early nobody waits for files."""
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for server in servers:
            server.stop()
        raise
    finally:
        pool.shutdown()


def _ask(free: SimpleQueue["Server"], path: Path) -> FileReading:
    """Have one file read by whichever process is free."""
    server = free.get()
    try:
        answer = server.answer(Request(path))
        return answer if isinstance(answer, FileReading) else unread(path, "reading_died")
    finally:
        free.put(server)


class Server:
    """One reading process, started when it is first needed and again when it died."""

    def __init__(self, terms: Terms) -> None:
        """Begin with what the process is told once."""
        self._terms = terms
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_stopped = False

    def answer(self, request: Request) -> Answer:
        """Have one file or row read; the end of the process is an answer too, of a file."""
        path = request.path
        process = self._running()
        if process is None:
            return unread(path, "reading_died")
        late = threading.Event()
        watch = threading.Timer(self._terms.seconds + _GRACE_SECONDS, _end, (process, late))
        watch.daemon = True
        watch.start()
        try:
            payload = _exchange(process, request)
        finally:
            watch.cancel()
        answer = _unpickled(payload) if payload is not None else None
        if answer is None:
            self._discard()
            return unread(path, "reading_took_too_long" if late.is_set() else "reading_died")
        return answer

    @property
    def pid(self) -> int | None:
        """The number of the process; None where none was started, or it has ended."""
        with self._lock:
            process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def stop(self) -> None:
        """End the process for good."""
        with self._lock:
            self._is_stopped = True
        self._discard()

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Return the process, started if need be."""
        with self._lock:
            if self._process is None and not self._is_stopped:
                self._process = _started(self._terms)
            return self._process

    def _discard(self) -> None:
        """End the process and close its pipes."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _started(terms: Terms) -> subprocess.Popen[bytes]:
    """Start a reading process and tell it the terms."""
    here = os.pathsep.join(entry for entry in sys.path if entry)
    process = subprocess.Popen(
        # -P: a file called like a library must not be imported from the folder of a case.
        [sys.executable, "-P", "-m", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": here},
        start_new_session=True,
    )
    if process.stdin is not None:
        with suppress(OSError):
            write_frame(process.stdin, pickle.dumps(terms))
    return process


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    """End a process that does not answer in time."""
    late.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], request: Request) -> bytes | None:
    """Send one request and return what comes back, or None when nothing does."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        write_frame(process.stdin, pickle.dumps(request))
        return read_frame(process.stdout)
    except OSError:
        return None


class _OnlyOurValues(pickle.Unpickler):
    """Makes statements and rows out of bytes, and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        """Return a class that a reading may consist of."""
        if name not in _ALLOWED.get(module, ()):
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def _unpickled(payload: bytes) -> Answer | None:
    """Return the answer that the bytes state, or None when they state something else."""
    try:
        answer = _OnlyOurValues(io.BytesIO(payload)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError, IndexError):
        return None
    return answer if isinstance(answer, Answer) else None
