"""Order within one instant: what must have come before what.

Banks book to the second or only to the day, so several movements share an instant. Money cannot
be spent before it arrives: at one instant the credits to an account come before the debits from
it. Beyond that the rows stand as the statements list them. A circle of payments inside one
instant has no such order; it is cut at the row that is listed first.

The order is a convention where the sources are silent; traces mark what depends on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Transfer, TransferId, with_seq


@dataclass(frozen=True, slots=True)
class Placed:
    """A transfer with its places in the payer's and the payee's statement (None: not there)."""

    transfer: Transfer
    payer_position: int | None = None
    payee_position: int | None = None

    @property
    def listed(self) -> tuple[int, TransferId]:
        """Where it is listed: by the payer's bank, else by the payee's."""
        here = self.payer_position if self.payer_position is not None else self.payee_position
        return (here or 0, self.transfer.transfer_id)


def in_order(placed: Iterable[Placed]) -> list[Transfer]:
    """Return the transfers in time, each with its ``seq`` among those of its instant."""
    by_time = sorted(placed, key=lambda p: (p.transfer.booked_at, p.listed))
    ordered: list[Transfer] = []
    for _, group in groupby(by_time, key=lambda p: p.transfer.booked_at):
        instant = list(group)
        walk = instant if len(instant) == 1 else _walk(instant)
        ordered += (with_seq(p.transfer, seq) for seq, p in enumerate(walk))
    return ordered


def _walk(instant: list[Placed]) -> Iterator[Placed]:
    """Yield one instant's transfers: causes first, then as listed (Kahn's algorithm)."""
    after = _successors(instant)
    blockers = [0] * len(instant)
    for following in after.values():
        for index in following:
            blockers[index] += 1
    ready = [(instant[i].listed, i) for i, count in enumerate(blockers) if not count]
    heapify(ready)
    waiting = set(range(len(instant)))
    while waiting:
        _, current = heappop(ready) if ready else min((instant[i].listed, i) for i in waiting)
        waiting.discard(current)
        yield instant[current]
        for index in after.get(current, ()):
            blockers[index] -= 1
            if not blockers[index] and index in waiting:
                heappush(ready, (instant[index].listed, index))


def _successors(instant: list[Placed]) -> dict[int, list[int]]:
    """Return which transfers must wait for which."""
    credits_: defaultdict[AccountKey, list[int]] = defaultdict(list)
    debits: defaultdict[AccountKey, list[int]] = defaultdict(list)
    for index, placed in enumerate(instant):
        if placed.transfer.credited_at is None and _can_hold(placed.transfer.payee.account):
            credits_[placed.transfer.payee.account].append(index)
        debits[placed.transfer.payer.account].append(index)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for account, arriving in credits_.items():
        arriving.sort(key=lambda i: _place(instant[i].payee_position, instant[i]))
        leaving = sorted(debits.get(account, ()), key=lambda i: instant[i].listed)
        for earlier, later in pairwise([*arriving, *leaving]):
            after[earlier].append(later)
    return after


def _can_hold(account: AccountKey) -> bool:
    """Say whether money rests there before it goes on; a currency exchange passes it on too."""
    return not is_virtual(account) or account.startswith("@fx:")


def _place(position: int | None, placed: Placed) -> tuple[int, TransferId]:
    """Return the place in one account's statement, else where the transfer is listed at all."""
    return (position, placed.transfer.transfer_id) if position is not None else placed.listed
