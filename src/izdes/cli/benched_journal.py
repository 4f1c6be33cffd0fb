"""Writers at one journal at the same time, measured: the lock taken last, and taken first.

It runs as a process of its own, in a database made for it. Each writer is a process with its own
connection: it opens a transaction, has the database busy for some milliseconds, records, commits.
The naive way is the same but takes the chain's lock when the command begins.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from django.db import connection, connections, transaction

from izdes.bench.timing import percentiles, spread
from izdes.cli.office import office
from izdes.verify.journal import Journal, trusted

# The office is set up before its tables are imported.
# ruff: noqa: PLC0415

Way = Literal["lock_last", "lock_first"]
WAYS: tuple[Way, ...] = ("lock_last", "lock_first")
Json = dict[str, Any]
_HEAD_START_SECONDS = 0.3
_SETTINGS = ("server_version", "fsync", "synchronous_commit")


def measure(writers: int, *, work_ms: int, seconds: float, rounds: int) -> Json:
    """Return how many commands a second each way carries, and how long each took."""
    from izdes.web.database.migrating import migrate

    migrate()
    connections.close_all()
    found: dict[Way, list[list[float]]] = {way: [] for way in WAYS}
    with multiprocessing.get_context("fork").Pool(writers) as pool:
        for _ in range(rounds):
            for way in WAYS:
                begin = time.monotonic() + _HEAD_START_SECONDS
                job = (way, work_ms, begin, begin + seconds)
                spans = pool.starmap(_write, [job] * writers, chunksize=1)
                found[way].append([span for one in spans for span in one])
    return {
        "writers": writers,
        "work_ms": work_ms,
        "seconds": seconds,
        "database": dict(_settings()),
        **{way: _told(done, seconds) for way, done in found.items()},
        **_checked(),
    }


def _write(way: Way, work_ms: int, begin: float, end: float) -> list[float]:
    """Write until the end; return how long each command took."""
    time.sleep(max(0.0, begin - time.monotonic()))
    spans = []
    while (begun := time.monotonic()) < end:
        _command(way, work_ms)
        spans.append(time.monotonic() - begun)
    return spans


@transaction.atomic(durable=True)
def _command(way: Way, work_ms: int) -> None:
    """Do what a command does: something else first, recording last."""
    from izdes.web.journal.events import Event
    from izdes.web.journal.record import Change, Subject, record

    with connection.cursor() as cursor:
        if way == "lock_first":
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('izdes.journal'))")
        cursor.execute("SELECT pg_sleep(%s)", [work_ms / 1000])
    record(
        Event.POST_ENDED,
        officer=None,
        subject=Subject("post", "1"),
        changes={"reason": Change("one", "another")},
    )


def _told(rounds: list[list[float]], seconds: float) -> Json:
    """Return the figures of one way."""
    per_second = spread([len(spans) / seconds for spans in rounds])
    spans = [span for one in rounds for span in one]
    return {"commands_per_second": per_second, "command_seconds": percentiles(spans)}


def _checked() -> Json:
    """Return what a stranger says of the chain that all of them wrote."""
    from izdes.web.journal.export import write_as_it_stands
    from izdes.web.journal.heads import journal_size, make_head

    make_head()
    with TemporaryDirectory() as folder:
        write_as_it_stands(Path(folder))
        found = Journal(trusted((), ()))
        found.check(Path(folder))
    return {"entries": journal_size(), "chain_is_whole": found.outcome != "refused"}


def _settings() -> Iterator[tuple[str, str]]:
    """Yield what of the server's settings matters."""
    with connection.cursor() as cursor:
        for name in _SETTINGS:
            cursor.execute("SELECT current_setting(%s)", [name])
            yield name, str(cursor.fetchone()[0])


if __name__ == "__main__":
    office()
    given = json.loads(sys.argv[1])
    sys.stdout.write(json.dumps(measure(given.pop("writers"), **given)) + "\n")
