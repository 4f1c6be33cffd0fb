"""The tracing engine on simulated ledgers, with the clock running.

Machines are noisy: each figure is a median with its spread, and what is compared is compared as a
ratio inside one run. Kernels are loaded before the clock runs; how long that takes is told apart.
"""

import time
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from izdes.adapters.tables.certificate import certificate_of
from izdes.bench import baselines
from izdes.bench.ledgers import CHAINS, EVERYDAY, Mix, bounced, simulated, write_parquet
from izdes.bench.timing import Json, percentiles, timed
from izdes.core.money.transfer import Claim, ClaimId, Ledger, TransferId
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.rules import RULES, trace_plan
from izdes.core.tracing.trace import Trace
from izdes.engine.tracing.flat import Flat
from izdes.engine.tracing.growing.incremental import IncrementalTracer
from izdes.engine.tracing.ledger.columns import Columns, coverages_of_accounts
from izdes.engine.tracing.ledger.reading import read_columns
from izdes.engine.tracing.limits.poison import touched
from izdes.engine.tracing.mixtures.shares import Thefts, claimed_rows
from izdes.engine.tracing.planning.normal import NormalForm, ground_of, normal_form
from izdes.engine.tracing.run import prepare_columns
from izdes.engine.tracing.units.claimed import Claims
from izdes.engine.tracing.units.index import Index, index_of
from izdes.engine.tracing.units.links import links_of
from izdes.engine.tracing.units.lots import Tracer
from izdes.engine.tracing.units.ropes import ropes_of
from izdes.engine.tracing.units.seeds import HOW, LIES, REST_HI, REST_LO, Found

Say = Callable[[str], None]
_SEED = 20260521
_MIXES: dict[str, Mix] = {"everyday": EVERYDAY, "chains": CHAINS}
_THEFTS, _BATCH = 20_000, 10_000
_MILLION, _CASE, _ADVERSARY = 1_000_000, 100_000, 20_000
_CASE_CLAIMS, _CASE_TARGETS = 12, 10
_GROWING, _GROWING_CLAIMS = 20_000, 200
_GRAPH_THEFTS = 100
_DIGESTS = {"ledger": "0" * 64, "claims": "0" * 64}


def measure(scale: int, *, rounds: int, say: Say) -> Json:
    """Return the figures of every measure.

    Args:
        scale: Transfers of the large ledgers.
        rounds: How often what takes long is repeated.
        say: Told what is being done, as a code.
    """
    say("bench_trace_kernels")
    begun = time.perf_counter()
    _load_kernels()
    found: Json = {"scale": scale, "kernels_loaded_in_seconds": _seconds(begun), "ledgers": {}}
    for name, mix in _MIXES.items():
        say("bench_trace_ledger")
        found["ledgers"][name] = _large(simulated(scale, mix, seed=_SEED), rounds=rounds)
    say("bench_trace_small")
    found["index_of_a_million"] = _million(rounds)
    found["adversary"] = _adversary(rounds)
    say("bench_trace_case")
    found["case"] = _case(rounds)
    found["one_more_statement"] = _one_more_statement()
    say("bench_trace_parquet")
    found["parquet"] = _from_parquet(scale)
    say("bench_trace_baselines")
    found["baselines"] = _baselines(min(scale, _MILLION))
    return found


def _load_kernels() -> None:
    """Load every kernel, or compile it."""
    ready = _ready(simulated(2_000, CHAINS, seed=1))
    index = index_of(ready.flat, kernels="numba")
    claims = _thefts(ready, 10)
    for rule in ("fifo", "lifo"):
        Tracer(ready.flat, ready.facts, rule, index=index, kernels="numba").trace(claims[:1])
    _every_rule(ready, index, claims)
    ropes_of(ready.flat, "fifo", kernels="numba")
    prepared = prepare_columns(simulated(2_000, CHAINS, seed=1), kernels="numba")
    traces = [prepared.trace(claims, rule) for rule in RULES]
    prepared.bounds(claims, traces)


def _ready(columns: Columns) -> NormalForm:
    """Return a ledger's normal form."""
    return normal_form(ground_of(columns, kernels="numba"))


def _large(columns: Columns, *, rounds: int) -> Json:
    """Measure one large ledger."""
    normal = timed(lambda: _ready(columns), rounds=rounds)
    ready = _ready(columns)
    indexed = timed(lambda: index_of(ready.flat, kernels="numba"), rounds=rounds)
    index = index_of(ready.flat, kernels="numba")
    claims = _thefts(ready, _THEFTS)
    tracer = Tracer(ready.flat, ready.facts, "fifo", index=index, kernels="numba")
    singles, slices = _one_by_one(ready, tracer, claims)
    seeds = Claims(ready.flat, ready.facts).sorted_out(claims[:_BATCH]).seeds
    return {
        "transfers": len(columns),
        "normal_form_seconds": normal,
        "index_seconds": indexed,
        "bytes_per_transfer": round((_bytes(ready.flat) + index.nbytes) / len(columns), 1),
        "one_theft_with_certificate_seconds": percentiles(singles),
        "slices_of_a_theft": percentiles(slices),
        "batch_thefts": len(claims[:_BATCH]),
        "batch_seconds": timed(lambda: tracer.follow(seeds), rounds=max(5, rounds)),
        "rules_seconds": _every_rule(ready, index, claims[:_BATCH]),
    }


