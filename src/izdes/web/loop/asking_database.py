"""Asking the database: questions that only functions of the loop answer, where nobody acts."""

import json
from typing import Any

from django.db import connection


def rows_of(question: str, *given: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever is asked with
    """Return the rows of a question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())


def json_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the one JSON value of a row."""
    (value,) = row
    return json.loads(value) if isinstance(value, str) else dict(value)
