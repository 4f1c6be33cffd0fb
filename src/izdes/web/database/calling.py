"""Calling functions of the database: their names are ours, what they are given is a parameter."""

from collections.abc import Sequence
from typing import Any

from django.db import connections


def called(function: str, given: Sequence[Any] = (), *, login: str = "default") -> Any:  # noqa: ANN401 - whatever it returns
    """Return the one value that a function of the database returns.

    Args:
        login: The alias of the connection; without it the office's own.
    """
    return rows_of(function, given, login=login)[0][0]


def rows_of(
    function: str, given: Sequence[Any] = (), *, login: str = "default"
) -> list[tuple[Any, ...]]:
    """Return the rows that a function of the database returns.

    Args:
        login: The alias of the connection; without it the office's own.
    """
    marks = ", ".join(["%s"] * len(given))
    with connections[login].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", list(given))  # noqa: S608 - ours
        return list(cursor.fetchall())
