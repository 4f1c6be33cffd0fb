"""Complaints of a portal taken in while a worker links them, measured in a database made for it."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.db import connections

from izdes.cli.office import office

# The office is set up before its tables are imported.
# ruff: noqa: PLC0415

Json = dict[str, Any]
_WORKER = [sys.executable, "-c", "from izdes.cli.main import run; run()", "worker"]
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 3_600.0
_WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


def measure(file: str) -> Json:
    """Return how long it took until all was taken, and until all was linked."""
    from izdes.web.database.migrating import migrate
    from izdes.web.reception.portals import import_complaints
    from izdes.web.signing_in.demo import demo_logins

    migrate()
    demo_logins()
    worker = subprocess.Popen(_WORKER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        begun, own = time.perf_counter(), time.process_time()
        done = import_complaints(Path(file))
        taken, own = time.perf_counter() - begun, time.process_time() - own
        _wait_for_links()
        linked = time.perf_counter() - begun
    finally:
        worker.terminate()
        worker.wait()
    return {
        "complaints": done.taken,
        "faults": len(done.faults),
        # Of the importing process alone, without the database's and the worker's.
        "processor_seconds": round(own, 2),
        "taken": {"seconds": round(taken, 2), "per_second": round(done.taken / taken, 1)},
        "taken_and_linked": {
            "seconds": round(linked, 2),
            "per_second": round(done.taken / linked, 1),
        },
    }


def _wait_for_links() -> None:
    """Wait until no job is left."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        with connections["owner"].cursor() as cursor:
            cursor.execute(_WAITING)
            if not cursor.fetchone()[0]:
                return
        time.sleep(_POLL_SECONDS)
    raise TimeoutError


if __name__ == "__main__":
    office()
    sys.stdout.write(json.dumps(measure(**json.loads(sys.argv[1]))) + "\n")
