"""`izdes database`: what it says, in three languages and for machines, and what it refuses."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES
from izdes.cli.main import app
from izdes.web.config import configuration
from izdes.web.database import service


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="izdes-cli-"))
    monkeypatch.setenv("IZDES_HOME", str(folder))
    configuration.cache_clear()
    yield folder
    service.stop(folder)
    monkeypatch.undo()
    configuration.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)


def izdes(*given: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(given))
    return result.exit_code, result.stdout, result.stderr


def test_a_server_is_started_seen_and_stopped(home: Path) -> None:
    started = json.loads(izdes("database", "start", "--json")[1])
    seen = json.loads(izdes("database", "status", "--json")[1])
    stopped = json.loads(izdes("database", "stop", "--json")[1])

    assert started["state"] == "running"
    assert seen == started
    assert (stopped["state"], stopped["folder"]) == ("stopped", str(home / "database"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_it_is_is_said_in_each_language(home: Path, lang: str) -> None:
    code, said, _ = izdes("database", "status", "--lang", lang)

    assert code == 0
    assert str(home) in said
    assert {"kk": "тоқтап", "ru": "остановлен", "en": "stopped"}[lang] in said


@pytest.mark.parametrize("verb", ["start", "stop"])
def test_a_server_of_somebody_else_is_neither_started_nor_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    assert home.is_dir()
    for name in ("IZDES_DATABASE_URL", "IZDES_DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, "postgresql://izdes_app@/izdes?host=/nowhere")
    configuration.cache_clear()

    code, _, refused = izdes("database", verb, "--json")

    assert (code, json.loads(refused)["error"]) == (1, "database_external_server")


def test_a_server_that_does_not_answer_is_said_so_without_its_address(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.is_dir()
    for name in ("IZDES_DATABASE_URL", "IZDES_DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, "postgresql://izdes_app:very-secret@/izdes?host=/nowhere")
    configuration.cache_clear()

    code, _, refused = izdes("database", "status", "--lang", "en")

    assert code == 1
    assert "database_unreachable" in refused
    assert "very-secret" not in refused


def test_nothing_is_migrated_where_no_server_ever_was(home: Path) -> None:
    assert home.is_dir()

    code, _, refused = izdes("database", "migrate", "--json")

    assert (code, json.loads(refused)["error"]) == (1, "database_unknown")
