"""Address: where the database of an installation is, for the office and for the owner of tables."""

from dataclasses import dataclass

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
