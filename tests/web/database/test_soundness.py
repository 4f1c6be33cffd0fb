"""A server of one's own: what is refused before anything works on it."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from izdes.web.config import Configuration, ConfigurationMissing, ConfigurationWrong
from izdes.web.database import service
from izdes.web.database.logins import Logins
from izdes.web.database.outside import establish_outside, server_version
from izdes.web.database.soundness import (
    DatabaseLoginTooStrong,
    DatabaseLoginWrong,
    DatabaseTooOld,
    DatabaseUnreachable,
    require_sound,
    require_version,
)

KEY = "0f" * 32


@pytest.fixture(scope="module")
def logins() -> Iterator[Logins]:
    """Return the logins of a server of this module's own: here they are made stronger at times."""
    home = Path(tempfile.mkdtemp(prefix="izdes-sound-"))
    yield service.start(home)
    service.stop(home)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def superuser(logins: Logins) -> str:
    return f"postgresql:///postgres?user=postgres&host={logins.host}&port={logins.port}"


@pytest.fixture
def strong(logins: Logins, superuser: str) -> Iterator[str]:
    """Return the office's address while its login passes every policy."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("ALTER ROLE izdes_app BYPASSRLS")
        yield logins.app()
        connection.execute("ALTER ROLE izdes_app NOBYPASSRLS")


def configured(**given: str) -> Configuration:
    return Configuration(
        home="unused",  # type: ignore[arg-type] # nothing is kept here
        secret_key=KEY,
        files_key=KEY,
        journal_key=KEY,
        **given,  # type: ignore[arg-type] # only texts
    )


def test_the_logins_of_this_run_are_sound(logins: Logins) -> None:
    require_sound(logins.app(), owner=logins.owner())


def test_a_login_that_passes_policies_is_refused(strong: str) -> None:
    with pytest.raises(DatabaseLoginTooStrong):
        require_sound(strong)


def test_the_owner_of_the_tables_does_not_work_in_the_office(logins: Logins) -> None:
    with pytest.raises(DatabaseLoginWrong):
        require_sound(logins.owner())


def test_a_login_that_may_become_the_owner_is_refused(logins: Logins, superuser: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("GRANT izdes_owner TO izdes_app")
        try:
            with pytest.raises(DatabaseLoginTooStrong):
                require_sound(logins.app())
        finally:
            connection.execute("REVOKE izdes_owner FROM izdes_app")


def test_a_wrong_secret_is_unreachable_and_not_printed(logins: Logins) -> None:
    address = make_conninfo(logins.app(), host=logins.host + "-none")

    with pytest.raises(DatabaseUnreachable) as raised:
        require_sound(address)

    assert logins.app_password not in str(raised.value)


@pytest.mark.parametrize(("number", "is_refused"), [(140020, True), (150000, False)])
def test_what_is_older_than_fifteen_is_refused(number: int, is_refused: bool) -> None:  # noqa: FBT001
    if is_refused:
        with pytest.raises(DatabaseTooOld):
            require_version(number)
    else:
        require_version(number)


def test_one_address_without_the_other_is_refused() -> None:
    with pytest.raises(ConfigurationMissing):
        configured(database_url="postgresql://izdes_app@/izdes")


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationWrong):
        Configuration(home="unused", secret_key=KEY, files_key="short", journal_key=KEY)  # type: ignore[arg-type]


def test_establishing_makes_a_database_in_which_the_office_can_work(
    logins: Logins, superuser: str
) -> None:
    name = f"izdes_established_{secrets.token_hex(4)}"
    given = configured(
        database_url=logins.app(name),
        database_owner_url=logins.owner(name),
        database_engine_url=logins.engine(name),
    )

    try:
        made = [establish_outside(given, superuser) for _ in range(2)]

        assert made == [name, name]
        assert int(server_version(given.database_url).split(".")[0]) >= 15
        require_sound(
            given.database_url,
            owner=given.database_owner_url,
            engine=given.database_engine_url,
        )
    finally:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.mark.parametrize("named", [(), ("database_url", "database_owner_url")])
def test_establishing_needs_every_address(named: tuple[str, ...]) -> None:
    given = dict.fromkeys(named, "postgresql://izdes_app@/izdes")

    with pytest.raises(ConfigurationMissing):
        establish_outside(configured(**given), "postgresql:///postgres")


@pytest.mark.parametrize("power", ["BYPASSRLS", "SUPERUSER"])
def test_linking_under_a_login_that_passes_policies_is_refused(
    logins: Logins, superuser: str, power: str
) -> None:
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE izdes_engine {power}")
        try:
            with pytest.raises(DatabaseLoginTooStrong):
                require_sound(logins.app(), engine=logins.engine())
        finally:
            connection.execute(f"ALTER ROLE izdes_engine NO{power}")
