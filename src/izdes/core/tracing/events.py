"""Events: a ledger's transfers in the one order in which money moves.

A transfer between two banks may be debited first and credited later: between the two it is in
transit, and reaches the payee's account at the later instant. At one instant, money that arrives
from transit comes before payments, then the ledger's own order holds.

Inside an instant that order is a convention, unless running balances prove it
(`izdes.core.money.trail`). The opposite order shows what depends on the convention; what is proven
is not turned round.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Literal, NamedTuple

from izdes.core.money.account import AccountKey, is_conversion, is_virtual
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.refunds import refunded_payments

Phase = Literal["both", "debit", "credit"]


@dataclass(frozen=True, slots=True)
class Event:
    """A transfer leaving its payer, reaching its payee, or both at once."""

    at: datetime
    phase: Phase
    transfer: Transfer

    def sides(self) -> Iterator[tuple[AccountKey, bool]]:
        """Yield the accounts that it touches, and whether its place among theirs is proven."""
        if self.phase != "credit":
            yield self.transfer.payer.account, self.transfer.is_proven_at_payer
        if self.phase != "debit":
            yield self.transfer.payee.account, self.transfer.is_proven_at_payee


class _Key(NamedTuple):
    """Place of an event in the order: ``turn`` 0 is money from transit, 1 everything else."""

    at: datetime
    turn: int
    leader: int
    place: int


def events_of(transfers: Sequence[Transfer], *, ties_reversed: bool = False) -> list[Event]:
    """Return the events in order; ``ties_reversed`` turns round what shares an instant.

    A fee stays behind the payment it is charged for, a refund behind the payment it undoes, and
    the second leg of an exchange of currency behind the first: their order is known. Movements of
    one account whose places are proven keep their order too.
    """
    leaders, behind = _leaders(transfers)
    keyed: list[tuple[_Key, Event]] = []
    for place, t in enumerate(transfers):
        first = Event(t.booked_at, "debit" if t.is_late else "both", t)
        keyed.append((_Key(t.booked_at, 1, leaders[place], place), first))
        if t.is_late and t.credited_at is not None:
            credit = Event(t.credited_at, "credit", t)
            keyed.append((_Key(t.credited_at, 0, place, place), credit))
    keyed.sort(key=lambda pair: pair[0])
    if not ties_reversed:
        return [event for _, event in keyed]
    turned: list[Event] = []
    for _, instant in groupby(keyed, key=lambda pair: pair[0].at):
        together = groupby(instant, key=lambda pair: (pair[0].turn, pair[0].leader))
        turned += turned_round([[event for _, event in unit] for _, unit in together], behind)
    return turned


def _leaders(transfers: Sequence[Transfer]) -> tuple[list[int], dict[TransferId, TransferId]]:
    """Return whom each transfer stays behind.

    Returns:
        For each transfer, the place of the one right behind which it stays: mostly its own. And
        for each that would stay behind another, but has a proven place of its own, that other.
    """
    undone = refunded_payments(transfers)
    place_of: dict[TransferId, int] = {}
    leaders: list[int] = []
    behind: dict[TransferId, TransferId] = {}
    last_of: dict[tuple[str, datetime], int] = {}
    exchanged: dict[str, int] = {}
    for place, t in enumerate(transfers):
        leader = place
        if t.kind == "fee":
            leader = last_of.get((t.payer.account, t.booked_at), place)
        elif is_conversion(t.payer.account):
            leader = exchanged.get(t.payer.account, place)
        elif t.transfer_id in undone:
            leader = leaders[place_of[undone[t.transfer_id]]]
        if t.order_proven and leader != place:
            behind[t.transfer_id] = transfers[leader].transfer_id
            leader = place
        place_of[t.transfer_id] = place
        leaders.append(leader)
        last_of[t.payer.account, t.booked_at] = leader
        if is_conversion(t.payee.account):
            exchanged[t.payee.account] = leader
    return leaders, behind


def turned_round(
    units: Sequence[Sequence[Event]], behind: Mapping[TransferId, TransferId]
) -> Iterator[Event]:
    """Yield one instant's events, the last first, as far as their known order allows."""
    after = _known_order(units, behind)
    if not after:
        yield from (event for unit in reversed(units) for event in unit)
        return
    waits = Counter(later for following in after.values() for later in following)
    queue = [-number for number in range(len(units)) if not waits[number]]
    heapify(queue)
    while queue:
        current = -heappop(queue)
        yield from units[current]
        for later in after.get(current, ()):
            waits[later] -= 1
            if not waits[later]:
                heappush(queue, -later)


def _known_order(
    units: Sequence[Sequence[Event]], behind: Mapping[TransferId, TransferId]
) -> dict[int, list[int]]:
    """Return, for each unit, those that are known to come after it: never an earlier one."""
    after: defaultdict[int, list[int]] = defaultdict(list)
    last: dict[tuple[AccountKey, str], int] = {}
    unit_of: dict[TransferId, int] = {}
    for number, unit in enumerate(units):
        before: set[int] = set()
        for event in unit:
            leader = unit_of.get(behind.get(event.transfer.transfer_id, TransferId("")))
            if leader is not None:
                before.add(leader)
            unit_of[event.transfer.transfer_id] = number
            for account, is_proven in event.sides():
                if is_proven:
                    own = (account, event.transfer.currency)
                    before.add(last.get(own, number))
                    last[own] = number
        for earlier in before - {number}:
            after[earlier].append(number)
    return after


def has_ties(events: Iterable[Event]) -> bool:
    """Say whether any account has two movements at one instant whose order nothing proves."""
    proven: dict[tuple[AccountKey, datetime], bool] = {}
    for event in events:
        for account, is_proven in event.sides():
            tied = (account, event.at)
            if tied in proven and not (proven[tied] and is_proven):
                return True
            if not is_virtual(account):
                proven[tied] = is_proven
    return False
