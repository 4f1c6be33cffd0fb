"""The window as it is started where nothing else is: with its own login and its own key."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from izdes.web.database.logins import Logins
from izdes.web.packages.parties import Party

# These reach this machine alone.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def environment(committed_db: str, logins: Logins, tmp_path: Path) -> dict[str, str]:
    """Return all that the window's process is told: nothing of the office but its public line."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("IZDES_")},
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
        "IZDES_HOME": str(tmp_path),
        "IZDES_SECRET_KEY": "01" * 32,
        "IZDES_FILES_KEY": "02" * 32,
        "IZDES_JOURNAL_KEY": "03" * 32,
        "IZDES_WINDOW_KEY": "04" * 32,
        "IZDES_WINDOW_OFFICE": str(Party(bytes(32)).public),
        "IZDES_WINDOW_ADDRESS": f"127.0.0.1:{port}",
        "IZDES_WINDOW_DATABASE_URL": logins.window(committed_db),
        "IZDES_LANG": "en",
    }


@contextmanager
def serving(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", "from izdes.cli.main import run; run()", "window", "serve"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def asked(environment: dict[str, str], path: str) -> tuple[int, str]:
    """Ask for a page, until somebody answers."""
    for _ in range(600):
        try:
            address = f"http://{environment['IZDES_WINDOW_ADDRESS']}{path}"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status, str(answer.headers["Content-Security-Policy"])
        except urllib.error.HTTPError as refused:
            return refused.code, ""
        except OSError:
            time.sleep(0.1)
    return 0, ""


def test_it_serves_with_nothing_but_its_own(environment: dict[str, str]) -> None:
    with serving(environment):
        status, policy = asked(environment, "/")
        ready, _ = asked(environment, "/health/ready")
        nowhere, _ = asked(environment, "/account/login/")

    assert (status, ready, nowhere) == (200, 200, 404)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("lacking", ["IZDES_WINDOW_KEY", "IZDES_WINDOW_OFFICE"])
def test_it_does_not_start_without_knowing_who_sends_and_to_whom(
    environment: dict[str, str], lacking: str
) -> None:
    environment[lacking] = ""

    with serving(environment) as process:
        _, told = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "configuration_missing" in told
