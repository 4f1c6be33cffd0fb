"""Joint nodes: what one answer states together, so that it is not counted twice.

A bank's answer names an account, its holder, his telephone, the device that logged in. Two
complaints whose money came to accounts of one holder, entered from one device, agree on both; but
one person has one device, so the second agreement says little beyond the first. Whoever names
such things together therefore names their **joints** too: every set of two and more of them. A
joint weighs by itself the least of what its parts weigh, less for an even number of parts and more
for an odd one. So the traits that two complaints share of one record add up to the largest of
them, by the principle of inclusion and exclusion, and nothing but sums takes part.

>>> joint = joint_of([("holder", "iin:1"), ("login_device", "d")])
>>> weights = {"holder": 1400, "login_device": 2000}
>>> joint_milli(joint, lambda part: weights[part[0]])
-1400
"""

from collections.abc import Callable, Collection, Iterator
from itertools import combinations

from izdes.core.linking.kinds import JOINT
from izdes.core.linking.mentions import Node

_BETWEEN = "\n"
_LEAST_PARTS = 2


def joint_of(parts: Collection[Node]) -> Node:
    """Return the node of things that are named together, in whatever order."""
    return JOINT, _BETWEEN.join(f"{kind}:{value}" for kind, value in sorted(parts))


def parts_of(joint: Node) -> tuple[Node, ...]:
    """Return the things of which a joint is made, sorted."""
    pairs = (part.partition(":") for part in joint[1].split(_BETWEEN))
    return tuple((kind, value) for kind, _, value in pairs)


def joints_among(parts: Collection[Node]) -> Iterator[Node]:
    """Yield the joints of things that one record names: of every two, three and more of them."""
    ordered = sorted(set(parts))
    for count in range(_LEAST_PARTS, len(ordered) + 1):
        yield from map(joint_of, combinations(ordered, count))


def joint_milli(joint: Node, weight: Callable[[Node], int]) -> int:
    """Return what a joint adds to a pair that shares it, in thousandths of log10.

    Args:
        weight: What sharing a part weighs; 0 where it counts nothing.
    """
    parts = parts_of(joint)
    least = min(weight(part) for part in parts)
    return least if len(parts) % 2 else -least
