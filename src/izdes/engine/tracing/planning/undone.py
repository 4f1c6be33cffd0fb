"""Refunds at scale: which payment each undoes, and which pairs count for nothing.

The arithmetic of `izdes.core.tracing.refunds`. Only rows that a refund could undo are looked at one
by one; all others are passed over as columns.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from izdes.core.money.transfer import TRANSFER_KINDS
from izdes.engine.tracing.ledger.codes import Bool, Int32, Int64
from izdes.engine.tracing.ledger.columns import Columns

_REFUND = TRANSFER_KINDS.index("refund")


@dataclass(frozen=True, slots=True, eq=False)
class Undone:
    """Refunds and the payments that they undo, by place, in the order of the refunds."""

    refund: Int64
    payment: Int64

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.refund)

    def only(self, which: Bool) -> "Undone":
        """Return some of them."""
        return Undone(self.refund[which], self.payment[which])


def undone_of(columns: Columns) -> Undone:
    """Return the refunds that undo a payment: the latest of the same sum the other way."""
    nothing = np.empty(0, np.int64)
    if columns.kind is None:
        return Undone(nothing, nothing)
    is_refund = (columns.kind == _REFUND) & (columns.payer != columns.payee)
    is_refund &= ~columns.starting("@fx:")[columns.payer]
    refunds = np.flatnonzero(is_refund)
    if not len(refunds):
        return Undone(nothing, nothing)
    return _matched(columns, refunds, _candidates(columns, refunds))


def _candidates(columns: Columns, refunds: Int64) -> Int64:
    """Return the payments that some refund could undo, and more that only look so."""
    pays, is_paid = np.zeros((2, len(columns.accounts)), np.bool_)
    pays[columns.payee[refunds]] = True
    is_paid[columns.payer[refunds]] = True
    rows = np.flatnonzero(pays[columns.payer] & is_paid[columns.payee])
    rows = rows[(columns.payer != columns.payee)[rows]]
    if columns.kind is not None:
        rows = rows[columns.kind[rows] != _REFUND]
    found: Int64 = rows[np.isin(columns.amount[rows], columns.amount[refunds])]
    return found


def _matched(columns: Columns, refunds: Int64, payments: Int64) -> Undone:
    """Go through payments and refunds of the same two sides and sum, in the ledger's order."""
    rows = np.concatenate((payments, refunds))
    sides = _sides(columns, rows, len(payments))
    group = sides.tolist()
    place, order = rows.tolist(), np.argsort(rows, kind="stable").tolist()
    arrived = columns.arrives_at[rows].tolist()
    booked = columns.booked_at[rows].tolist()
    open_payments: defaultdict[int, list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for n in order:
        waiting = open_payments[group[n]]
        if n < len(payments):
            waiting.append(n)
            continue
        # From the end: the one that is taken is nearly always the last.
        for back in range(len(waiting) - 1, -1, -1):
            if arrived[waiting[back]] <= booked[n]:
                found.append((place[n], place[waiting.pop(back)]))
                break
    refund, payment = np.array(found, np.int64).reshape(-1, 2).T
    return Undone(refund, payment)


def _sides(columns: Columns, rows: Int64, payments: int) -> Int64:
    """Number the rows so that a payment and a refund of the same sides and sum are one group."""
    one, other = columns.payer[rows].copy(), columns.payee[rows].copy()
    one[payments:], other[payments:] = other[payments:].copy(), one[payments:].copy()
    amount = columns.amount[rows]
    currency = _zeros(rows) if columns.currency is None else columns.currency[rows]
    order = np.lexsort((currency, amount, other, one))
    is_new = np.zeros(len(rows), np.bool_)
    for column in (one, other, amount, currency):
        is_new[1:] |= column[order[1:]] != column[order[:-1]]
    group = np.empty(len(rows), np.int64)
    group[order] = np.cumsum(is_new)
    return group


def _zeros(rows: Int64) -> Int32:
    """Return a zero for each row."""
    return np.zeros(len(rows), np.int32)


def annulled_of(columns: Columns, undone: Undone, leaves: Int32, enters: Int32) -> Bool:
    """Say which refunds cancel their payment: nothing between, and both seen or neither.

    Args:
        leaves, enters: By place: the pool of the payer and of the payee, -1 where dark.
    """
    if not len(undone):
        return np.zeros(0, np.bool_)
    nothing_between = ~_paid_between(columns, undone, columns.payer[undone.refund])
    nothing_between &= ~_paid_between(columns, undone, columns.payee[undone.refund])
    is_seen_alike = leaves[undone.payment] == enters[undone.refund]
    is_seen_alike &= enters[undone.payment] == leaves[undone.refund]
    both: Bool = nothing_between & is_seen_alike
    return both


def _paid_between(columns: Columns, undone: Undone, account: Int32) -> Bool:
    """Say whether an account paid anything strictly between each payment and its refund."""
    is_asked = np.zeros(len(columns.accounts), np.bool_)
    is_asked[account] = True
    is_asked &= ~columns.starting("@")
    rows = np.flatnonzero(is_asked[columns.payer] & (columns.payer != columns.payee))
    size = len(columns)
    paid = np.sort(columns.payer[rows].astype(np.int64) * size + rows)
    base = account.astype(np.int64) * size
    after = np.searchsorted(paid, base + undone.payment, side="right")
    before = np.searchsorted(paid, base + undone.refund, side="left")
    found: Bool = after < before
    return found
