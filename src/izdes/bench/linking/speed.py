"""Speed: a country of a million complaints, linked in a process of its own.

The process reads the mentions from Parquet, as whoever keeps a register would hand them over,
reviews hubs and links. The clock counts linking and reading apart; the memory is all that the
process ever took, the program and the mentions included. Kernels are loaded before. Whether the
series are right is measured elsewhere, on countries of the same making.
"""

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
from izdes.bench.linking.clusters import Json, sizes
from izdes.bench.linking.known import Known, nothing_told
from izdes.bench.timing import spread
from izdes.engine.linking.columns import CERTAINTIES, MentionColumns, columns_of_words

GOAL_SECONDS, GOAL_MIB = 60.0, 4096.0
_KIB = 1024
_MODULE = "izdes.bench.linking.speed"
_IDS, _MENTIONS = "complaints.parquet", "mentions.parquet"
_WARM = 300


def measure(folder: Path, mentions: MentionColumns, *, rounds: int) -> Json:
    """Write the mentions into an empty folder, and link them in a process of its own."""
    write_columns(folder, mentions)
    done = subprocess.run(
        [sys.executable, "-m", _MODULE, str(folder), str(rounds)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: Json = json.loads(done.stdout)
    return found


def write_columns(folder: Path, mentions: MentionColumns) -> None:
    """Write complaints and mentions as Parquet."""
    nodes = mentions.nodes
    kinds, certainties = pa.array(nodes.kinds), pa.array(CERTAINTIES)
    pq.write_table(pa.table({"complaint_id": mentions.ids}), folder / _IDS)
    table = pa.table(
        {
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
    table = pq.read_table(folder / _MENTIONS).combine_chunks()
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
    ways.whole(_unjudged(_first(mentions, _WARM)))
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
    }


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


def _first(mentions: MentionColumns, complaints: int) -> MentionColumns:
    """Return the first complaints, to load kernels with."""
    kept = mentions.complaint < complaints
    return MentionColumns(
        mentions.ids[:complaints],
        mentions.nodes,
        mentions.complaint[kept],
        mentions.node[kept],
        mentions.at[kept],
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
    print(json.dumps(link_here(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
