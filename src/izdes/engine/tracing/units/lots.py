"""Traces under the rules that keep units whole: first in first out, last in first out.

The same slices and resting pieces as `izdes.core.tracing.rules.trace_plan`, to the last unit and
number. A `Tracer` is made once for a ledger and a rule and then asked as often as wanted: what it
knows of the ledger does not depend on any claim, and a theft costs what its own money did, however
large the ledger is.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from izdes.core.money.transfer import Claim
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import Flat
from izdes.engine.tracing.units.claimed import Claims
from izdes.engine.tracing.units.geometry import Geometry, forwards
from izdes.engine.tracing.units.index import Index, index_of
from izdes.engine.tracing.units.intervals import followed
from izdes.engine.tracing.units.levels import levels_of
from izdes.engine.tracing.units.seeds import REST_COLUMNS, SLICE_COLUMNS, Found, Room, Seeds
from izdes.engine.tracing.units.values import Answer, Stated

LotRule = Literal["fifo", "lifo"]
_FIRST_ROOM = 1 << 10


def trace_lots(
    flat: Flat,
    facts: Facts,
    claims: Sequence[Claim],
    rule: LotRule,
    *,
    index: Index | None = None,
    kernels: Kernels = "auto",
) -> Answer:
    """Follow claims through a ledger under one rule.

    Returns:
        Slices and resting pieces, as `izdes.core.tracing.rules.trace_plan` returns them.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        LedgerTooLarge: More than 2^62 units pass through one pool.
    """
    return Tracer(flat, facts, rule, index=index, kernels=kernels).trace(claims)


class Tracer:
    """A ledger under one rule, ready for any claims. Asked by one thread at a time."""

    def __init__(
        self,
        flat: Flat,
        facts: Facts,
        rule: LotRule,
        *,
        index: Index | None = None,
        kernels: Kernels = "auto",
    ) -> None:
        index = index or index_of(flat, kernels=kernels)
        levels = levels_of(flat, index, kernels=kernels) if rule == "lifo" else None
        self._geometry = forwards(flat, index, levels)
        self._flat, self._facts = flat, facts
        self._claims = Claims(flat, facts)
        self._follower = Follower(kernels, len(flat.units))

    def trace(self, claims: Sequence[Claim]) -> Answer:
        """Follow claims to where they rest."""
        claimed = self._claims.sorted_out(claims)
        while True:
            stated = Stated(self._flat, self._facts, claimed, self.follow(claimed.seeds))
            overlooked = stated.homes_overlooked()
            if not overlooked:
                return stated.answer()
            claimed = claimed.at_home_in(overlooked)

    def follow(self, seeds: Seeds) -> Found:
        """Follow seeds to where they rest, by number: for very many claims at once.

        They come home only to the pools that they name; `trace` finds the others.
        """
        return self._follower.follow(self._geometry, seeds)


class Follower:
    """Follows seeds, compiled or by hand; keeps the room that the compiled kernel writes into."""

    def __init__(self, kernels: Kernels, parts: int) -> None:
        self._compiled = is_compiled(kernels, parts, module="units.kernels_intervals")
        self._room = _room_for(_FIRST_ROOM, seeds=1)

    def follow(self, geometry: Geometry, seeds: Seeds) -> Found:
        """Return the slices and the resting pieces of seeds."""
        if not self._compiled:
            return followed(geometry, seeds)
        from izdes.engine.tracing.units.kernels_intervals import follow  # noqa: PLC0415 - as needed

        if len(self._room.latest) < len(seeds.rows):
            self._room = _room_for(len(self._room.slices), seeds=2 * len(seeds.rows))
        while not follow(geometry, seeds, self._room):
            self._room = _room_for(4 * len(self._room.slices), seeds=len(self._room.latest))
        slices, resting, _ = self._room.used.tolist()
        return Found(self._room.slices[:slices].copy(), self._room.resting[:resting].copy())


def _room_for(slices: int, *, seeds: int) -> Room:
    """Return room for so many slices and seeds."""
    return Room(
        np.empty((slices, SLICE_COLUMNS), np.int64),
        np.empty((slices + 1, REST_COLUMNS), np.int64),
        np.empty((2 * slices, 2), np.int64),
        np.empty(seeds, np.int64),
        np.zeros(3, np.int64),
    )
