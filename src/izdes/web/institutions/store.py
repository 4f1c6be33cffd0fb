"""Calls to the database under the site's own login, and the token that it is shown meanwhile."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import DatabaseError, connections

from izdes.web.database import calling

ALIAS = "institutions"
called = partial(calling.called, login=ALIAS)
_SETTING = "izdes.token"


@contextmanager
def showing(token: str) -> Iterator[None]:
    """Show the database a token for a while; what was sent to its institution is visible then."""
    _show(token)
    try:
        yield
    finally:
        try:
            _show("")
        except DatabaseError:
            # A transaction that has failed takes no more orders: the connection itself must go.
            connections[ALIAS].close()


def rows(question: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that the site's login sees."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())


def from_json(told: Any) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what a column of JSON holds, whichever way the connection gives it."""
    return json.loads(told) if isinstance(told, str) else told


def _show(token: str) -> None:
    """Put a token into the session."""
    rows("SELECT set_config(%s, %s, false)", [_SETTING, token])
