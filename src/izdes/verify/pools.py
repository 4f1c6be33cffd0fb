"""What waits in a pool, and which units leave it under each rule (tracing.md, 7 and 8)."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple


class Share(NamedTuple):
    """What one claim has in a run of units: units lo to hi of the claim.

    ``is_turned``: the first unit of the run is unit hi - 1 of the claim.
    """

    claim: str
    lo: int
    hi: int
    is_turned: bool = False
    slice_id: int | None = None
    begins: bool = False
    marks: frozenset[str] = frozenset()

    def cut(self, units: int, of: int) -> tuple["Share", "Share"]:
        """Cut where the first ``units`` of ``of`` units end."""
        taken = (self.hi - self.lo) * units // of
        if self.is_turned:
            return self._replace(lo=self.hi - taken), self._replace(hi=self.hi - taken)
        return self._replace(hi=self.lo + taken), self._replace(lo=self.lo + taken)


class Run(NamedTuple):
    """Units in a row with one history; nobody claims them where there are no shares.

    The shares stand in the order of the thefts. ``first`` and ``last``: when the units came.
    """

    units: int
    shares: tuple[Share, ...] = ()
    first: datetime | None = None
    last: datetime | None = None

    def cut(self, units: int) -> tuple["Run", "Run"]:
        """Return the first units, and the others."""
        pairs = [share.cut(units, self.units) for share in self.shares]
        front = self._replace(units=units, shares=tuple(pair[0] for pair in pairs))
        rest = self.units - units
        return front, self._replace(units=rest, shares=tuple(pair[1] for pair in pairs))

    def turned(self) -> "Run":
        """Return the run with its last unit first."""
        shares = tuple(s._replace(is_turned=not s.is_turned) for s in self.shares)
        return self._replace(shares=shares)

    def behind(self, share: Share) -> str:
        """Return the first victim's claim, where it is not this one."""
        first = self.shares[0].claim
        return "" if share.claim == first else first


def marked(runs: Iterable[Run], mark: str) -> list[Run]:
    """Return runs whose claims carry a mark."""
    return [
        run._replace(shares=tuple(s._replace(marks=s.marks | {mark}) for s in run.shares))
        for run in runs
    ]


def one_if_clean(runs: Iterable[Run]) -> list[Run]:
    """Return a row in which clean units that stand side by side are one run."""
    row: list[Run] = []
    for run in runs:
        if row and not run.shares and not row[-1].shares:
            row.append(Run(row.pop().units + run.units))
        else:
            row.append(run)
    return row


def cut_at(runs: Sequence[Run], units: int) -> tuple[list[Run], list[Run]]:
    """Cut a row of runs after so many units."""
    front: list[Run] = []
    for n, run in enumerate(runs):
        if run.units > units:
            if not units:
                return front, [*runs[n:]]
            before, after = run.cut(units)
            return [*front, before], [after, *runs[n + 1 :]]
        front.append(run)
        units -= run.units
    return front, []


class Line:
    """First in, first out; or, ``last_first``: last in, first out, the last unit first."""

    def __init__(self, opening: int, *, last_first: bool) -> None:
        self._runs = deque([Run(opening)] if opening else [])
        self._last_first = last_first

    def put(self, runs: Iterable[Run]) -> None:
        """Let runs in at the end."""
        self._runs.extend(runs)

    def take(self, units: int) -> list[Run]:
        """Let so many units out, in the row in which they leave."""
        taken: list[Run] = []
        while units:
            run = self._runs.pop() if self._last_first else self._runs.popleft()
            if run.units > units and self._last_first:
                kept, run = run.cut(run.units - units)
                self._runs.append(kept)
            elif run.units > units:
                run, kept = run.cut(units)
                self._runs.appendleft(kept)
            taken.append(run.turned() if self._last_first else run)
            units -= run.units
        return taken

    def rest(self) -> Iterable[Run]:
        """Return what is left."""
        return self._runs


class Mixture:
    """Every payment takes a share of every class; or, ``own_first``: clean money goes first.

    A class is a row of claims on the same units; clean money is the class of no claims.
    """

    def __init__(self, opening: int, *, own_first: bool) -> None:
        self._classes: dict[tuple[str, ...], Run] = {(): Run(opening)}
        self._own_first = own_first

    def put(self, runs: Iterable[Run]) -> None:
        """Let runs in: each joins its class."""
        for run in runs:
            row = tuple(share.claim for share in run.shares)
            there = self._classes.get(row)
            self._classes[row] = _joined(there, run) if there and there.units else run

    def take(self, units: int) -> list[Run]:
        """Let so many units out, in the row in which they leave: clean ones last."""
        own = min(units, self._classes[()].units) if self._own_first else 0
        rows = sorted(row for row, run in self._classes.items() if row and run.units)
        if not self._own_first:
            rows.append(())
        sizes = [self._classes[row].units for row in rows]
        parts = [*zip(rows, _shares(units - own, sizes), strict=True), ((), own)]
        return [self._give(row, part) for row, part in parts if part]

    def _give(self, row: tuple[str, ...], units: int) -> Run:
        """Take so many units out of a class."""
        given, self._classes[row] = self._classes[row].cut(units)
        return given

    def rest(self) -> Iterable[Run]:
        """Return what is left."""
        return [run for run in self._classes.values() if run.units]


def _shares(units: int, sizes: Sequence[int]) -> Iterator[int]:
    """Yield the share of each class: what the rounded-down running sums grow by."""
    total, so_far = sum(sizes), 0
    for size in sizes:
        before, so_far = so_far, so_far + size
        yield (units * so_far // total - units * before // total) if total else 0


def _joined(one: Run, two: Run) -> Run:
    """Return two runs of one class as one: of each claim only the amount keeps a meaning."""
    shares = tuple(
        a._replace(lo=0, hi=a.hi - a.lo + b.hi - b.lo, marks=a.marks | b.marks)
        for a, b in zip(one.shares, two.shares, strict=True)
    )
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return Run(one.units + two.units, shares)
    return Run(one.units + two.units, shares, min(one.first, two.first), max(one.last, two.last))


def new_pool(rule: str, opening: int) -> Line | Mixture:
    """Return a pool of a rule; opening money is clean and was there first."""
    if rule in ("fifo", "lifo"):
        return Line(max(0, opening), last_first=rule == "lifo")
    return Mixture(max(0, opening), own_first=rule == "lowest-balance")
