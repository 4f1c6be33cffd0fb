"""One database server for the run, a database for each worker, and the login that passes no policy.

The tables are made once, under the owner's login, and copied for each worker. Tests work under the
office's login as the office does: whatever it may not do, they may not do.

``IZDES_TEST_DATABASE_URL`` names another server instead of the embedded one: a superuser of a
server that nobody else uses. Its logins get new secrets; the run drops the databases it made.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections, transaction
from django.test import override_settings
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from tests.web.cast import Cast
from tests.web.casting import known, make_cast

from izdes.web.catalogues import compile_catalogues
from izdes.web.config import configuration
from izdes.web.database import service
from izdes.web.database.logins import (
    Logins,
    establish,
    keep_logins,
    kept_logins,
    new_logins,
)
from izdes.web.database.migrating import migrate

_FOLDER = Path(os.environ["IZDES_HOME"])
_OUTSIDE = os.environ.get("IZDES_TEST_DATABASE_URL", "")
# A server that outlives the run must not mistake an earlier run's tables for these.
_RUN = f"izdes_{_FOLDER.name.removeprefix('izdes-tests-')}" if _OUTSIDE else "izdes"
_TEMPLATE = f"{_RUN}_template"
_DROP_TRIES = 50


def take_down() -> None:
    """Stop the server of the run and remove its folder."""
    service.stop(_FOLDER)
    if _OUTSIDE and (made := kept_logins(_FOLDER)) is not None:
        _drop_all(made)
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> Iterator[None]:
    """Let pages speak, as the start of a process does; what was read before is read anew."""
    with override_settings(LOCALE_PATHS=[compile_catalogues(_FOLDER)]):
        yield


@pytest.fixture(scope="session")
def logins() -> Logins:
    """Return the logins of a running server."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _logins_outside() if _OUTSIDE else service.start(_FOLDER)


@pytest.fixture(scope="session")
def template(logins: Logins, django_db_blocker: DjangoDbBlocker) -> str:
    """Return the name of a database with all tables."""
    with (_FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(logins, _TEMPLATE):
            _make(logins, _TEMPLATE, copied_from="template1")
            with django_db_blocker.unblock(), connected_to(logins, _TEMPLATE):
                migrate()
    return _TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(
    logins: Logins, template: str, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker a database of its own."""
    name = f"{_RUN}_{worker_id}"
    _make(logins, name, copied_from=template)
    with django_db_blocker.unblock(), connected_to(logins, name):
        yield


@pytest.fixture
def committed_db(
    logins: Logins,
    template: str,
    django_db_setup: None,  # noqa: ARG001 - what the worker is connected to comes first
    worker_id: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Give this test a database in which transactions are really committed; return its name."""
    name = f"{_RUN}_{worker_id}_committed"
    _make(logins, name, copied_from=template)
    with django_db_blocker.unblock(), connected_to(logins, name):
        yield name
    _drop(logins, name)


@pytest.fixture(scope="session")
def cast_database(
    logins: Logins, template: str, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> str:
    """Return the name of this worker's database in which the cast works; the cast is made once."""
    made = f"{_TEMPLATE}_cast"
    with (_FOLDER / "cast.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(logins, made):
            _make(logins, f"{made}_new", copied_from=template)
            with django_db_blocker.unblock(), connected_to(logins, f"{made}_new"):
                make_cast()
            _rename(logins, f"{made}_new", made)
        name = f"{_RUN}_{worker_id}_cast"
        _make(logins, name, copied_from=made)
    return name


@pytest.fixture
def cast(
    logins: Logins,
    cast_database: str,
    django_db_setup: None,  # noqa: ARG001 - what the worker is connected to comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Give this test the cast; whatever it does is rolled back."""
    with django_db_blocker.unblock(), connected_to(logins, cast_database):
        undone = transaction.atomic()
        # As Django's own tests do: a command may be the outermost transaction inside this one.
        undone._from_testcase = True  # type: ignore[attr-defined] # noqa: SLF001
        with undone:
            yield known()
            transaction.set_rollback(True)


@pytest.fixture
def committed_cast(
    logins: Logins,
    cast_database: str,  # noqa: ARG001 - the cast is made before it is copied
    django_db_setup: None,  # noqa: ARG001 - what the worker is connected to comes first
    worker_id: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Give this test the cast in a database in which transactions are really committed."""
    name = f"{_RUN}_{worker_id}_cast_committed"
    _make(logins, name, copied_from=f"{_TEMPLATE}_cast")
    with django_db_blocker.unblock(), connected_to(logins, name):
        yield known()
    _drop(logins, name)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give this test a folder of its own, with keys of an office, of its sites and of officers."""
    monkeypatch.setenv("IZDES_HOME", str(tmp_path))
    configuration.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    configuration.cache_clear()


@contextmanager
def connected_to(logins: Logins, name: str) -> Iterator[None]:
    """Let all of Django's connections mean a database."""
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    secrets = {
        "default": ("izdes_app", logins.app_password),
        "owner": ("izdes_owner", logins.owner_password),
        "engine": ("izdes_engine", logins.engine_password),
        "window": ("izdes_window", logins.window_password),
        "institutions": ("izdes_institutions", logins.institutions_password),
    }
    for alias, (user, password) in secrets.items():
        connections[alias].close()
        connections[alias].settings_dict.update(
            NAME=name, HOST=logins.host, PORT=logins.port, USER=user, PASSWORD=password
        )
    try:
        yield
    finally:
        for alias, given in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(given)


def _logins_outside() -> Logins:
    """Return the logins of the server that the run was given; the first worker makes them."""
    if (kept := kept_logins(_FOLDER)) is not None:
        return kept
    with psycopg.connect(_OUTSIDE) as connection:
        made = new_logins(connection.info.host, connection.info.port)
    establish(_OUTSIDE, made)
    keep_logins(_FOLDER, made)
    return made


def _drop_all(logins: Logins) -> None:
    """Drop every database of this run."""
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        select = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        names = [name for (name,) in connection.execute(select, [f"{_RUN}_"])]
    for name in names:
        _drop(logins, name)


def _exists(logins: Logins, name: str) -> bool:
    """Say whether there is a database."""
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        select = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(select, [name]).fetchone() is not None


def _rename(logins: Logins, name: str, new: str) -> None:
    """Rename a database."""
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(name), sql.Identifier(new)))


def _make(logins: Logins, name: str, *, copied_from: str) -> None:
    """Make a database anew."""
    _drop(logins, name)
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(make.format(sql.Identifier(name), sql.Identifier(copied_from)))


def _drop(logins: Logins, name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(logins.owner(), autocommit=True) as connection:
        for _ in range(_DROP_TRIES):
            try:
                connection.execute(drop)
            except psycopg.errors.InsufficientPrivilege:
                # The server itself tidies up there; whoever is no superuser waits until it is done.
                time.sleep(0.2)
            else:
                return
        connection.execute(drop)
