"""A folder of files for each test, and officers who give them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from izdes.web.config import configuration


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a test a folder of its own, and take the configuration back afterwards."""
    monkeypatch.setenv("IZDES_HOME", str(tmp_path))
    configuration.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    configuration.cache_clear()


@pytest.fixture
def entered(committed_db: str) -> Callable[[str], int]:
    """Return what enters an officer, by the owner of the tables, and returns his number."""
    del committed_db

    def enter(login: str) -> int:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO officers_officer (login, full_name, language, is_active, password)"
                " VALUES (%s, 'Нұрлан Ойдан', 'kk', true, '') RETURNING id",
                [login],
            )
            return int(cursor.fetchone()[0])

    return enter
