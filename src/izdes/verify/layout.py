"""Where the units of each transfer come from and where they go, before any rule (tracing.md, 5).

The units of a transfer stand in a row. `Leg` is a run of them with one place to come from, or to
go to.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from .balances import Balances, Pin
from .order import Event

Side = Literal["pin", "own", "sold", "clean", "bank", "pool", "end"]


class Leg(NamedTuple):
    """So many units; ``pin`` is the number of the pin, where one holds them apart."""

    units: int
    side: Side
    pin: int = -1


class Layout:
    """The legs of every transfer, by place."""

    def __init__(self, events: Sequence[Event], balances: Balances, pins: Sequence[Pin]) -> None:
        self.sources: dict[int, list[Leg]] = {}
        self.targets: dict[int, list[Leg]] = {}
        into, out_of = _by_place(pins)
        free = dict(balances.opening)
        for event, pool in zip(events, balances.pools, strict=True):
            t = event.transfer
            legs = (into if event.is_arrival else out_of).get(t.place, [])
            rest = t.amount - sum(leg.units for leg in legs)
            if pool is not None:
                # What is pinned stays out of the balance that decides.
                near = min(rest, max(0, -free[pool] if event.is_arrival else free[pool]))
                free[pool] += rest if event.is_arrival else -rest
                sides: tuple[Side, Side] = (
                    ("bank", "pool") if event.is_arrival else ("own", "clean")
                )
                legs = [*legs, Leg(near, sides[0]), Leg(rest - near, sides[1])]
            elif event.is_arrival:
                legs = [*legs, Leg(rest, "end")]
            else:
                legs = [*legs, Leg(rest, "sold" if t.payer.startswith("@fx:") else "clean")]
            row = self.targets if event.is_arrival else self.sources
            row[t.place] = [leg for leg in legs if leg.units]


def _by_place(pins: Sequence[Pin]) -> tuple[dict[int, list[Leg]], dict[int, list[Leg]]]:
    """Return the legs that pins take of the credits, and of the debits."""
    into: dict[int, list[Leg]] = {}
    out_of: dict[int, list[Leg]] = {}
    for number, pin in enumerate(pins):
        into.setdefault(pin.credit, []).append(Leg(pin.amount, "pin", number))
        out_of.setdefault(pin.debit, []).append(Leg(pin.amount, "pin", number))
    return into, out_of
