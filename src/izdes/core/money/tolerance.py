"""Tolerance: how long money is under way between two banks, learned from what is certain.

Pairs whose rows name each other's accounts show how long two banks take. Where enough of them are
known, a pair that is less certain must keep to three times the longest; elsewhere to an hour.
Times printed to the minute or the day are intervals, and only the gap between them counts.

That payments have been fast does not prove that this one was.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from izdes.core.money.matching import CLOCKS_DIFFER, DAY, TOLERANCE
from izdes.core.money.reconcile import step_of
from izdes.core.money.statement import StatementRow

Banks = tuple[str, str]
USUAL = TOLERANCE
_LONGEST = DAY
_ENOUGH = 8
_TIMES = 3


class Tolerances:
    """How long after its debit a credit may come, by payer's and payee's bank."""

    def __init__(self, certain: Iterable[tuple[Banks, timedelta]]) -> None:
        seen: defaultdict[Banks, list[timedelta]] = defaultdict(list)
        for banks, lag in certain:
            seen[banks].append(lag)
        self._known = {
            banks: min(max(_TIMES * max(lags), CLOCKS_DIFFER), _LONGEST)
            for banks, lags in seen.items()
            if len(lags) >= _ENOUGH
        }

    def of(self, banks: Banks) -> timedelta:
        """Return the tolerance between two banks."""
        return self._known.get(banks, USUAL)

    @property
    def longest(self) -> timedelta:
        """The longest of all, for looking candidates up."""
        return max((USUAL, *self._known.values()))


def lag_of(debit: StatementRow, credit: StatementRow) -> timedelta:
    """Return how long the credit comes after the debit; negative when it comes before.

    Zero where the printed times leave room for the same instant.
    """
    start, end = _interval(debit)
    other_start, other_end = _interval(credit)
    if other_start >= end:
        return other_start - end + timedelta(seconds=1)
    if start >= other_end:
        return other_end - start - timedelta(seconds=1)
    return timedelta()


def _interval(row: StatementRow) -> tuple[datetime, datetime]:
    """Return the instants that a printed time may mean, half-open."""
    return row.booked_at, row.booked_at + step_of(row.time_precision)
