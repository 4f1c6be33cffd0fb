"""An office of its own: embedded server, pages, worker, and commands that store files."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from izdes.web.config import Configuration, read_configuration
from izdes.web.database import service
from izdes.web.database.keeper import READY

_IZDES = (sys.executable, "-c", "from izdes.cli.main import run; run()")
_LOAD = (sys.executable, str(Path(__file__).with_name("load.py")))


def waited_for(what: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


@dataclass
class Office:
    """Processes of an installation, any of which may be killed and is started again."""

    home: Path
    port: int
    environment: dict[str, str] = field(init=False)
    officer: int = 0
    acknowledged: Path = field(init=False)
    _processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    _loads: int = 0

    def __post_init__(self) -> None:
        self.acknowledged = self.home / "acknowledged"
        given = {k: v for k, v in os.environ.items() if not k.startswith("IZDES_")}
        self.environment = {
            **given,
            "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
            "IZDES_MODE": "demo",
            "IZDES_HOME": str(self.home),
            "IZDES_ADDRESS": f"127.0.0.1:{self.port}",
            "IZDES_LANG": "en",
        }

    @property
    def configuration(self) -> Configuration:
        """Return what this installation sets."""
        return read_configuration(self.environment)

    def found(self) -> None:
        """Prepare everything once."""
        service.start(self.home)
        subprocess.run([*_IZDES, "database", "migrate", "--json"], env=self.environment,
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        with self.connected() as connection:
            row = connection.execute(
                "INSERT INTO officers_officer (login, full_name, language, is_active, password)"
                " VALUES ('o', 'Нұрлан Ойдан', 'kk', true, '') RETURNING id"
            ).fetchone()
        assert row is not None
        self.officer = row[0]

    def start(self, name: str) -> None:
        """Start the pages, the worker or the load."""
        commands = {
            "serve": (*_IZDES, "serve", "--threads", "2"),
            "worker": (*_IZDES, "worker"),
            "load": (*_LOAD, str(self.officer), f"load {self._loads}"),
        }
        self._loads += name == "load"
        with self.acknowledged.open("ab") as out, (self.home / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                commands[name],
                env=self.environment,
                stdout=out if name == "load" else log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill a part; a process of ours is started again, the server comes back by itself."""
        if name == "keeper":
            found = service.status(self.home).keeper
            if found > 0:
                os.kill(found, signal.SIGKILL)
            # Until it is gone it seems to be there.
            waited_for(lambda: service.status(self.home).keeper != found)
            service.start(self.home)
        elif name == "database":
            with suppress(FileNotFoundError, ValueError, ProcessLookupError):
                os.kill(int((service.folder_of(self.home) / READY).read_text()), signal.SIGKILL)
        else:
            self._end(name, signal.SIGKILL)
            self.start(name)

    def keep_running(self) -> None:
        """Start what has ended by itself, as a service manager does."""
        for name, process in list(self._processes.items()):
            if process.poll() is not None:
                self.start(name)

    def is_done_with_jobs(self) -> bool:
        """Wait while jobs become fewer, however many the load has left; say whether all are done.

        A worker that a dying database took along is started again, as by a service manager.
        """
        while left := self.jobs_left():

            def is_less(before: int = left) -> bool:
                self.keep_running()
                return self.jobs_left() < before

            # A job that failed often waits for long: 2, 4, 8 seconds, and so on.
            if not waited_for(is_less, 180):
                return False
        return True

    def jobs_under_way(self) -> list[tuple[object, ...]]:
        """Return what is known of the jobs that are not done."""
        return self.asked(
            "SELECT j.id, task_name, status::text, attempts, scheduled_at, w.id, last_heartbeat"
            " FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = worker_id"
            " WHERE status <> 'succeeded' LIMIT 5"
        )

    def jobs_left(self) -> int:
        """Return how many jobs are not done."""
        found = self.asked("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'")
        return int(str(found[0][0]))

    def said(self, name: str) -> str:
        """Return the last lines of a process's log."""
        return (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def stop_load(self) -> None:
        """Take the load away."""
        self._end("load", signal.SIGKILL)
        del self._processes["load"]

    def close(self) -> None:
        """End everything."""
        for name in list(self._processes):
            self._end(name, signal.SIGKILL)
        service.stop(self.home)

    def is_answering(self) -> bool:
        """Say whether the pages are ready."""
        address = f"http://127.0.0.1:{self.port}/health/ready"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def connected(self) -> psycopg.Connection:
        """Connect as the owner of the tables."""
        return psycopg.connect(service.start(self.home).owner(), autocommit=True)

    def asked(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        with self.connected() as connection:
            return connection.execute(question.encode()).fetchall()

    def promised(self) -> dict[int, str]:
        """Return the files whose commands came back, and what was in them."""
        lines = self.acknowledged.read_text().splitlines()
        return {int(number): text for number, text in (line.split("\t") for line in lines)}

    def _end(self, name: str, number: int) -> None:
        """End a process and all that it started."""
        process = self._processes[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait()
