"""Sites as they are started where nothing else is: with a login and a key of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.web.institutions.conftest import apart_template

from izdes.web.database.logins import Logins
from izdes.web.packages.parties import Party

__all__ = ["apart_template"]
# These reach this machine alone.
pytestmark = pytest.mark.enable_socket
_OFFICE = str(Party(bytes(32)).public)


@dataclass(frozen=True)
class Kind:
    """A kind of site: how it is started, what it needs, and what it answers to whom it knows not.

    Attributes:
        needs: Variables that it needs beside its database's address.
        answers: Status of each address.
    """

    name: str
    command: str
    needs: dict[str, str]
    answers: dict[str, int]


_KEY = "04" * 32
_INSTITUTIONS = {"/check": 200, "/v1/openapi.json": 200, "/v1/requests": 401}
KINDS = (
    Kind(
        "WINDOW", "window", {"IZDES_WINDOW_KEY": _KEY, "IZDES_WINDOW_OFFICE": _OFFICE}, {"/": 200}
    ),
    Kind("INSTITUTIONS", "exchange", {"IZDES_INSTITUTIONS_KEY": _KEY}, _INSTITUTIONS),
    Kind(
        "INSTITUTIONS",
        "exchange",
        {"IZDES_INSTITUTIONS_KEY": _KEY, "IZDES_INSTITUTIONS_OFFICE": _OFFICE},
        _INSTITUTIONS,
    ),
)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=["window", "institutions", "apart"])


@pytest.fixture
def environment(
    kind: Kind, request: pytest.FixtureRequest, logins: Logins, tmp_path: Path
) -> dict[str, str]:
    """Return all that a site's process is told: nothing of the office but its public line."""
    is_apart = "IZDES_INSTITUTIONS_OFFICE" in kind.needs
    database = request.getfixturevalue("apart_template" if is_apart else "committed_db")
    address = logins.window if kind.name == "WINDOW" else logins.institutions
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
        f"IZDES_{kind.name}_ADDRESS": f"127.0.0.1:{port}",
        f"IZDES_{kind.name}_DATABASE_URL": address(database),
        "IZDES_LANG": "en",
        **kind.needs,
    }


@contextmanager
def serving(kind: Kind, environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", "from izdes.cli.main import run; run()", kind.command, "serve"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def asked(kind: Kind, environment: dict[str, str], path: str) -> tuple[int, str]:
    """Ask for something, until somebody answers."""
    for _ in range(600):
        try:
            address = f"http://{environment[f'IZDES_{kind.name}_ADDRESS']}{path}"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status, str(answer.headers["Content-Security-Policy"])
        except urllib.error.HTTPError as refused:
            return refused.code, ""
        except OSError:
            time.sleep(0.1)
    return 0, ""


@each_kind
def test_it_serves_with_nothing_but_its_own(kind: Kind, environment: dict[str, str]) -> None:
    with serving(kind, environment):
        found = {path: asked(kind, environment, path) for path in kind.answers}
        ready, _ = asked(kind, environment, "/health/ready")
        nowhere, _ = asked(kind, environment, "/account/login/")

    assert {path: status for path, (status, _) in found.items()} == kind.answers
    assert (ready, nowhere) == (200, 404)
    policy = next(policy for _, policy in found.values() if policy)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        (KINDS[0], "IZDES_WINDOW_KEY"),
        (KINDS[0], "IZDES_WINDOW_OFFICE"),
        (KINDS[1], "IZDES_INSTITUTIONS_KEY"),
    ],
)
def test_it_does_not_start_without_knowing_who_it_is_and_to_whom_it_sends(
    kind: Kind, environment: dict[str, str], lacking: str
) -> None:
    environment[lacking] = ""

    with serving(kind, environment) as process:
        _, told = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "configuration_missing" in told
