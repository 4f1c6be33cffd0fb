"""Rewriting: what a change makes of the rows in which complaints name nodes."""

from dataclasses import dataclass, replace

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, without
from izdes.engine.linking.incremental.namings import less
from izdes.engine.linking.incremental.store import Namings, NodeFacts, Store, all_of


@dataclass(frozen=True, slots=True, eq=False)
class Rewriting:
    """Rows before and after a change, of the nodes that it concerns.

    Attributes:
        gone: Rows that are no more.
        new: Rows that were not there.
        nodes: The nodes of both that may link, ascending, and those asked for beside.
        facts: What is known of the nodes.
        stored: All that named the nodes before.
    """

    gone: Namings
    new: Namings
    nodes: Int64
    facts: NodeFacts
    stored: Namings

    @property
    def complaints(self) -> Int64:
        """The complaints whose rows change, ascending."""
        return distinct(self.gone.complaint, self.new.complaint)

    @property
    def kept(self) -> Namings:
        """All that names the nodes afterwards."""
        return all_of(less(self.stored, self.gone), self.new)

    def beside(self, store: Store, nodes: Int64) -> "Rewriting":
        """Return the same with what named more nodes."""
        unread = without(distinct(nodes), self.nodes)
        if not len(unread):
            return self
        whole = distinct(self.nodes, unread)
        stored = all_of(self.stored, store.naming(unread))
        return replace(self, nodes=whole, facts=store.nodes(whole), stored=stored)

    def also(self, store: Store, gone: Namings, new: Namings) -> "Rewriting":
        """Return the same with more rows that go and come."""
        more = self.beside(store, np.concatenate([gone.node, new.node]))
        return replace(more, gone=all_of(self.gone, gone), new=all_of(self.new, new))


def rewriting(store: Store, gone: Namings, new: Namings) -> Rewriting:
    """Return a change of rows; rows that go and come again do neither."""
    gone, new = less(gone, new), less(new, gone)
    # Those of a hub are many, and count for nothing.
    nodes = distinct(gone.awake.node, new.awake.node)
    return Rewriting(gone, new, nodes, store.nodes(nodes), store.naming(nodes))
