"""Address: where the database of an installation is, for the office and for the owner of tables."""

from dataclasses import dataclass

from psycopg.conninfo import conninfo_to_dict

from izdes.core.errors import IzdesError
from izdes.web.config import Configuration
from izdes.web.database.logins import kept_logins
from izdes.web.database.service import folder_of


class DatabaseUnknown(IzdesError):
    """No address is set, and the embedded server was never started."""

    code = "database_unknown"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Connection strings; their secrets are not printed.

    Attributes:
        app: Of the office.
        owner: Of whoever changes tables.
        engine: Of linking; empty where this process does not link.
        window: Of the public window; empty where it is elsewhere.
        institutions: Of the site of institutions; empty where it is not served.
    """

    app: str
    owner: str
    engine: str = ""
    window: str = ""
    institutions: str = ""

    def __repr__(self) -> str:
        """Say nothing of where."""
        return "Addresses(…)"


def addresses(configuration: Configuration) -> Addresses:
    """Return where the database is.

    Raises:
        DatabaseUnknown: No address is set, and the embedded server was never started.
    """
    if configuration.database_url:
        return Addresses(
            configuration.database_url,
            configuration.database_owner_url,
            configuration.database_engine_url,
            configuration.window_database_url,
            configuration.institutions_database_url,
        )
    if configuration.window_database_url:
        # The window's own process knows nothing but its own login.
        return Addresses("", "", window=configuration.window_database_url)
    if configuration.institutions_database_url:
        return Addresses("", "", institutions=configuration.institutions_database_url)
    logins = kept_logins(folder_of(configuration.home))
    if logins is None:
        raise DatabaseUnknown(home=str(configuration.home))
    return Addresses(
        logins.app(), logins.owner(), logins.engine(), logins.window(), logins.institutions()
    )


def for_django(address: str, *, name: str = "izdes") -> dict[str, object]:
    """Return Django's form of a connection string.

    Args:
        name: What the database calls who is connected.
    """
    given = {key: str(value) for key, value in conninfo_to_dict(address).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        # A command opens its own transaction; a page that only looks needs none.
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**given, "application_name": name},
    }
