"""Refunds: which payment a refund undoes, and whether nothing happened in between.

A refund of the same sum between the same two accounts undoes the latest such payment that had
arrived and that no other refund undid. If neither account paid anything in between, and the
statements show both movements or neither, the two cancel and count for nothing. Otherwise the
refund is pinned to its payment (`izdes.core.tracing.pins`), and if the money was no longer there,
it pays by the rule.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from izdes.core.money.account import AccountKey, is_conversion, is_virtual
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.windows import Place, Window, window_at

Sides = tuple[AccountKey, AccountKey, str, int]


def refunded_payments(transfers: Sequence[Transfer]) -> dict[TransferId, TransferId]:
    """Return refund -> the payment that it undoes; ``transfers`` in ledger order."""
    open_payments: defaultdict[Sides, list[Transfer]] = defaultdict(list)
    undone: dict[TransferId, TransferId] = {}
    for t in transfers:
        payer, payee = t.payer.account, t.payee.account
        if payer == payee:
            continue
        if t.kind != "refund":
            open_payments[payer, payee, t.currency, t.amount_minor].append(t)
        elif not is_conversion(payer):
            candidates = open_payments[payee, payer, t.currency, t.amount_minor]
            arrived = [p for p in candidates if (p.credited_at or p.booked_at) <= t.booked_at]
            if arrived:
                undone[t.transfer_id] = arrived[-1].transfer_id
                candidates.remove(arrived[-1])
    return undone


def annulled_refunds(
    transfers: Sequence[Transfer],
    undone: Mapping[TransferId, TransferId],
    windows: Mapping[Place, Sequence[Window]],
) -> frozenset[TransferId]:
    """Return the refunds that cancel their payment: both then count for nothing."""
    by_id = {t.transfer_id: t for t in transfers}
    return frozenset(
        refund
        for refund in _nothing_between(transfers, undone)
        if _both_seen_or_neither(by_id[undone[refund]], by_id[refund], windows)
    )


def _both_seen_or_neither(
    payment: Transfer, refund: Transfer, windows: Mapping[Place, Sequence[Window]]
) -> bool:
    """Say whether each account's statement shows both movements, or neither of them.

    An account whose statement begins in between already counts the money in its opening.
    """
    payer = windows.get((payment.payer.account, payment.currency), ())
    payee = windows.get((payment.payee.account, payment.currency), ())
    return window_at(payer, payment.booked_at) == window_at(payer, refund.arrives_at) and (
        window_at(payee, payment.arrives_at) == window_at(payee, refund.booked_at)
    )


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
        payer = t.payer.account
        # A shop pays many people refunds: what a virtual payee does is not one account's doing.
        if payer in places and not is_virtual(payer) and payer != t.payee.account:
            places[payer].append(n)
    return places


def _has_between(places: list[int], between: tuple[int, int]) -> bool:
    """Say whether any place lies strictly between the two."""
    return bisect_right(places, between[0]) < bisect_left(places, between[1])
