"""A server of one's own: its logins made as the tables know them, and its version."""

import psycopg
from psycopg.conninfo import conninfo_to_dict

from izdes.web.config import Configuration, ConfigurationMissing, variable
from izdes.web.database.logins import (
    APP,
    DATABASE,
    ENGINE,
    INSTITUTIONS,
    OWNER,
    WINDOW,
    Logins,
    establish,
    with_secrets,
)
from izdes.web.database.soundness import DatabaseUnreachable, require_names, require_version

_VERSION_UNIT = 10_000


def establish_outside(configuration: Configuration, superuser: str) -> str:
    """Make the logins that the configured addresses name, with their secrets, and the database.

    Returns:
        The name of the database.

    Raises:
        ConfigurationMissing: An address is not configured.
        DatabaseLoginWrong: An address names another login than the tables know.
        DatabaseUnreachable: Nobody answers, or the login is refused.
        DatabaseTooOld: It is older than PostgreSQL 15.
    """
    app, owner = configuration.database_url, configuration.database_owner_url
    engine = configuration.database_engine_url
    for field, address in (("database_url", app), ("database_engine_url", engine)):
        if not address:
            raise ConfigurationMissing(name=variable(field))
    sites = (configuration.window_database_url, configuration.institutions_database_url)
    secrets = require_names(app, owner, engine, *sites)
    name = str(conninfo_to_dict(app).get("dbname") or DATABASE)
    try:
        with psycopg.connect(superuser, connect_timeout=10) as connection:
            require_version(connection.info.server_version)
        names = (OWNER, APP, ENGINE, WINDOW, INSTITUTIONS)
        given = Logins("", 0, *(secrets[name] for name in names))
        # Where a site is elsewhere its login is there all the same, under a secret of nobody.
        establish(superuser, with_secrets(given), database=name)
    except psycopg.OperationalError:
        raise DatabaseUnreachable(login="--superuser-url") from None
    return name


def server_version(address: str) -> str:
    """Return the version of a server, as ``15.18``.

    Raises:
        DatabaseUnreachable: Nobody answers, or the login is refused.
    """
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError:
        raise DatabaseUnreachable(login=APP) from None
    return f"{number // _VERSION_UNIT}.{number % _VERSION_UNIT}"
