"""A demo as whoever opens it finds it: its banks of the sandbox answer, and end when it ends."""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.functional.month import prepared
from tests.functional.office import (
    await_answer,
    environment_of,
    free_port,
    let_through,
    started_command,
)

from izdes.cli.demo_sandbox import programs_of
from izdes.web.database.logins import kept_logins
from izdes.web.database.service import folder_of

pytestmark = pytest.mark.enable_socket

_TRIES = 2400
_BESIDE = {"worker", "window", "exchange", "sandbox"}
_STATE = "SELECT state, answered_at IS NOT NULL FROM correspondence_request WHERE number = %s"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, worker_id: str, tmp_path: Path) -> Path:
    """Return a copy of the month that this run has made."""
    base = tmp_path_factory.getbasetemp()
    made = prepared(base if worker_id == "master" else base.parent)
    own = tmp_path / "month"
    subprocess.run(["cp", "-a", str(made), str(own)], check=True)  # noqa: S607 - of the system
    let_through(own)
    return own


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """Return the environment of that demo, on ports of its own."""
    given = environment_of(home, f"127.0.0.1:{free_port()}")
    sites = ("IZDES_WINDOW_ADDRESS", "IZDES_INSTITUTIONS_ADDRESS")
    return {**given, **{name: f"127.0.0.1:{free_port()}" for name in sites}}


@pytest.fixture
def demo(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Open the demo."""
    process = started_command(environment, "demo", "--delay", "0")
    try:
        await_answer(f"http://{environment['IZDES_ADDRESS']}/health/ready")
        yield process
    finally:
        process.terminate()
        process.wait()


def asked(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.functional.asking", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def account_at(ledger: Path, code: str) -> str:
    with (ledger / "truth" / "parties.csv").open(encoding="utf-8", newline="") as file:
        keys = (row["account"].partition(":") for row in csv.DictReader(file))
        return next(number for kind, _, number in keys if kind == "iban" and number[4:7] == code)


def test_a_bank_of_the_sandbox_answers_what_is_sent_and_ends_with_the_demo(
    home: Path, environment: dict[str, str], demo: "subprocess.Popen[bytes]"
) -> None:
    programs = programs_of(home / "sandbox")
    bank = next(iter(programs))
    logins = kept_logins(folder_of(home))
    assert logins is not None

    number = asked(
        environment, bank.institution_id, account_at(home / "sandbox" / "ledger", bank.code)
    )
    found: tuple[object, ...] | None = None
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        for _ in range(_TRIES):
            found = connection.execute(_STATE, [number]).fetchone()
            if found == ("ingested", True):
                break
            time.sleep(0.1)
    beside = [one for one in psutil.Process(demo.pid).children() if _BESIDE & {*one.cmdline()}]
    demo.terminate()
    demo.wait()

    assert found == ("ingested", True)
    assert len(beside) == len(_BESIDE)
    assert not [one for one in beside if one.is_running()]
    said = (home / "demo.log").read_text(encoding="utf-8")
    assert not [file for file in programs.values() if file.read_text(encoding="utf-8") in said]
