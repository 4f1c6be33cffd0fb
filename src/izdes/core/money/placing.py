"""Placing: movements printed to the day or the minute, among those printed to the second.

A day's payments printed without times would all stand at its midnight, and money that another bank
books at 14:02 would be spent before it came. So a printed day is an interval. A transfer that the
other bank prints to the second has that second. Any other movement of a coarse statement stands at
the earliest instant of its interval at which everything has happened that must come before it:
what its statement's running balances prove to come before, and where nothing is proven, the
credits of the same interval before the debits.

The instant is a place in an order, not a time at which anything was seen: ``time_precision`` of the
transfer still says how exactly it was printed.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from izdes.core.money.account import is_conversion
from izdes.core.money.order import Placed
from izdes.core.money.reconcile import step_of
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import Precision

_SECOND = timedelta(seconds=1)
# A chain of coarse accounts settles in as many rounds as it is long; a circle never would.
_MOST_ROUNDS = 64


@dataclass(slots=True)
class _Event:
    """Money leaving an account, reaching one, or both at once: when it may, and where it stands."""

    start: datetime
    end: datetime
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.start

    @property
    def is_fixed(self) -> bool:
        """Whether it is known to the second."""
        return self.end - self.start <= _SECOND

    def not_before(self, moment: datetime) -> bool:
        """Move it later if need be, inside its interval; say whether it moved."""
        wanted = min(moment, self.end - _SECOND)
        if self.is_fixed or wanted <= self.at:
            return False
        self.at = wanted
        return True


@dataclass(frozen=True, slots=True)
class _Side:
    """An event as one account sees it.

    Attributes:
        position: Its place in the statement; of use where it is proven.
    """

    event: _Event
    is_credit: bool
    is_proven: bool
    position: int


def placed_in_time(placed: Sequence[Placed]) -> list[Placed]:
    """Return the transfers with the instants at which they stand in the ledger.

    Nothing changes where every row is printed to the second.
    """
    if not any(_is_coarse(row) for p in placed for row in (p.paid, p.received)):
        return list(placed)
    events = [_events_of(p) for p in placed]
    intervals: defaultdict[tuple[str, str, datetime], list[_Side]] = defaultdict(list)
    for p, pair in zip(placed, events, strict=True):
        for key, side in _sides(p, *pair):
            intervals[key].append(side)
    _settle([intervals[key] for key in sorted(intervals)])
    return [_timed(p, *pair) for p, pair in zip(placed, events, strict=True)]


def _sides(
    placed: Placed, left: _Event, reached: _Event
) -> Iterator[tuple[tuple[str, str, datetime], _Side]]:
    """Yield the intervals of accounts in which a transfer has to find its place.

    The two legs of an exchange of currency meet at a key of their own: what pays comes first.
    """
    t = placed.transfer
    for row, position, event in (
        (placed.paid, placed.payer_position, left),
        (placed.received, placed.payee_position, reached),
    ):
        if row is None or not _is_coarse(row):
            continue
        near, far = (t.payer, t.payee) if row is placed.paid else (t.payee, t.payer)
        is_credit = row is placed.received
        side = _Side(event, is_credit, row.order_proven, position or 0)
        yield (near.account, row.currency, row.booked_at), side
        if is_conversion(far.account):
            yield (
                (far.account, "", row.booked_at),
                _Side(event, not is_credit, is_proven=False, position=0),
            )


def _is_coarse(row: StatementRow | None) -> bool:
    """Say whether a row's time is an interval."""
    return row is not None and row.time_precision != "second"


def _interval(row: StatementRow) -> tuple[datetime, datetime]:
    """Return the instants that a row's printed time may mean, half-open."""
    step = max(step_of(row.time_precision), _SECOND)
    return row.booked_at, row.booked_at + step


def _events_of(placed: Placed) -> tuple[_Event, _Event]:
    """Return when a transfer leaves its payer and reaches its payee; one event if at once."""
    t = placed.transfer
    spans = [_interval(row) for row in (placed.paid, placed.received) if row is not None]
    if len(spans) > 1 and spans[1][0] >= spans[0][1]:
        return _Event(*spans[0]), _Event(*spans[1])
    start = max((s for s, _ in spans), default=t.booked_at)
    end = min((e for _, e in spans), default=t.booked_at + _SECOND)
    if start >= end:
        # The credit is printed before the debit: clocks differ, the payer's is kept.
        start, end = spans[0]
    event = _Event(start, end)
    return event, event


def _settle(intervals: Sequence[Sequence[_Side]]) -> None:
    """Move events later until every interval's demands are met."""
    of_event: defaultdict[int, list[int]] = defaultdict(list)
    for number, sides in enumerate(intervals):
        for side in sides:
            of_event[id(side.event)].append(number)
    waiting = deque(range(len(intervals)))
    is_waiting = set(waiting)
    rounds: Counter[int] = Counter()
    while waiting:
        number = waiting.popleft()
        is_waiting.discard(number)
        rounds[number] += 1
        if rounds[number] > _MOST_ROUNDS:
            continue
        for event in _moved(intervals[number]):
            again = [n for n in of_event[id(event)] if n != number and n not in is_waiting]
            waiting += again
            is_waiting.update(again)


def _moved(sides: Sequence[_Side]) -> list[_Event]:
    """Make one account's interval hold: its proven order, else its credits before its debits."""
    if all(side.is_proven for side in sides):
        return _in_proven_order(sorted(sides, key=lambda side: side.position))
    came = [side.event.at for side in sides if side.is_credit]
    if not came:
        return []
    last = max(came)
    debits = [side.event for side in sides if not side.is_credit]
    return [event for event in debits if event.not_before(last)]


def _in_proven_order(sides: Iterable[_Side]) -> list[_Event]:
    """Let no event stand before one that is proven to come before it."""
    moved, latest = [], None
    for side in sides:
        if latest is not None and side.event.not_before(latest):
            moved.append(side.event)
        latest = max(side.event.at, latest or side.event.at)
    return moved


def _timed(placed: Placed, left: _Event, reached: _Event) -> Placed:
    """Return a transfer at the instants at which it leaves and arrives."""
    t = placed.transfer
    if placed.received is None or placed.paid is None:
        timed = replace(t, booked_at=left.at) if left.at != t.booked_at else t
    else:
        timed = replace(
            t,
            booked_at=left.at,
            time_precision=_finer(placed) if left is reached else t.time_precision,
            credited_at=reached.at if reached.at > left.at else None,
        )
    return placed if timed == t else replace(placed, transfer=timed)


def _finer(placed: Placed) -> Precision:
    """Return how exactly the more exact of two banks prints the transfer."""
    rows = [row for row in (placed.paid, placed.received) if row is not None]
    return min(rows, key=lambda row: step_of(row.time_precision)).time_precision
