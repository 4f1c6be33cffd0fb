"""Order within one instant: what must have come before what.

Banks book to the second or only to the day, so several movements share an instant. Money cannot
be spent before it arrives: at one instant the credits to an account come before the debits from
it. Beyond that the rows stand as the statements list them. A circle of payments inside one
instant has no such order; it is cut at the row that is listed first.

The order is a convention where the sources are silent; traces mark what depends on it.
"""

from collections import Counter, defaultdict
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
        ordered += (_at(p.transfer, seq) for seq, p in enumerate(walk))
    return ordered


def _at(transfer: Transfer, seq: int) -> Transfer:
    """Return the transfer with its place, the same one where it has it already."""
    return transfer if transfer.seq == seq else with_seq(transfer, seq)


class _Instant:
    """The transfers of one instant, and what each of them still waits for."""

    def __init__(self, placed: list[Placed]) -> None:
        self.placed = placed
        self.waiting = set(range(len(placed)))
        self.arriving: Counter[AccountKey] = Counter()
        self.leaving: defaultdict[AccountKey, list[int]] = defaultdict(list)
        for index, item in enumerate(placed):
            self.arriving.update(_arrival(item))
            self.leaving[item.transfer.payer.account].append(index)
        self.listed_before = [0] * len(placed)
        self.listed_after = _listed_after(placed)
        for following in self.listed_after.values():
            for index in following:
                self.listed_before[index] += 1

    def is_early(self, index: int) -> bool:
        """Say whether money is still to arrive at the payer within the instant."""
        return self.arriving[self.placed[index].transfer.payer.account] > 0

    def is_ready(self, index: int) -> bool:
        """Say whether nothing speaks against the transfer being next."""
        return not self.listed_before[index] and not self.is_early(index)

    def next_when_stuck(self) -> int:
        """Cut a circle: best a transfer that waits only for its place in a list."""
        return min(self.waiting, key=lambda i: (self.is_early(i), self.placed[i].listed))

    def take(self, index: int) -> list[int]:
        """Let a transfer happen, and return those that may be next because of it."""
        self.waiting.discard(index)
        freed = list(self.listed_after.get(index, ()))
        for following in freed:
            self.listed_before[following] -= 1
        for account in _arrival(self.placed[index]):
            self.arriving[account] -= 1
            if not self.arriving[account]:
                freed += self.leaving.get(account, ())
        return [i for i in freed if i in self.waiting and self.is_ready(i)]


def _walk(placed: list[Placed]) -> Iterator[Placed]:
    """Yield one instant's transfers: causes first, then as listed (Kahn's algorithm)."""
    instant = _Instant(placed)
    ready = [(p.listed, i) for i, p in enumerate(placed) if instant.is_ready(i)]
    heapify(ready)
    while instant.waiting:
        current = heappop(ready)[1] if ready else instant.next_when_stuck()
        if current not in instant.waiting:
            continue
        yield placed[current]
        for index in instant.take(current):
            heappush(ready, (placed[index].listed, index))


def _arrival(placed: Placed) -> tuple[AccountKey, ...]:
    """Return the account that the money reaches at this instant and may leave at once."""
    payee = placed.transfer.payee.account
    passes_on = not is_virtual(payee) or payee.startswith("@fx:")
    return (payee,) if passes_on and placed.transfer.credited_at is None else ()


def _listed_after(placed: list[Placed]) -> dict[int, list[int]]:
    """Return, for each transfer, those that one statement lists right after it, same direction."""
    lists: defaultdict[tuple[str, AccountKey], list[tuple[int, int]]] = defaultdict(list)
    for index, item in enumerate(placed):
        if item.payer_position is not None:
            lists["debit", item.transfer.payer.account].append((item.payer_position, index))
        if item.payee_position is not None:
            lists["credit", item.transfer.payee.account].append((item.payee_position, index))
    after: defaultdict[int, list[int]] = defaultdict(list)
    for listed in lists.values():
        for (_, earlier), (_, later) in pairwise(sorted(listed)):
            after[earlier].append(later)
    return after
