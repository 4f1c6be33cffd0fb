"""Pins at scale: units of a debit that are units of a credit, stated by a person or by a refund.

The test of `izdes.core.tracing.pins`, pool by pool: a pool's balance less what is already pinned
stands in one array, a pin asks for the lowest point between its two ends and then lowers it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from izdes.core.money.transfer import TransferId
from izdes.core.tracing.trace import Pinned, PinRefused
from izdes.engine.tracing.ledger.codes import Bool, Int32, Int64
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.balances import movements_of
from izdes.engine.tracing.planning.order import Order
from izdes.engine.tracing.planning.undone import Undone


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin by place; ``stated`` is None where a refund states it."""

    credit: int
    debit: int
    minor: int
    stated: Pinned | None = None


class Pins:
    """The pins that hold on a ledger, in the order in which they are taken.

    Attributes:
        held: Those that hold.
    """

    def __init__(
        self, columns: Columns, order: Order, sides: tuple[Int32, Int32], opening: Int64
    ) -> None:
        self._columns, self._order, self._opening = columns, order, opening
        self._leaves, self._enters = sides
        self._is_exchange = columns.starting("@fx:")
        self._left_at, self._came_at = order.moments(len(columns))
        self._into: defaultdict[int, int] = defaultdict(int)
        self._out_of: defaultdict[int, int] = defaultdict(int)
        self._moments: dict[int, Int64] = {}
        self._free: dict[int, Int64] = {}
        self.held: list[Pin] = []

    def look_up(self, credits_: Iterable[int]) -> None:
        """Get the balances of the pools that the credits enter."""
        asked = np.zeros(len(self._opening), np.bool_)
        pools = self._enters[np.array(list(credits_), np.int64)]
        asked[pools[pools >= 0]] = True
        sides, amount = (self._leaves, self._enters), self._columns.amount
        m = movements_of(self._order, sides, (amount, amount), asked=asked)
        balance = m.balances(self._opening)
        own = np.flatnonzero(asked)
        ends = zip(np.searchsorted(m.pool, own), np.searchsorted(m.pool, own + 1), strict=True)
        for pool, (begin, end) in zip(own.tolist(), ends, strict=True):
            self._moments[pool] = m.moment[begin:end]
            self._free[pool] = balance[begin:end].copy()

    def take(self, pin: Pin) -> bool:
        """Take a pin if it holds, and say whether it does."""
        if not self._fits(pin):
            return False
        pool = int(self._enters[pin.credit])
        if pool >= 0:
            ends = self._came_at[pin.credit], self._left_at[pin.debit]
            begin, end = np.searchsorted(self._moments[pool], ends)
            between = self._free[pool][begin:end]
            if between.min() < pin.minor:
                return False
            between -= pin.minor
        self._into[pin.credit] += pin.minor
        self._out_of[pin.debit] += pin.minor
        self.held.append(pin)
        return True

    def _fits(self, pin: Pin) -> bool:
        """Say whether the two transfers meet, in time, and have so many units left."""
        c, (into, out) = self._columns, (pin.credit, pin.debit)
        return bool(
            c.payee[into] == c.payer[out]
            and (c.currency is None or c.currency[into] == c.currency[out])
            and not self._is_exchange[c.payer[out]]
            and self._came_at[into] < self._left_at[out]
            and self._leaves[out] in (self._enters[into], -1)
            and 0 < pin.minor <= int(c.amount[into]) - self._into[into]
            and pin.minor <= int(c.amount[out]) - self._out_of[out]
        )


def pins_of(
    pins: Pins,
    undone: Undone,
    amount: Int64,
    *,
    stated: Sequence[Pinned],
    places: Mapping[TransferId, int],
    counts: Bool,
    may_fail: bool,
) -> list[Pin]:
    """Return the pins that hold: the stated ones, then refunds of payments.

    Args:
        undone: Without annulled pairs.
        places: Of the transfers that are named in the stated pins.
        counts: By place: not to oneself, not annulled.
        may_fail: Leave out a stated pin that does not hold, instead of refusing.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    named = [_named(pin, places) for pin in stated]
    wanted = [pin if pin is not None and _both(counts, pin) else None for pin in named]
    pairs = zip(undone.payment.tolist(), undone.refund.tolist(), strict=True)
    refunds = [Pin(payment, refund, int(amount[refund])) for payment, refund in pairs]
    pins.look_up(pin.credit for pin in (*wanted, *refunds) if pin is not None)
    for said, pin in zip(stated, wanted, strict=True):
        if (pin is None or not pins.take(pin)) and not may_fail:
            raise PinRefused(credit=said.credit, debit=said.debit, minor=said.amount_minor)
    for pin in refunds:
        pins.take(pin)
    return pins.held


def _named(pin: Pinned, places: Mapping[TransferId, int]) -> Pin | None:
    """Return a stated pin by place, or None where the ledger lacks one of its transfers."""
    credit, debit = places.get(pin.credit), places.get(pin.debit)
    if credit is None or debit is None:
        return None
    return Pin(credit, debit, pin.amount_minor, pin)


def _both(counts: Bool, pin: Pin) -> bool:
    """Say whether both transfers of a pin count."""
    return bool(counts[pin.credit] and counts[pin.debit])
