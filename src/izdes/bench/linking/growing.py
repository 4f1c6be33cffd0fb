"""Growing: complaints come many at once and one by one, some go, officers judge, and series follow.

All but the last complaints are entered in batches, with linking on; the last ones one by one, with
the clock running for each. Then some are withdrawn, some pairs are judged not to be of one hand,
and these judgements are withdrawn: what is left must be what linking everything at once finds,
under the same snapshot. In memory the batches begin with nobody; on disk a file is filled with most
of the country first, and the batches come to that.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from izdes.bench.linking.clusters import Int64, Json
from izdes.bench.linking.known import Known
from izdes.bench.linking.ways import reviewed, snapshot_of
from izdes.bench.timing import percentiles
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.batch import LinkColumns, link_columns
from izdes.engine.linking.columns import MentionColumns
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.incremental.apply import apply
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.memory_store import MemoryStore
from izdes.engine.linking.incremental.reading import series_of
from izdes.engine.linking.incremental.relational.at_once import write_country
from izdes.engine.linking.incremental.relational.filling import fill
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables
from izdes.engine.linking.incremental.store import Store
from izdes.engine.linking.weights import degrees_counted

GOAL_P95_SECONDS, GOAL_BULK = 0.2, 1_000
_BATCH, _ONES, _DEEDS = 50_000, 500, 200
MEMORY_LIMIT = "1GB"
_SEED = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def measure(known: Known) -> Json:
    """Return how long changes take, and whether they lead to what everything at once leads to."""
    snapshot = counted(known)
    at_once = link_columns(known.mentions, snapshot)
    memory = grown(MemoryStore(snapshot), known, at_once, filled=0)
    return {
        "complaints": known.complaints,
        "bulk_batch": _BATCH,
        **memory,
        "duckdb": _on_disk(known, snapshot, at_once),
    }


def _on_disk(known: Known, snapshot: Snapshot, at_once: LinkColumns) -> Json:
    """Return the same of a file that is filled with most of the country first."""
    filled = max(0, known.complaints - _ones(known) - 2 * _BATCH)
    with TemporaryDirectory() as name:
        first, reported = first_of(known.mentions, filled), reported_by(known.mentions)
        files = write_country(Path(name), first, reported[:filled])
        with Tables(Path(name) / "growing.duckdb", memory_limit=MEMORY_LIMIT) as tables:
            store = RelationalStore.made(tables, snapshot)
            begun = time.perf_counter()
            fill(store, *files)
            seconds = time.perf_counter() - begun
            return {
                "memory_limit": MEMORY_LIMIT,
                "filled": {"complaints": filled, "seconds": round(seconds, 1)},
                **grown(store, known, at_once, filled=filled),
            }


def grown(
    store: Store,
    known: Known,
    at_once: LinkColumns,
    *,
    filled: int,
    ones: int | None = None,
    deeds: int = _DEEDS,
) -> Json:
    """Do everything that happens to a store.

    Args:
        filled: How many complaints it has already.
        ones: How many come one by one, the last; None for the usual number.
        deeds: How many of each other thing happen.
    """
    ones = _ones(known) if ones is None else ones
    last = known.complaints - ones
    chosen = _chosen(known.complaints, min(deeds, ones))
    told = told_by(known)
    kept = {n: one for n, one in enumerate(islice(told, filled)) if n in {*chosen}}
    bulk, more = _entered(store, islice(told, last - filled), {*chosen}, first=filled)
    late = list(told)
    spans = {"told": _timed(store, [Deeds(told=(one,)) for one in late])}
    others = _others(store, at_once)
    kept |= more | dict(enumerate(late, start=last))
    gone = [kept[n] for n in chosen]
    spans["withdrawn"] = _timed(store, [Deeds(withdrawn=(one.complaint_id,)) for one in gone])
    spans["told_again"] = _timed(store, [Deeds(told=(one,)) for one in gone])
    judged = list(_apart(at_once, chosen))
    spans["judged"] = _timed(store, [Deeds(judged=(word,)) for word in judged])
    ended = [Deeds(unjudged=(word.judgement_id,)) for word in judged]
    spans["unjudged"] = _timed(store, ended)
    return {
        "bulk_complaints_per_second": bulk,
        "seconds": {name: percentiles(seconds) for name, seconds in spans.items() if seconds},
        "otherwise_than_at_once": others + _others(store, at_once),
    }


def _ones(known: Known) -> int:
    """Return how many complaints come one by one."""
    return min(_ONES, known.complaints // 20)


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
    begin, reported = 0, reported_by(mentions).tolist()
    for place, (complaint, end) in enumerate(zip(ids, ends.tolist(), strict=True)):
        named = tuple(
            Mention(complaint, names[node[n]], values[node[n]], _moment(at[n]))
            for n in range(begin, end)
        )
        yield Told(complaint, _moment(reported[place]), named)
        begin = end


def reported_by(mentions: MentionColumns) -> Int64:
    """Return when complaints were reported, in microseconds since 1970: when they named the last.

    Numbers rise with reports: who names nothing was reported with the one before.
    """
    reported = np.zeros(mentions.complaints, np.int64)
    np.maximum.at(reported, mentions.complaint, mentions.at)
    return np.maximum.accumulate(reported)


def first_of(mentions: MentionColumns, complaints: int) -> MentionColumns:
    """Return the mentions of the first complaints."""
    kept = mentions.complaint < complaints
    return MentionColumns(
        mentions.ids[:complaints],
        mentions.nodes,
        mentions.complaint[kept],
        mentions.node[kept],
        mentions.at[kept],
    )


def _moment(micros: int) -> datetime:
    """Return a moment from microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def _entered(
    store: Store, told: Iterator[Told], chosen: set[int], *, first: int
) -> tuple[Json, dict[int, Told]]:
    """Enter complaints in batches.

    Args:
        first: The number of the first one.

    Returns:
        How many a second, in all and in the last batch; and the chosen ones, by number.
    """
    count, seconds, last = 0, 0.0, 0.0
    kept: dict[int, Told] = {}
    while batch := tuple(islice(told, _BATCH)):
        kept |= {n: one for n, one in enumerate(batch, start=first + count) if n in chosen}
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
