"""Following: all that waits is linked, as one change of the store, with what became of series.

One transaction takes what waits out of the queue, changes the store and writes down what became of
series: a worker that is killed has done all of it or nothing. A lock keeps every other writer out.

Who finds somebody following already leaves it to him, and waits for nothing: whoever follows looks
again after he has let go of the lock, so that what was left meanwhile is linked at once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.known import index_of, packaged_hubs
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.incremental.apply import apply
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.store import NOBODY
from izdes.web.subjects.linking.changes import Reason, note
from izdes.web.subjects.linking.engine import linking_tables
from izdes.web.subjects.linking.explain import (
    explain_some,
    leave_all_unexplained,
    leave_unexplained,
)
from izdes.web.subjects.linking.judged import judged_by
from izdes.web.subjects.linking.snapshots import renewed, said_of
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables
from izdes.web.subjects.linking.told import told_by
from izdes.web.subjects.linking.verdicts import say

_MOST = 50_000
_TAKEN = f"""
    DELETE FROM due WHERE number IN (SELECT number FROM due ORDER BY number LIMIT {_MOST})
    RETURNING kind, key
"""  # noqa: S608 - a number of ours


_WAITS = "SELECT EXISTS (SELECT FROM due) OR EXISTS (SELECT FROM unexplained)"
_TRIED = "SELECT pg_try_advisory_lock(hashtext('izdes.linking.following'))"
_LET_GO = "SELECT pg_advisory_unlock(hashtext('izdes.linking.following'))"


def follow() -> int:
    """Link all that waits, unless somebody does so; return how many rows of the queue that were."""
    followed = 0
    with linking_tables() as tables:
        while tables.rows(_WAITS)[0][0] and tables.rows(_TRIED)[0][0]:
            # Where this fails, the lock ends with the connection.
            followed += _followed(tables)
            tables.rows(_LET_GO)
    return followed


def _followed(tables: PostgresTables) -> int:
    """Link what waits; reasons are made while no complaint waits."""
    followed = 0
    while (taken := link_some(tables)) or explain_some(tables):
        followed += taken
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
    """Let the store follow: complaints first, for judgements are on them; then other weights.

    A snapshot has every verdict in it; and what the machine says of a value that had an officer's
    word when the last one was taken, only another snapshot can tell.
    """
    store = store_of(tables)
    if keys := due.get("complaint"):
        _apply(tables, store, _told(tables, store, keys), "complaints")
    if keys := due.get("judgement"):
        _apply(tables, store, judged_by(tables, store, keys), "judgements")
    said = said_of(tables, keys) if (keys := due.get("verdict")) else {}
    is_known = store.knows_machines([node for node, word in said.items() if word is None])
    if "snapshot" in due or not is_known:
        note(tables, renewed(tables, store), "snapshot")
        leave_all_unexplained(tables)
    elif said:
        _apply(tables, store, say(store, said, partial(_told_again, tables)), "snapshot")


def _apply(tables: PostgresTables, store: PostgresStore, deeds: Deeds, reason: Reason) -> None:
    """Do what happened, and write down what became of series."""
    changed = apply(store, deeds)
    note(tables, changed, reason)
    leave_unexplained(tables, store, changed, deeds)


def _told_again(tables: PostgresTables, complaints: Sequence[ComplaintId]) -> Iterator[Told]:
    """Yield what complaints tell now."""
    return told_by(tables, [int(one) for one in complaints])


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