def _bytes(flat: Flat) -> int:
    """Return how much memory a plan takes."""
    columns = (flat.units, flat.source, flat.target, flat.transfer, flat.lo, flat.left, flat.came)
    return sum(column.nbytes for column in columns if column is not None)


def _thefts(ready: NormalForm, count: int) -> list[Claim]:
    """Return claims on whole transfers that enter an account, spread by a seed."""
    pooled = np.flatnonzero(ready.flat.target >= 0)
    chosen = np.random.default_rng(_SEED).choice(pooled, min(count, len(pooled)), replace=False)
    named = [ready.facts.transfer(place) for place in np.sort(chosen).tolist()]
    ready.facts.learn(t.transfer_id for t in named)
    return [
        Claim(ClaimId(f"C{n:06}/1"), t.transfer_id, t.amount_minor) for n, t in enumerate(named)
    ]


def _one_by_one(
    ready: NormalForm, tracer: Tracer, claims: Sequence[Claim]
) -> tuple[list[float], list[float]]:
    """Trace and certify thefts one by one: how long each took, and how many slices it has."""
    spans, sizes = [], []
    for claim in claims:
        begun = time.perf_counter()
        slices, resting = tracer.trace([claim])
        found = Trace("fifo", slices, resting, (), (), ())
        used = _transfers(ready, dict.fromkeys(s.transfer_id for s in slices))
        certificate_of(found, used, [claim], digests=_DIGESTS)
        spans.append(time.perf_counter() - begun)
        sizes.append(float(len(slices)))
    return spans, sizes


def _transfers(ready: NormalForm, ids: dict[TransferId, None]) -> Ledger:
    """Return some transfers, as a ledger."""
    places = (ready.facts.place_of(name) for name in ids)
    return Ledger(
        tuple(ready.facts.transfer(p) for p in sorted(p for p in places if p is not None))
    )


def _every_rule(ready: NormalForm, index: Index, claims: Sequence[Claim]) -> Json:
    """Time every rule over the whole ledger, with its table of links, on one core."""
    flat = ready.flat
    places = np.array([ready.facts.place_of(c.transfer_id) for c in claims], np.int64)
    units = np.array([c.amount_minor for c in claims], np.int64)
    thefts = Thefts(places, np.zeros_like(places), units)
    parts = places if flat.transfer is None else np.searchsorted(flat.transfer, places)
    work: dict[str, Callable[[], object]] = {
        "fifo_links": lambda: links_of(flat, "fifo", index=index, kernels="numba"),
        "lifo_links": lambda: links_of(flat, "lifo", index=index, kernels="numba"),
        "pro_rata_rows": lambda: claimed_rows(flat, thefts, "pro-rata", kernels="numba"),
        "lowest_balance_rows": lambda: claimed_rows(
            flat, thefts, "lowest-balance", kernels="numba"
        ),
        "poison": lambda: touched(flat, parts, kernels="numba"),
    }
    spans = {}
    for name, each in work.items():
        begun = time.perf_counter()
        each()
        spans[name] = _seconds(begun)
    return {**spans, "total": round(sum(spans.values()), 3)}


def _million(rounds: int) -> Json:
    """Time the index of a million transfers, compiled and in NumPy."""
    flat = _ready(simulated(_MILLION, EVERYDAY, seed=_SEED)).flat
    return {
        "numba_seconds": timed(lambda: index_of(flat, kernels="numba"), rounds=max(5, rounds)),
        "numpy_seconds": timed(lambda: index_of(flat, kernels="numpy"), rounds=rounds),
    }


def _adversary(rounds: int) -> Json:
    """Time all origins of all transfers where everything goes to and fro whole."""
    flat = _ready(bounced(_ADVERSARY, _ADVERSARY, seed=_SEED)).flat
    ropes = ropes_of(flat, "fifo", kernels="numba")
    return {
        "deposits": _ADVERSARY,
        "bounces": _ADVERSARY,
        "seconds": timed(lambda: ropes_of(flat, "fifo", kernels="numba"), rounds=max(5, rounds)),
        "megabytes": round((ropes.nodes.nbytes + ropes.parts.nbytes) / 1e6, 1),
    }


