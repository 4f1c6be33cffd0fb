"""Movements: one account's own book, and what stands out in it over spans of time.

Only what falls into the account's windows is in its book: a statement is judged by itself, not by
what others' statements say of the account.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Ledger, Transfer
from izdes.core.tracing.dwell import seconds_stayed
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.windows import Place, Window, window_at, windows_of

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Book:
    """One account's movements inside its windows, in the order in which it sees them."""

    place: Place
    windows: Sequence[Window]
    credits: Sequence[Transfer]
    debits: Sequence[Transfer]


def books(plan: Plan, ledger: Ledger) -> list[Book]:
    """Return the movements of each covered account."""
    windows = windows_of(ledger)
    came: defaultdict[Place, list[Transfer]] = defaultdict(list)
    left: defaultdict[Place, list[Transfer]] = defaultdict(list)
    for t, parts in zip(plan.transfers, plan.parts, strict=True):
        if not parts:
            continue
        payer, payee = (t.payer.account, t.currency), (t.payee.account, t.currency)
        if window_at(windows.get(payer, ()), t.booked_at) is not None:
            left[payer].append(t)
        if window_at(windows.get(payee, ()), t.arrives_at) is not None:
            came[payee].append(t)
    return [
        Book(place, windows[place], sorted(came[place], key=_arrives_at), left[place])
        for place in sorted(windows)
    ]


class Day(NamedTuple):
    """What came and what left within 24 hours from an arrival."""

    came_minor: int = 0
    left_minor: int = 0
    start: datetime | None = None

    @property
    def passed_minor(self) -> int:
        """What can have done both."""
        return min(self.came_minor, self.left_minor)


def busiest_day(book: Book) -> Day:
    """Return the 24 hours from an arrival through which most passed, the first among equals."""
    came = _Sums([(t.arrives_at, t.amount_minor) for t in book.credits])
    left = _Sums([(t.booked_at, t.amount_minor) for t in book.debits])
    starts = dict.fromkeys(t.arrives_at for t in book.credits)
    days = (Day(came.within_day(start), left.within_day(start), start) for start in starts)
    return max(days, key=lambda day: day.passed_minor, default=Day())


class _Sums:
    """Sums of what moved within spans of time; the movements are in order of time."""

    def __init__(self, moved: Sequence[tuple[datetime, int]]) -> None:
        self._moments = [at for at, _ in moved]
        self._before = [0, *accumulate(minor for _, minor in moved)]

    def within_day(self, start: datetime) -> int:
        """Return what moved in the 24 hours from a moment."""
        first = bisect_left(self._moments, start)
        return self._before[bisect_left(self._moments, start + _DAY)] - self._before[first]


def quiet_days(book: Book, start: datetime | None) -> int:
    """Return the whole days before a moment in which nothing moved, as far as is known."""
    if start is None:
        return 0
    known_from = max(w.start for w in book.windows if w.start <= start)
    moments = [t.arrives_at for t in book.credits] + [t.booked_at for t in book.debits]
    last = max((m for m in moments if m < start), default=known_from)
    return (start - max(last, known_from)) // _DAY


def payers_in_hour(transfers: Sequence[Transfer]) -> int:
    """Return the most different payers of any hour that begins with an arrival.

    Args:
        transfers: In the order of arrival. A time printed to the day tells no hour: left out.
    """
    by_clock = [t for t in transfers if t.time_precision != "day"]
    inside: Counter[AccountKey] = Counter()
    most = end = 0
    for t in by_clock:
        while end < len(by_clock) and by_clock[end].arrives_at < t.arrives_at + _HOUR:
            inside[by_clock[end].payer.account] += 1
            end += 1
        most = max(most, len(inside))
        inside[t.payer.account] -= 1
        if not inside[t.payer.account]:
            del inside[t.payer.account]
    return most


def first_gap_seconds(book: Book) -> int | None:
    """Return the time from the first credit to the first debit after it."""
    if not book.credits:
        return None
    first = book.credits[0]
    later = (t for t in book.debits if t.booked_at >= first.arrives_at)
    return next((seconds_stayed(first, t) for t in later), None)


def _arrives_at(t: Transfer) -> datetime:
    """Return when the payee has the money."""
    return t.arrives_at
