"""An office as a demo starts it: its own database, one login for each role, a server of pages."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_COMMAND = (sys.executable, "-c", "from izdes.cli.main import run; run()")
_TRIES = 600


@dataclass(frozen=True)
class Office:
    """A running office.

    Attributes:
        passwords: By login.
    """

    address: str
    passwords: dict[str, str] = field(repr=False)

    def at(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.address}{path}"


@contextmanager
def running(home: Path) -> Iterator[Office]:
    """Start an office in a folder, and stop all of it."""
    environment = environment_of(home, "127.0.0.1:8000")
    run(environment, "database", "start")
    try:
        run(environment, "database", "migrate")
        made = json.loads(run(environment, "office", "demo-logins", "--json"))
    finally:
        run(environment, "database", "stop")
    with serving(home) as address:
        yield Office(address, {one["login"]: one["password"] for one in made["logins"]})


@contextmanager
def serving(home: Path, *beside: str) -> Iterator[str]:
    """Serve the office of a folder, with other commands beside it; return its address."""
    address = f"127.0.0.1:{free_port()}"
    environment = environment_of(home, address)
    started: list[subprocess.Popen[bytes]] = []
    try:
        let_through(home)
        run(environment, "database", "start")
        started += [started_command(environment, word) for word in ("serve", *beside)]
        await_answer(f"http://{address}/health/ready")
        yield f"http://{address}"
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
        run(environment, "database", "stop")


def environment_of(home: Path, address: str) -> dict[str, str]:
    """Return the environment of an office in a folder."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("IZDES_")},
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
        "IZDES_MODE": "demo",
        "IZDES_HOME": str(home),
        "IZDES_ADDRESS": address,
    }


def run(environment: dict[str, str], *words: str) -> str:
    """Run a command and return what it says."""
    done = subprocess.run(
        [*_COMMAND, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def started_command(environment: dict[str, str], *words: str) -> "subprocess.Popen[bytes]":
    """Start a command that goes on, and say nothing of what it says."""
    return subprocess.Popen(
        [*_COMMAND, *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def let_through(home: Path) -> None:
    """Let the server come to its folder: a root's server runs as another user.

    Whoever makes folders for tests shuts those above them, and does so anew with every run.
    """
    if os.geteuid() == 0:
        for place in home.parents:
            mode = place.stat().st_mode
            if not mode & 0o001:
                place.chmod(mode | 0o011)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def await_answer(address: str) -> None:
    """Wait until an address answers."""
    for _ in range(_TRIES):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(address)
