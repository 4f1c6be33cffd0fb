"""Starting, stopping and looking at the embedded server, from any process.

All that these do is to start a keeper, tell it to stop, and see whether it has said "ready".
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from izdes.core.errors import IzdesError
from izdes.web.config import configuration
from izdes.web.database.keeper import BUSY, LOCK, READY, keep
from izdes.web.database.logins import Logins, kept_logins
from izdes.web.database.server import clear, versions

State = Literal["running", "starting", "stopped"]
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 120.0
_LOG = "keeper.log"
_LOG_BYTES = 1_000_000
# A keeper that has the lock and has not written its number yet.
_UNNAMED = -1


class DatabaseNotReady(IzdesError):
    """The embedded server did not become ready in time; its log says why."""

    code = "database_not_ready"


class DatabaseNotStopped(IzdesError):
    """The embedded server did not stop in time."""

    code = "database_not_stopped"


class DatabaseKept(IzdesError):
    """Another process owns the embedded server already."""

    code = "database_kept"


class DatabaseExternal(IzdesError):
    """The server is not the embedded one: whoever runs it starts and stops it."""

    code = "database_external_server"


class DatabaseVersionDiffers(IzdesError):
    """The data were made by another major version of PostgreSQL than the wheel's."""

    code = "database_version_differs"


class DatabaseFolderRefused(IzdesError):
    """Started as root, the server would open somebody's home folder to another user."""

    code = "database_folder_refused"


@dataclass(frozen=True, slots=True)
class Status:
    """How the embedded server is.

    Attributes:
        keeper: Process that owns it, 0 if there is none, -1 if it has not said yet.
    """

    state: State
    keeper: int
    folder: Path


def folder_of(home: Path) -> Path:
    """Return where an installation keeps its database."""
    return home / "database"


def embedded_home() -> Path:
    """Return the home of this installation, whose server is the embedded one.

    Raises:
        DatabaseExternal: The server is another's, and so is its starting and stopping.
    """
    if configuration().database_url:
        raise DatabaseExternal
    return configuration().home


def start(home: Path) -> Logins:
    """Start the embedded server unless it runs, and wait until it is ready.

    Raises:
        DatabaseFolderRefused: Root asks for a folder below a home.
        DatabaseVersionDiffers: The data were made by another major version.
        DatabaseNotReady: It is not ready after two minutes.
    """
    folder = folder_of(home)
    _require_open_ground(folder)
    _require_same_version(folder)
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        found = status(home)
        logins = kept_logins(folder)
        if found.state == "running" and logins is not None and _answers(logins):
            return logins
        if found.state == "stopped":
            # Of two that start at once one finds the folder taken and leaves.
            _start_keeper(folder)
        time.sleep(_POLL_SECONDS)
    raise DatabaseNotReady(log=str(folder / _LOG))


def run(home: Path) -> None:
    """Run the embedded server in this process until it is told to stop: for a service manager.

    Raises:
        DatabaseFolderRefused: Root asks for a folder below a home.
        DatabaseVersionDiffers: The data were made by another major version.
        DatabaseKept: Another keeper has it.
    """
    folder = folder_of(home)
    _require_open_ground(folder)
    _require_same_version(folder)
    if keep(folder) == BUSY:
        raise DatabaseKept(folder=str(folder))


def stop(home: Path) -> bool:
    """Stop the embedded server and wait for it; one that lost its keeper as well.

    Returns:
        Whether it was there to be stopped.

    Raises:
        DatabaseNotStopped: It is still there after two minutes.
    """
    told = 0
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        found = status(home)
        if found.state == "stopped":
            return _end_orphan(found.folder) or bool(told)
        if found.keeper not in {told, _UNNAMED}:
            os.kill(found.keeper, signal.SIGTERM)
            told = found.keeper
        time.sleep(_POLL_SECONDS)
    raise DatabaseNotStopped(keeper=told)


def status(home: Path) -> Status:
    """Say how the embedded server of a folder is."""
    folder = folder_of(home)
    keeper = _keeper(folder / LOCK)
    if not keeper:
        return Status("stopped", 0, folder)
    return Status("running" if (folder / READY).exists() else "starting", keeper, folder)


def _end_orphan(folder: Path) -> bool:
    """End a server whose keeper was killed, unless a new keeper is there by now."""
    if not (folder / LOCK).exists():
        return False
    with (folder / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return clear(folder / "postgres")


def _answers(logins: Logins) -> bool:
    """Say whether the server takes connections: one that died seems ready for a moment more."""
    try:
        psycopg.connect(logins.owner(), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def _keeper(lock: Path) -> int:
    """Return the process that holds a lock, or 0: whoever is dead holds none."""
    if not lock.exists():
        return 0
    with lock.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(opened.read() or _UNNAMED)
    return 0


def _start_keeper(folder: Path) -> None:
    """Start a keeper that outlives this process and is nobody's child."""
    log_file = folder / _LOG
    if log_file.exists() and log_file.stat().st_size > _LOG_BYTES:
        log_file.replace(folder / f"{_LOG}.1")
    with log_file.open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "izdes.web.database.keeper", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=True,
        )


def _require_same_version(folder: Path) -> None:
    """Refuse data of another major version: they come over by a backup."""
    made_by, ours = versions(folder)
    if made_by not in {"", ours}:
        raise DatabaseVersionDiffers(found=made_by, expected=ours)


def _require_open_ground(folder: Path) -> None:
    """Refuse root a folder below a home: the server runs as another user, who must get there."""
    homes = (Path("/root"), Path("/home"), Path.home())
    if os.geteuid() == 0 and any(folder.resolve().is_relative_to(home) for home in homes):
        raise DatabaseFolderRefused(folder=str(folder))
