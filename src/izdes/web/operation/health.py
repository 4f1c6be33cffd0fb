"""Health: whether this process lives, whether it can work, and its figures.

These three answer before anything else does, so that they answer when the database does not. They
say nothing of anybody, and yet the figures are for this machine alone: what a proxy hands on is
refused.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from ipaddress import ip_address

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from izdes.core.law.clocks.zone import zone_is_current
from izdes.web.database.migrating import awaiting
from izdes.web.operation.metrics import count_request, exposed

_log = logging.getLogger(__name__)
_HANDED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_VIA", "HTTP_X_REAL_IP")
# The first day after Kazakhstan became one zone; before 1 March 2024 Almaty was an hour ahead.
_ONE_ZONE = datetime(2024, 3, 2, tzinfo=UTC)
_OFFSET = timedelta(hours=5)
_OFFSET_THERE = "SELECT (%s AT TIME ZONE 'Asia/Almaty') - (%s AT TIME ZONE 'UTC')"


class HealthMiddleware:
    """Answers for the process itself, and counts and logs every other answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._answers = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if (answer := self._answers.get(request.path)) is not None:
            return answer(request)
        began = time.monotonic()
        response = self._get_response(request)
        _note(request, response, time.monotonic() - began)
        return response


def live(_request: HttpRequest) -> HttpResponse:
    """Say that this process lives."""
    return JsonResponse({"live": True})


def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether this process can work, and what it lacks."""
    lacking = lacks()
    return JsonResponse({"lacks": list(lacking)}, status=503 if lacking else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to this machine alone."""
    if not _is_from_here(request):
        return HttpResponse(status=404)
    return HttpResponse(exposed(), content_type="text/plain; version=0.0.4; charset=utf-8")


def lacks(zone: tzinfo | None = None) -> tuple[str, ...]:
    """Return what keeps this process from working: ``database``, ``migrations``, ``zones``.

    Args:
        zone: None asks for what this program gets by the zone's name.
    """
    try:
        connection.ensure_connection()
        found = {
            "migrations": not awaiting(),
            "zones": zone_is_current(zone) and is_zone_of_database_current(),
        }
    except DatabaseError:
        connection.close()
        return ("database",)
    return tuple(name for name, is_well in found.items() if not is_well)


def is_zone_of_database_current() -> bool:
    """Say whether the database knows that Kazakhstan is one zone."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFSET_THERE, [_ONE_ZONE, _ONE_ZONE])
        return bool(cursor.fetchone()[0] == _OFFSET)


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether a request was made on this machine and not handed on by a proxy."""
    try:
        is_loopback = ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
    return is_loopback and not any(name in request.META for name in _HANDED_ON)


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count and log an answer by the pattern of its address."""
    route = request.resolver_match.route if request.resolver_match else "(none)"
    method = request.method if request.method in _METHODS else "OTHER"
    count_request(method, route, response.status_code, seconds)
    _log.info(
        "answered",
        extra={
            "method": method,
            "route": route or "/",
            "status_code": response.status_code,
            "seconds": round(seconds, 4),
        },
    )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
