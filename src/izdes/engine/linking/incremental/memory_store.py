"""A store in memory: columns of numbers, found by chains and by two dictionaries.

About 150 bytes a mention with Python's words; it is gone with the process. The same store on disk
is `izdes.engine.linking.incremental.relational`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.grouping import Limits
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes, Purpose
from izdes.engine.linking.columns import MISTYPED, Bool, Int32, Int64, MentionColumns, Nodes
from izdes.engine.linking.incremental.ascending import distinct, has, placed
from izdes.engine.linking.incremental.meanings import with_meanings
from izdes.engine.linking.incremental.memory_columns import Columns, Undo
from izdes.engine.linking.incremental.namings import nothing, rows_of
from izdes.engine.linking.incremental.rewriting import rewriting
from izdes.engine.linking.incremental.store import (
    ASLEEP,
    NOBODY,
    OWN,
    SOME,
    Given,
    Namings,
    NodeFacts,
    Trees,
)
from izdes.engine.linking.kernels.chain import DEAD, chained, fastened, found, members
from izdes.engine.linking.weights import degrees_known

_NONE, _WHOLE, _SMALL, _TINY = np.int64(-1), np.int64(0), np.int16(0), np.int8(0)
# What renewing begins anew.
_OF_NODES = ("snapshot", "_place", "_value", "_nodes", "_slips", "_rows")

Signed = NDArray[np.signedinteger]


def _named(nodes: Nodes) -> list[Node]:
    """Return the kind and the value of every node."""
    names = [nodes.kinds[kind] for kind in nodes.kind.tolist()]
    return list(zip(names, nodes.value.to_pylist(), strict=True))


class MemoryStore:
    """What linking keeps, in memory; see `izdes.engine.linking.incremental.store.Store`."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        changes: Changes | None = None,
        limits: Limits | None = None,
        purpose: Purpose = "series",
    ) -> None:
        self.snapshot, self.limits, self.purpose = snapshot, limits or Limits(), purpose
        self._changes = changes or {}
        self.kinds: list[str] = []
        self._undo = Undo()
        self._number: dict[ComplaintId, int] = {}
        self._id: list[ComplaintId] = []
        self._complaints = Columns(
            self._undo,
            reported=_WHOLE,
            chain=_NONE,
            series=_NONE,
            ring=_NONE,
            above=_NONE,
            evidence=_WHOLE,
            height=_WHOLE,
            level=_WHOLE,
            turn=_WHOLE,
            bar=_WHOLE,
        )
        self._forget_nodes()
        self._judgements: dict[str, Judgement] = {}
        self._judged: defaultdict[ComplaintId, set[str]] = defaultdict(set)

    def _forget_nodes(self) -> None:
        """Begin without nodes, and without anybody who names any."""
        self._place: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._value: list[str] = []
        self._nodes = Columns(
            self._undo,
            chain=_NONE,
            kind=_SMALL,
            certainty=_TINY,
            agreement=_WHOLE,
            weight=_WHOLE,
            meant=_NONE,
        )
        self._slips: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._rows = Columns(
            self._undo,
            node=_WHOLE,
            complaint=_WHOLE,
            at=_WHOLE,
            how=_TINY,
            of_node=_NONE,
            of_complaint=_NONE,
        )

    def change(self) -> AbstractContextManager[None]:
        """Make what follows one change: all of it is kept, or nothing."""
        return self._undo.change()

    def count(self) -> int:
        """Return how many complaints there are."""
        return len(self._number)

    def everybody(self) -> Int64:
        """Return the numbers of all complaints."""
        return np.fromiter(self._number.values(), np.int64, len(self._number))

    def find(self, ids: Sequence[ComplaintId]) -> Int64:
        """Return the numbers of complaints, -1 for unknown ones."""
        numbers = (self._number.get(complaint_id, NOBODY) for complaint_id in ids)
        return np.fromiter(numbers, np.int64, len(ids))

    def ids(self, complaints: Int64) -> list[ComplaintId]:
        """Return the ids of complaints."""
        return [self._id[number] for number in complaints.tolist()]

    def reported(self, complaints: Int64) -> Int64:
        """Return when complaints were reported."""
        return self._complaints["reported"][complaints]

    def enter(self, ids: Sequence[ComplaintId], reported: Int64) -> Int64:
        """Enter new complaints, each as a series of its own; return their numbers."""
        rows = self._complaints.grow(len(ids))
        self._undo.note(lambda: self._forget(ids))
        self._id += ids
        self._number.update(zip(ids, range(rows.start, rows.stop), strict=True))
        numbers = np.arange(rows.start, rows.stop)
        for name, values in (("reported", reported), ("series", numbers), ("ring", numbers)):
            self._complaints.put(name, rows, values)
        return numbers

    def _forget(self, ids: Sequence[ComplaintId]) -> None:
        """Take complaints back that were entered last."""
        for complaint_id in ids:
            del self._number[complaint_id]
        del self._id[len(self._id) - len(ids) :]

    def redate(self, complaints: Int64, reported: Int64) -> None:
        """Change when complaints were reported."""
        self._complaints.put("reported", complaints, reported)

    def leave(self, complaints: Int64) -> None:
        """Remove complaints; what they named is removed by itself."""
        gone = dict(zip(self.ids(complaints), complaints.tolist(), strict=True))
        self._undo.note(lambda: self._number.update(gone))
        for complaint_id in gone:
            del self._number[complaint_id]

    def renew(self, snapshot: Snapshot) -> None:
        """Take weights from another snapshot, and write anew what complaints name and mean."""
        mentions, numbers = self._mentions()
        kept = {name: value for name, value in vars(self).items() if name in _OF_NODES}
        self._undo.note(lambda: vars(self).update(kept))
        self.snapshot = snapshot
        self._forget_nodes()
        self._complaints.put("chain", slice(0, len(self._complaints)), NOBODY)
        rows = rows_of(self, mentions, numbers)
        self.add(with_meanings(self, rewriting(self, nothing(), rows)).new)

    def _mentions(self) -> tuple[MentionColumns, Int64]:
        """Return what complaints name themselves, and the numbers of the complaints."""
        length, numbers = len(self._rows), np.sort(self.everybody())
        own = np.flatnonzero(np.isin(self._rows["how"][:length], (OWN, ASLEEP)))
        nodes, node = np.unique(self._rows["node"][own], return_inverse=True)
        facts = self.nodes(nodes)
        mentions = MentionColumns(
            ids=pa.array(self.ids(numbers), pa.string()),
            nodes=Nodes(
                tuple(self.kinds),
                facts.kind,
                pa.array(self.values(nodes), pa.string()),
                facts.certainty,
            ),
            complaint=placed(numbers, self._rows["complaint"][own]).astype(np.int32),
            node=node.astype(np.int32),
            at=self._rows["at"][own],
        )
        return mentions, numbers

    def degrees(self, nodes: Nodes) -> Int32:
        """Return how many complaints name each node by the snapshot."""
        return degrees_known(nodes, self.snapshot)

    def enrol(self, nodes: Nodes, agreement: Int64, weight: Int64) -> Int64:
        """Enter new nodes with their weights; return their numbers."""
        rows = self._nodes.grow(len(nodes))
        numbers = np.arange(rows.start, rows.stop)
        entered = _named(nodes)
        self._undo.note(lambda: self._drop(entered))
        self._value += [value for _, value in entered]
        for (name, value), number in zip(entered, numbers.tolist(), strict=True):
            self._place[name][value] = number
        kinds = np.array([self._kind(name) for name in nodes.kinds], np.int16)
        columns: dict[str, Signed] = {
            "kind": kinds[nodes.kind],
            "certainty": nodes.certainty,
            "agreement": agreement,
            "weight": weight,
        }
        for column, given in columns.items():
            self._nodes.put(column, rows, given)
        self._note_slips(entered, numbers, nodes.certainty == MISTYPED)
        return numbers

    def _kind(self, name: str) -> int:
        """Return the place of a kind, entering it where it is new."""
        if name not in self.kinds:
            self.kinds.append(name)
        return self.kinds.index(name)

    def _note_slips(self, entered: list[tuple[str, str]], numbers: Int64, wrong: Bool) -> None:
        """Note of which right numbers new mistyped ones are slips."""
        for n in np.flatnonzero(wrong).tolist():
            kind, value = entered[n]
            for right in candidates(kind, value):
                self._slips[kind, right].append(int(numbers[n]))

    def _drop(self, entered: list[tuple[str, str]]) -> None:
        """Take nodes back that were entered last."""
        for kind, value in entered:
            number = self._place[kind].pop(value)
            for right in candidates(kind, value):
                if number in self._slips[kind, right]:
                    self._slips[kind, right].remove(number)
        del self._value[len(self._value) - len(entered) :]

    def nodes(self, numbers: Int64) -> NodeFacts:
        """Return what is known of nodes."""
        names = ("kind", "certainty", "agreement", "weight", "meant")
        return NodeFacts(*(self._nodes[name][numbers] for name in names))

    def values(self, numbers: Int64) -> list[str]:
        """Return the values of nodes."""
        return [self._value[number] for number in numbers.tolist()]

    def handovers(self, nodes: Int64) -> Mapping[int, Sequence[datetime]]:
        """Return when nodes passed to other holders, by number, as far as that is known."""
        places = ((self._place[kind].get(value), at) for (kind, value), at in self._changes.items())
        known = {number: at for number, at in places if number is not None}
        numbers = np.array([*known], np.int64)
        return {n: known[n] for n in numbers[has(nodes, numbers)].tolist()}

    def find_nodes(self, nodes: Nodes) -> Int64:
        """Return the numbers of nodes, -1 for unknown ones."""
        numbers = (self._place[kind].get(value, NOBODY) for kind, value in _named(nodes))
        return np.fromiter(numbers, np.int64, len(nodes))

    def slips_of(self, kind: str, values: Sequence[str]) -> Int64:
        """Return the mistyped nodes of a kind that one slip turns into one of some values."""
        return np.array([n for v in values for n in self._slips.get((kind, v), ())], np.int64)

    def mean(self, nodes: Int64, meant: Int64, weight: Int64) -> None:
        """Note what mistyped nodes are taken to mean, and what they then weigh."""
        self._nodes.put("meant", nodes, meant)
        self._nodes.put("weight", nodes, weight)

    def named_by(self, complaints: Int64) -> Namings:
        """Return all that complaints name."""
        return self._found(complaints, self._complaints["chain"], "of_complaint")

    def naming(self, nodes: Int64) -> Namings:
        """Return all that name nodes."""
        return self._found(nodes, self._nodes["chain"], "of_node")

    def _found(self, keys: Int64, head: Int64, chain: str) -> Namings:
        """Return the rows of keys."""
        rows = chained(keys, head, self._rows[chain], self._rows["how"])
        return Namings(*(self._rows[name][rows] for name in ("node", "complaint", "at", "how")))

    def everything(self) -> Iterator[tuple[Int64, Namings]]:
        """Yield nodes and all that name them, some nodes at a time, both ascending."""
        for first in range(0, len(self._nodes), SOME):
            nodes = np.arange(first, min(first + SOME, len(self._nodes)))
            yield nodes, self.naming(nodes)

    def add(self, rows: Namings) -> None:
        """Add rows."""
        places = self._rows.grow(len(rows))
        for name, values in (("at", rows.at), ("how", rows.how)):
            self._rows.put(name, places, values)
        for name, chain, keys, owner in (
            ("node", "of_node", rows.node, self._nodes),
            ("complaint", "of_complaint", rows.complaint, self._complaints),
        ):
            self._rows.put(name, places, keys)
            owner.keep("chain", distinct(keys))
            fastened(keys, places.start, owner["chain"], self._rows[chain])

    def remove(self, rows: Namings) -> None:
        """Remove rows."""
        stored = self._rows
        places = found(
            stored["node"],
            stored["at"],
            stored["how"],
            self._complaints["chain"],
            stored["of_complaint"],
            np.stack([rows.node, rows.complaint, rows.at, rows.how.astype(np.int64)], axis=1),
        )
        stored.put("how", places, DEAD)

    def series_of(self, complaints: Int64) -> tuple[Int64, Int64]:
        """Return the series of complaints and their bars."""
        return self._complaints["series"][complaints], self._complaints["bar"][complaints]

    def trees(self, series: Int64) -> Trees:
        """Return series with their joins."""
        stored = self._complaints
        first, who = members(series, stored["ring"], stored["turn"])
        names = ("above", "evidence", "height", "level", "reported")
        return Trees(first, who, *(stored[name][who] for name in names))

    def trees_of(self, complaints: Int64) -> Trees:
        """Return the series of complaints with their joins."""
        return self.trees(distinct(self.series_of(complaints)[0]))

    def plant(self, trees: Trees, bar: Int64) -> None:
        """Put series in place of those that their members were in."""
        who, sizes = trees.complaint, np.diff(trees.first)
        following = np.roll(who, -1)
        following[trees.first[1:] - 1] = who[trees.first[:-1]]
        columns = {
            "series": trees.series,
            "ring": following,
            "above": trees.above,
            "evidence": trees.evidence,
            "height": trees.height,
            "level": trees.level,
            "turn": np.arange(len(who)) - np.repeat(trees.first[:-1], sizes),
            "bar": bar,
        }
        for name, values in columns.items():
            self._complaints.put(name, who, values)

    def judgements_of(self, complaints: Int64 | None = None) -> list[Given]:
        """Return the judgements on complaints, or all."""
        if complaints is None:
            return self.judgements([*self._judgements])
        if len(self._judged) < len(complaints):
            known = [*self._judged]
            ids = {
                known[n]
                for n in np.flatnonzero(has(np.sort(complaints), self.find(known))).tolist()
            }
        else:
            ids = {i for i in self.ids(complaints) if i in self._judged}
        return self.judgements([*{j for i in ids for j in self._judged[i]}])

    def judgements(self, judgement_ids: Sequence[str]) -> list[Given]:
        """Return the judgements of some ids, as far as they are there."""
        found = (self._judgements[i] for i in judgement_ids if i in self._judgements)
        numbers = self._number
        return [
            Given(j, numbers.get(j.complaint_a, NOBODY), numbers.get(j.complaint_b, NOBODY))
            for j in found
        ]

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Add judgements."""
        self._undo.note(lambda: self.unjudge([given.judgement_id for given in judgements]))
        for judgement in judgements:
            self._judgements[judgement.judgement_id] = judgement
            for complaint_id in judgement.pair:
                self._judged[complaint_id].add(judgement.judgement_id)

    def unjudge(self, judgement_ids: Sequence[str]) -> None:
        """Withdraw judgements."""
        gone = [given.judgement for given in self.judgements(judgement_ids)]
        self._undo.note(lambda: self.judge(gone))
        for judgement in gone:
            del self._judgements[judgement.judgement_id]
            for complaint_id in {*judgement.pair}:
                self._judged[complaint_id].remove(judgement.judgement_id)
                if not self._judged[complaint_id]:
                    del self._judged[complaint_id]
