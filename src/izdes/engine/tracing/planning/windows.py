"""Windows as columns: the pools of accounts, and which of them holds a moment.

The same intervals as `izdes.core.tracing.windows`, numbered in the order of account, currency and
time: that number is the pool's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from izdes.engine.tracing.ledger.codes import NEVER, Bool, Int32, Int64, micros
from izdes.engine.tracing.ledger.columns import Columns, Coverages

_ALWAYS = (
    micros(datetime.min.replace(tzinfo=UTC)),
    micros(datetime.max.replace(tzinfo=UTC)),
)
# What `Windows.only_pool` says of an account that has to be looked up by time.
MANY = -2
# Up to so many places for each transfer, marks are cheaper than sorting.
_ROOMY = 4


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The pools of accounts, in the order of (account, currency, start).

    Attributes:
        first: For each account its first pool; one more at the end.
        account, currency: Codes of each pool.
        start, end: Microseconds, half-open.
        opening_minor: As printed; 0 where ``is_printed`` is False.
        is_held: False where nobody said which accounts are covered.
        currencies: How many currencies the ledger has.
    """

    first: Int32
    account: Int32
    currency: Int32
    start: Int64
    end: Int64
    opening_minor: Int64
    is_printed: Bool
    is_held: bool
    currencies: int

    def __len__(self) -> int:
        """Return how many pools there are."""
        return len(self.start)

    @property
    def place(self) -> Int64:
        """Account and currency of each pool as one number."""
        return self.account.astype(np.int64) * self.currencies + self.currency

    def only_pool(self, currency: Int32 | None, at: Int64) -> Int32:
        """Return by account its one pool, if that holds all moments asked for; -1 if it has none.

        Args:
            currency: Of each moment; None where all are the first, which the pool is then in too.
            at: The moments.

        Returns:
            `MANY` where an account has several pools, or one that does not hold all moments.
        """
        found = np.full(len(self.first) - 1, -1, np.int32)
        found[self.first[1:] > self.first[:-1]] = MANY
        alone = np.flatnonzero(np.diff(self.first) == 1)
        pool = self.first[:-1][alone]
        if len(at):
            holds = (self.start[pool] <= at.min()) & (at.max() < self.end[pool])
        else:
            holds = np.ones(len(pool), np.bool_)
        if currency is None:
            holds &= self.currency[pool] == 0
        found[alone[holds]] = pool[holds]
        return found

    def goes_dark(self, pool: int) -> bool:
        """Say whether a later window of the same account and currency follows."""
        follows = pool + 1 < len(self)
        return follows and bool(
            self.account[pool] == self.account[pool + 1]
            and self.currency[pool] == self.currency[pool + 1]
        )


def windows_of(columns: Columns) -> Windows:
    """Return the pools of accounts."""
    if not columns.has_coverage:
        return _endless(columns)
    c = columns.coverages
    rows = np.flatnonzero(c.start != NEVER)
    # The last key counts first; of equal intervals a printed opening stands, of several the least.
    stated = (c.opening_minor[rows], ~c.is_printed[rows])
    place = (c.end[rows], c.start[rows], c.currency[rows], c.account[rows])
    rows = rows[np.lexsort((*stated, *place))]
    return _joined(columns, c, rows)


def _endless(columns: Columns) -> Windows:
    """Return one window without ends for each payer that is an account."""
    currencies = max(1, len(columns.currencies))
    place = columns.payer.astype(np.int64) if currencies > 1 else columns.payer
    if columns.currency is not None:
        place = place * currencies + columns.currency
    found = _different(place, len(columns.accounts) * currencies)
    found = found[~columns.starting("@")[found // currencies]]
    account = (found // currencies).astype(np.int32)
    return Windows(
        first=_firsts(account, len(columns.accounts)),
        account=account,
        currency=(found % currencies).astype(np.int32),
        start=np.full(len(found), _ALWAYS[0], np.int64),
        end=np.full(len(found), _ALWAYS[1], np.int64),
        opening_minor=np.zeros(len(found), np.int64),
        is_printed=np.zeros(len(found), np.bool_),
        is_held=False,
        currencies=currencies,
    )


def _different(places: Int64 | Int32, limit: int) -> Int64:
    """Return the different numbers below a limit, in order."""
    if limit > _ROOMY * len(places) + 1_000_000:
        return np.unique(places).astype(np.int64)
    is_there = np.zeros(limit, np.bool_)
    is_there[places] = True
    return np.flatnonzero(is_there)


def _joined(columns: Columns, c: Coverages, rows: Int64) -> Windows:
    """Join intervals of sorted rows that touch or overlap: the earliest one's opening stands."""
    currencies = max(1, len(columns.currencies))
    place = c.account[rows].astype(np.int64) * currencies + c.currency[rows]
    start, end = c.start[rows], _latest(place, c.end[rows])
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = (place[1:] != place[:-1]) | (start[1:] > end[:-1])
    head = np.flatnonzero(begins)
    last = np.append(head[1:], len(rows))[: len(head)] - 1
    return Windows(
        first=_firsts(c.account[rows[head]], len(columns.accounts)),
        account=c.account[rows[head]],
        currency=c.currency[rows[head]],
        start=start[head],
        end=end[last],
        opening_minor=c.opening_minor[rows[head]],
        is_printed=c.is_printed[rows[head]],
        is_held=True,
        currencies=currencies,
    )


def _latest(place: Int64, end: Int64) -> Int64:
    """Return the latest end so far among the rows of each place."""
    ends, rank = np.unique(end, return_inverse=True)
    group = np.cumsum(np.append(0, place[1:] != place[:-1]))[: len(place)]
    # A later group stands above every earlier one, so that the maximum begins anew with it.
    running = np.maximum.accumulate(group * len(ends) + rank)
    return ends[running - group * len(ends)] if len(ends) else end


def _firsts(account: Int32, accounts: int) -> Int32:
    """Return where each account's pools begin, and the end."""
    found: Int32 = np.searchsorted(account, np.arange(accounts + 1)).astype(np.int32)
    return found


def pools_at(windows: Windows, account: Int32, currency: Int32 | None, at: Int64) -> Int32:
    """Return the pool that holds each moment, or -1 where the account is dark then."""
    found = windows.only_pool(currency, at)[account]
    if currency is not None:
        sure = np.flatnonzero(found >= 0)
        found[sure[windows.currency[found[sure]] != currency[sure]]] = -1
    rows = np.flatnonzero(found == MANY)
    if len(rows):
        own = None if currency is None else currency[rows]
        found[rows] = _looked_up(windows, account[rows], own, at[rows])
    return found


def _looked_up(windows: Windows, account: Int32, currency: Int32 | None, at: Int64) -> Int32:
    """Return the pool that holds each moment, by a search over account, currency and start."""
    places, number = np.unique(windows.place, return_inverse=True)
    starts, rank = np.unique(windows.start, return_inverse=True)
    place = account.astype(np.int64) * windows.currencies + (0 if currency is None else currency)
    near = np.minimum(np.searchsorted(places, place), len(places) - 1)
    # The last window of the place that had begun.
    key = near * (len(starts) + 1) + np.searchsorted(starts, at, side="right")
    pool = np.searchsorted(number * (len(starts) + 1) + rank + 1, key, side="right") - 1
    holds = (places[near] == place) & (pool >= 0)
    holds &= (windows.place[pool] == place) & (at < windows.end[pool])
    return np.where(holds, pool, -1).astype(np.int32)
