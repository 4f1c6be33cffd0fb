"""Lives: the strands of time of some nodes, with all who named them.

The same strands as in `izdes.engine.linking.traits`. They depend on all who name a node, so all of
them are read.
"""

from dataclasses import dataclass

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.ascending import distinct, placed
from izdes.engine.linking.incremental.store import Namings, NodeFacts, Store
from izdes.engine.linking.kernels.order import sorted_by
from izdes.engine.linking.kernels.shares import different
from izdes.engine.linking.strands import (
    Places,
    Strands,
    handed_over,
    steps_of,
    strands_of,
)


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """The strands of some nodes.

    Attributes:
        people: Numbers of those who named them, ascending.
        person: By row: the place of who named it among ``people``.
        node: By row: the place of its node among the nodes.
        at: By row: when; rows stand in the order of node and moment.
        strands: Stretches of the rows.
    """

    people: Int64
    person: Int64
    node: Int64
    at: Int64
    strands: Strands

    @property
    def holders(self) -> tuple[Int64, Int64]:
        """Where those of each strand begin, and who is in it, each once."""
        begin, end = self.strands.begin, self.strands.end
        return different(self.person, begin, end, len(self.people))


def lives_of(store: Store, nodes: Int64, facts: NodeFacts, rows: Namings) -> Lives:
    """Return the strands of nodes.

    Args:
        nodes: Their numbers, ascending.
        rows: All that name them, as far as it counts.
    """
    node = placed(nodes, rows.node)
    order = sorted_by(node.astype(np.int32), np.argsort(rows.at), len(nodes))
    node, at = node[order], rows.at[order]
    places = Places(node.astype(np.int32), np.empty(0, np.int32), at)
    passed = {int(np.searchsorted(nodes, n)): when for n, when in store.handovers(nodes).items()}
    strands = strands_of(
        places,
        facts.kind.astype(np.int32)[node],
        steps_of(store.kinds, store.purpose),
        agreement=facts.agreement[node],
        weight=facts.weight[node],
        handed=handed_over(places, passed),
    )
    people = distinct(rows.complaint)
    return Lives(people, placed(people, rows.complaint[order]), node, at, strands)
