"""A holding: the money of one pool, and the one question that a tracing rule answers.

Which units leave? Everything else about a trace is the same under every rule
(`izdes.core.tracing.course`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from izdes.core.tracing.lots import Lot


class Holding(Protocol):
    """The lots in one pool."""

    def receive(self, lots: Sequence[Lot]) -> None:
        """Put lots that arrived together into the pool."""

    def pay(self, units: int) -> list[Lot]:
        """Let so many units leave, which are there, and return them in their order."""

    def rest(self) -> Iterable[Lot]:
        """Return what is in the pool."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A tracing rule: a convention, never a finding.

    Attributes:
        own: How the holder's own money stands to the claimants': one queue or mixture for both
            (``indifferent``), or their own first (``own_first``).
        among: How claimants stand to each other.
        mixes: Lots lose their borders: a slice then has no parent.
        holding: Makes the holding of a pool with so many clean units.
    """

    name: str
    own: Literal["indifferent", "own_first"]
    among: Literal["fifo", "lifo", "rolling"]
    mixes: bool
    holding: Callable[[int], Holding]
