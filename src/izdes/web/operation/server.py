"""The server of pages: granian in front of Django, on this machine alone unless told otherwise.

It starts only on a database that is sound and has the tables of this version, and only where the
program and the database know the local time of today. Told to stop, it
answers what it has taken and takes no more.
"""

import os
from datetime import tzinfo
from logging.config import dictConfig

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.zone import zone_is_current
from izdes.web.config import Configuration
from izdes.web.database.migrating import awaiting
from izdes.web.database.soundness import require_sound
from izdes.web.operation.health import is_zone_of_database_current
from izdes.web.operation.logs import logging_settings

_KILL_AFTER_SECONDS = 30


class MigrationsAwaiting(IzdesError):
    """The database has not the tables of this version."""

    code = "migrations_awaiting"


class ZonesStale(IzdesError):
    """The tables of time zones here or in the database do not know the change of 2024.

    Every day and hour that is due would be shown, and in the database counted, an hour wrong.
    """

    code = "zones_stale"


def require_ready(app_address: str, *, zone: tzinfo | None = None) -> None:
    """Refuse to start where this version cannot work.

    Args:
        zone: None asks for what this program gets by the zone's name.

    Raises:
        ZonesStale: The tables of time zones are too old, here or in the database.
        DatabaseUnreachable: Nobody answers, or the login is refused.
        DatabaseLoginTooStrong: The login passes policies.
        MigrationsAwaiting: It has not the tables of this version.
    """
    if not zone_is_current(zone):
        raise ZonesStale(where="program")
    require_sound(app_address)
    if not is_zone_of_database_current():
        raise ZonesStale(where="database")
    if lacking := awaiting():
        raise MigrationsAwaiting(count=len(lacking), first=lacking[0])


def serve(configuration: Configuration, *, threads: int) -> None:
    """Serve the office's pages until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "izdes.web.settings")
    _serve("izdes.web.wsgi:application", configuration.address, threads=threads)


def serve_window(configuration: Configuration, *, threads: int) -> None:
    """Serve the public window's pages until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "izdes.web.window.settings")
    _serve("izdes.web.window_wsgi:application", configuration.window_address, threads=threads)


def serve_institutions(configuration: Configuration, *, threads: int) -> None:
    """Serve the site of institutions until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "izdes.web.institutions.settings")
    _serve(
        "izdes.web.institutions_wsgi:application",
        configuration.institutions_address,
        threads=threads,
    )


def _serve(application: str, address: str, *, threads: int) -> None:
    """Serve an application at an address of this machine."""
    dictConfig(logging_settings())
    call_command("collectstatic", interactive=False, verbosity=0)
    host, _, port = address.rpartition(":")
    Granian(
        application,
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_AFTER_SECONDS,
        log_dictconfig=logging_settings(),
    ).serve()
