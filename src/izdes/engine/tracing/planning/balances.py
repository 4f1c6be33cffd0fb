"""Balances as columns: what each pool holds before each movement, and the least openings.

The arithmetic of `izdes.core.tracing.balances` in NumPy: movements are sorted by pool, and a
balance is a running sum inside each pool. The compiled twin is in
`izdes.engine.tracing.planning.kernels_normal`.
"""

from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.ledger.codes import Bool, Int32, Int64
from izdes.engine.tracing.planning.order import CREDIT, DEBIT, Order


@dataclass(frozen=True, slots=True, eq=False)
class Movements:
    """Movements of pools, by pool and moment.

    Attributes:
        pool: Never falling.
        moment: Rising inside a pool: twice the event's number, one more for an arrival.
        place: The transfer.
        change: Minor units, above zero where they arrive.
    """

    pool: Int32
    moment: Int64
    place: Int32
    change: Int64

    def balances(self, opening: Int64) -> Int64:
        """Return the balance after each movement.

        Args:
            opening: By pool.
        """
        total = np.cumsum(self.change)
        begins = np.searchsorted(self.pool, self.pool)
        found: Int64 = total - (total - self.change)[begins] + opening[self.pool]
        return found


def movements_of(
    order: Order,
    sides: tuple[Int32, Int32],
    amounts: tuple[Int64, Int64],
    *,
    asked: Bool | None = None,
) -> Movements:
    """Return the movements of pools.

    Args:
        sides: By place: the pool that each transfer leaves, and the one it enters; -1 for none.
        amounts: By place: what leaves, and what enters.
        asked: The pools that are wanted; all where None.
    """
    columns = []
    for arrives, (pools, amount) in enumerate(zip(sides, amounts, strict=True)):
        event, place = _events(order, len(pools), without=DEBIT if arrives else CREDIT)
        kept = np.flatnonzero(pools[place] >= 0)
        if asked is not None:
            kept = kept[asked[pools[place[kept]]]]
        event, place = event[kept], place[kept]
        change = amount[place] if arrives else -amount[place]
        columns.append((pools[place], 2 * event + arrives, place, change))
    pool, moment, place, change = (np.concatenate(pair) for pair in zip(*columns, strict=True))
    by_pool = np.lexsort((moment, pool))
    return Movements(pool[by_pool], moment[by_pool], place[by_pool], change[by_pool])


def _events(order: Order, transfers: int, *, without: int) -> tuple[Int64, Int32]:
    """Return the events but those of one phase, and their transfers."""
    place = np.arange(transfers, dtype=np.int32) if order.place is None else order.place
    if order.phase is None:
        return np.arange(len(place)), place
    event = np.flatnonzero(order.phase != without)
    return event, place[event]


def lowest(order: Order, sides: tuple[Int32, Int32], amount: Int64, pools: int) -> Int64:
    """Return the lowest point of each pool's balance counted from zero: zero or below."""
    found = np.zeros(pools, np.int64)
    movements = movements_of(order, sides, (amount, amount))
    if len(movements.pool):
        balance = movements.balances(np.zeros(pools, np.int64))
        own, begins = np.unique(movements.pool, return_index=True)
        found[own] = np.minimum(0, np.minimum.reduceat(balance, begins))
    return found


def splits(
    order: Order, sides: tuple[Int32, Int32], amounts: tuple[Int64, Int64], opening: Int64
) -> tuple[Int64, Int64]:
    """Return by place how much of what leaves is the pool's own, and how much repays the bank.

    Args:
        sides, amounts: As `movements_of`, where the amounts leave out what is pinned.
        opening: Signed, by pool.
    """
    own, repaid = np.zeros((2, len(amounts[0])), np.int64)
    m = movements_of(order, sides, amounts)
    before = m.balances(opening) - m.change
    out, into = m.moment % 2 == 0, m.moment % 2 == 1
    own[m.place[out]] = np.clip(before[out], 0, -m.change[out])
    repaid[m.place[into]] = np.clip(-before[into], 0, m.change[into])
    return own, repaid
