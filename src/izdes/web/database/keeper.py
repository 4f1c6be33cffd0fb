"""The keeper of the embedded server: the one process that owns it, and restarts it when it dies.

`izdes database start` starts a keeper; it holds a lock in its folder as long as it lives, so that
there is never a second. A keeper that was killed leaves a server behind; the next one ends it and
starts its own, so that a server is always its keeper's child.

The server listens on a socket in its folder and on no network. Who may connect: the logins with
their secrets, and as superuser nobody but the system's user whose process this is.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg

from izdes.web.database.logins import (
    establish,
    keep_logins,
    kept_logins,
    new_logins,
    with_secrets,
)
from izdes.web.database.server import Server, launch, prepare, tidy

LOCK, READY = "keeper.lock", "ready"
BUSY = 3
_POLL_SECONDS = 0.5
_LOCK_TRIES = 10


def keep(home: Path) -> int:
    """Run the server until told to stop.

    Returns:
        0 when told to stop, 3 when another keeper has the folder.
    """
    home.mkdir(parents=True, exist_ok=True)
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    with (home / LOCK).open("a+") as lock:
        if not _taken(lock.fileno(), told):
            return BUSY
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _serve(home, told)
    return 0


def _taken(lock: int, told: threading.Event) -> bool:
    """Take the lock; whoever only looks whether it is taken has it for a moment."""
    for _ in range(_LOCK_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told.wait(_POLL_SECONDS / _LOCK_TRIES)
        else:
            return True
    return False


def _serve(home: Path, told: threading.Event) -> None:
    """Start the server, say that it is ready, and start it again whenever it dies."""
    ready = home / READY
    ready.unlink(missing_ok=True)
    server: Server | None = None
    try:
        while not told.is_set():
            if server is None or not server.is_alive():
                ready.unlink(missing_ok=True)
                if server is not None:
                    sys.stderr.write(f"izdes: the server ended: {server.process.returncode}\n")
                    # One that dies as often as it is started must not be all that a machine does.
                    told.wait(_POLL_SECONDS)
                server = _started(home, told)
            elif not ready.exists() and server.answers():
                _establish(home, server)
            tidy(home)
            told.wait(_POLL_SECONDS if ready.exists() else _POLL_SECONDS / 10)
    finally:
        ready.unlink(missing_ok=True)
        if server is not None:
            server.stop()


def _started(home: Path, told: threading.Event) -> Server | None:
    """Return a server that was started; None if that failed, to be tried again in a moment."""
    try:
        return launch(prepare(home))
    except (subprocess.SubprocessError, OSError) as failed:
        sys.stderr.write(f"izdes: the server did not start: {type(failed).__name__}: {failed}\n")
        told.wait(_POLL_SECONDS)
        return None


def _establish(home: Path, server: Server) -> None:
    """Make the logins and say that the server is ready."""
    logins = kept_logins(home)
    if logins is None or (logins.host, logins.port) != (server.host, server.port):
        logins = new_logins(server.host, server.port)
    logins = with_secrets(logins)
    if logins != kept_logins(home):
        keep_logins(home, logins)
    try:
        establish(server.superuser, logins)
    except psycopg.Error:
        # It died meanwhile, which the next look notices.
        return
    (home / READY).write_text(str(server.process.pid))


if __name__ == "__main__":
    # Whoever started this goes on at once; the keeper itself is the child that stays.
    if os.fork() == 0:
        os._exit(keep(Path(sys.argv[1])))
