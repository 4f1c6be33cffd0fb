"""Warming: the kernels are compiled once for a version, beside whoever will need them.

Compiling takes a minute and finding what was compiled a moment. What lives long has this done by a
process of its own, follows small ledgers without kernels meanwhile, and loads them after it. What
is compiled is what a small invented case needs that is followed and linked.
"""

import fcntl
import os
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
from izdes.engine.tracing.compiled import load
from izdes.follow.run import follow
from izdes.twin.write import write_case
from izdes.web.operation.kernels import is_warm, mark

_NICE = 10
_SEED, _COMPLAINTS, _AT_ONCE = 1, 60, 10
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def warm() -> None:
    """Compile what following and linking small cases needs, and note that it is kept."""
    load()
    rehearse(_COMPLAINTS)
    if mark().parent.is_dir():
        mark().touch()


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


def _main() -> None:
    """Compile behind others; of several processes that begin to, one does."""
    os.nice(_NICE)
    mark().parent.mkdir(parents=True, exist_ok=True)
    with mark().with_suffix(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_warm():
            warm()


if __name__ == "__main__":
    _main()
