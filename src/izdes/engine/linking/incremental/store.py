"""Store: what linking keeps between one change and the next, and how it asks for it.

Everything is asked and told for many at once, by number, so that a database answers each method
with one query over a set. What is kept grows with mentions, never with pairs:

- complaints: id, when reported, series, and how each came into its series (`Trees`);
- nodes: kind, value, weight, and for a mistyped number what it is taken to mean;
- namings: which complaint names or implies which node, and when;
- judgements, and the snapshot that weights come from.

A series keeps its joins in the order in which they were made. Every member but the first is the
first of exactly one group that loses its name, so a join stands with that member.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import Bool, Int8, Int16, Int32, Int64, Nodes

NOBODY = -1
# How many nodes are read at a time where all are.
SOME = 100_000
# How a complaint comes to a node: names it, implies it by what it names, is taken to mean it by a
# mistyped number; or names it while the node may not link.
OWN, IMPLIED, MEANT, ASLEEP = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Namings:
    """Which complaint names or implies which node, and when; one row for each.

    Attributes:
        at: Microseconds since 1970, UTC.
        how: `OWN`, `IMPLIED`, `MEANT` or `ASLEEP`.
    """

    node: Int64
    complaint: Int64
    at: Int64
    how: Int8

    def __len__(self) -> int:
        return len(self.node)

    def only(self, which: Bool | Int64) -> "Namings":
        """Return some of the rows."""
        return Namings(self.node[which], self.complaint[which], self.at[which], self.how[which])

    @property
    def awake(self) -> "Namings":
        """The rows that count."""
        return self.only(self.how != ASLEEP)


def all_of(*parts: Namings) -> Namings:
    """Return the rows of several."""
    return Namings(
        np.concatenate([p.node for p in parts]),
        np.concatenate([p.complaint for p in parts]),
        np.concatenate([p.at for p in parts]),
        np.concatenate([p.how for p in parts]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class NodeFacts:
    """What is known of some nodes.

    Attributes:
        kind: Place of the kind among the store's kinds.
        certainty: See `izdes.engine.linking.columns`.
        agreement: What two complaints that share it agree by, before time takes its share.
        weight: What sharing it adds to what is counted already; may be negative.
        meant: Of a mistyped number the node that it is taken to mean, else -1.
    """

    kind: Int16
    certainty: Int8
    agreement: Int64
    weight: Int64
    meant: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Series with their joins: for each the member that names it, then one row for each join.

    Attributes:
        first: Series k has the rows from ``first[k]`` to ``first[k + 1]``.
        complaint: The member that names the series, then the names that joins ended, in order.
        above: The group that took each in; -1 for the member that names the series.
        reported: When each was reported, in microseconds since 1970, UTC.
    """

    first: Int64
    complaint: Int64
    above: Int64
    evidence: Int64
    height: Int64
    level: Int64
    reported: Int64

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def series(self) -> Int64:
        """The series of each row, by the complaint that names it."""
        return np.repeat(self.complaint[self.first[:-1]], np.diff(self.first))

    def only(self, which: Bool) -> "Trees":
        """Return some of the series."""
        sizes = np.diff(self.first)
        rows = np.repeat(which, sizes)
        return Trees(
            np.concatenate([[0], np.cumsum(sizes[which])]),
            self.complaint[rows],
            self.above[rows],
            self.evidence[rows],
            self.height[rows],
            self.level[rows],
            self.reported[rows],
        )


class Given(NamedTuple):
    """A judgement with the numbers of its complaints; -1 for one that is not known."""

    judgement: Judgement
    a: int
    b: int


class Store(Protocol):
    """What linking keeps.

    Attributes:
        snapshot: Population and verdicts; its degrees may stand elsewhere, see `degrees`.
        kinds: Names of the kinds of nodes, by their places.
    """

    limits: Limits
    purpose: Purpose

    @property
    def snapshot(self) -> Snapshot:
        """Where weights come from."""

    @property
    def kinds(self) -> Sequence[str]:
        """Names of the kinds of nodes, by their places."""

    def change(self) -> AbstractContextManager[None]:
        """Make what follows one change: all of it is kept, or nothing."""

    def count(self) -> int:
        """Return how many complaints there are."""

    def everybody(self) -> Int64:
        """Return the numbers of all complaints."""

    def find(self, ids: Sequence[ComplaintId]) -> Int64:
        """Return the numbers of complaints, -1 for unknown ones."""

    def ids(self, complaints: Int64) -> list[ComplaintId]:
        """Return the ids of complaints."""

    def reported(self, complaints: Int64) -> Int64:
        """Return when complaints were reported."""

    def enter(self, ids: Sequence[ComplaintId], reported: Int64) -> Int64:
        """Enter new complaints, each as a series of its own; return their numbers."""

    def redate(self, complaints: Int64, reported: Int64) -> None:
        """Change when complaints were reported."""

    def leave(self, complaints: Int64) -> None:
        """Remove complaints; what they named is removed by itself."""

    def renew(self, snapshot: Snapshot) -> None:
        """Take weights from another snapshot, and write anew what complaints name and mean."""

    def degrees(self, nodes: Nodes) -> Int32:
        """Return how many complaints name each node by the snapshot."""

    def enrol(self, nodes: Nodes, agreement: Int64, weight: Int64) -> Int64:
        """Enter new nodes with their weights; return their numbers."""

    def nodes(self, numbers: Int64) -> NodeFacts:
        """Return what is known of nodes."""

    def values(self, numbers: Int64) -> list[str]:
        """Return the values of nodes."""

    def handovers(self, nodes: Int64) -> Mapping[int, Sequence[datetime]]:
        """Return when nodes passed to other holders, by number, as far as that is known."""

    def find_nodes(self, nodes: Nodes) -> Int64:
        """Return the numbers of nodes, -1 for unknown ones."""

    def slips_of(self, kind: str, values: Sequence[str]) -> Int64:
        """Return the mistyped nodes of a kind that one slip turns into one of some values."""

    def mean(self, nodes: Int64, meant: Int64, weight: Int64) -> None:
        """Note what mistyped nodes are taken to mean, and what they then weigh."""

    def named_by(self, complaints: Int64) -> Namings:
        """Return all that complaints name."""

    def naming(self, nodes: Int64) -> Namings:
        """Return all that name nodes."""

    def everything(self) -> Iterator[tuple[Int64, Namings]]:
        """Yield nodes and all that name them, some nodes at a time, both ascending."""

    def add(self, rows: Namings) -> None:
        """Add rows."""

    def remove(self, rows: Namings) -> None:
        """Remove rows."""

    def series_of(self, complaints: Int64) -> tuple[Int64, Int64]:
        """Return the series of complaints and their bars; see `bars`."""

    def trees(self, series: Int64) -> Trees:
        """Return series with their joins."""

    def trees_of(self, complaints: Int64) -> Trees:
        """Return the series of complaints with their joins."""

    def plant(self, trees: Trees, bar: Int64) -> None:
        """Put series in place of those that their members were in; a bar for each row."""

    def judgements_of(self, complaints: Int64 | None = None) -> list[Given]:
        """Return the judgements on complaints, or all."""

    def judgements(self, judgement_ids: Sequence[str]) -> list[Given]:
        """Return the judgements of some ids, as far as they are there."""

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Add judgements."""

    def unjudge(self, judgement_ids: Sequence[str]) -> None:
        """Withdraw judgements."""
