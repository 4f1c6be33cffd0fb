"""Shares: what some complaints have in common, among themselves and with whom else.

Within one change nothing is read twice: what is named does not change while series are grouped.
"""

from dataclasses import dataclass, field

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, has, placed, without
from izdes.engine.linking.incremental.lives import lives_of
from izdes.engine.linking.incremental.store import Namings, NodeFacts, Store


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Traits that two complaints or more have.

    Attributes:
        people: Numbers of those who have any, and of some more, ascending.
        first: Trait t is held by ``holder[first[t]:first[t + 1]]``.
        holder: Places among ``people``, each once within a trait.
        weight: By trait: what it adds to the weight of a pair, in thousandths of log10; one that
            adds nothing still says that two complaints agree.
    """

    people: Int64
    first: Int64
    holder: Int64
    weight: Int64


def _none() -> Int64:
    """Return no numbers."""
    return np.empty(0, np.int64)


@dataclass(slots=True, eq=False)
class Gathered:
    """What was read of a store during one change.

    Attributes:
        complaints: Those of which it is known what they name, ascending.
        who: By naming of theirs that counts: the complaint, and in ``what`` the node.
        nodes: Those of which it is known who names them, ascending.
        node: By trait: its node; how many hold it, and what it weighs, stand beside.
        holder: The numbers of those who hold each trait, trait by trait.
    """

    store: Store
    complaints: Int64 = field(default_factory=_none)
    who: Int64 = field(default_factory=_none)
    what: Int64 = field(default_factory=_none)
    nodes: Int64 = field(default_factory=_none)
    node: Int64 = field(default_factory=_none)
    count: Int64 = field(default_factory=_none)
    weight: Int64 = field(default_factory=_none)
    holder: Int64 = field(default_factory=_none)

    def shares(self, complaints: Int64) -> Shares:
        """Return the traits that complaints have, with all their holders.

        Args:
            complaints: Their numbers, ascending.
        """
        unread = without(complaints, self.complaints)
        if len(unread):
            self.note_complaints(unread, self.store.named_by(unread))
        nodes = distinct(self.what[has(complaints, self.who)])
        unread = without(nodes, self.nodes)
        if len(unread):
            self.note_nodes(unread, self.store.nodes(unread), self.store.naming(unread))
        kept = has(nodes, self.node)
        holder = self.holder[np.repeat(kept, self.count)]
        people = distinct(holder)
        first = np.concatenate([[0], np.cumsum(self.count[kept])])
        return Shares(people, first, placed(people, holder), self.weight[kept])

    def everything(self) -> Shares:
        """Return all traits; what complaints name is not asked."""
        for nodes, rows in self.store.everything():
            self.note_nodes(nodes, self.store.nodes(nodes), rows)
        people = distinct(self.holder)
        first = np.concatenate([[0], np.cumsum(self.count)])
        return Shares(people, first, placed(people, self.holder), self.weight)

    def note_complaints(self, complaints: Int64, rows: Namings) -> None:
        """Note all that complaints name."""
        rows = rows.awake
        self.complaints = distinct(self.complaints, complaints)
        self.who = np.concatenate([self.who, rows.complaint])
        self.what = np.concatenate([self.what, rows.node])

    def note_nodes(self, nodes: Int64, facts: NodeFacts, rows: Namings) -> None:
        """Note all that name nodes, as traits.

        Args:
            nodes: Their numbers, ascending.
        """
        lives = lives_of(self.store, nodes, facts, rows.awake)
        first, holder = lives.holders
        count = np.diff(first)
        kept = count > 1
        self.nodes = distinct(self.nodes, nodes)
        node = nodes[lives.node[lives.strands.begin[kept]]]
        self.node = np.concatenate([self.node, node])
        self.count = np.concatenate([self.count, count[kept]])
        self.weight = np.concatenate([self.weight, lives.strands.weight[kept]])
        held = lives.people[holder[np.repeat(kept, count)]]
        self.holder = np.concatenate([self.holder, held])
