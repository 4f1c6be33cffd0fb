"""Crowd: complaints in a folder with the truth beside them, as the twin writes it.

The complaints are read as `izdes link` reads them; the tables of truth say of what series each is,
what was named in error or mistyped, who had which number when, and which victim is a mule. Only the
columns are known here, not how they came about.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from izdes.adapters.complaints.reader import read_complaints
from izdes.bench.linking.clusters import Int64
from izdes.bench.linking.known import HUB, OWN, SERVICE, UNKNOWN, Bool, Int8, Known
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers import chain
from izdes.core.identifiers.complaint import Complaint
from izdes.core.linking.mentions import Node, mentions_of
from izdes.core.linking.told import told_of
from izdes.engine.linking.behaviour import told_columns
from izdes.engine.linking.columns import MISTYPED, MentionColumns, columns_of

Row = Mapping[str, str]
_WHOSE = {"own": OWN, "shared": SERVICE, "hub": HUB}
_SLIPS = ("digit", "swap")
_TABLES = ("series", "crews", "errors", "hubs", "tenures", "mules")


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """A crowd with its truth; everything by number.

    Attributes:
        complaints: In the order of (reported_at, complaint_id).
        known: The mentions, with the true series.
        slips: What was mistyped: complaint, node as it truly is, and how the hand slipped.
        let: Nodes that several crews had, by why: ``rented``, ``recycled``.
        mules: Complaint of a victim, and the node of her account that is a mule's.
        keeps: By true series: what its crew keeps from campaign to campaign.
        scripts: By true series: the series whose script is read.
    """

    complaints: tuple[Complaint, ...]
    known: Known
    slips: tuple[tuple[int, int, str], ...]
    let: Mapping[str, frozenset[int]]
    mules: tuple[tuple[int, int], ...]
    keeps: tuple[str, ...]
    scripts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What names in tables of truth stand for: complaints, nodes and crews by number."""

    complaint: Mapping[str, int]
    node: Mapping[Node, int]
    crew: Mapping[str, int]

    def named(self, rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
        """Yield the rows whose thing some complaint names rightly, with its number."""
        for row in rows:
            if (found := self.node.get(_folded(row["kind"], row["value"]))) is not None:
                yield row, found


def read_crowd(folder: Path) -> Crowd:
    """Read a crowd.

    Raises:
        InputRefused: A file of it is missing, or a complaint is not read.
    """
    complaints = tuple(sorted(_complaints(folder), key=lambda c: c.sort_key))
    truth = {name: _rows(folder / "truth" / f"{name}.csv") for name in _TABLES}
    mentions = columns_of(
        [c.complaint_id for c in complaints], (m for c in complaints for m in mentions_of(c))
    )
    named = {node: n for n, node in enumerate(_nodes(mentions))}
    number = _Numbers(
        {c.complaint_id: n for n, c in enumerate(complaints)},
        {_folded(*node): n for node, n in named.items()},
        {row["series_id"]: n for n, row in enumerate(truth["crews"])},
    )
    slips = (row for row in truth["errors"] if row["error"] in _SLIPS)
    return Crowd(
        complaints=complaints,
        known=_known(complaints, mentions, named, truth=truth, number=number),
        slips=tuple(
            (number.complaint[row["complaint_id"]], node, row["error"])
            for row, node in number.named(slips)
        ),
        let=_let(truth["tenures"], number),
        mules=tuple(
            (number.complaint[row["complaint_id"]], node)
            for row, node in number.named(truth["mules"])
        ),
        keeps=tuple(row["keeps"] for row in truth["crews"]),
        scripts=tuple(number.crew[row["script"]] for row in truth["crews"]),
    )


def _complaints(folder: Path) -> tuple[Complaint, ...]:
    """Read the complaints; a crowd has no faulty ones."""
    complaints, faults = read_complaints(folder / "complaints.jsonl")
    if faults or not complaints:
        raise InputRefused(*(faults or [Fault("complaints_missing", folder.name)]))
    return complaints


def _rows(path: Path) -> list[Row]:
    """Read a table of truth."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise InputRefused(Fault("bench_link_truth_missing", path.name)) from None


def _nodes(mentions: MentionColumns) -> Iterator[Node]:
    """Yield the nodes that are named, in the order of their numbers."""
    nodes = mentions.nodes
    values = nodes.values(np.arange(len(nodes)))
    for kind, value in zip(nodes.kind.tolist(), values, strict=True):
        yield nodes.kinds[kind], value


def _folded(kind: str, value: str) -> Node:
    """Return a node as tables of truth name it: addresses of every chain are wallets."""
    if kind in chain.SHAPES:
        return "wallet", value
    return ("card_masked" if kind == "card" and "*" in value else kind), value


def _known(
    complaints: Sequence[Complaint],
    mentions: MentionColumns,
    named: Mapping[Node, int],
    *,
    truth: Mapping[str, Sequence[Row]],
    number: _Numbers,
) -> Known:
    """Return the mentions with what is true of them."""
    place = {c.complaint_id: n for n, c in enumerate(complaints)}
    series, campaigns = _partition(truth["series"], number)
    return Known(
        mentions,
        told_columns(map(told_of, complaints), place, named),
        series=series,
        campaigns=campaigns,
        whose=_whose(mentions, truth["hubs"], number),
        wrong=_wrong(mentions, truth["errors"], number),
    )


def _partition(rows: Sequence[Row], number: _Numbers) -> tuple[Int64, Int64]:
    """Return the true series and the true campaign of every complaint."""
    series, campaigns = np.zeros((2, len(number.complaint)), np.int64)
    campaign = {name: n for n, name in enumerate(sorted({row["campaign_id"] for row in rows}))}
    for row in rows:
        complaint = number.complaint[row["complaint_id"]]
        series[complaint] = number.crew[row["series_id"]]
        campaigns[complaint] = campaign[row["campaign_id"]]
    return series, campaigns


def _whose(mentions: MentionColumns, rows: Iterable[Row], number: _Numbers) -> Int8:
    """Return what every node truly is; what is not listed is one crew's own."""
    whose = np.full(len(mentions.nodes), OWN, np.int8)
    whose[mentions.nodes.certainty == MISTYPED] = UNKNOWN
    for row, node in number.named(rows):
        whose[node] = _WHOSE[row["truth"]]
    return whose


def _wrong(mentions: MentionColumns, rows: Iterable[Row], number: _Numbers) -> Bool:
    """Say of every mention whether it names another's identifier in error."""
    width = len(mentions.nodes)
    wrong = [
        number.complaint[row["complaint_id"]] * width + node
        for row, node in number.named(rows)
        if row["error"] == "wrong"
    ]
    return np.isin(mentions.complaint.astype(np.int64) * width + mentions.node, wrong)


def _let(rows: Iterable[Row], number: _Numbers) -> dict[str, frozenset[int]]:
    """Return the nodes that several crews had, by why they had them."""
    crews: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row, node in number.named(rows):
        crews[row["why"], node].add(row["series_id"])
    found: defaultdict[str, set[int]] = defaultdict(set)
    for (why, node), whose in crews.items():
        if len(whose) > 1:
            found[why].add(node)
    return {why: frozenset(nodes) for why, nodes in sorted(found.items())}
