"""Refunds: which payment a refund undoes, and whether nothing happened in between.

A refund of the same sum between the same two accounts undoes the latest such payment that had
arrived and that no other refund undid. If neither account paid anything in between, the two
cancel: the units return to where they lay. Otherwise the refund carries the payment's own units
back if they are all still there, and if not, what the rule says.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.windows import Place, Window, window_at

Sides = tuple[AccountKey, AccountKey, str, int]


class Refunds:
    """The refunds of a ledger: what each undoes, and how.

    Attributes:
        annulled: Pairs (payment, refund) that cancel each other.
    """

    def __init__(
        self, transfers: Sequence[Transfer], windows: Mapping[Place, list[Window]]
    ) -> None:
        self._by_id = {t.transfer_id: t for t in transfers}
        self._windows = windows
        self._payment = refunded_payments(transfers)
        self._refund = {payment: refund for refund, payment in self._payment.items()}
        quiet = _nothing_between(transfers, self._payment)
        self._cancelled = frozenset(r for r in quiet if self._can_cancel(r))
        self.annulled = tuple(sorted((self._payment[r], r) for r in self._cancelled))

    def payment_of(self, t: Transfer) -> TransferId | None:
        """Return the payment that a refund undoes."""
        return self._payment.get(t.transfer_id)

    def cancels(self, t: Transfer) -> bool:
        """Say whether the transfer is a refund that cancels its payment."""
        return t.transfer_id in self._cancelled

    def holds_back(self, t: Transfer, *, gone: Container[TransferId]) -> bool:
        """Say whether a payment's units wait for its refund instead of entering the account.

        Args:
            gone: Refunds that have already left: where movements of one instant are taken in the
                opposite order, a refund may come first, and nothing waits for it.
        """
        refund = self._refund.get(t.transfer_id)
        if refund is None or refund in gone:
            return False
        return refund in self._cancelled or self._is_dark_throughout(refund)

    def _can_cancel(self, refund: TransferId) -> bool:
        """A payee whose statement begins in between already counts the money in its opening."""
        before, after = self._is_seen(refund)
        return before or not after

    def _is_dark_throughout(self, refund: TransferId) -> bool:
        """Say whether the payee's movements are unknown at the payment and at the refund."""
        return self._is_seen(refund) == (False, False)

    def _is_seen(self, refund: TransferId) -> tuple[bool, bool]:
        """Say whether the payee's movements are known at the payment, and at the refund."""
        r, p = self._by_id[refund], self._by_id[self._payment[refund]]
        windows = self._windows.get((r.payer.account, r.currency), [])
        moments = (p.credited_at or p.booked_at, r.booked_at)
        before, after = (window_at(windows, m) is not None for m in moments)
        return before, after


def refunded_payments(transfers: Sequence[Transfer]) -> dict[TransferId, TransferId]:
    """Return refund -> the payment that it undoes; ``transfers`` in ledger order."""
    open_payments: defaultdict[Sides, list[Transfer]] = defaultdict(list)
    undone: dict[TransferId, TransferId] = {}
    for t in transfers:
        payer, payee = t.payer.account, t.payee.account
        if t.kind == "refund":
            candidates = open_payments[payee, payer, t.currency, t.amount_minor]
            arrived = [p for p in candidates if (p.credited_at or p.booked_at) <= t.booked_at]
            if arrived:
                undone[t.transfer_id] = arrived[-1].transfer_id
                candidates.remove(arrived[-1])
        else:
            open_payments[payer, payee, t.currency, t.amount_minor].append(t)
    return undone


def _nothing_between(
    transfers: Sequence[Transfer], undone: Mapping[TransferId, TransferId]
) -> list[TransferId]:
    """Return the refunds between which and their payment neither account paid anything."""
    place = {t.transfer_id: n for n, t in enumerate(transfers)}
    refunds = [t for t in transfers if t.transfer_id in undone]
    payments = _payment_places(transfers, refunds)
    return [
        t.transfer_id
        for t in refunds
        if not any(
            _has_between(payments[side], (place[undone[t.transfer_id]], place[t.transfer_id]))
            for side in (t.payer.account, t.payee.account)
        )
    ]


def _payment_places(
    transfers: Sequence[Transfer], refunds: Iterable[Transfer]
) -> dict[AccountKey, list[int]]:
    """Return, for each account of a refund, the places at which it pays."""
    places: dict[AccountKey, list[int]] = {}
    for t in refunds:
        places[t.payer.account] = []
        places[t.payee.account] = []
    for n, t in enumerate(transfers):
        # A shop pays many people refunds: what a virtual payee does is not one account's doing.
        if t.payer.account in places and not is_virtual(t.payer.account):
            places[t.payer.account].append(n)
    return places


def _has_between(places: list[int], between: tuple[int, int]) -> bool:
    """Say whether any place lies strictly between the two."""
    return bisect_right(places, between[0]) < bisect_left(places, between[1])
