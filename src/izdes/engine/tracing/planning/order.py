"""Order at scale: a ledger's departures and arrivals in the one order in which money moves.

The order of `izdes.core.tracing.events`: (instant, turn, leader, place). A ledger stands in that
order already but for a few: what arrives late, and what stays behind another transfer. Only those
are sorted; the rest is never moved.
"""

from dataclasses import dataclass

import numpy as np

from izdes.core.money.transfer import TRANSFER_KINDS
from izdes.engine.tracing.ledger.codes import Bool, Int8, Int32, Int64
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.undone import Undone

BOTH, DEBIT, CREDIT = 0, 1, 2
_FEE = TRANSFER_KINDS.index("fee")


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Events in order.

    Attributes:
        place: Transfer of each event; None where event n is transfer n, leaving and arriving.
        phase: `BOTH`, `DEBIT` where it only leaves, `CREDIT` where it only arrives; None where
            all are `BOTH`.
    """

    place: Int32 | None = None
    phase: Int8 | None = None

    def of_those(self, counts: Bool) -> "Order":
        """Return the events of some transfers."""
        if counts.all():
            return self
        place = np.arange(len(counts), dtype=np.int32) if self.place is None else self.place
        kept = counts[place]
        phase = None if self.phase is None else self.phase[kept]
        return Order(place[kept], phase if phase is not None and phase.any() else None)

    def departures(self) -> Int32 | None:
        """Return the transfers in the order in which they leave; None where that is by place."""
        if self.place is None or self.phase is None:
            return self.place
        found: Int32 = self.place[self.phase != CREDIT]
        return found

    def moments(self, transfers: int) -> tuple[Int64, Int64]:
        """Return by place when each transfer leaves and when it arrives, on one clock."""
        left, came = np.zeros((2, transfers), np.int64)
        if self.place is None:
            return np.arange(0, 2 * transfers, 2), np.arange(1, 2 * transfers, 2)
        clock = np.arange(len(self.place))
        leaves = slice(None) if self.phase is None else self.phase != CREDIT
        comes = slice(None) if self.phase is None else self.phase != DEBIT
        left[self.place[leaves]] = 2 * clock[leaves]
        came[self.place[comes]] = 2 * clock[comes] + 1
        return left, came


@dataclass(frozen=True, slots=True, eq=False)
class Leaders:
    """Right behind whom each transfer is known to stand.

    Attributes:
        leader: By place: the leader's place, its own where it stands for itself; None where all
            do.
        proven: Transfers that would stay behind another but have a proven place of their own.
        behind: The leaders of those.
    """

    leader: Int32 | None
    proven: Int64
    behind: Int64


def leaders_of(columns: Columns, undone: Undone) -> Leaders:
    """Return whom fees, refunds and what comes out of an exchange stay behind."""
    nothing = np.empty(0, np.int64)
    ahead = _ahead(columns, undone)
    rows = np.flatnonzero(ahead >= 0) if ahead is not None else nothing
    if ahead is None or not len(rows):
        return Leaders(None, nothing, nothing)
    proven = nothing
    if columns.order_proven is not None:
        proven = rows[columns.order_proven[rows] != 0]
        rows = rows[columns.order_proven[rows] == 0]
    leader = np.arange(len(columns), dtype=np.int32)
    leader[rows] = ahead[rows]
    # Each round leads twice as far, until all have reached one that stands for itself.
    while not np.array_equal(leader[rows], further := leader[leader[rows]]):
        leader[rows] = further
    return Leaders(leader if len(rows) else None, proven, leader[ahead[proven]].astype(np.int64))


def _ahead(columns: Columns, undone: Undone) -> Int32 | None:
    """Return by place the transfer right behind which each stays, or -1; None where none does."""
    is_exchange = columns.starting("@fx:")
    if columns.kind is None and not is_exchange.any():
        return None
    ahead = np.full(len(columns), -1, np.int32)
    ahead[undone.refund] = undone.payment
    out = np.flatnonzero(is_exchange[columns.payer])
    ahead[out] = _last_into(columns, out, np.flatnonzero(is_exchange[columns.payee]))
    if columns.kind is not None:
        fees = np.flatnonzero(columns.kind == _FEE)
        ahead[fees] = _last_paid(columns, fees)
    return ahead


def _last_into(columns: Columns, out: Int64, into: Int64) -> Int64:
    """Return the last transfer that went into each one's exchange before it, or -1."""
    if not len(into):
        return np.full(len(out), -1, np.int64)
    size = len(columns)
    came = columns.payee[into].astype(np.int64) * size + into
    order = np.argsort(came)
    wanted = columns.payer[out].astype(np.int64) * size
    near = np.searchsorted(came[order], wanted + out, side="left") - 1
    is_there = (near >= 0) & (came[order[near]] >= wanted)
    return np.where(is_there, into[order[near]], -1)


def _last_paid(columns: Columns, fees: Int64) -> Int64:
    """Return the payer's last transfer before each fee at the same instant, or -1."""
    pays_fees = np.zeros(len(columns.accounts), np.bool_)
    pays_fees[columns.payer[fees]] = True
    rows = np.flatnonzero(pays_fees[columns.payer])
    rows = rows[np.argsort(columns.payer[rows], kind="stable")]
    before = np.full(len(columns), -1, np.int64)
    is_same = columns.payer[rows[1:]] == columns.payer[rows[:-1]]
    is_same &= columns.booked_at[rows[1:]] == columns.booked_at[rows[:-1]]
    before[rows[1:][is_same]] = rows[:-1][is_same]
    return before[fees]


def order_of(columns: Columns, leaders: Leaders) -> Order:
    """Return all events in order."""
    moved = _moved(leaders)
    late = np.empty(0, np.int64)
    if columns.credited_at is not None:
        late = np.flatnonzero(columns.credited_at > columns.booked_at)
    if not len(moved) and not len(late):
        return Order()
    is_late = np.zeros(len(columns), np.bool_)
    is_late[late] = True
    stays = np.ones(len(columns), np.bool_)
    stays[moved] = False
    base = np.flatnonzero(stays)
    after, place, phase = _put_in(columns, leaders, moved=moved, late=late)
    where = after + 1 - np.searchsorted(moved, after, side="right")
    phases = np.where(is_late[base], DEBIT, BOTH)
    phase = np.where((phase == BOTH) & is_late[place], DEBIT, phase)
    return Order(
        np.insert(base, where, place).astype(np.int32),
        np.insert(phases, where, phase).astype(np.int8) if len(late) else None,
    )


def _moved(leaders: Leaders) -> Int64:
    """Return the transfers that stand behind another, by place."""
    if leaders.leader is None:
        return np.empty(0, np.int64)
    return np.flatnonzero(leaders.leader != np.arange(len(leaders.leader)))


def _put_in(
    columns: Columns, leaders: Leaders, *, moved: Int64, late: Int64
) -> tuple[Int64, Int64, Int64]:
    """Return the events that are put in among the others, in order.

    Returns:
        The last transfer that stays put before each; their places; their phases, `BOTH` for what
        leaves.
    """
    booked, place = columns.booked_at, np.concatenate((late, moved))
    turn = np.repeat([0, 1], [len(late), len(moved)])
    at = np.where(turn == 0, columns.arrives_at[place], booked[place])
    leader = place if leaders.leader is None else np.where(turn, leaders.leader[place], place)
    after = np.searchsorted(booked, at, side="left") - 1
    after = np.where(turn, np.maximum(after, leader), after)
    order = np.lexsort((place, leader, turn, at))
    return after[order], place[order], np.where(turn == 0, CREDIT, BOTH)[order]
