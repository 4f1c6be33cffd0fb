"""Linking on the office's server, measured: a country is filled in at once, then it goes on.

It runs as a process of its own, in a database made for it. Most of the country is linked at once;
then complaints come, change and go, and are judged, straight at the store, and what is left must be
what linking everything at once finds. The last ones come as the office takes them: they lie in its
tables, a command has left them in the queue, and the clock runs until their series and the reasons
for it are committed.
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connections

from izdes.bench.linking import growing
from izdes.bench.linking.known import Known
from izdes.bench.timing import percentiles
from izdes.cli.benched_links import known_of
from izdes.cli.office import office
from izdes.core.linking.mentions import Mention
from izdes.engine.linking.batch import link_columns
from izdes.engine.linking.incremental.apply import begin
from izdes.engine.linking.incremental.deeds import Told

# The office is set up before its tables are imported.
# ruff: noqa: PLC0415

Json = dict[str, Any]
_SEED = 1
_DEEDS = 100
# Complaints are called by numbers here, all of one length, so that their order stays.
_FIRST = 1_000_000_000
_COMPLAINTS = """
    INSERT INTO cases_complaint (id, receipt, code_digest, unit_id, region, received_at,
        reported_at, language, narrative_digest)
    OVERRIDING SYSTEM VALUE
    SELECT id, id::text, '', (SELECT min(id) FROM officers_body), '', at, at, 'kk', ''
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS given (id, at)
"""
_IDENTIFIERS = """
    INSERT INTO subjects_identifier (kind, value) SELECT * FROM unnest(%s::text[], %s::text[])
    ON CONFLICT DO NOTHING
"""
_MENTIONS = """
    INSERT INTO subjects_mention (identifier_id, complaint_id, raw, role, certainty, at)
    SELECT identifier.id, given.complaint, given.value, 'offender_contact', 'certain', given.at
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
        AS given (complaint, kind, value, at)
    JOIN subjects_identifier identifier USING (kind, value)
"""


def measure(complaints: int, batch: int, ones: int) -> Json:
    """Return how long filling takes, how long changes, and how long the office waits."""
    from izdes.web.database.migrating import migrate
    from izdes.web.signing_in.demo import demo_logins

    migrate()
    demo_logins()
    known = _numbered(known_of(_SEED, complaints))
    followed = 5 * batch + ones
    store = _store(known, complaints - followed, ones)
    told = list(growing.told_by(known))[-followed:]
    return {
        "batch": batch,
        **store,
        "followed": _followed(told[:-ones], told[-ones:], batch),
        "database": _settings(),
    }


def _numbered(known: Known) -> Known:
    """Return a country whose complaints are called by numbers, as those of the office are."""
    ids = pa.array([str(_FIRST + n) for n in range(known.complaints)], pa.string())
    return replace(known, mentions=replace(known.mentions, ids=ids))


def _store(known: Known, complaints: int, ones: int) -> Json:
    """Fill a store with most of a country, and let happen to it what happens."""
    from izdes.web.subjects.linking.engine import linking_tables
    from izdes.web.subjects.linking.store.store import PostgresStore

    # What the office takes in later is no part of this country.
    first = growing.first_of(known.mentions, complaints)
    part = replace(known, mentions=first)
    snapshot = growing.counted(part)
    last = complaints - ones
    reported = growing.reported_by(first)
    with linking_tables() as tables:
        store = PostgresStore.made(tables, snapshot)
        begun = time.perf_counter()
        begin(store, growing.first_of(first, last), reported[:last])
        seconds = time.perf_counter() - begun
        _settle()
        at_once = link_columns(first, snapshot)
        grown = growing.grown(store, part, at_once, filled=last, ones=ones, deeds=_DEEDS)
    return {"filled": {"complaints": last, "seconds": round(seconds, 1)}, "store": grown}


def _settle() -> None:
    """Let the server know what was filled in, as its own upkeep does within a minute."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _followed(many: Sequence[Told], ones: Sequence[Told], batch: int) -> Json:
    """Let complaints come as the office takes them: in batches, then one by one."""
    rates = []
    for first in range(0, len(many), batch):
        part = many[first : first + batch]
        rates.append(len(part) / _follow(part))
    spans = [_follow([one]) for one in ones]
    return {
        "bulk_complaints_per_second": round(float(np.median(rates)), 1),
        "one_by_one": percentiles(spans),
    }


def _follow(told: Sequence[Told]) -> float:
    """Take complaints as a command does; return how long linking then took."""
    from izdes.web.subjects.linking.follow import follow

    _take(told)
    begun = time.perf_counter()
    follow()
    return time.perf_counter() - begun


def _take(told: Sequence[Told]) -> None:
    """Leave complaints in the tables of the office, and in the queue."""
    named: list[Mention] = [mention for one in told for mention in one.mentions]
    keys = [int(one.complaint_id) for one in told]
    with connections["owner"].cursor() as cursor:
        cursor.execute(_COMPLAINTS, [keys, [one.reported_at for one in told]])
        kinds, values = [m.kind for m in named], [m.value for m in named]
        cursor.execute(_IDENTIFIERS, [kinds, values])
        whose = [int(mention.complaint_id) for mention in named]
        cursor.execute(_MENTIONS, [whose, kinds, values, [m.at for m in named]])
        cursor.execute("SELECT linking_leave('complaint', %s)", [keys])


def _settings() -> dict[str, str]:
    """Return what of the server's settings matters."""
    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
    with connections["owner"].cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute("SELECT current_setting(%s)", [name])
            found[name] = str(cursor.fetchone()[0])
    return found


if __name__ == "__main__":
    office()
    sys.stdout.write(json.dumps(measure(**json.loads(sys.argv[1]))) + "\n")
