"""First in, first out: what entered an account first is taken to leave it first.

Put what entered an account end to end on one line, and what left it end to end on another: unit x
in is unit x out. Nothing is divided and nothing is rounded, and where money went depends on the
statements alone, not on which money is called stolen.

FIFO is a convention, not a finding. Sharing in proportion, or taking the last money first, names
other accounts from the same statements. It is the old rule of current accounts; a court may set
it aside where it is impracticable or unjust.

Source: Clayton's Case, Devaynes v Noble (1816) 1 Mer 572; disapplied in Barlow Clowes v Vaughan
[1992] 4 All ER 22.

>>> from izdes.core.tracing.lots import clean
>>> queue = Queue(80)
>>> queue.receive([clean(100)])
>>> [lot.units for lot in queue.pay(150)], [lot.units for lot in queue.rest()]
([80, 70], [30])
"""

from collections import deque
from collections.abc import Iterable, Sequence

from izdes.core.tracing.holding import Rule
from izdes.core.tracing.lots import Lot, clean, take


class Queue:
    """A pool whose money leaves in the order in which it came."""

    def __init__(self, opening_minor: int) -> None:
        self._lots = deque([clean(opening_minor)] if opening_minor else [])

    def receive(self, lots: Sequence[Lot]) -> None:
        """Put lots at the back."""
        self._lots.extend(lots)

    def pay(self, units: int) -> list[Lot]:
        """Take units from the front."""
        return take(self._lots, units)

    def rest(self) -> Iterable[Lot]:
        """Return what is in the pool, the oldest first."""
        return self._lots


FIFO = Rule("fifo", "indifferent", "fifo", mixes=False, holding=Queue)
