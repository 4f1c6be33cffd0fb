"""Rehearsing: a small invented case is followed and linked, so that what is compiled is used."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from izdes.adapters.complaints.reader import read_complaints
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.behaviour import review_columns, told_columns
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.incremental.apply import apply
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.memory_store import MemoryStore
from izdes.follow.run import follow
from izdes.twin.write import write_case

_SEED, _AT_ONCE = 1, 10
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def rehearse(complaints: int) -> None:
    """Take an invented case of so many complaints through everything that is compiled."""
    with TemporaryDirectory(prefix="izdes-warming-") as name:
        folder = Path(name)
        write_case(folder, seed=_SEED, complaints=complaints)
        follow(folder, as_of=None, jobs=1, watch=_unwatched)
        told, _ = read_complaints(folder / "complaints.jsonl")
    _link(*told)
    _review()


def _link(*complaints: Complaint) -> None:
    """Link complaints, and others after them that are of the same hands."""
    store = MemoryStore(Snapshot(len(complaints), {}))
    told = [Told(c.complaint_id, c.reported_at, mentions_of(c)) for c in complaints]
    for at in range(0, len(told), _AT_ONCE):
        apply(store, Deeds(tuple(told[at : at + _AT_ONCE])))


def _review() -> None:
    """Review a number that one complaint names."""
    complaint = ComplaintId("1")
    mentions = columns_of([complaint], [Mention(complaint, "phone", "+77010000001", _NOON)])
    told = told_columns((), {complaint: 0}, {})
    links, asked = np.ones(1, np.bool_), np.zeros(1, np.int32)
    review_columns(mentions, implied_by(mentions.nodes), told, links, population=2, asked=asked)


def _unwatched(step: str, done: int, total: int) -> None:
    """Let nobody watch."""
