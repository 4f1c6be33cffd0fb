"""The acting officer: whom the database takes the present connection for.

Row-level security asks a setting of the session who acts. It is set here and nowhere else, and is
put back whatever happens. It guards against a forgotten filter, not against whoever can write SQL.

Before anybody acts somebody signs in. For that, one more setting names the login that was typed,
and opens the one officer who has it; see ``docs/reference/visibility.md``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

SETTING = "izdes.officer"
SIGNING_IN = "izdes.signing_in"
REPORT = "izdes.report"


@contextmanager
def acting(officer_id: int | None) -> Iterator[None]:
    """Let an officer act on this connection; without one nothing is visible, nothing writable."""
    with _set(SETTING, "" if officer_id is None else str(officer_id)):
        yield


@contextmanager
def signing_in(login: str) -> Iterator[None]:
    """Let the one officer with this login be found, by whoever checks that it is he."""
    with _set(SIGNING_IN, login):
        yield


@contextmanager
def reporting(complaint_id: int) -> Iterator[None]:
    """Let a victim see her own complaint, after her receipt and its code were checked."""
    with _set(REPORT, str(complaint_id)):
        yield


@contextmanager
def _set(name: str, value: str) -> Iterator[None]:
    """Tell the database something for a while, and put back what was there."""
    before = _exchange(name, value)
    try:
        yield
    finally:
        try:
            _exchange(name, before)
        except DatabaseError:
            # A transaction that has failed takes no more orders: the connection itself must go.
            connection.close()


def _exchange(name: str, value: str) -> str:
    """Set a setting of the session and return what it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH was AS MATERIALIZED (SELECT current_setting(%s, true) AS value) "
            "SELECT value, set_config(%s, %s, false) FROM was",
            [name, name, value],
        )
        return str(cursor.fetchone()[0] or "")


class ActingMiddleware:
    """Lets the signed-in officer act for the time of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request in the officer's name."""
        claimed = _claimed(request)
        with acting(claimed):
            # Only as himself can he be read; if the session does not hold, nobody acts.
            if claimed is None or request.user.is_authenticated:
                return self._get_response(request)
        with acting(None):
            return self._get_response(request)


def _claimed(request: HttpRequest) -> int | None:
    """Return the officer whom the session names, not yet whether it holds."""
    claimed = request.session.get(SESSION_KEY)
    return int(claimed) if claimed is not None else None
