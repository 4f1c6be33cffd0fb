"""Soundness of a server: whether the office may work on it.

An old server lacks what the tables use. A login that passes policies would show everything to
everybody, and nothing would look wrong: so it is refused before the first page.
"""

from collections.abc import Mapping

import psycopg
from psycopg.conninfo import conninfo_to_dict

from izdes.core.errors import IzdesError
from izdes.web.database.logins import APP, ENGINE, INSTITUTIONS, OWNER, WINDOW

OLDEST = 15
_VERSION_UNIT = 10_000
_POWERS = """
    SELECT current_user, bool_or(rolsuper), bool_or(rolbypassrls),
           bool_or(rolname = %(owner)s), current_setting('server_encoding')
    FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
"""


class DatabaseTooOld(IzdesError):
    """The server is older than what the tables are made for."""

    code = "database_too_old"


class DatabaseEncodingWrong(IzdesError):
    """The database does not keep text as UTF-8."""

    code = "database_encoding_wrong"


class DatabaseLoginWrong(IzdesError):
    """A login is not the one that the tables know."""

    code = "database_login_wrong"


class DatabaseLoginTooStrong(IzdesError):
    """A login that works passes policies: a superuser, one with BYPASSRLS, or the owner."""

    code = "database_login_too_strong"


class DatabaseUnreachable(IzdesError):
    """Nobody answers at the database's address, or the login is refused."""

    code = "database_unreachable"


def require_sound(app: str, *, owner: str = "", engine: str = "") -> None:
    """Refuse a server that is too old and logins that are not what they must be.

    Args:
        app: Address for the office.
        owner: Address for whoever changes tables; empty where that is not about to happen.
        engine: Address for linking; empty where nothing is linked.

    Raises:
        DatabaseUnreachable: Nobody answers, or the login is refused.
        DatabaseTooOld: It is older than PostgreSQL 15.
        DatabaseEncodingWrong: The database does not keep text as UTF-8.
        DatabaseLoginWrong: A login has another name than the tables know.
        DatabaseLoginTooStrong: A login that works passes policies.
    """
    require_names(app, owner, engine)
    given = ((app, APP), (owner, OWNER), (engine, ENGINE))
    for address, name in filter(lambda pair: pair[0], given):
        try:
            with psycopg.connect(address, connect_timeout=10) as connection:
                require_version(connection.info.server_version)
                found = connection.execute(_POWERS, {"owner": OWNER}).fetchone()
        except psycopg.OperationalError:
            raise DatabaseUnreachable(login=name) from None
        assert found is not None  # noqa: S101 - an aggregate has one row
        _, is_super, bypasses, is_owner, encoding = found
        if encoding != "UTF8":
            raise DatabaseEncodingWrong(encoding=encoding)
        if is_super or bypasses or (is_owner and name != OWNER):
            raise DatabaseLoginTooStrong(login=name)


def require_version(number: int) -> None:
    """Refuse a server that is older than PostgreSQL 15.

    >>> require_version(140011)
    Traceback (most recent call last):
    ...
    izdes.web.database.soundness.DatabaseTooOld: database_too_old (found=14, oldest=15)
    """
    if number // _VERSION_UNIT < OLDEST:
        raise DatabaseTooOld(found=number // _VERSION_UNIT, oldest=OLDEST)


def require_names(
    app: str, owner: str, engine: str = "", window: str = "", institutions: str = ""
) -> Mapping[str, str]:
    """Refuse logins that the tables do not know; return the secret of each.

    Raises:
        DatabaseLoginWrong: A login has another name than the tables know.
    """
    secrets = {}
    named = {APP: app, OWNER: owner, ENGINE: engine, WINDOW: window, INSTITUTIONS: institutions}
    for name, address in named.items():
        given = conninfo_to_dict(address)
        if address and given.get("user") != name:
            raise DatabaseLoginWrong(expected=name)
        secrets[name] = str(given.get("password") or "")
    return secrets
