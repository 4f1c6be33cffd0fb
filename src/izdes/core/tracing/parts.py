"""Parts: where the units of a transfer come from and where they go, cut at the borders of both.

The units stand in a row. They come from pins, then from the pool's own money, then from the
payer's bank; they go to pins, then to repay the bank, then into the pool. The balances that
decide leave out what is pinned.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from izdes.core.money.account import AccountKey, is_conversion
from izdes.core.money.transfer import Ledger, Transfer
from izdes.core.tracing.balances import Books, PoolKey
from izdes.core.tracing.endings import ending_of
from izdes.core.tracing.pins import Pins
from izdes.core.tracing.pools import OUTSIDE, Part, Pool, Step
from izdes.core.tracing.trace import EndingKind
from izdes.core.tracing.windows import Place, Window, kinds_of


class Run(NamedTuple):
    """Units in a row that share where they come from, or where they go."""

    units: int
    pool: int = OUTSIDE
    ending: EndingKind | None = None


def parts_of(
    ledger: Ledger,
    windows: Mapping[Place, Sequence[Window]],
    books: Books,
    pins: Pins,
    steps: Sequence[Step],
) -> tuple[tuple[Pool, ...], tuple[tuple[Part, ...], ...]]:
    """Return the pools, and each transfer's parts by place."""
    laid = _Laid(ledger, windows, books, pins, steps)
    sources: dict[int, list[Run]] = {}
    parts: list[tuple[Part, ...]] = [()] * len(ledger.transfers)
    for step in steps:
        if step.is_arrival:
            runs = laid.targets(step.place)
            parts[step.place] = tuple(_cut(step.place, sources.pop(step.place), runs))
        else:
            sources[step.place] = laid.sources(step.place)
    return tuple(laid.pools), tuple(parts)


class _Laid:
    """The pools, and how much each has that nothing pins, step by step."""

    def __init__(
        self,
        ledger: Ledger,
        windows: Mapping[Place, Sequence[Window]],
        books: Books,
        pins: Pins,
        steps: Iterable[Step],
    ) -> None:
        self._transfers, self._books, self._pins = ledger.transfers, books, pins
        self._kinds = kinds_of(ledger.coverages)
        self._free = {key: book.opening_minor for key, book in books.in_order()}
        self._number = {key: n for n, key in enumerate(self._free)}
        self.pools = [_account_pool(key, windows[key[0]], self._free[key]) for key in self._free]
        self._first_pin = len(self.pools)
        by_id = {t.transfer_id: t for t in ledger.transfers}
        for pin in pins.held:
            t = by_id[pin.debit]
            self.pools.append(Pool("pin", t.payer.account, t.currency))
        self._sold: dict[int, int] = {}
        self._bought: dict[int, int] = {}
        for legs in _exchanges(ledger.transfers, steps):
            t = ledger.transfers[legs[0]]
            self._sold |= dict.fromkeys(legs[:-1], len(self.pools))
            self._bought[legs[-1]] = len(self.pools)
            self.pools.append(Pool("exchange", t.payee.account, t.currency, ending="conversion"))

    def sources(self, place: int) -> list[Run]:
        """Return where a leaving transfer's units come from."""
        t, numbers = self._transfers[place], self._pins.out_of[place]
        runs = self._pinned(numbers)
        rest = t.amount_minor - self._pins.taken(numbers)
        key = self._books.leaves[place]
        if is_conversion(t.payer.account):
            runs.append(Run(rest, self._bought.get(place, OUTSIDE)))
        elif key is None:
            runs.append(Run(rest))
        else:
            own = min(rest, max(0, self._free[key]))
            self._free[key] -= rest
            runs += [Run(own, self._number[key]), Run(rest - own)]
        return runs

    def targets(self, place: int) -> list[Run]:
        """Return where an arriving transfer's units go."""
        t, numbers = self._transfers[place], self._pins.into[place]
        runs = self._pinned(numbers)
        rest = t.amount_minor - self._pins.taken(numbers)
        key = self._books.enters[place]
        if place in self._sold:
            runs.append(Run(rest, self._sold[place]))
        elif key is None:
            runs.append(Run(rest, ending=ending_of(t, self._kinds)))
        else:
            repaid = min(rest, max(0, -self._free[key]))
            self._free[key] += rest
            runs += [Run(repaid, ending="lender"), Run(rest - repaid, self._number[key])]
        return runs

    def _pinned(self, numbers: Iterable[int]) -> list[Run]:
        """Return the runs that pins take or give."""
        return [Run(self._pins.held[n].amount_minor, self._first_pin + n) for n in numbers]


def _account_pool(key: PoolKey, windows: Sequence[Window], opening_minor: int) -> Pool:
    """Return the pool of one window of an account."""
    (account, currency), number = key
    window = windows[number]
    goes_dark = number + 1 < len(windows)
    return Pool(
        "account",
        account,
        currency,
        start=window.start,
        opening_minor=max(0, opening_minor),
        ending="held" if window.residue_is_held and not goes_dark else "frontier",
        as_of=window.end if window.residue_is_held else None,
        goes_dark=goes_dark,
        is_assumed=window.opening_minor is None,
    )


def _exchanges(transfers: Sequence[Transfer], steps: Iterable[Step]) -> list[list[int]]:
    """Return the exchanges: places of the legs in and, last, of the leg out, by first arrival."""
    waiting: defaultdict[AccountKey, list[tuple[int, int]]] = defaultdict(list)
    found: list[tuple[int, list[int]]] = []
    for moment, step in enumerate(steps):
        t = transfers[step.place]
        if step.is_arrival and is_conversion(t.payee.account):
            waiting[t.payee.account].append((moment, step.place))
        elif not step.is_arrival and waiting[t.payer.account]:
            legs = waiting.pop(t.payer.account)
            found.append((legs[0][0], [*(place for _, place in legs), step.place]))
    return [legs for _, legs in sorted(found)]


def _cut(place: int, sources: Iterable[Run], targets: Iterable[Run]) -> Iterable[Part]:
    """Yield the parts of a transfer: both rows of runs, cut at each other's borders."""
    going = iter([run for run in targets if run.units])
    to, left, lo = Run(0), 0, 0
    for run in sources:
        units = run.units
        while units:
            if not left:
                to = next(going)
                left = to.units
            step = min(units, left)
            yield Part(place, lo, step, run.pool, to.pool, to.ending)
            units, left, lo = units - step, left - step, lo + step
