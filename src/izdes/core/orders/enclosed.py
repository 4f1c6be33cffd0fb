"""Enclosed: the signed papers that go with an order, as the order itself names them.

An order names such a paper in its words, with the SHA-256 of its bytes: whoever signed the order
signed which paper goes with it. That a paper is the one named does not prove that it is signed: it
carries signatures of its own.
"""

import re
from dataclasses import dataclass

from izdes.core.orders.order import Order

# Words of an order that name a paper which goes with it.
ENCLOSED_KINDS = ("victim_decree",)
_DIGEST = re.compile(r"SHA-256 ([0-9a-f]{64})(?![0-9a-f])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper that an order names: in which of its words, and the SHA-256 of its bytes in hex."""

    kind: str
    digest: str


def enclosed_in(order: Order) -> tuple[Enclosed, ...]:
    """Return the papers that go with an order, in order of their kinds; each kind once."""
    named = ((one.name, _DIGEST.search(one.text)) for one in order.said)
    return tuple(
        Enclosed(name, found[1]) for name, found in named if found and name in ENCLOSED_KINDS
    )
