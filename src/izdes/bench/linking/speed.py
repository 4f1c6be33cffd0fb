"""Speed: a country of a million complaints, linked in memory and on disk, each in its own process.

The process reads the mentions from Parquet, as whoever keeps a register would hand them over,
reviews hubs and links. The memory is all that the process ever took, the program and the mentions
included. Kernels are loaded before. In memory the clock counts reading and linking apart; on disk
reading, reviewing and filling together, under a limit for the database. Whether the series are
right is measured elsewhere, on countries of the same making; that both are the same, here.
"""

import hashlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from izdes.bench.linking import ways
from izdes.bench.linking.clusters import Json, Labels, sizes
from izdes.bench.linking.growing import MEMORY_LIMIT, counted, first_of
from izdes.bench.linking.known import Known, nothing_told
from izdes.bench.timing import spread
from izdes.engine.linking.columns import CERTAINTIES, MentionColumns, columns_of_words
from izdes.engine.linking.incremental.relational.filling import fill
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables

GOAL_SECONDS, GOAL_MIB = 60.0, 4096.0
_KIB = 1024
_MODULE = "izdes.bench.linking.speed"
_IDS, _MENTIONS = "complaints.parquet", "mentions.parquet"
_COLUMNS = ["complaint", "kind", "value", "at", "certainty"]
_WARM = 300


def measure(folder: Path, mentions: MentionColumns, *, rounds: int) -> Json:
    """Write the mentions into an empty folder, and link them in processes of their own."""
    write_columns(folder, mentions)
    found, on_disk = _alone(folder, rounds, "memory"), _alone(folder, rounds, "duckdb")
    is_same = found.pop("digest") == on_disk.pop("digest")
    return {**found, "duckdb": {**on_disk, "as_in_memory": is_same}}


def _alone(folder: Path, rounds: int, form: str) -> Json:
    """Link what lies in a folder in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", _MODULE, str(folder), str(rounds), form],
        check=True,
        capture_output=True,
        text=True,
    )
    found: Json = json.loads(done.stdout)
    return found


def write_columns(folder: Path, mentions: MentionColumns) -> None:
    """Write complaints and mentions as Parquet; the places of complaints keep their order."""
    nodes = mentions.nodes
    kinds, certainties = pa.array(nodes.kinds), pa.array(CERTAINTIES)
    places = np.arange(mentions.complaints)
    pq.write_table(pa.table({"complaint_id": mentions.ids, "reported_at": places}), folder / _IDS)
    table = pa.table(
        {
            "complaint_id": mentions.ids.take(pa.array(mentions.complaint)),
            "complaint": mentions.complaint,
            "kind": kinds.take(pa.array(nodes.kind[mentions.node])),
            "value": nodes.value.take(pa.array(mentions.node)),
            "at": mentions.at,
            "certainty": certainties.take(pa.array(nodes.certainty[mentions.node])),
        }
    )
    pq.write_table(table, folder / _MENTIONS)


def read_columns(folder: Path) -> MentionColumns:
    """Read complaints and mentions."""
    ids = pq.read_table(folder / _IDS)["complaint_id"].combine_chunks()
    table = pq.read_table(folder / _MENTIONS, columns=_COLUMNS).combine_chunks()
    return columns_of_words(
        ids,
        complaint=table["complaint"].to_numpy(),
        kind=table["kind"],
        value=table["value"].chunk(0) if table.num_rows else pa.array([], pa.string()),
        at=table["at"].to_numpy(),
        certainty=table["certainty"],
    )


def link_here(folder: Path, rounds: int) -> Json:
    """Read and link in this process."""
    begun = time.perf_counter()
    mentions = read_columns(folder)
    read = time.perf_counter() - begun
    ways.whole(_unjudged(first_of(mentions, _WARM)))
    known = _unjudged(mentions)
    spans = []
    for _ in range(rounds):
        begun = time.perf_counter()
        found = ways.whole(known)
        spans.append(time.perf_counter() - begun)
    return {
        "complaints": mentions.complaints,
        "mentions": len(mentions),
        "read_seconds": round(read, 2),
        "seconds": spread(spans),
        "peak_mib": round(_peak_mib()),
        "found": sizes(found.series),
        "links": len(found.joins),
        "digest": _digest(found.series),
    }


def fill_here(folder: Path, rounds: int) -> Json:
    """Read, review and fill a file in this process."""
    ways.whole(_unjudged(first_of(read_columns(folder), _WARM)))
    whole, filling = [], []
    for n in range(rounds):
        begun = time.perf_counter()
        snapshot = counted(_unjudged(read_columns(folder)))
        reviewed = time.perf_counter()
        file = folder / f"{n}.duckdb"
        with Tables(file, memory_limit=MEMORY_LIMIT) as tables:
            store = RelationalStore.made(tables, snapshot)
            fill(store, folder / _IDS, folder / _MENTIONS)
            whole.append(time.perf_counter() - begun)
            filling.append(time.perf_counter() - reviewed)
            series, _ = store.series_of(store.everybody())
        mib = file.stat().st_size / _KIB**2
        file.unlink()
    return {
        "memory_limit": MEMORY_LIMIT,
        "seconds": spread(whole),
        "filling_seconds": spread(filling),
        "peak_mib": round(_peak_mib()),
        "file_mib": round(mib),
        "found": sizes(series),
        "digest": _digest(series),
    }


def _digest(series: Labels) -> str:
    """Return the digest of who is in one series with whom, complaints by their places."""
    return hashlib.sha256(series.astype(np.int64).tobytes()).hexdigest()


def _unjudged(mentions: MentionColumns) -> Known:
    """Return mentions of which nothing is known."""
    nobody = np.zeros(mentions.complaints, np.int64)
    return Known(
        mentions,
        nothing_told(mentions.complaints),
        series=nobody,
        campaigns=None,
        whose=np.zeros(len(mentions.nodes), np.int8),
        wrong=np.zeros(len(mentions), np.bool_),
    )


def _peak_mib() -> float:
    """Return this process's memory at its highest.

    Linux counts a child's from its parent's, except in the process's own status.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = (line.split() for line in status.read_text("ascii").splitlines())
        return next(int(words[1]) for words in lines if words[0] == "VmHWM:") / _KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB


if __name__ == "__main__":
    here = fill_here if sys.argv[3:] == ["duckdb"] else link_here
    print(json.dumps(here(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
