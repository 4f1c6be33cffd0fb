"""Claimed units of every part in plain Python: the reference of `kernels_mixing`."""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from izdes.engine.tracing.flat import ACCOUNT, PIN, Flat, Int64
from izdes.engine.tracing.mixtures.runs import timed
from izdes.engine.tracing.mixtures.segments import CLEAN, Segment, cut_row, exchanged_row, stained


def rows_by_hand(
    flat: Flat,
    seeds: Int64,
    *,
    own_first: bool,
    groups: int = 1,
    home: NDArray[np.uint64] | None = None,
) -> tuple[Int64, Int64]:
    """Return rows (part, group, units), and by part the balance where claimed units leave."""
    scan = _Scan(flat, seeds, groups=groups, own_first=own_first, home=home)
    scan.run()
    balances = np.zeros(flat.units.size, np.int64)
    for part, balance in scan.before.items():
        balances[part] = balance
    return np.array(scan.rows, np.int64).reshape(-1, 3), balances


class _Scan:
    """One pass over the parts, in plain Python."""

    def __init__(
        self,
        flat: Flat,
        seeds: Int64,
        *,
        groups: int,
        own_first: bool,
        home: NDArray[np.uint64] | None,
    ) -> None:
        self.units, self.target = flat.units.tolist(), flat.target.tolist()
        self.source, self.kind = flat.source.tolist(), flat.kind.tolist()
        self.flat, self.own_first, self.groups = flat, own_first, groups
        self.home = [0] * len(self.kind) if home is None else home.tolist()
        self.balance = flat.opening.tolist()
        self.held: dict[int, list[int]] = {}
        self.waiting: dict[int, deque[Segment]] = {}
        self.carried: dict[int, list[Segment]] = {}
        self.seeds: dict[int, list[tuple[int, int, int]]] = {}
        for part, group, lo, units in seeds.tolist():
            self.seeds.setdefault(part, []).append((group, lo, units))
        self.rows: list[tuple[int, int, int]] = []
        self.before: dict[int, int] = {}

    def run(self) -> None:
        """Let every run leave, and every part arrive, in the order of the clock."""
        for is_arrival, parts in timed(self.flat):
            if is_arrival:
                for part in parts:
                    self.arrive(part)
            else:
                self.leave(parts)

    def leave(self, parts: Sequence[int]) -> None:
        """Take a run out of its pool and cut it into its parts."""
        pool, paid = self.source[parts[0]], sum(self.units[part] for part in parts)
        row = self.paid(parts[0], pool, paid)
        for part in parts:
            here, row = cut_row(row, self.units[part])
            here = stained(here, self.seeds.get(part, ()))
            self.rows += [(part, group, units) for group, units in here if group != CLEAN]
            self.carried[part] = here

    def paid(self, part: int, pool: int, paid: int) -> list[Segment]:
        """Return the segments of a payment."""
        if pool < 0:
            return [(CLEAN, paid)]
        balance = self.balance[pool]
        if self.kind[pool] == ACCOUNT:
            self.balance[pool] -= paid
            if pool not in self.held:
                return [(CLEAN, paid)]
            taken = self.shares(self.held[pool], paid, balance)
            if taken[0][0] != CLEAN:
                self.before[part] = balance
            return taken
        row = self.waiting.get(pool, deque())
        if self.kind[pool] == PIN:
            taken, rest = cut_row(row, paid)
        else:
            taken, rest = exchanged_row(row, paid), []
        self.waiting[pool] = deque(rest)
        self.balance[pool] -= paid if self.kind[pool] == PIN else balance
        return taken

    def shares(self, held: list[int], paid: int, balance: int) -> list[Segment]:
        """Take a payment out of a mixture: groups in their order, clean money last."""
        claimed = sum(held)
        own = min(paid, balance - claimed) if self.own_first else 0
        whole = claimed if self.own_first else balance
        taken: list[Segment] = []
        running = given = 0
        for group in range(self.groups):
            running += held[group]
            up_to = (paid - own) * running // whole if whole else 0
            held[group] -= up_to - given
            taken.append((group, up_to - given))
            given = up_to
        return [segment for segment in (*taken, (CLEAN, paid - given)) if segment[1]]

    def arrive(self, part: int) -> None:
        """Bring a part to its pool; what comes home is claimed no more."""
        pool, row = self.target[part], self.carried.pop(part)
        if pool < 0:
            return
        self.balance[pool] += self.units[part]
        row = [(CLEAN if g != CLEAN and self.home[pool] >> g & 1 else g, u) for g, u in row]
        if self.kind[pool] != ACCOUNT:
            self.waiting.setdefault(pool, deque()).extend(row)
            return
        for group, units in row:
            if group != CLEAN:
                self.held.setdefault(pool, [0] * self.groups)[group] += units
