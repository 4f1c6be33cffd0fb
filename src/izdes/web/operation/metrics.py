"""Metrics: how much this process did, as text that a collector reads; no person, no case, no name.

Names are those of the semantic conventions of OpenTelemetry in the writing of Prometheus, so that
either reads them. They are counted in memory and begin anew with the process.
"""

import threading
from collections import Counter
from collections.abc import Iterator

from django.db import DatabaseError, connection

_JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status"
_lock = threading.Lock()
_requests: Counter[tuple[str, str, int]] = Counter()
_seconds: Counter[tuple[str, str, int]] = Counter()


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; of its address only the pattern."""
    with _lock:
        _requests[method, route, status] += 1
        _seconds[method, route, status] += round(seconds * 1_000_000)


def exposed() -> str:
    """Return the figures of this process."""
    return "".join(f"{line}\n" for line in (*_of_requests(), *_of_jobs()))


def _of_requests() -> Iterator[str]:
    """Yield what was answered, and how long it took."""
    yield "# TYPE http_server_request_duration_seconds summary"
    with _lock:
        counted, micros = dict(_requests), dict(_seconds)
    for (method, route, status), count in sorted(counted.items()):
        labels = f'http_request_method="{method}",http_route="{route}"'
        labels += f',http_response_status_code="{status}"'
        seconds = micros[method, route, status] / 1_000_000
        yield f"http_server_request_duration_seconds_count{{{labels}}} {count}"
        yield f"http_server_request_duration_seconds_sum{{{labels}}} {seconds:.6f}"


def _of_jobs() -> Iterator[str]:
    """Yield how many jobs wait, run, failed; nothing where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_JOBS)
            rows = cursor.fetchall()
    except DatabaseError:
        return
    yield "# TYPE izdes_jobs gauge"
    yield from (f'izdes_jobs{{status="{status}"}} {count}' for status, count in rows)
