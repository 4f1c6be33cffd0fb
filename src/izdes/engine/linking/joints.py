"""Joints in columns: `izdes.core.linking.joint` for the few nodes that are some.

A joint is weighed by its parts. Whoever names it names them too, but not always in the same lot of
nodes; so whoever asks says how they are weighed.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from izdes.core.linking.joint import joint_milli, parts_of
from izdes.core.linking.kinds import JOINT, kind_of
from izdes.core.linking.mentions import Node
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import EXACT, Int64, Nodes

# What sharing each of some nodes weighs, in thousandths of log10.
Weigh = Callable[[Nodes], Int64]


def with_joints(nodes: Nodes, weight: Int64, weigh: Weigh, purpose: Purpose) -> Int64:
    """Return what nodes weigh as traits, the joints among them by their parts.

    Args:
        weight: By node, as far as it has no parts.
        weigh: How parts are weighed.
        purpose: ``services`` counts the parts of money alone.
    """
    which = np.flatnonzero(nodes.of_kind(JOINT))
    if not len(which):
        return weight
    joints = [(JOINT, value) for value in nodes.values(which)]
    parts = sorted({part for joint in joints for part in parts_of(joint)})
    counted = [part for part in parts if _counts(part, purpose)]
    known = dict.fromkeys(parts, 0)
    known |= zip(counted, weigh(nodes_of(counted)).tolist(), strict=True)
    weight = weight.copy()
    weight[which] = [joint_milli(joint, known.__getitem__) for joint in joints]
    return weight


def nodes_of(named: Sequence[Node]) -> Nodes:
    """Return nodes in columns; all of them are sure."""
    kinds = sorted({kind for kind, _ in named})
    return Nodes(
        tuple(kinds),
        np.array([kinds.index(kind) for kind, _ in named], np.int16),
        pa.array([value for _, value in named], pa.string()),
        np.full(len(named), EXACT, np.int8),
    )


def _counts(part: Node, purpose: Purpose) -> bool:
    """Say whether a part is of a kind that counts here."""
    kind = kind_of(part[0])
    return kind is not None and (purpose == "series" or kind.layer == "money")
