"""Links: which units of every debit are units of which credit, for a whole ledger at once.

One row says: so many units of this debit came with this credit. Under a rule that keeps units
whole a table of links has hardly more rows than a ledger has transfers. It needs no claim, and
shows for example how long money stays in each account.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, Flat, Int32, Int64
from izdes.engine.tracing.units.geometry import forwards
from izdes.engine.tracing.units.index import Index, index_of, steps
from izdes.engine.tracing.units.levels import levels_of
from izdes.engine.tracing.units.lots import LotRule

NONE = -1


@dataclass(frozen=True, slots=True)
class Links:
    """Rows (credit, debit, units), by credit and in the order in which its units leave.

    Attributes:
        credit: The part that brought the units; -1 where they were in the pool's opening. These
            rows come last, by pool and in the order of leaving.
        debit: The part that took them; -1 where they rest, in the last row of their credit.
        units: How many. What left an exchange is counted as it left; what became less than a unit
            there has no row.
    """

    credit: Int32
    debit: Int32
    units: Int64


def links_of(
    flat: Flat, rule: LotRule, *, index: Index | None = None, kernels: Kernels = "auto"
) -> Links:
    """Return the links of a ledger under a rule.

    Returns:
        Rows that add up to every part that leaves a pool, and to every part that enters a pool
        other than an exchange.
    """
    if not is_compiled(kernels, len(flat.units), module="units.kernels_links"):
        return _Book(flat, is_lifo=rule == "lifo").links()
    from izdes.engine.tracing.units.kernels_links import linked  # noqa: PLC0415 - as needed

    index = index or index_of(flat, kernels=kernels)
    levels = levels_of(flat, index, kernels=kernels) if rule == "lifo" else None
    return Links(*linked(forwards(flat, index, levels), flat.came is None))


# A credit, or `NONE` for opening money, and how many of its units are still there.
Lot = tuple[int, int]


class _Book:
    """All units of a ledger, moved lot by lot in plain Python."""

    def __init__(self, flat: Flat, *, is_lifo: bool) -> None:
        self.flat, self.is_lifo = flat, is_lifo
        self.pools: list[deque[Lot]] = [
            deque([(NONE, units)] if units else []) for units in flat.opening.tolist()
        ]
        leaves = flat.source >= 0
        bought = np.zeros(len(flat.opening), np.int64)
        np.add.at(bought, flat.source[leaves], flat.units[leaves])
        # What each exchange that nothing has left yet will give.
        self.bought = {
            pool: int(bought[pool]) for pool in np.flatnonzero(flat.kind == EXCHANGE).tolist()
        }

    def links(self) -> Links:
        """Move everything and note what meets."""
        flat = self.flat
        rows: list[tuple[int, int, int]] = []
        for part, arrives in steps(flat):
            pool = int((flat.target if arrives else flat.source)[part])
            units = int(flat.units[part])
            if arrives and pool >= 0:
                self.pools[pool].append((part, units))
            elif pool >= 0:
                rows += ((credit, part, taken) for credit, taken in self._paid(pool, units))
        rows += ((credit, NONE, left) for lots in self.pools for credit, left in lots)
        # Sorting keeps the order of equals: that of leaving, and what rests comes last.
        opening = [row for row in rows if row[0] == NONE and row[1] != NONE]
        opening.sort(key=lambda row: int(flat.source[row[1]]))
        rows = sorted((row for row in rows if row[0] != NONE), key=lambda row: row[0])
        table = np.array(rows + opening, np.int64).reshape(-1, 3)
        return Links(table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2].copy())

    def _paid(self, pool: int, units: int) -> Iterator[Lot]:
        """Take units out of a pool."""
        from_top = self.is_lifo and self.flat.kind[pool] == ACCOUNT
        if pool in self.bought:
            self.pools[pool] = deque(_exchanged(self.pools[pool], self.bought.pop(pool)))
        lots = self.pools[pool]
        while units:
            credit, here = lots.pop() if from_top else lots.popleft()
            if here > units:
                put_back = lots.append if from_top else lots.appendleft
                put_back((credit, here - units))
            yield credit, min(here, units)
            units -= min(here, units)


def _exchanged(lots: deque[Lot], into: int) -> Iterator[Lot]:
    """Count lots anew: the cut after u of a units becomes the cut after ⌊u·into/a⌋."""
    whole, before = sum(units for _, units in lots), 0
    for credit, units in lots:
        share = (before + units) * into // whole - before * into // whole
        before += units
        if share:
            yield credit, share
