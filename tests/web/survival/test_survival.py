"""Survival: pages, worker, database, keeper and commands killed at random moments under load.

Nothing that was acknowledged is lost, the chain is whole, and every job is done in the end. The
suite kills ten times; ``IZDES_KILLS=200`` is the long run.
"""

import os
import random
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.survival.office import Office, waited_for

from izdes.web.database.dumping import is_chain_whole
from izdes.web.files.blobs import Blobs
from izdes.web.files.keys import Wrapped, keys_of

KILLS = int(os.environ.get("IZDES_KILLS", "10"))
SEED = int(os.environ.get("IZDES_KILLS_SEED", "7"))
PARTS = ("serve", "worker", "database", "load", "keeper")
# It reaches this machine alone.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def office() -> Iterator[Office]:
    home = Path(tempfile.mkdtemp(prefix="izdes-survival-"))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    made = Office(home, port)
    try:
        made.found()
        for part in ("serve", "worker", "load"):
            made.start(part)
        yield made
    finally:
        made.close()
        shutil.rmtree(home, ignore_errors=True)


def unreadable(office: Office) -> list[int]:
    """Return acknowledged files whose bytes are not what was given."""
    blobs = Blobs(office.home / "files", keys_of(office.configuration))
    with office.connected() as connection:
        rows = connection.execute("SELECT id, blob, key_id, wrapped_key FROM files_file").fetchall()
    kept = {number: (blob, Wrapped(key, bytes(wrapped))) for number, blob, key, wrapped in rows}
    return [
        number
        for number, text in office.promised().items()
        if number not in kept or b"".join(blobs.read(*kept[number])).decode() != text
    ]


def test_whatever_is_killed_nothing_acknowledged_is_lost(office: Office) -> None:
    rng = random.Random(SEED)
    assert waited_for(lambda: len(office.promised()) > 5)

    for kill in range(KILLS):
        # Every part has its turn, in an order and at moments of chance.
        part = PARTS[kill] if kill < len(PARTS) else rng.choice(PARTS)
        time.sleep(rng.uniform(0.05, 1.0))
        office.kill(part)
        office.keep_running()

    before = len(office.promised())
    assert waited_for(lambda: len(office.promised()) > before), "the load does not go on"
    office.stop_load()
    assert office.is_done_with_jobs(), (office.jobs_under_way(), office.said("worker"))
    assert waited_for(office.is_answering), "the pages do not answer"
    assert unreadable(office) == []
    with office.connected() as connection:
        assert is_chain_whole(connection)
    # Who heard no answer asks again: then the same bytes are one file and two entries.
    stored = "SELECT DISTINCT subject_id FROM journal_entry WHERE event = 'file.stored' ORDER BY 1"
    assert office.asked(stored) == office.asked("SELECT id::text FROM files_file ORDER BY 1")
    unchecked = "SELECT count(*) FROM files_file WHERE checked_at IS NULL OR state <> 'kept'"
    assert office.asked(unchecked) == [(0,)]
