"""Order within one instant: what must have come before what.

Banks book to the second or only to the day, so several movements share an instant. Where an
account's running balances prove the order of its movements (`izdes.core.money.trail`), that order
binds its credits and debits together. Elsewhere two conventions stand in: money cannot be spent
before it arrives, so at one instant the credits to an account come before the debits from it; and
beyond that the rows stand as the statements list them.

A circle of such demands has no order. It is cut where that costs least: first the place in a list
gives way, then the credits that should come before, a proven place last. A place that the order
of the ledger does not keep in the end is no longer called proven.

The order is a convention where the sources are silent; traces mark what depends on it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import Transfer, TransferId, proof_of, with_seq

_Lists = Mapping[object, list[tuple[int, int]]]
# A transfer's place in the ledger, and whether its payee's side is meant.
_Name = tuple[int, bool]


class _Side(NamedTuple):
    """A proven side of a transfer: when it moves money, its place in the statement, its name."""

    moment: tuple[datetime, bool, int]
    position: int
    name: _Name


@dataclass(frozen=True, slots=True)
class Placed:
    """A transfer with its places in the payer's and the payee's statement (None: not there).

    Attributes:
        paid: The payer's row, where its statement has one.
        received: The payee's row, likewise.
    """

    transfer: Transfer
    payer_position: int | None = None
    payee_position: int | None = None
    paid: StatementRow | None = None
    received: StatementRow | None = None

    @property
    def listed(self) -> tuple[int, TransferId]:
        """Where it is listed: by the payer's bank, else by the payee's."""
        here = self.payer_position if self.payer_position is not None else self.payee_position
        return (here or 0, self.transfer.transfer_id)


def in_order(placed: Iterable[Placed]) -> list[Transfer]:
    """Return the transfers in time, each with its ``seq`` among those of its instant.

    ``order_proven`` stays where the order of the result keeps the proven places.
    """
    by_time = sorted(placed, key=lambda p: (p.transfer.booked_at, p.listed))
    ordered: list[Placed] = []
    for _, group in groupby(by_time, key=lambda p: p.transfer.booked_at):
        instant = list(group)
        walk = instant if len(instant) == 1 else _walk(instant)
        ordered += (_at(p, seq) for seq, p in enumerate(walk))
    return _as_far_as_kept(ordered)


def _at(placed: Placed, seq: int) -> Placed:
    """Return the transfer with its place, the same one where it has it already."""
    if placed.transfer.seq == seq:
        return placed
    return replace(placed, transfer=with_seq(placed.transfer, seq))


class _Instant:
    """The transfers of one instant, and what each of them still waits for."""

    def __init__(self, placed: list[Placed]) -> None:
        self.placed = placed
        self.waiting = set(range(len(placed)))
        self.arriving: Counter[tuple[AccountKey, bool]] = Counter()
        self.leaving: defaultdict[AccountKey, list[int]] = defaultdict(list)
        for index, item in enumerate(placed):
            self.arriving.update(_arrival(item))
            self.leaving[item.transfer.payer.account].append(index)
        self.listed_after = _after(_lists_by_direction(placed))
        self.proven_after = _after(_proven_lists(placed))
        self.listed_before = _often(self.listed_after)
        self.proven_before = _often(self.proven_after)

    def obstacle(self, index: int) -> int:
        """Return what speaks against the transfer being next: 0 nothing, 3 a proven place."""
        if self.proven_before[index]:
            return 3
        if self._is_early(index):
            return 2
        return 1 if self.listed_before[index] else 0

    def _is_early(self, index: int) -> bool:
        """Say whether money is still to arrive at the payer within the instant.

        A proven payment does not wait for what is proven too: their list orders the two.
        """
        transfer = self.placed[index].transfer
        payer = transfer.payer.account
        kinds = (False,) if transfer.is_proven_at_payer else (False, True)
        return any(self.arriving[payer, is_proven] > 0 for is_proven in kinds)

    def take(self, index: int) -> list[int]:
        """Let a transfer happen, and return those that may be nearer to it because of it."""
        self.waiting.discard(index)
        freed: list[int] = []
        for after, before in (
            (self.listed_after, self.listed_before),
            (self.proven_after, self.proven_before),
        ):
            for following in after.get(index, ()):
                before[following] -= 1
                freed.append(following)
        for account, is_proven in _arrival(self.placed[index]):
            self.arriving[account, is_proven] -= 1
            if not self.arriving[account, is_proven]:
                freed += self.leaving.get(account, ())
        return [i for i in freed if i in self.waiting]


def _walk(placed: list[Placed]) -> Iterator[Placed]:
    """Yield one instant's transfers: causes first, then as listed (Kahn's algorithm)."""
    instant = _Instant(placed)
    queue = [(instant.obstacle(i), p.listed, i) for i, p in enumerate(placed)]
    heapify(queue)
    while queue:
        _, _, current = heappop(queue)
        if current not in instant.waiting:
            continue
        yield placed[current]
        # A transfer queues again when less speaks against it; its older entries come too late.
        for index in instant.take(current):
            heappush(queue, (instant.obstacle(index), placed[index].listed, index))


def _arrival(placed: Placed) -> list[tuple[AccountKey, bool]]:
    """Return the account that the money reaches at this instant and may leave at once.

    Beside it stands whether its place there is proven.
    """
    transfer = placed.transfer
    payee = transfer.payee.account
    passes_on = not is_virtual(payee) or payee.startswith("@fx:")
    at_once = passes_on and transfer.credited_at is None
    return [(payee, transfer.is_proven_at_payee)] if at_once else []


def _lists_by_direction(placed: list[Placed]) -> _Lists:
    """Return, for each account and direction, the transfers that its statement lists."""
    lists: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for index, item in enumerate(placed):
        if item.payer_position is not None:
            lists["debit", item.transfer.payer.account].append((item.payer_position, index))
        if item.payee_position is not None:
            lists["credit", item.transfer.payee.account].append((item.payee_position, index))
    return lists


def _proven_lists(placed: list[Placed]) -> _Lists:
    """Return, for each account and currency, the transfers whose places there are proven."""
    lists: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for index, item in enumerate(placed):
        t = item.transfer
        if t.is_proven_at_payer and item.payer_position is not None:
            lists[t.payer.account, t.currency].append((item.payer_position, index))
        if t.is_proven_at_payee and item.payee_position is not None and t.credited_at is None:
            lists[t.payee.account, t.currency].append((item.payee_position, index))
    return lists


def _after(lists: _Lists) -> dict[int, list[int]]:
    """Return, for each transfer, those that come right after it in one of the lists."""
    after: defaultdict[int, list[int]] = defaultdict(list)
    for listed in lists.values():
        for (_, earlier), (_, later) in pairwise(sorted(listed)):
            after[earlier].append(later)
    return after


def _often(after: Mapping[int, Iterable[int]]) -> Counter[int]:
    """Return how many transfers stand right before each."""
    return Counter(index for following in after.values() for index in following)


def _as_far_as_kept(ordered: Sequence[Placed]) -> list[Transfer]:
    """Return the transfers, proven only where the ledger's order keeps their proven places.

    Two banks may contradict each other, or print one payment at different times.
    """
    lists: defaultdict[object, list[_Side]] = defaultdict(list)
    for place, item in enumerate(ordered):
        for account, side in _proven_sides(item, place):
            lists[account, item.transfer.currency].append(side)
    lost = {side for listed in lists.values() for side in _displaced(sorted(listed))}
    return [_still_proven(p.transfer, place, lost) for place, p in enumerate(ordered)]


def _proven_sides(item: Placed, place: int) -> Iterator[tuple[AccountKey, _Side]]:
    """Yield the accounts where a transfer's place is proven, and when it is there."""
    t = item.transfer
    if t.is_proven_at_payer and item.payer_position is not None:
        moment = (t.booked_at, True, place)
        yield t.payer.account, _Side(moment, item.payer_position, (place, False))
    if t.is_proven_at_payee and item.payee_position is not None:
        # What arrives from transit comes first at its instant (`izdes.core.tracing.events`).
        late = t.credited_at if t.is_late else None
        moment = (late or t.booked_at, late is None, place)
        yield t.payee.account, _Side(moment, item.payee_position, (place, True))


def _displaced(sides: Sequence[_Side]) -> Iterator[_Name]:
    """Yield the sides, in the ledger's order, that stand before or behind one they should not."""
    positions = [side.position for side in sides]
    lowest = [*accumulate(reversed(positions), min)][::-1]
    for side, highest_yet, lowest_left in zip(
        sides, accumulate(positions, max), lowest, strict=True
    ):
        if not lowest_left == side.position == highest_yet:
            yield side.name


def _still_proven(transfer: Transfer, place: int, lost: AbstractSet[_Name]) -> Transfer:
    """Return the transfer, proven only on the sides that are not lost."""
    proof = proof_of(
        payer=transfer.is_proven_at_payer and (place, False) not in lost,
        payee=transfer.is_proven_at_payee and (place, True) not in lost,
    )
    return transfer if proof == transfer.order_proven else replace(transfer, order_proven=proof)
