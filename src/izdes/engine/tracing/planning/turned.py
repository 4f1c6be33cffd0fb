"""Turned order: the events of each instant the other way round, as far as nothing proves theirs.

The order of `izdes.core.tracing.events` with ``ties_reversed``. An instant whose order nothing
proves is turned as a whole, in columns. Where places are proven, its events are taken one by one:
always the last of those that nothing must precede.
"""

from collections import defaultdict
from heapq import heapify, heappop, heappush

import numpy as np

from izdes.engine.tracing.ledger.codes import Bool, Int8, Int32, Int64
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.order import BOTH, CREDIT, DEBIT, Leaders, Order

# Events that are looked at together.
_AT_ONCE = 250_000


def has_ties(columns: Columns, order: Order) -> bool:
    """Say whether any account has two movements at one instant whose order nothing proves."""
    place, phase, at = _spread(columns, order)
    is_own = (columns.payer == columns.payee)[place] & (phase == BOTH)
    shares = at[1:] == at[:-1]
    asked = np.flatnonzero(np.append(shares, False) | np.append(False, shares) | is_own)
    at, is_virtual, begin = at[asked], columns.starting("@"), 0
    # Some instants at a time: mostly the first of them answer.
    while begin < len(asked):
        last = at[min(begin + _AT_ONCE, len(asked)) - 1]
        end = int(np.searchsorted(at, last, side="right"))
        some = asked[begin:end]
        if _are_tied(columns, is_virtual, place[some], phase[some], at[begin:end]):
            return True
        begin = end
    return False


def _are_tied(columns: Columns, is_virtual: Bool, place: Int32, phase: Int8, at: Int64) -> bool:
    """Say whether any account has two movements at one of these instants that nothing orders."""
    number = np.cumsum(np.append(0, np.diff(at) != 0))
    tied, proven = [], []
    for side, bit, other in ((columns.payer, 1, CREDIT), (columns.payee, 2, DEBIT)):
        account = side[place]
        kept = (phase != other) & ~is_virtual[account]
        tied.append(number[kept] * len(columns.accounts) + account[kept])
        proven.append(_is_proven(columns, place[kept], bit))
    keys, counted = np.concatenate(tied), np.concatenate(proven)
    shared = np.sort(keys)
    shared = shared[1:][shared[1:] == shared[:-1]]
    return bool(np.isin(keys[~counted], shared).any())


def _is_proven(columns: Columns, place: Int32, bit: int) -> Bool:
    """Say of transfers whether their place is proven on one side."""
    if columns.order_proven is None:
        return np.zeros(len(place), np.bool_)
    found: Bool = (columns.order_proven[place] & bit) != 0
    return found


def _spread(columns: Columns, order: Order) -> tuple[Int32, Int8, Int64]:
    """Return place, phase and instant of each event."""
    place = np.arange(len(columns), dtype=np.int32) if order.place is None else order.place
    phase = np.full(len(place), BOTH, np.int8) if order.phase is None else order.phase
    at = np.where(phase == CREDIT, columns.arrives_at[place], columns.booked_at[place])
    return place, phase, at


def turned(columns: Columns, leaders: Leaders, order: Order) -> Order:
    """Return the events with each instant turned round, as far as the known order allows."""
    place, phase, at = _spread(columns, order)
    if not len(place):
        return order
    unit, instant = _units(leaders, place, phase, at)
    first_unit = np.flatnonzero(np.append(True, instant[1:] != instant[:-1]))
    sizes = np.diff(np.append(first_unit, len(instant)))
    # Unit u of an instant of units [f, e) becomes number f + e - 1 - u.
    rank = np.repeat(2 * first_unit + sizes - 1, sizes) - np.arange(len(instant))
    _apply_known(rank, instant, first_unit, _known(columns, leaders, (place, phase), (unit, at)))
    moved = np.argsort(rank[unit], kind="stable")
    return Order(place[moved], None if order.phase is None else phase[moved])


