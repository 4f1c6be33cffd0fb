"""Growing: complaints come many at once and one by one, some go, officers judge, and series follow.

All but the last complaints are entered in batches, with linking on; the last ones one by one, with
the clock running for each. Then some are withdrawn, some pairs are judged not to be of one hand,
and these judgements are withdrawn: what is left must be what linking everything at once finds,
under the same snapshot.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np

from izdes.bench.linking.clusters import Json
from izdes.bench.linking.known import Known
from izdes.bench.linking.ways import reviewed, snapshot_of
from izdes.bench.timing import percentiles
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.batch import LinkColumns, link_columns
from izdes.engine.linking.deeds import Deeds, Told
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.incremental import apply
from izdes.engine.linking.memory_store import MemoryStore
from izdes.engine.linking.reading import series_of
from izdes.engine.linking.store import Store
from izdes.engine.linking.weights import degrees_counted

GOAL_P95_SECONDS, GOAL_BULK = 0.2, 1_000
_BATCH, _ONES, _DEEDS = 5_000, 500, 200
_SEED = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def measure(known: Known) -> Json:
    """Return how long changes take, and whether they lead to what everything at once leads to."""
    snapshot = counted(known)
    store = MemoryStore(snapshot)
    ones = min(_ONES, known.complaints // 2)
    chosen = _chosen(known.complaints, min(_DEEDS, ones))
    told = told_by(known)
    bulk, kept = _entered(store, islice(told, known.complaints - ones), set(chosen))
    last = list(told)
    spans = {"told": _timed(store, [Deeds(told=(one,)) for one in last])}
    at_once = link_columns(known.mentions, snapshot)
    others = _others(store, at_once)
    kept |= dict(enumerate(last, start=known.complaints - ones))
    gone = [kept[n] for n in chosen]
    spans["withdrawn"] = _timed(store, [Deeds(withdrawn=(one.complaint_id,)) for one in gone])
    spans["told_again"] = _timed(store, [Deeds(told=(one,)) for one in gone])
    judged = list(_apart(at_once, chosen))
    spans["judged"] = _timed(store, [Deeds(judged=(word,)) for word in judged])
    ended = [Deeds(unjudged=(word.judgement_id,)) for word in judged]
    spans["unjudged"] = _timed(store, ended)
    return {
        "complaints": known.complaints,
        "bulk_batch": _BATCH,
        "bulk_complaints_per_second": bulk,
        "seconds": {name: percentiles(seconds) for name, seconds in spans.items() if seconds},
        "otherwise_than_at_once": others + _others(store, at_once),
    }


def _chosen(complaints: int, count: int) -> list[int]:
    """Return the numbers of some complaints, spread by a seed."""
    found = np.random.default_rng(_SEED).choice(complaints, count, replace=False)
    return [int(n) for n in found]


def counted(known: Known) -> Snapshot:
    """Return a snapshot of all complaints, with the machine's verdicts."""
    mentions = known.mentions
    implied = implied_by(mentions.nodes)
    counts = degrees_counted(mentions, implied)
    named = {implied.nodes.node(n): int(counts[n]) for n in np.flatnonzero(counts > 1).tolist()}
    return replace(snapshot_of(known, reviewed(known)), degrees=named)


def told_by(known: Known) -> Iterator[Told]:
    """Yield complaints as linking is told them, in their order; reported when first named."""
    mentions, nodes = known.mentions, known.mentions.nodes
    order = np.argsort(mentions.complaint, kind="stable")
    ends = np.cumsum(np.bincount(mentions.complaint, minlength=mentions.complaints))
    names = [nodes.kinds[kind] for kind in nodes.kind.tolist()]
    values, ids = nodes.value.to_pylist(), mentions.ids.to_pylist()
    node, at = mentions.node[order].tolist(), mentions.at[order].tolist()
    begin, reported = 0, _EPOCH
    for complaint, end in zip(ids, ends.tolist(), strict=True):
        named = tuple(
            Mention(complaint, names[node[n]], values[node[n]], _moment(at[n]))
            for n in range(begin, end)
        )
        # Numbers rise with reports: who names nothing was reported with the one before.
        reported = max([reported, *(mention.at for mention in named)])
        yield Told(complaint, reported, named)
        begin = end


def _moment(micros: int) -> datetime:
    """Return a moment from microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def _entered(store: Store, told: Iterator[Told], chosen: set[int]) -> tuple[Json, dict[int, Told]]:
    """Enter complaints in batches.

    Returns:
        How many a second, in all and in the last batch; and the chosen ones, by number.
    """
    count, seconds, last = 0, 0.0, 0.0
    kept: dict[int, Told] = {}
    while batch := tuple(islice(told, _BATCH)):
        kept |= {n: one for n, one in enumerate(batch, start=count) if n in chosen}
        begun = time.perf_counter()
        apply(store, Deeds(told=batch))
        span = time.perf_counter() - begun
        count, seconds, last = count + len(batch), seconds + span, len(batch) / span
    return {"all": round(count / seconds) if seconds else 0, "last_batch": round(last)}, kept


def _timed(store: Store, deeds: Sequence[Deeds]) -> list[float]:
    """Do one deed after the other; return how long each took."""
    spans = []
    for deed in deeds:
        begun = time.perf_counter()
        apply(store, deed)
        spans.append(time.perf_counter() - begun)
    return spans


def _apart(found: LinkColumns, chosen: Sequence[int]) -> Iterator[Judgement]:
    """Yield judgements that part complaints from the first ones of their series."""
    for n in chosen:
        first = int(found.series[n])
        if first != n:
            one, other = found.mentions.ids[n].as_py(), found.mentions.ids[first].as_py()
            yield Judgement(f"J{n}", one, other, "not_same", _EPOCH)


def _others(store: Store, found: LinkColumns) -> int:
    """Count the complaints that a store has in other series than linking everything at once."""
    ids: list[ComplaintId] = found.mentions.ids.to_pylist()
    at_once = sorted((one, ids[first]) for one, first in zip(ids, found.series, strict=True))
    return sum(one != other for one, other in zip(series_of(store), at_once, strict=True))
