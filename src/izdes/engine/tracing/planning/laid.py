"""Laid out: parts of transfers in the order in which they leave, and the clock on which they do.

Where no overdraft, pin or exchange divides a transfer, a ledger's columns are its parts as they
stand, and nothing is copied.
"""

from collections.abc import Sequence

import numpy as np

from izdes.engine.tracing.flat import ENDING_CODE
from izdes.engine.tracing.ledger.codes import Int32, Int64
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.cuts import Cut, Runs
from izdes.engine.tracing.planning.exchanges import Ways
from izdes.engine.tracing.planning.hot import Hot
from izdes.engine.tracing.planning.order import BOTH, CREDIT, DEBIT, Order
from izdes.engine.tracing.planning.pinned import Pin

_LENDER = -1 - ENDING_CODE["lender"]


def whole_parts(columns: Columns, ways: Ways, departures: Int32 | None) -> Cut:
    """Return one part for each transfer."""
    source = ways.leaves
    if ways.others is not None:
        source = np.where(ways.others >= 0, ways.others, source)
    which = slice(None) if departures is None else departures
    return Cut(
        transfer=None,
        lo=None,
        units=columns.amount[which],
        source=source[which],
        target=ways.targets[which],
    )


def split_parts(
    columns: Columns,
    hot: Hot,
    order: Order,
    ways: Ways,
    *,
    held: Sequence[Pin],
    first_pin: int,
    opening: Int64,
) -> Cut:
    """Return transfers cut where pins, own money and overdrafts meet.

    Args:
        held: Pins that hold; the pool of the first is ``first_pin``.
        opening: Signed, by account pool.
    """
    out, into = _unpinned(columns, held)
    own, repaid = hot.splits(order, (ways.leaves, ways.enters), (out, into), opening)
    departures = order.departures()
    which = np.arange(len(columns), dtype=np.int32) if departures is None else departures
    others = np.full(len(columns), -1, np.int32) if ways.others is None else ways.others
    lender = np.full(len(which), _LENDER, np.int32)
    pins = [pin.debit for pin in held], [pin.credit for pin in held]
    sources, targets = (
        Runs(first, units[which], rest[which], *_pinned(sides, held, which, first_pin))
        for first, units, rest, sides in (
            (ways.leaves[which], own, others, pins[0]),
            (lender, repaid, ways.targets, pins[1]),
        )
    )
    return hot.cut(columns.amount[which], sources, targets)


def _unpinned(columns: Columns, held: Sequence[Pin]) -> tuple[Int64, Int64]:
    """Return by place what leaves and what arrives without being pinned."""
    if not held:
        return columns.amount, columns.amount
    out, into = columns.amount.copy(), columns.amount.copy()
    for pin in held:
        out[pin.debit] -= pin.minor
        into[pin.credit] -= pin.minor
    return out, into


def _pinned(
    places: Sequence[int], held: Sequence[Pin], departures: Int32, first_pin: int
) -> tuple[Int64, Int64, Int32]:
    """Return the pinned runs on one side: number of the departure, units and pool of each."""
    number = _by_place(departures, np.arange(len(departures)))[np.array(places, np.int64)]
    order = np.argsort(number, kind="stable")
    minor = np.array([pin.minor for pin in held], np.int64)
    return number[order], minor[order], (first_pin + order).astype(np.int32)


def moments_of(order: Order, parts: Cut) -> tuple[Int64, Int64]:
    """Return when each part leaves and when it arrives, counting every part at every step.

    Args:
        order: Events with late arrivals.
        parts: In the order of departures.
    """
    if order.place is None or order.phase is None:
        raise ValueError("only late transfers need a clock")
    departure = np.flatnonzero(order.phase != CREDIT)
    arrival = np.flatnonzero(order.phase != DEBIT)
    number = np.arange(len(departure)) if parts.transfer is None else parts.transfer
    counted = np.bincount(number, minlength=len(departure))
    each = _by_place(order.place[departure], counted)[order.place]
    is_both = order.phase == BOTH
    steps = each * np.where(is_both, 2, 1)
    clock = np.cumsum(steps) - steps
    within = np.arange(len(number)) - (np.cumsum(counted) - counted)[number]
    # What leaves and arrives at once arrives after all its parts have left.
    arrives = (clock + np.where(is_both, each, 0))[arrival]
    came = _by_place(order.place[arrival], arrives)[order.place[departure]]
    return clock[departure][number] + within, came[number] + within


def _by_place(place: Int32, values: Int64) -> Int64:
    """Return values by the places to which they belong; nothing elsewhere."""
    found = np.zeros(int(place.max()) + 1 if len(place) else 0, np.int64)
    found[place] = values
    return found
