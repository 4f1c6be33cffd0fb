"""The site as it is started where nothing else is: with its own login and its own key."""

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

# These reach this machine alone.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def environment(committed_db: str, logins: Logins, tmp_path: Path) -> dict[str, str]:
    """Return all that the site's process is told."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("IZDES_")},
        "IZDES_HOME": str(tmp_path),
        "IZDES_SECRET_KEY": "01" * 32,
        "IZDES_FILES_KEY": "02" * 32,
        "IZDES_JOURNAL_KEY": "03" * 32,
        "IZDES_INSTITUTIONS_KEY": "04" * 32,
        "IZDES_INSTITUTIONS_ADDRESS": f"127.0.0.1:{port}",
        "IZDES_INSTITUTIONS_DATABASE_URL": logins.institutions(committed_db),
        "IZDES_LANG": "en",
    }


@contextmanager
def serving(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", "from izdes.cli.main import run; run()", "exchange", "serve"],
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
    """Ask for something, until somebody answers."""
    for _ in range(600):
        try:
            address = f"http://{environment['IZDES_INSTITUTIONS_ADDRESS']}{path}"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status, str(answer.headers["Content-Security-Policy"])
        except urllib.error.HTTPError as refused:
            return refused.code, ""
        except OSError:
            time.sleep(0.1)
    return 0, ""


def test_it_serves_with_nothing_but_its_own(environment: dict[str, str]) -> None:
    with serving(environment):
        status, policy = asked(environment, "/check")
        ready, _ = asked(environment, "/health/ready")
        described, _ = asked(environment, "/v1/openapi.json")
        closed, _ = asked(environment, "/v1/requests")
        nowhere, _ = asked(environment, "/account/login/")

    assert (status, ready, described, closed, nowhere) == (200, 200, 200, 401, 404)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_it_does_not_start_without_its_key(environment: dict[str, str]) -> None:
    environment["IZDES_INSTITUTIONS_KEY"] = ""

    with serving(environment) as process:
        _, told = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "configuration_missing" in told
