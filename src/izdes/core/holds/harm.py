"""Harm: money held from people who were later cleared, and for how long, beside what came back.

The measure is amount × time: a hundred thousand tenge held for ten days weighs as much as a million
for one. It counts holds whose holder was cleared afterwards; holds about which nothing was decided
are counted apart, never as right. It measures what the holding took from the holder, not what
followed from it.

>>> since = datetime(2026, 5, 21, tzinfo=UTC)
>>> day = Held("1", "p", "KZT", ((since, 2_400),), since + timedelta(days=1), "cleared")
>>> harm_of([day], now=since + timedelta(days=9))[0].cleared_minor_hours
57600
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal

__all__ = ["UTC", "Harm", "Held", "harm_of", "timedelta"]

Outcome = Literal["open", "cleared", "upheld"]
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Held:
    """Money that one order held on one account.

    Attributes:
        holder: Whose account it is, by any name that tells people apart.
        amounts: From when on how much was held, in order of time.
        until: When it ended; None while it lasts.
        outcome: ``cleared``: the holder turned out to have no part in it, or the money was not the
            victims'; ``upheld``: a court or a refund bore the hold out.
        returned_minor: What of it went back to victims.
    """

    number: str
    holder: str
    currency: str
    amounts: tuple[tuple[datetime, int], ...]
    until: datetime | None
    outcome: Outcome
    returned_minor: int = 0

    def minor_seconds(self, now: datetime) -> int:
        """Return amount × seconds up to a moment, in minor units × seconds."""
        end = now if self.until is None else min(self.until, now)
        steps = [*self.amounts, (end, 0)]
        return sum(
            minor * _seconds(since, min(to, end)) for (since, minor), (to, _) in pairwise(steps)
        )

    @property
    def most_minor(self) -> int:
        """The most that was held at once."""
        return max((minor for _, minor in self.amounts), default=0)


@dataclass(frozen=True, slots=True)
class Harm:
    """What holding cost and brought, in one currency.

    Attributes:
        holds, cleared, undecided: How many holds; of them, of cleared holders, and without outcome.
        cleared_holders: How many people were cleared.
        held_minor: Σ over holds of the most held at once; ``cleared_minor`` of cleared holders.
        cleared_minor_hours: Σ amount × hours held from cleared holders, rounded down once.
        minor_hours: The same of all holds.
        returned_minor: What went back to victims.
    """

    currency: str
    holds: int
    cleared: int
    undecided: int
    cleared_holders: int
    held_minor: int
    cleared_minor: int
    minor_hours: int
    cleared_minor_hours: int
    returned_minor: int


def harm_of(holds: Iterable[Held], *, now: datetime) -> tuple[Harm, ...]:
    """Return what holding cost and brought up to a moment, one row for each currency.

    Args:
        holds: In any order; those that began after `now` count with no time.
    """
    groups: defaultdict[str, list[Held]] = defaultdict(list)
    for hold in holds:
        groups[hold.currency].append(hold)
    return tuple(_harm(currency, group, now) for currency, group in sorted(groups.items()))


def _harm(currency: str, holds: Sequence[Held], now: datetime) -> Harm:
    """Return the row of one currency."""
    cleared = [hold for hold in holds if hold.outcome == "cleared"]
    return Harm(
        currency=currency,
        holds=len(holds),
        cleared=len(cleared),
        undecided=sum(hold.outcome == "open" for hold in holds),
        cleared_holders=len({hold.holder for hold in cleared}),
        held_minor=sum(hold.most_minor for hold in holds),
        cleared_minor=sum(hold.most_minor for hold in cleared),
        minor_hours=sum(hold.minor_seconds(now) for hold in holds) // _HOUR,
        cleared_minor_hours=sum(hold.minor_seconds(now) for hold in cleared) // _HOUR,
        returned_minor=sum(hold.returned_minor for hold in holds),
    )


def _seconds(since: datetime, until: datetime) -> int:
    """Return whole seconds between two moments, never below zero."""
    return max(0, int((until - since).total_seconds()))
