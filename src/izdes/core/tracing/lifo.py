"""Last in, first out: what entered an account last is taken to leave it first.

Units leave one by one, the last of them first: a lot that leaves whole leaves turned round, its
last unit in front. Only so does it change nothing whether a payment is booked as one or as
several. An opening balance lies below everything and is touched last, so an unknown opening does
not change where later money went.

LIFO is a convention, not a finding. It is named among the methods that forfeiture courts let the
claimant choose from; it favours whoever's money came late.

Source: United States v Banco Cafetero Panama, 797 F.2d 1154 (2d Cir. 1986).

>>> from izdes.core.tracing.lots import clean
>>> stack = Stack(80)
>>> stack.receive([clean(100)])
>>> [lot.units for lot in stack.pay(150)], [lot.units for lot in stack.rest()]
([100, 50], [30])
"""

from collections.abc import Iterable, Sequence

from izdes.core.tracing.holding import Rule
from izdes.core.tracing.lots import Lot, clean, cut, turned


class Stack:
    """A pool whose money leaves against the order in which it came."""

    def __init__(self, opening_minor: int) -> None:
        self._lots = [clean(opening_minor)] if opening_minor else []

    def receive(self, lots: Sequence[Lot]) -> None:
        """Put lots on top, the first unit lowest."""
        self._lots.extend(lots)

    def pay(self, units: int) -> list[Lot]:
        """Take units from the top, one by one."""
        taken: list[Lot] = []
        while self._lots and units > 0:
            lot = self._lots.pop()
            if lot.units > units:
                remainder, lot = cut(lot, lot.units - units)
                self._lots.append(remainder)
            taken.append(turned(lot))
            units -= lot.units
        return taken

    def rest(self) -> Iterable[Lot]:
        """Return what is in the pool, the oldest first."""
        return self._lots


LIFO = Rule("lifo", "indifferent", "lifo", mixes=False, holding=Stack)
