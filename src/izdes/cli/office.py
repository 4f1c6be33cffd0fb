"""The office from the command line: Django, set up once, when a command needs it."""

import os
from typing import TYPE_CHECKING

from izdes.core.errors import IzdesError

if TYPE_CHECKING:
    from izdes.web.database.address import Addresses


class OfficeElsewhere(IzdesError):
    """This installation is a site that runs apart: its office is another, inside."""

    code = "office_elsewhere"


def office() -> "Addresses":
    """Set Django up with the configuration of this process; return where its database is.

    Raises:
        OfficeElsewhere: This installation is a site that runs apart from its office.
        ConfigurationMissing: A variable without which nothing starts is not set.
        DatabaseUnknown: No address is set, and the embedded server was never started.
    """
    from izdes.web.config import configuration  # noqa: PLC0415 - other commands need none of it

    if configuration().institutions_office:
        raise OfficeElsewhere
    return either_side()


def either_side() -> "Addresses":
    """Set Django up as `office` does, at the office or at a site that runs apart from it."""
    return set_up("izdes.web.settings")


def set_up(settings: str) -> "Addresses":
    """Set Django up with the settings of the office or of the window; return where its database is.

    Raises:
        ConfigurationMissing: A variable without which nothing starts is not set.
        DatabaseUnknown: No address is set, and the embedded server was never started.
    """
    import django  # noqa: PLC0415 - other commands need none of it

    from izdes.web.catalogues import compile_catalogues  # noqa: PLC0415
    from izdes.web.config import configuration  # noqa: PLC0415
    from izdes.web.database.address import addresses  # noqa: PLC0415

    found = addresses(configuration())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    compile_catalogues(configuration().home)
    django.setup()
    return found
