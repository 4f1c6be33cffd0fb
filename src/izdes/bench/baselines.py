"""What is usually done instead: deques replayed from the start, and a graph library.

Both give the same FIFO amounts as the engine on a ledger whose accounts are all covered; they are
here to be timed beside it, on the same ledger and in the same run.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
# Where money of a theft rests: account -> minor units.
Rests = dict[int, int]


def deques(source: Ints, target: Ints, amount: Ints, *, opening: Ints, theft: int) -> Rests:
    """Follow one stolen transfer by replaying every queue of the ledger from its beginning."""
    queues = defaultdict(
        deque[tuple[int, bool]],
        {n: deque([(units, False)]) for n, units in enumerate(opening.tolist()) if units},
    )
    rows = zip(source.tolist(), target.tolist(), amount.tolist(), strict=True)
    for number, (payer, payee, units) in enumerate(rows):
        lots = _left(queues[payer], units)
        if number == theft:
            lots = [(units, True)]
        queues[payee].extend(lots)
    rests: Rests = {}
    for account, queue in queues.items():
        if stolen := sum(units for units, is_stolen in queue if is_stolen):
            rests[account] = stolen
    return rests


def _left(queue: deque[tuple[int, bool]], units: int) -> list[tuple[int, bool]]:
    """Take units from a queue; who has none pays from outside the ledger."""
    taken: list[tuple[int, bool]] = []
    while units:
        if not queue:
            return [*taken, (units, False)]
        here, is_stolen = queue.popleft()
        if here > units:
            queue.appendleft((here - units, is_stolen))
            here = units
        taken.append((here, is_stolen))
        units -= here
    return taken


class Graph:
    """The ledger as a multigraph of NetworkX; each hop sorts its account's movements."""

    def __init__(self, source: Ints, target: Ints, amount: Ints) -> None:
        import networkx as nx  # noqa: PLC0415 -- only this measure needs it

        self.graph: Any = nx.MultiDiGraph()
        rows = zip(source.tolist(), target.tolist(), amount.tolist(), strict=True)
        self.graph.add_edges_from(
            (payer, payee, number, {"units": units})
            for number, (payer, payee, units) in enumerate(rows)
        )

    def follow(self, thefts: Sequence[tuple[int, int, int]]) -> Rests:
        """Follow stolen transfers (number, payee, units) hop by hop."""
        rests: Rests = {}
        for number, payee, units in thefts:
            work = [(number, payee, 0, units)]
            while work:
                edge, account, start, end = work.pop()
                work += self._hop(edge, account, (start, end), rests)
        return rests

    def _hop(
        self, edge: int, account: int, piece: tuple[int, int], rests: Rests
    ) -> list[tuple[int, int, int, int]]:
        """Move a piece of one incoming transfer to the outgoing ones that carry it."""
        entered = sorted(self._edges(self.graph.in_edges, account))
        left = sorted(self._edges(self.graph.out_edges, account))
        start = sum(units for number, units, _ in entered if number < edge)
        opening = _least_opening(entered, left)
        x, y = opening + start + piece[0], opening + start + piece[1]
        carried, out = [], 0
        for number, units, payee in left:
            lo, hi = max(x, out), min(y, out + units)
            if lo < hi:
                carried.append((number, payee, lo - out, hi - out))
            out += units
        if y > out:
            rests[account] = rests.get(account, 0) + y - max(x, out)
        return carried

    def _edges(self, edges: Callable[..., Any], account: int) -> list[tuple[int, int, int]]:
        """Return an account's movements: number, units, payee."""
        found = edges(account, keys=True, data="units")
        return [(number, units, payee) for _, payee, number, units in found]


def _least_opening(
    entered: Sequence[tuple[int, int, int]], left: Sequence[tuple[int, int, int]]
) -> int:
    """Return the least opening balance that lets every payment be made."""
    changes = sorted(
        [(n, units) for n, units, _ in entered] + [(n, -units) for n, units, _ in left]
    )
    balance = lowest = 0
    for _, change in changes:
        balance += change
        lowest = min(lowest, balance)
    return -lowest
