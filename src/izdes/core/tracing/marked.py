"""Marked money: runs of units that know where they entered, and what a rule lets leave first.

The same rules as forward (`izdes.core.tracing.rules`), over finer classes: a class of a trace is
here parted by entrance. The finer classes of one class stand together, so shares by running sums
add up to the share of the whole class, to the unit. That is why backward and forward agree.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.classes import shares_of
from izdes.core.tracing.rules import RuleName


class Entry(NamedTuple):
    """What a unit carries: its claims, where it entered, and by which transfer it came last.

    Attributes:
        pool: The pool whose opening it is; -1 where it entered by a transfer.
        place: The transfer by which it entered; -1 for an opening.
        came_by: The transfer that brought it where it lies; -1 where that is not asked.
    """

    claims: tuple[ClaimId, ...] = ()
    pool: int = -1
    place: int = -1
    came_by: int = -1

    @property
    def rank(self) -> tuple[object, ...]:
        """Its place among classes: by claims, clean money last, then by entrance."""
        return (not self.claims, *self)


class Run(NamedTuple):
    """Units in a row that carry the same."""

    entry: Entry
    units: int


Money = list[Run]


class Holding(Protocol):
    """The money of one pool."""

    def receive(self, money: Iterable[Run]) -> None:
        """Put money that arrived together into the pool."""

    def pay(self, units: int) -> Money:
        """Let so many units leave, which are there, and return them in their order."""

    def rest(self) -> Money:
        """Return what is in the pool."""


class Line:
    """A pool that keeps the order of arrival: the first leave first, or the last."""

    def __init__(self, *, last_first: bool) -> None:
        self._last_first = last_first
        self._runs: deque[Run] = deque()

    def receive(self, money: Iterable[Run]) -> None:
        """Put money at the back."""
        self._runs.extend(money)

    def pay(self, units: int) -> Money:
        """Take units from the front, or one by one from the back."""
        paid: Money = []
        while units:
            entry, here = self._runs.pop() if self._last_first else self._runs.popleft()
            if here > units:
                left = Run(entry, here - units)
                (self._runs.append if self._last_first else self._runs.appendleft)(left)
            paid.append(Run(entry, min(here, units)))
            units -= paid[-1].units
        return paid

    def rest(self) -> Money:
        """Return what is in the pool, the oldest first."""
        return list(self._runs)


class Mixture:
    """A pool without order: shares of every class leave, or clean money first."""

    def __init__(self, *, own_first: bool) -> None:
        self._own_first = own_first
        self._units: defaultdict[Entry, int] = defaultdict(int)

    def receive(self, money: Iterable[Run]) -> None:
        """Mix money in."""
        for entry, units in money:
            self._units[entry] += units

    def pay(self, units: int) -> Money:
        """Take a share of every class; or clean money while there is any, then claimed."""
        if not self._own_first:
            return self._share(units, list(self._units))
        own = [entry for entry in self._units if not entry.claims]
        clean = min(units, sum(self._units[entry] for entry in own))
        claimed = self._share(units - clean, [e for e in self._units if e.claims])
        return claimed + self._share(clean, own)

    def _share(self, units: int, among: Sequence[Entry]) -> Money:
        """Take so many units of some classes, in proportion."""
        if not units:
            return []
        classes = sorted(among, key=lambda entry: entry.rank)
        paid: Money = []
        for entry, share in zip(
            classes, shares_of(units, [self._units[entry] for entry in classes]), strict=True
        ):
            self._units[entry] -= share
            if not self._units[entry]:
                del self._units[entry]
            if share:
                paid.append(Run(entry, share))
        return paid

    def rest(self) -> Money:
        """Return what is in the pool, by class."""
        return [Run(entry, self._units[entry]) for entry in sorted(self._units)]


def holding_of(rule: RuleName) -> Holding:
    """Return an empty pool under a rule."""
    if rule in {"fifo", "lifo"}:
        return Line(last_first=rule == "lifo")
    return Mixture(own_first=rule == "lowest-balance")


def cut(money: Iterable[Run], units: int) -> tuple[Money, Money]:
    """Cut a row of runs after so many units."""
    front: Money = []
    back: Money = []
    for entry, here in money:
        taken = min(here, units)
        units -= taken
        if taken:
            front.append(Run(entry, taken))
        if here > taken:
            back.append(Run(entry, here - taken))
    return front, back


def exchanged(money: Sequence[Run], into: int) -> Money:
    """Count a row anew in another currency: the cut after u of a units comes after ⌊u·into/a⌋."""
    whole, before, turned = sum(run.units for run in money), 0, []
    for entry, units in money:
        share = into * (before + units) // whole - into * before // whole
        before += units
        if share:
            turned.append(Run(entry, share))
    return turned
