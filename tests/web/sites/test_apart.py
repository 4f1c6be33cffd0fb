"""A site apart: its tables, its line, what it puts out; each command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.web.conftest import _drop, _make

from izdes.web.database.logins import Logins
from izdes.web.packages.parties import Party, Public

_OFFICE = Party(bytes(32))


@pytest.fixture
def environment(
    logins: Logins, template: str, worker_id: str, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """Return all that an installation is told which is a site apart; its database is empty."""
    name = f"{template}_{worker_id}_site"
    _make(logins, name, copied_from="template1")
    yield {
        **{name: value for name, value in os.environ.items() if not name.startswith("IZDES_")},
        "DJANGO_SETTINGS_MODULE": "izdes.web.settings",
        "IZDES_HOME": str(tmp_path / "home"),
        "IZDES_SECRET_KEY": "01" * 32,
        "IZDES_FILES_KEY": "02" * 32,
        "IZDES_JOURNAL_KEY": "03" * 32,
        "IZDES_INSTITUTIONS_KEY": "04" * 32,
        "IZDES_INSTITUTIONS_OFFICE": str(_OFFICE.public),
        "IZDES_DATABASE_URL": logins.app(name),
        "IZDES_DATABASE_OWNER_URL": logins.owner(name),
        "IZDES_CROSSING_OUT": str(tmp_path / "out"),
        "IZDES_CROSSING_IN": str(tmp_path / "in"),
        "IZDES_LANG": "en",
    }
    _drop(logins, name)


def run(environment: dict[str, str], *command: str) -> tuple[int, str]:
    """Run a command; return its status and what it printed."""
    program = [sys.executable, "-c", "from izdes.cli.main import run; run()", *command]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_it_makes_its_own_tables_and_none_of_the_offices(environment: dict[str, str]) -> None:
    statuses = [run(environment, "database", "migrate")[0] for _ in range(2)]

    with psycopg.connect(environment["IZDES_DATABASE_OWNER_URL"]) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    tables = {str(name) for (name,) in found}
    assert statuses == [0, 0]
    assert {"institutions_message", "crossing_stream"} <= tables
    assert all(name.startswith(("institutions_", "crossing_", "apart_")) for name in tables)


def test_it_carries_by_the_folders_that_are_set_and_shows_what_it_refused(
    environment: dict[str, str],
) -> None:
    run(environment, "database", "migrate")
    into = Path(environment["IZDES_CROSSING_IN"])
    into.mkdir(parents=True)
    (into / "office-00000000-000000001.izdes").write_bytes(b"no package")

    refused, _ = run(environment, "contour", "carry", "--json")
    again, carried = run(environment, "contour", "carry", "--json")
    _, told = run(environment, "contour", "status", "--json")
    _, line = run(environment, "contour", "key", "--json")

    assert (refused, again) == (1, 0)
    assert json.loads(carried)["refused"] == 0
    assert [one["code"] for one in json.loads(told)["refused"]] == ["not_a_package"]
    assert Public.parse(json.loads(line)["public"]) == Party(bytes.fromhex("04" * 32)).public
