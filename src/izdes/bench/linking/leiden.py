"""Leiden: pairs of complaints weighed, and communities of them by the constant Potts model.

The established way that needs no number of clusters: every pair that shares an identifier is listed
with ln(N / degree) for each, and a community keeps at least so much for each of its pairs
(`resolution`). It needs the pairs, hundreds of millions of them for a country with hubs; so
identifiers that more than `MOST` complaints name are left out.

Source: Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233; Traag, Van Dooren and
Nesterov (2011), Physical Review E 84, 016114. The library is Microsoft's.
"""

import importlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from izdes.bench.linking.clusters import Int64
from izdes.bench.linking.known import degrees
from izdes.engine.linking.columns import MentionColumns

MOST = 300
RESOLUTIONS = (0.03, 0.1)
_LIBRARY = "graspologic_native"
_SEED = 1


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every pair that shares something, once from each side: a symmetric matrix in rows.

    Attributes:
        begins: Row r is ``others[begins[r]:begins[r + 1]]``.
        logs: Natural logarithms, for the library takes fractions.
    """

    begins: Int64
    others: NDArray[np.int32]
    logs: NDArray[np.float64]


def pairs_of(mentions: MentionColumns) -> Pairs:
    """List the pairs of complaints that share identifiers, with what these weigh."""
    complaints = mentions.complaints
    one, other, node = shared(mentions)
    degree = degrees(mentions)
    logs = np.log(complaints / np.maximum(degree, 1))[node]
    key = np.concatenate([one * complaints + other, other * complaints + one])
    pairs, which = np.unique(key, return_inverse=True)
    summed = np.zeros(len(pairs))
    np.add.at(summed, which, np.concatenate([logs, logs]))
    rows, others = np.divmod(pairs, complaints)
    counts = np.bincount(rows, minlength=complaints)
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return Pairs(begins, others.astype(np.int32), summed)


def communities(pairs: Pairs, resolution: float) -> Int64:
    """Return the community of every complaint.

    Raises:
        ImportError: The library is not installed.
    """
    complaints = len(pairs.begins) - 1
    _, found = importlib.import_module(_LIBRARY).leiden_csr(
        pairs.begins,
        pairs.others,
        pairs.logs,
        n_nodes=complaints,
        resolution=resolution,
        use_modularity=False,
        seed=_SEED,
    )
    return np.array([found[n] for n in range(complaints)], np.int64)


def shared(mentions: MentionColumns) -> tuple[Int64, Int64, Int64]:
    """Return who shares what.

    Returns:
        One complaint, another with a greater number, and the identifier; a row for each that two
        share and not too many name.
    """
    degree = degrees(mentions)
    kept = ((degree > 1) & (degree <= MOST))[mentions.node]
    complaints = max(1, mentions.complaints)
    named = np.unique(mentions.node[kept].astype(np.int64) * complaints + mentions.complaint[kept])
    node, complaint = np.divmod(named, complaints)
    begins = np.flatnonzero(np.diff(node, prepend=-1))
    sizes = np.diff(begins, append=len(node))
    empty = np.empty((3, 0), np.int64)
    parts = [empty, *(_paired(node, complaint, begins[sizes == n], n) for n in np.unique(sizes))]
    one, other, by = np.concatenate(parts, axis=1)
    return one, other, by


def _paired(node: Int64, complaint: Int64, begins: Int64, size: int) -> Int64:
    """Return every pair within runs of so many complaints that name one node."""
    one, other = np.triu_indices(size, 1)
    return np.stack(
        [
            complaint[(begins[:, None] + one).ravel()],
            complaint[(begins[:, None] + other).ravel()],
            np.repeat(node[begins], len(one)),
        ]
    )
