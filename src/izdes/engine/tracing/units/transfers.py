"""Transfers by their parts: the units of a transfer stand in parts side by side."""

from functools import cached_property

import numpy as np

from izdes.engine.tracing.flat import Flat, Int32


class Transfers:
    """The parts of each transfer of a ledger."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat

    def parts_of(self, place: int) -> range:
        """Return a transfer's parts, in the order of units; none where it counts for nothing."""
        transfer = self._flat.transfer
        if transfer is None:
            return range(place, place + 1)
        first = end = int(self._first_parts[place])
        while first >= 0 and end < len(transfer) and transfer[end] == place:
            end += 1
        return range(first, end)

    def place_of(self, part: int) -> int:
        """Return the place of the transfer that a part belongs to."""
        return part if self._flat.transfer is None else int(self._flat.transfer[part])

    @cached_property
    def _first_parts(self) -> Int32:
        """The first part of each transfer, or -1."""
        first = np.full(self._flat.transfers, -1, np.int32)
        if self._flat.transfer is not None:
            backwards = np.arange(len(self._flat.units), dtype=np.int32)[::-1]
            first[self._flat.transfer[backwards]] = backwards
        return first
