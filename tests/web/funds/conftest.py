"""An office of its own for each test of funds: the cast, in a database that really commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.web.cast import Cast
from tests.web.casting import known
from tests.web.conftest import _drop, _make, connected_to

from izdes.twin.write import write_case
from izdes.web.config import configuration
from izdes.web.database.logins import Logins


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep files in a folder of this test."""
    monkeypatch.setenv("IZDES_HOME", str(tmp_path))
    configuration.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    configuration.cache_clear()


@pytest.fixture
def office(
    logins: Logins,
    cast_database: str,
    django_db_setup: None,  # noqa: ARG001 - what the worker is connected to comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Give this test the cast; whatever it does is committed, and dropped with the database."""
    name = f"{cast_database}_funds"
    _make(logins, name, copied_from=cast_database)
    with django_db_blocker.unblock(), connected_to(logins, name):
        yield known()
    _drop(logins, name)


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a twin's small case."""
    folder = tmp_path_factory.mktemp("twin") / "case"
    folder.mkdir()
    write_case(folder, seed=7, complaints=4)
    return folder
