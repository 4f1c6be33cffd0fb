"""Every released schema comes forward to today's, and is then the same as one made today.

A release adds its own: docs/how-to/release.md. None is ever changed afterwards.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from tests.web.conftest import connected_to

from izdes.web.database.logins import Logins
from izdes.web.database.migrating import awaiting, migrate
from izdes.web.database.schema import schema, schema_with_rows

# A migration that makes nothing, since officers are people of our own: it can be tried again.
_LAST = ("auth", "0012_alter_user_first_name_max_length")
_FORGET = "DELETE FROM django_migrations WHERE (app, name) = (%s, %s)"
RELEASED = sorted((Path(__file__).parent / "schemas").glob("*.sql"))


@pytest.fixture
def load(logins: Logins) -> Iterator[Callable[[str], str]]:
    """Return what makes a database of a script, and returns its name."""
    made: list[str] = []

    def new(script: str) -> str:
        made.append(f"izdes_released_{secrets.token_hex(4)}")
        with psycopg.connect(logins.owner(), autocommit=True) as connection:
            make = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
            connection.execute(make.format(sql.Identifier(made[-1])))
        with psycopg.connect(logins.owner(made[-1])) as connection:
            connection.execute(script.encode())
        return made[-1]

    yield new
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture
def settled(logins: Logins, load: Callable[[str], str]) -> Callable[[str], str]:
    """Return a schema as it is after a dump, which spells some conditions anew."""

    def dumped(name: str) -> str:
        return schema(logins.owner(load(schema_with_rows(logins.owner(name)))))

    return dumped


Working = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def working_on(logins: Logins, django_db_blocker: DjangoDbBlocker) -> Working:
    """Return what lets both of Django's connections mean a database."""

    @contextmanager
    def work(name: str) -> Iterator[None]:
        with django_db_blocker.unblock(), connected_to(logins, name):
            yield

    return work


def test_the_schema_of_today_wants_nothing(
    logins: Logins,
    template: str,
    load: Callable[[str], str],
    settled: Callable[[str], str],
    working_on: Working,
) -> None:
    name = load(schema_with_rows(logins.owner(template)))

    with working_on(name):
        assert awaiting() == ()
        migrate()

    assert settled(name) == settled(template)


def test_a_schema_that_lacks_a_migration_comes_forward(
    logins: Logins,
    template: str,
    load: Callable[[str], str],
    settled: Callable[[str], str],
    working_on: Working,
) -> None:
    name = load(schema_with_rows(logins.owner(template)))
    with working_on(name):
        with connections["owner"].cursor() as cursor:
            cursor.execute(_FORGET, list(_LAST))
        assert awaiting() == (".".join(_LAST),)

        migrate()

        assert awaiting() == ()
    assert settled(name) == settled(template)


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_a_released_schema_comes_forward(
    released: Path,
    template: str,
    load: Callable[[str], str],
    settled: Callable[[str], str],
    working_on: Working,
) -> None:
    name = load(released.read_text(encoding="utf-8"))

    with working_on(name):
        migrate()
        assert awaiting() == ()

    assert settled(name) == settled(template)
