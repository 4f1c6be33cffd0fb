"""What is usually done instead: complaints that share something are one series.

Whatever is shared is followed from complaint to complaint to the end, so one hub, one account that
is let to two crews or one mistyped number joins two series. Dropping whatever many name is the
usual remedy. They are here to be measured beside the engine, on the same mentions in the same run.
"""

import numpy as np

from izdes.bench.linking.clusters import Int64
from izdes.bench.linking.known import Known, degrees
from izdes.core.linking.kinds import kind_of
from izdes.engine.linking.columns import MentionColumns

# A bank acts, or an officer looks, when an account is reported for the third time.
_THIRD = 3


def exact_match(known: Known) -> Int64:
    """Join complaints that share any identifier, whoever else names it."""
    return components(known.mentions)


def third_report(known: Known) -> Int64:
    """Make a series of every account that is reported for the third time."""
    nodes = known.mentions.nodes
    money = [name for name in nodes.kinds if (k := kind_of(name)) and k.layer == "money"]
    is_series = nodes.of_kind(*money) & (degrees(known.mentions) >= _THIRD)
    return components(known.only(is_series[known.mentions.node]))


def components(mentions: MentionColumns) -> Int64:
    """Return the first complaint of everything that hangs together, by complaint."""
    first = np.arange(mentions.complaints, dtype=np.int64)
    while True:
        least = np.full(len(mentions.nodes), mentions.complaints, np.int64)
        np.minimum.at(least, mentions.node, first[mentions.complaint])
        further = first.copy()
        np.minimum.at(further, mentions.complaint, least[mentions.node])
        # Who joined its first complaint has joined whatever that one has joined.
        np.minimum.at(further, first, further)
        further = further[further]
        if np.array_equal(further, first):
            return first
        first = further


def graph_components(mentions: MentionColumns) -> Int64:
    """Return the same by a graph library.

    Raises:
        ImportError: The library is not installed.
    """
    import networkx as nx  # noqa: PLC0415 -- only this measure needs it

    graph = nx.Graph()
    graph.add_nodes_from(range(mentions.complaints))
    # Numbers of identifiers are below zero, so that they are none of complaints.
    named = zip(mentions.complaint.tolist(), (-1 - mentions.node).tolist(), strict=True)
    graph.add_edges_from(named)
    first = np.empty(mentions.complaints, np.int64)
    for found in nx.connected_components(graph):
        members = [member for member in found if member >= 0]
        if members:
            first[members] = min(members)
    return first
