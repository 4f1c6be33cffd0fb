"""Lives: the strands of time of some nodes, with all who named them.

The same strands as in `izdes.engine.linking.traits`. They depend on all who name a node, so all of
them are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from izdes.core.linking.traits import Purpose
from izdes.engine.linking.ascending import distinct, placed
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.kernels_order import sorted_by
from izdes.engine.linking.kernels_shares import different
from izdes.engine.linking.store import Namings, NodeFacts
from izdes.engine.linking.strands import Places, Strands, steps_of, strands_of


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


def lives_of(
    nodes: Int64, facts: NodeFacts, rows: Namings, *, kinds: Sequence[str], purpose: Purpose
) -> Lives:
    """Return the strands of nodes.

    Args:
        nodes: Their numbers, ascending.
        rows: All that name them, as far as it counts.
        kinds: Names of kinds, by their places.
    """
    node = placed(nodes, rows.node)
    order = sorted_by(node.astype(np.int32), np.argsort(rows.at), len(nodes))
    node, at = node[order], rows.at[order]
    strands = strands_of(
        Places(node.astype(np.int32), np.empty(0, np.int32), at),
        facts.kind.astype(np.int32)[node],
        steps_of(kinds, purpose),
        agreement=facts.agreement[node],
        weight=facts.weight[node],
        handed=np.zeros(len(node), np.bool_),
    )
    people = distinct(rows.complaint)
    return Lives(people, placed(people, rows.complaint[order]), node, at, strands)
