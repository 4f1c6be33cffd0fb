"""Flows of the core's networks, counted by a kernel: the same numbers.

How much can pass at most is one number, whichever way it is found. Where the kernels are loaded a
question takes microseconds, and a report asks thousands of them.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from izdes.core.tracing.flow import Network
from izdes.engine.tracing.compiled import is_compiled
from izdes.engine.tracing.flat import Int64

_LARGEST = 1 << 62


def network_of(transfers: int) -> Network:
    """Return an empty network for what so many transfers can have carried."""
    if is_compiled("auto", transfers, module="limits.kernels_flow"):
        return QuickNetwork()
    return Network()


class QuickNetwork(Network):
    """A network whose flows are counted by a kernel."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self._drawn: tuple[Int64, Int64, Int64, Int64] | None = None

    def arc(self, tail: int, head: int, capacity: int) -> None:
        """Add an arc."""
        self._drawn = None
        super().arc(tail, head, capacity)

    def limits(
        self, source: int, goals: AbstractSet[int], beyond: Collection[int]
    ) -> tuple[int, int] | None:
        """Return the most that can come to the goals together, and the most that ends elsewhere."""
        # What 62 bits do not hold the core counts.
        if sum(self._capacity) >= _LARGEST:
            return super().limits(source, goals, beyond)
        from izdes.engine.tracing.limits.kernels_flow import limits  # noqa: PLC0415 - loads numba

        if self._drawn is None:
            self._drawn = self._as_arrays()
        most, others = limits(*self._drawn, source, _numbers(goals), _numbers(beyond))
        return None if most < 0 else (int(most), int(others))

    def _as_arrays(self) -> tuple[Int64, Int64, Int64, Int64]:
        """Return heads and capacities, and which arcs touch each node."""
        begin = np.zeros(len(self._arcs_of) + 1, np.int64)
        begin[1:] = np.cumsum([len(arcs) for arcs in self._arcs_of])
        touching = [arc for arcs in self._arcs_of for arc in arcs]
        return _numbers(self._head), _numbers(self._capacity), begin, _numbers(touching)


def _numbers(given: Collection[int]) -> Any:  # noqa: ANN401 - an array
    """Return whole numbers as an array."""
    return np.fromiter(given, np.int64, len(given))