def _case(rounds: int) -> Json:
    """Time a case from its Parquet: read, every rule, and the envelope of ten endings."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        columns = simulated(_CASE, EVERYDAY, seed=_SEED)
        write_parquet(folder, columns, shuffled=_SEED)
        claims = _thefts(_ready(columns), _CASE_CLAIMS)
        return {
            "transfers": _CASE,
            "claims": len(claims),
            "seconds": timed(lambda: _case_once(folder, claims), rounds=max(5, rounds)),
        }


def _case_once(folder: Path, claims: Sequence[Claim]) -> None:
    """Read a case, follow its claims under every rule, and bound ten endings."""
    columns = read_columns(folder / "transfers.parquet", folder / "accounts.parquet")
    prepared = prepare_columns(columns, kernels="numba")
    traces = [prepared.trace(claims, rule) for rule in RULES]
    prepared.reached(claims)
    first = traces[0]
    ten = Trace(first.rule, (), (), first.endings[:_CASE_TARGETS], (), ())
    prepared.bounds(claims, [ten])


def _one_more_statement() -> Json:
    """Time taking in one more statement beside tracing everything anew; plans are made before."""
    columns = simulated(_GROWING, EVERYDAY, seed=_SEED)
    ready = _ready(columns)
    claims = _thefts(ready, _GROWING_CLAIMS)
    transfers = tuple(ready.facts.transfer(place) for place in range(_GROWING))
    known = coverages_of_accounts(columns, np.arange(len(columns.accounts), dtype=np.int32))
    later = next(t.payee.account for t in transfers if t.transfer_id == claims[0].transfer_id)
    before = plan_of(Ledger(transfers, tuple(c for c in known if c.account != later)))
    after = plan_of(Ledger(transfers, known))
    found: Json = {"transfers": _GROWING, "claims": len(claims)}
    for rule in RULES:
        tracer = IncrementalTracer(rule)
        tracer.update(before, claims)
        begun = time.perf_counter()
        update = tracer.update(after, claims)
        taken_in = time.perf_counter() - begun
        begun = time.perf_counter()
        trace_plan(after, claims, rule)
        anew = time.perf_counter() - begun
        found[rule] = {
            "seconds": round(taken_in, 4),
            "anew_seconds": round(anew, 4),
            "traced_again": len(update.traced),
            "moved": len(update.moved),
        }
    return found


def _from_parquet(scale: int) -> Json:
    """Time reading, sorting and indexing the large ledger from a shuffled Parquet, once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_parquet(folder, simulated(scale, EVERYDAY, seed=_SEED), shuffled=_SEED)
        begun = time.perf_counter()
        columns = read_columns(folder / "transfers.parquet", folder / "accounts.parquet")
        read = _seconds(begun)
        begun = time.perf_counter()
        index_of(_ready(columns).flat, kernels="numba")
        return {"read_and_sort_seconds": read, "index_seconds": _seconds(begun)}


def _baselines(scale: int) -> Json:
    """Time deques and a graph library beside the engine: the same ledger, the same thefts."""
    columns = simulated(scale, EVERYDAY, seed=_SEED)
    ready = _ready(columns)
    tracer = Tracer(ready.flat, ready.facts, "fifo", kernels="numba")
    claims = _thefts(ready, _GRAPH_THEFTS)
    places = [place for c in claims if (place := ready.facts.place_of(c.transfer_id)) is not None]
    sorted_out = Claims(ready.flat, ready.facts).sorted_out
    first, seeds = sorted_out(claims[:1]).seeds, sorted_out(claims).seeds
    tracer.follow(seeds)
    begun = time.perf_counter()
    found = tracer.follow(seeds)
    engine = time.perf_counter() - begun
    covered = set(ready.facts.windows.account.tolist())
    opening = np.zeros(len(columns.accounts), np.int64)
    opening[ready.facts.windows.account] = ready.facts.opening
    sides = columns.payer, columns.payee, columns.amount
    begun = time.perf_counter()
    replayed = baselines.deques(*sides, opening=opening, theft=places[0])
    once = time.perf_counter() - begun
    begun = time.perf_counter()
    graph = baselines.Graph(*sides)
    built = time.perf_counter() - begun
    thefts = [(p, int(columns.payee[p]), int(columns.amount[p])) for p in places]
    begun = time.perf_counter()
    walked = graph.follow(thefts)
    walking = time.perf_counter() - begun
    return {
        "transfers": scale,
        "thefts": len(thefts),
        "engine_seconds": round(engine, 6),
        "deques_seconds_each_theft": round(once, 3),
        "graph_build_seconds": round(built, 3),
        "graph_seconds": round(walking, 4),
        "times_faster_than_deques": round(once * len(thefts) / engine),
        "times_faster_than_graph": round(walking / engine),
        "times_faster_than_graph_built_for_it": round((built + walking) / engine),
        "same_sums": _lying(tracer.follow(first)) == _within(replayed, covered)
        and _lying(found) == _within(walked, covered),
    }


def _lying(found: Found) -> int:
    """Return how many units rest in covered accounts."""
    rows = found.resting[found.resting[:, HOW] == LIES]
    return int((rows[:, REST_HI] - rows[:, REST_LO]).sum())


def _within(rests: baselines.Rests, accounts: Container[int]) -> int:
    """Return how many units rest in some accounts."""
    return sum(units for account, units in rests.items() if account in accounts)


def _seconds(begun: float) -> float:
    """Return how long ago something began, in seconds."""
    return round(time.perf_counter() - begun, 4)
