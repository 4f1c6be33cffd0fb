"""Health of a site: whether its process lives, and whether its database answers what it asks."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

_log = logging.getLogger(__name__)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class SiteHealth:
    """Answers for the process itself, and logs every other answer by its pattern."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.path == "/health/live":
            return JsonResponse({"live": True})
        if request.path == "/health/ready":
            lacking = lacks()
            return JsonResponse({"lacks": list(lacking)}, status=503 if lacking else 200)
        began = time.monotonic()
        response = self._get_response(request)
        _log.info(
            "answered",
            extra={
                "method": request.method if request.method in _METHODS else "OTHER",
                "route": request.resolver_match.route if request.resolver_match else "(none)",
                "status_code": response.status_code,
                "seconds": round(time.monotonic() - began, 4),
            },
        )
        return response


def lacks() -> tuple[str, ...]:
    """Return what keeps this process from working."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(getattr(settings, "READY_WHEN_ANSWERED", "SELECT 1"))
    except DatabaseError:
        connection.close()
        return ("database",)
    return ()
