"""The processes as an administrator starts them: they answer, they work, they stop when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connections

from izdes.web.acting import acting
from izdes.web.config import configuration
from izdes.web.database.logins import Logins
from izdes.web.files import services

# A migration that makes nothing here, and can be forgotten and made again.
_LAST = "0012_alter_user_first_name_max_length"
# These reach this machine alone.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def environment(committed_db: str, logins: Logins, tmp_path: Path) -> dict[str, str]:
    """Return the environment of an installation on this test's database."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("IZDES_")},
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
        "IZDES_MODE": "demo",
        "IZDES_HOME": str(tmp_path),
        "IZDES_ADDRESS": f"127.0.0.1:{port}",
        "IZDES_DATABASE_URL": logins.app(committed_db),
        "IZDES_DATABASE_OWNER_URL": logins.owner(committed_db),
        "IZDES_LANG": "en",
    }


@contextmanager
def running(command: str, environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", "from izdes.cli.main import run; run()", *command.split()],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        # Its children too: one that outlives it would hold the pipe open, and the test with it.
        for child in (
            psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ()
        ):
            child.kill()
        process.kill()
        process.communicate()


def asked(environment: dict[str, str], path: str) -> tuple[int, str]:
    address = f"http://{environment['IZDES_ADDRESS']}{path}"
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def waited_for(what: Callable[[], bool]) -> bool:
    for _ in range(2400):
        if what():
            return True
        time.sleep(0.05)
    return False


def test_the_server_answers_and_stops_when_told(environment: dict[str, str]) -> None:
    with running("serve", environment) as process:
        assert waited_for(lambda: asked(environment, "/health/live")[0] == 200)

        assert asked(environment, "/health/ready") == (200, json.dumps({"lacks": []}))
        assert asked(environment, "/nobody/87000000001")[0] == 404
        status, figures = asked(environment, "/metrics")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=120)

    assert (status, "http_server_request_duration_seconds_count" in figures) == (200, True)
    assert process.returncode == 0
    assert "87000000001" not in said
    assert asked(environment, "/health/live") == (0, "")


@pytest.mark.parametrize(("processes", "working"), [(1, 1), (3, 4)])
def test_the_worker_walks_and_stops_when_told(
    processes: int, working: int, environment: dict[str, str], logins: Logins, committed_db: str
) -> None:
    with (
        running(f"worker --processes {processes}", environment) as process,
        psycopg.connect(logins.owner(committed_db), autocommit=True) as connection,
    ):
        assert waited_for(lambda: living(connection) == working)

        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)

        assert process.returncode == 0
        assert living(connection) == 0


def test_processes_of_a_worker_end_together(
    environment: dict[str, str], logins: Logins, committed_db: str
) -> None:
    with (
        running("worker --processes 3", environment) as process,
        psycopg.connect(logins.owner(committed_db), autocommit=True) as connection,
    ):
        assert waited_for(lambda: living(connection) == 4)

        one, other = psutil.Process(process.pid).children()
        one.kill()
        process.communicate(timeout=120)

        assert process.returncode == 1
        assert not other.is_running()


def test_processes_whose_worker_was_killed_end_by_themselves(
    environment: dict[str, str], logins: Logins, committed_db: str
) -> None:
    with (
        running("worker --processes 2", environment) as process,
        psycopg.connect(logins.owner(committed_db), autocommit=True) as connection,
    ):
        assert waited_for(lambda: living(connection) == 2)

        (left,) = psutil.Process(process.pid).children()
        process.kill()

        assert waited_for(lambda: not left.is_running())
        assert living(connection) == 0


def living(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_neither_starts_on_a_database_that_lacks_tables(
    command: str, environment: dict[str, str], logins: Logins, committed_db: str
) -> None:
    with psycopg.connect(logins.owner(committed_db)) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    with running(command, environment) as process:
        _, said = process.communicate(timeout=120)

    assert process.returncode == 1
    assert "migrations_awaiting" in said


def test_after_an_upgrade_what_waited_is_done(
    environment: dict[str, str],
    logins: Logins,
    committed_db: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A living installation, whose tables are those of the version before.
    monkeypatch.setenv("IZDES_HOME", str(tmp_path))
    configuration.cache_clear()
    environment["IZDES_FILES_KEY"] = configuration().files_key
    with psycopg.connect(logins.owner(committed_db), autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO officers_officer (login, full_name, language, is_active, password)"
            " VALUES ('o', 'Нұрлан Ойдан', 'kk', true, '') RETURNING id"
        ).fetchone()
        assert row is not None
        with acting(row[0]):
            services.store([b"letter"], name="a.txt", officer=row[0])
        connection.execute("DELETE FROM django_migrations WHERE name = %s", [_LAST])
        for alias in connections:
            connections[alias].close()
        with running("worker", environment) as process:
            assert process.wait(30) == 1

        with running("database migrate", environment) as process:
            assert process.wait(60) == 0

        with running("worker", environment):
            checked = "SELECT count(*) FROM files_file WHERE checked_at IS NOT NULL"
            assert waited_for(lambda: connection.execute(checked).fetchone() == (1,))
    configuration.cache_clear()
