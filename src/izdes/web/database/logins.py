"""Logins: one owns the tables and changes them; the others work and cannot pass any policy.

The office works as `izdes_app`. Linking works as `izdes_engine`: it reads who names what in the
whole country, writes the series, and sees no page, no person and no word of a narrative. The public
window works as `izdes_window`: it sees no table and calls a few functions. The site of institutions
works as `izdes_institutions`: it sees what was sent to the institution whose token it was shown.
The superuser of the embedded server is used by its keeper alone, to make these.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "izdes"
OWNER, APP, ENGINE = "izdes_owner", "izdes_app", "izdes_engine"
WINDOW, INSTITUTIONS = "izdes_window", "izdes_institutions"
_FILE = "logins.json"
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Logins:
    """Where the database is, and the secrets of its logins.

    Attributes:
        host: Folder of the socket, or a host.
        engine_password: Empty in what an earlier version kept, until its keeper starts again.
        window_password: The same.
        institutions_password: The same.
    """

    host: str
    port: int
    owner_password: str
    app_password: str
    engine_password: str = ""
    window_password: str = ""
    institutions_password: str = ""

    def __repr__(self) -> str:
        """Say where, never with which secret."""
        return f"Logins({self.host!r}, {self.port})"

    def owner(self, database: str = DATABASE) -> str:
        """Return the address for whoever changes tables."""
        return self._address(OWNER, self.owner_password, database)

    def app(self, database: str = DATABASE) -> str:
        """Return the address for the office."""
        return self._address(APP, self.app_password, database)

    def engine(self, database: str = DATABASE) -> str:
        """Return the address for linking."""
        return self._address(ENGINE, self.engine_password, database)

    def window(self, database: str = DATABASE) -> str:
        """Return the address for the public window."""
        return self._address(WINDOW, self.window_password, database)

    def institutions(self, database: str = DATABASE) -> str:
        """Return the address for the site of institutions."""
        return self._address(INSTITUTIONS, self.institutions_password, database)

    def _address(self, user: str, password: str, database: str) -> str:
        """Return an address."""
        return make_conninfo(
            "", user=user, password=password, dbname=database, host=self.host, port=self.port
        )


def new_logins(host: str, port: int) -> Logins:
    """Return logins with new secrets."""
    return with_secrets(Logins(host, port, "", ""))


def with_secrets(logins: Logins) -> Logins:
    """Return logins with a new secret for each that has none: an earlier version knew fewer."""
    lacking = {
        field.name: secrets.token_urlsafe(_SECRET_BYTES)
        for field in fields(logins)
        if field.name.endswith("_password") and not getattr(logins, field.name)
    }
    return replace(logins, **lacking)  # type: ignore[arg-type] # only texts


def kept_logins(home: Path) -> Logins | None:
    """Return the logins that a keeper wrote down, or nothing."""
    try:
        return Logins(**json.loads((home / _FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def keep_logins(home: Path, logins: Logins) -> None:
    """Write logins down; only the owner of the folder reads them."""
    new = home / f"{_FILE}.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump(asdict(logins), opened)
    new.replace(home / _FILE)


def establish(superuser: str, logins: Logins, *, database: str = DATABASE) -> None:
    """Make the logins and the database, as far as they are not there.

    Args:
        superuser: Address under which roles may be made.
        database: Name of the database; an empty one makes none.
    """
    with psycopg.connect(superuser, autocommit=True) as connection:
        # Two at once would change one row of the roles' table.
        connection.execute("SELECT pg_advisory_lock(hashtext('izdes.logins'))")
        # The owner of a database may make tables as a member of `pg_database_owner`: it inherits.
        _establish_login(connection, OWNER, logins.owner_password, "CREATEDB INHERIT")
        _establish_login(connection, APP, logins.app_password, "NOCREATEDB NOINHERIT")
        _establish_login(connection, ENGINE, logins.engine_password, "NOCREATEDB NOINHERIT")
        _establish_login(connection, WINDOW, logins.window_password, "NOCREATEDB NOINHERIT")
        own = logins.institutions_password
        _establish_login(connection, INSTITUTIONS, own, "NOCREATEDB NOINHERIT")
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if database and found.fetchone() is None:
            make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(make.format(sql.Identifier(database), sql.Identifier(OWNER)))


def _establish_login(
    connection: psycopg.Connection, name: str, password: str, may_create: str
) -> None:
    """Make a login that is no superuser and passes no policy, or give it its secret anew."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = "CREATE" if found is None else "ALTER"
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {} PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.SQL(may_create), sql.Literal(password)
        )
    )