def _units(leaders: Leaders, place: Int32, phase: Int8, at: Int64) -> tuple[Int64, Int64]:
    """Return the unit of each event, and the instant of each unit: what stays together is one."""
    arrives = phase == CREDIT
    leader = place if leaders.leader is None else np.where(arrives, place, leaders.leader[place])
    is_new = (at[1:] != at[:-1]) | (arrives[1:] != arrives[:-1]) | (leader[1:] != leader[:-1])
    unit = np.append(0, np.cumsum(is_new))
    heads = np.append(0, np.flatnonzero(is_new) + 1)
    return unit, np.append(0, np.cumsum(np.diff(at[heads]) != 0))


def _known(
    columns: Columns, leaders: Leaders, event: tuple[Int32, Int8], timed: tuple[Int64, Int64]
) -> tuple[Int64, Int64]:
    """Return pairs of units of one instant of which the first is known to come first."""
    if columns.order_proven is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place, _ = event
    pairs = [_proven_pairs(columns, event, timed), _behind_pairs(leaders, place, timed)]
    one, other = np.concatenate(pairs, axis=1)
    edges = np.unique(one[one != other] * len(place) + other[one != other])
    return edges // len(place), edges % len(place)


def _proven_pairs(
    columns: Columns, event: tuple[Int32, Int8], timed: tuple[Int64, Int64]
) -> tuple[Int64, Int64]:
    """Return the units of neighbours among the proven movements of one account and instant."""
    (place, phase), (unit, at) = event, timed
    currency = 0 if columns.currency is None else columns.currency[place]
    own, events = [], []
    for side, bit, other in ((columns.payer, 1, CREDIT), (columns.payee, 2, DEBIT)):
        kept = np.flatnonzero((phase != other) & _is_proven(columns, place, bit))
        account = side[place].astype(np.int64) * max(1, len(columns.currencies)) + currency
        own.append(account[kept])
        events.append(kept)
    accounts, rows = np.concatenate(own), np.concatenate(events)
    order = np.lexsort((rows, accounts))
    accounts, rows = accounts[order], rows[order]
    is_pair = (accounts[1:] == accounts[:-1]) & (at[rows[1:]] == at[rows[:-1]])
    return unit[rows[:-1][is_pair]], unit[rows[1:][is_pair]]


def _behind_pairs(
    leaders: Leaders, place: Int32, timed: tuple[Int64, Int64]
) -> tuple[Int64, Int64]:
    """Return the units of leaders and of what stays behind them with a proven place of its own."""
    unit, at = timed
    leader_of = dict(zip(leaders.proven.tolist(), leaders.behind.tolist(), strict=True))
    asked = np.isin(place, np.concatenate((leaders.proven, leaders.behind)))
    one, other = [], []
    seen: dict[tuple[int, int], int] = {}
    for n in np.flatnonzero(asked).tolist():
        leader = seen.get((leader_of.get(int(place[n]), -1), int(at[n])))
        if leader is not None:
            one.append(leader)
            other.append(int(unit[n]))
        seen[int(place[n]), int(at[n])] = int(unit[n])
    return np.array(one, np.int64), np.array(other, np.int64)


def _apply_known(
    rank: Int64, instant: Int64, first_unit: Int64, known: tuple[Int64, Int64]
) -> None:
    """Number the units of instants with a known order anew, the last free one first."""
    after: defaultdict[int, list[int]] = defaultdict(list)
    waits: defaultdict[int, int] = defaultdict(int)
    for one, other in zip(known[0].tolist(), known[1].tolist(), strict=True):
        after[one].append(other)
        waits[other] += 1
    ends = np.append(first_unit[1:], len(rank))
    for number in np.unique(instant[known[0]]).tolist():
        queue = [-u for u in range(first_unit[number], ends[number]) if not waits[u]]
        heapify(queue)
        for free in range(first_unit[number], ends[number]):
            current = -heappop(queue)
            rank[current] = free
            for later in after[current]:
                waits[later] -= 1
                if not waits[later]:
                    heappush(queue, -later)
