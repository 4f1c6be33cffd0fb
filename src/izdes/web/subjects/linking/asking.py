"""Asking the functions by which the database tells an officer of linking."""

from typing import Any

from django.db import connection

from izdes.web.officers.models import Officer


def told_to(
    officer: Officer, function: str, *given: int | str | list[int]
) -> list[tuple[Any, ...]]:
    """Return what a function tells the acting officer, who must be this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {function} WHERE office_officer() = %s",  # noqa: S608 - ours
            [*given, officer.pk],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
