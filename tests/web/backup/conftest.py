"""An installation with something in it, and its keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from izdes.web.acting import acting
from izdes.web.backup.envelope import new_private, public_of
from izdes.web.config import Configuration, configuration
from izdes.web.database.logins import Logins
from izdes.web.files import services


@dataclass(frozen=True)
class Installation:
    """One that really commits, and may be replaced."""

    home: Path
    database: str
    owner: str
    officer: int

    @property
    def configuration(self) -> Configuration:
        return configuration()

    def store(self, text: str) -> int:
        with acting(self.officer):
            return services.store([text.encode()], name="a.txt", officer=self.officer)

    def leave(self) -> None:
        """Close what this process has open: a database in use is not replaced."""
        for alias in connections:
            connections[alias].close()

    def asked(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.owner) as connection:
            return connection.execute(question.encode()).fetchall()

    def entries(self) -> int:
        return len(self.asked("SELECT number FROM journal_entry"))


@pytest.fixture
def installation(
    committed_db: str, logins: Logins, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    monkeypatch.setenv("IZDES_HOME", str(tmp_path / "home"))
    configuration.cache_clear()
    owner = logins.owner(committed_db)
    with psycopg.connect(owner, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO officers_officer (login, full_name, language, is_active, password)"
            " VALUES ('o', 'Нұрлан Ойдан', 'kk', true, '') RETURNING id"
        ).fetchone()
    assert row is not None
    yield Installation(tmp_path / "home", committed_db, owner, row[0])
    monkeypatch.undo()
    configuration.cache_clear()
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {}")
        connection.execute(drop.format(sql.Identifier(f"{committed_db}_previous")))


@pytest.fixture(scope="session")
def private() -> str:
    return new_private()


@pytest.fixture(scope="session")
def public(private: str) -> str:
    return public_of(private)
