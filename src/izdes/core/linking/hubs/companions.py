"""Companions: what is named together, so often that chance does not explain it.

A crew's number comes with the crew's other numbers and pages. A hub comes with everybody's. So the
complaints that name one value are looked at without it: do the others that they name hold them
together?

A companion is named with the value by several complaints, and many times as often as chance would
have it. A companion that many name itself counts only where at least half of those name it beside
the value: a marketplace and its courier are often named together, and hold nobody together.

That two values are companions does not prove that one hand uses them.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.mentions import Node

_HALF = 2


@dataclass(frozen=True, slots=True)
class Chance:
    """When two values are named together more often than chance has it.

    Attributes:
        least: So many complaints name both.
        times: So many times as many as would if nothing tied the two.
        population: How many complaints there are to choose from.
    """

    least: int
    times: int
    population: int

    def ties(self, both: int, one: int, other: int, *, is_busy: bool) -> bool:
        """Say whether a value's companion is one.

        Args:
            both: How many complaints name both.
            one: How many name the value.
            other: How many name the companion.
            is_busy: More name the companion than is usual for its kind.
        """
        is_more = both * self.population >= self.times * one * other
        return both >= self.least and is_more and (not is_busy or both * _HALF >= other)


@dataclass(frozen=True, slots=True)
class Company:
    """How the complaints that name a value hold together without it.

    Attributes:
        beside: How many of them name anything else.
        with_companion: How many name a companion.
        together: How many are in the largest group that companions hold together.
    """

    beside: int
    with_companion: int
    together: int


def company_of(
    others: Mapping[ComplaintId, Collection[Node]],
    degrees: Mapping[Node, int],
    *,
    chance: Chance,
    busy: Collection[Node],
) -> Company:
    """Return how the complaints that name one value hold together without it.

    Args:
        others: What else each of them names.
        degrees: How many complaints of all name each node.
        busy: Nodes that more complaints name than is usual.
    """
    both = Counter(node for nodes in others.values() for node in nodes)
    companions = {
        node
        for node, count in both.items()
        if chance.ties(count, len(others), degrees[node], is_busy=node in busy)
    }
    groups = _groups({c: [n for n in nodes if n in companions] for c, nodes in others.items()})
    return Company(
        beside=sum(1 for nodes in others.values() if nodes),
        with_companion=groups.total(),
        together=max(groups.values(), default=0),
    )


def _groups(named: Mapping[ComplaintId, Collection[Node]]) -> Counter[ComplaintId]:
    """Return the sizes of the groups of complaints that name a companion."""
    above: dict[ComplaintId, ComplaintId] = {}
    first: dict[Node, ComplaintId] = {}
    for complaint, nodes in named.items():
        for node in nodes:
            above.setdefault(complaint, complaint)
            one = _top(above, first.setdefault(node, complaint))
            above[_top(above, complaint)] = one
    return Counter(_top(above, complaint) for complaint in above)


def _top(above: dict[ComplaintId, ComplaintId], complaint: ComplaintId) -> ComplaintId:
    """Return the complaint by which a group is known."""
    while above[complaint] != complaint:
        above[complaint] = above[above[complaint]]
        complaint = above[complaint]
    return complaint
