"""Linking's own connection: under its own login, beside that of the office."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections

from izdes.web.config import ConfigurationMissing, variable
from izdes.web.subjects.linking.store.tables import PostgresTables

_ALIAS = "engine"


@contextmanager
def linking_tables() -> Iterator[PostgresTables]:
    """Open the tables of linking.

    Raises:
        ConfigurationMissing: This process was not told linking's login.
    """
    given = connections[_ALIAS].settings_dict
    if not given["PASSWORD"]:
        raise ConfigurationMissing(name=variable("database_engine_url"))
    with psycopg.connect(
        dbname=given["NAME"],
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
        autocommit=True,
        **given["OPTIONS"],
    ) as connection:
        yield PostgresTables(connection)
