"""Queues: what each of several orders holds on one account.

Orders stand in the order in which they came into force; of two of one moment the smaller number is
first. Each holds what those before it leave, up to its own cap. So the last in the row is the first
to hold less when little is there; another order never lowers an earlier one; and where one is
released the others keep what they hold, and the next may take what became free.

Σ held ≤ balance, and ≤ Σ caps. What is held cannot be spent, so a balance that falls below it shows
that something was paid against an order, and that is said.

>>> since = datetime(2026, 5, 21, tzinfo=UTC)
>>> row = [Standing("B", since + timedelta(hours=1), 80), Standing("A", since, 50)]
>>> [(c.number, c.held_minor) for c in held_at(row, 100, at=since + timedelta(hours=2))]
[('A', 50), ('B', 50)]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["UTC", "Caught", "Moment", "Standing", "held_at", "history", "timedelta"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An order to hold money on an account.

    Attributes:
        since: From when it is in force there.
        cap_minor: The most that it holds there.
        until: When it was released or lapsed (half-open); None while it stands.
    """

    number: str
    since: datetime
    cap_minor: int
    until: datetime | None = None

    def stands_at(self, moment: datetime) -> bool:
        """Say whether the order is in force at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Caught:
    """What one order holds."""

    number: str
    cap_minor: int
    held_minor: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An account from a moment to the next.

    Attributes:
        caught: What each order in force holds, the first in the row first.
        paid_against_minor: What orders held before and no longer can, though none was released:
            money was paid out against them.
    """

    at: datetime
    balance_minor: int
    caught: tuple[Caught, ...]
    paid_against_minor: int = 0

    @property
    def held_minor(self) -> int:
        """What all orders hold together."""
        return sum(one.held_minor for one in self.caught)

    @property
    def free_minor(self) -> int:
        """What the holder may dispose of; nothing where he owes."""
        return max(0, self.balance_minor - self.held_minor)


def held_at(orders: Iterable[Standing], balance_minor: int, *, at: datetime) -> tuple[Caught, ...]:
    """Return what each order in force holds at a moment, the first in the row first.

    Args:
        balance_minor: What lies on the account, held money included; owed where negative.
    """
    left, caught = max(0, balance_minor), []
    for order in sorted(orders, key=lambda o: (o.since, o.number)):
        if order.stands_at(at):
            held = min(order.cap_minor, left)
            caught.append(Caught(order.number, order.cap_minor, held))
            left -= held
    return tuple(caught)


def history(
    orders: Iterable[Standing], balances: Iterable[tuple[datetime, int]]
) -> tuple[Moment, ...]:
    """Return what was held over time, at every moment at which something changed.

    Args:
        balances: When the balance became what, in minor units, in any order; before the first it
            is not known, and nothing is said.
    """
    row, known = tuple(orders), sorted(balances)
    if not known:
        return ()
    ends = {o.since for o in row} | {o.until for o in row if o.until is not None}
    moments = sorted({at for at, _ in known} | {at for at in ends if at >= known[0][0]})
    found: list[Moment] = []
    for at in moments:
        balance = _balance_at(known, at)
        caught = held_at(row, balance, at=at)
        lost = _paid_against(found[-1].caught if found else (), caught)
        found.append(Moment(at, balance, caught, lost))
    return tuple(found)


def _balance_at(known: Sequence[tuple[datetime, int]], at: datetime) -> int:
    """Return the balance at a moment that is not before the first known one."""
    return next(minor for moment, minor in reversed(known) if moment <= at)


def _paid_against(before: Iterable[Caught], now: Iterable[Caught]) -> int:
    """Return by how much orders that still stand hold less than they did."""
    held = {one.number: one.held_minor for one in before}
    return sum(max(0, held.get(one.number, 0) - one.held_minor) for one in now)
