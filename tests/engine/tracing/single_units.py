"""A flat ledger moved unit by unit: every minor unit is one object in a list. Slow, and obvious.

What comes out of an exchange begins anew, as everything from outside does.
"""

from typing import NamedTuple

from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Flat
from izdes.engine.tracing.units.index import steps


class Unit(NamedTuple):
    """A unit by where it entered: unit n of a part, or of the opening of pool -1 - origin."""

    origin: int
    number: int


class Contents(NamedTuple):
    """What every part consists of, unit by unit, and what rests in every pool, the oldest first."""

    parts: list[list[Unit]]
    pools: list[list[Unit]]


def contents_of(flat: Flat, rule: str) -> Contents:
    pools = [[Unit(-1 - v, n) for n in range(units)] for v, units in enumerate(flat.opening)]
    parts: list[list[Unit]] = [[] for _ in flat.units]
    for part, arrives in steps(flat):
        units, source, target = (int(a[part]) for a in (flat.units, flat.source, flat.target))
        if arrives:
            if target >= 0:
                pools[target] += parts[part]
        elif source < 0 or flat.kind[source] == EXCHANGE:
            parts[part] = [Unit(part, n) for n in range(units)]
        elif rule == "lifo" and flat.kind[source] == ACCOUNT:
            parts[part] = [pools[source].pop() for _ in range(units)]
        else:
            parts[part] = [pools[source].pop(0) for _ in range(units)]
    return Contents(parts, pools)
