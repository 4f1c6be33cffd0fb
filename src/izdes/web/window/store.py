"""Calls to the store of the window, under its own login: functions that ask for a digest."""

from collections.abc import Sequence
from typing import Any

from django.db import connections

ALIAS = "window"


def called(function: str, given: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever it returns
    """Return the one value that a function of the store returns."""
    with connections[ALIAS].cursor() as cursor:
        marks = ", ".join(["%s"] * len(given))
        cursor.execute(f"SELECT {function}({marks})", list(given))
        return cursor.fetchone()[0]


def rows_of(function: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows that a function of the store returns."""
    with connections[ALIAS].cursor() as cursor:
        marks = ", ".join(["%s"] * len(given))
        cursor.execute(f"SELECT * FROM {function}({marks})", list(given))  # noqa: S608 - the same
        return list(cursor.fetchall())
