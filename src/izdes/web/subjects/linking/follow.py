"""Following: all that waits is linked, as one change of the store, with what became of series.

One transaction takes what waits out of the queue, changes the store and writes down what became of
series: a worker that is killed has done all of it or nothing. A lock keeps every other writer out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.known import index_of, packaged_hubs
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.incremental.apply import apply, take
from izdes.engine.linking.incremental.deeds import Deeds
from izdes.engine.linking.incremental.store import NOBODY
from izdes.web.subjects.linking.changes import Reason, note
from izdes.web.subjects.linking.engine import linking_tables
from izdes.web.subjects.linking.explain import (
    explain_some,
    leave_all_unexplained,
    leave_unexplained,
)
from izdes.web.subjects.linking.judged import judged_by
from izdes.web.subjects.linking.snapshots import note_taken, snapshot_of
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables
from izdes.web.subjects.linking.told import told_by

_MOST = 50_000
_TAKEN = f"""
    DELETE FROM due WHERE number IN (SELECT number FROM due ORDER BY number LIMIT {_MOST})
    RETURNING kind, key
"""  # noqa: S608 - a number of ours


def follow() -> int:
    """Link all that waits; return how many rows of the queue that were."""
    followed = 0
    with linking_tables() as tables:
        while taken := link_some(tables):
            followed += taken
        while explain_some(tables):
            pass
    return followed


def link_some(tables: PostgresTables) -> int:
    """Link a part of what waits, in one transaction."""
    with tables.transaction():
        due = tables.rows(_TAKEN)
        if due:
            keys = defaultdict[str, list[int]](list)
            for kind, key in due:
                keys[kind].append(key)
            _link(tables, keys)
        return len(due)


def _link(tables: PostgresTables, due: Mapping[str, Sequence[int]]) -> None:
    """Let the store follow: complaints first, for judgements are on them; then other weights."""
    store = store_of(tables)
    if keys := due.get("complaint"):
        _apply(tables, store, _told(tables, store, keys), "complaints")
    if keys := due.get("judgement"):
        _apply(tables, store, judged_by(tables, store, keys), "judgements")
    if "snapshot" in due:
        note(tables, take(store, snapshot_of(tables)), "snapshot")
        note_taken(tables)
        leave_all_unexplained(tables)


def _apply(tables: PostgresTables, store: PostgresStore, deeds: Deeds, reason: Reason) -> None:
    """Do what happened, and write down what became of series."""
    changed = apply(store, deeds)
    note(tables, changed, reason)
    leave_unexplained(tables, store, changed, deeds)


def store_of(tables: PostgresTables) -> PostgresStore:
    """Return the store; a new one knows the packaged list of hubs and no frequencies."""
    if tables.rows("SELECT 1 FROM setting LIMIT 1"):
        return PostgresStore(tables)
    nothing = Snapshot(complaints=0, degrees={}, hubs=index_of(packaged_hubs()))
    return PostgresStore.made(tables, nothing)


def _told(tables: PostgresTables, store: PostgresStore, keys: Sequence[int]) -> Deeds:
    """Return what became of complaints: told, told again, or withdrawn."""
    told = tuple(told_by(tables, sorted(set(keys))))
    gone = sorted({str(key) for key in keys} - {one.complaint_id for one in told})
    known = store.find([ComplaintId(one) for one in gone])
    withdrawn = tuple(ComplaintId(gone[n]) for n in np.flatnonzero(known != NOBODY).tolist())
    return Deeds(told=told, withdrawn=withdrawn)
