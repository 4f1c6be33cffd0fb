"""In which order money moves, and which refunds undo which payments (tracing.md, 1, 2 and 4)."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from .ledger import Transfer
from .windows import Windows


class Event(NamedTuple):
    """A transfer leaving its payer or reaching its payee."""

    at: datetime
    transfer: Transfer
    is_arrival: bool


def undone_by(transfers: Sequence[Transfer]) -> dict[int, int]:
    """Return place of a refund -> place of the payment that it undoes."""
    waiting: dict[tuple[str, str, str, int], list[Transfer]] = {}
    found: dict[int, int] = {}
    for t in transfers:
        if t.payer == t.payee:
            continue
        if t.kind != "refund":
            waiting.setdefault((t.payer, t.payee, t.currency, t.amount), []).append(t)
            continue
        if t.payer.startswith("@fx:"):
            continue
        payments = waiting.get((t.payee, t.payer, t.currency, t.amount), [])
        latest = next((p for p in reversed(payments) if p.arrives <= t.booked), None)
        if latest is not None:
            payments.remove(latest)
            found[t.place] = latest.place
    return found


def annulled_by(
    transfers: Sequence[Transfer], windows: Windows, undone: Mapping[int, int]
) -> dict[int, int]:
    """Return refund -> payment where nothing happened in between: both then count for nothing."""
    paid_at: dict[str, list[int]] = {}
    for t in transfers:
        if t.payer != t.payee and not t.payer.startswith("@"):
            paid_at.setdefault(t.payer, []).append(t.place)
    found = {}
    for refund, payment in undone.items():
        paid, back = transfers[payment], transfers[refund]
        places = [paid_at.get(account, []) for account in (paid.payer, paid.payee)]
        if not any(_has_between(p, payment, refund) for p in places) and _is_seen_alike(
            windows, paid, back
        ):
            found[refund] = payment
    return found


def _has_between(places: Sequence[int], first: int, last: int) -> bool:
    """Say whether one of the places, which stand in order, lies strictly between two."""
    return bisect_right(places, first) < bisect_left(places, last)


def _is_seen_alike(windows: Windows, paid: Transfer, back: Transfer) -> bool:
    """Say whether each account is at both moments in one window, or dark at both."""
    currency = paid.currency
    payer = [windows.number(paid.payer, currency, at) for at in (paid.booked, back.arrives)]
    payee = [windows.number(paid.payee, currency, at) for at in (paid.arrives, back.booked)]
    return payer[0] == payer[1] and payee[0] == payee[1]


def events_of(
    transfers: Sequence[Transfer], undone: Mapping[int, int], idle: Container[int]
) -> list[Event]:
    """Return what moves, in order; ``idle`` transfers count for nothing."""
    leaders = _leaders(transfers, undone)
    keyed = []
    for t in transfers:
        if t.place not in idle:
            leaves = (t.booked, 1, leaders[t.place], t.place)
            comes = (t.arrives, 0, t.place, t.place) if t.is_late else leaves
            keyed.append(((*leaves, 0), Event(t.booked, t, is_arrival=False)))
            keyed.append(((*comes, 1), Event(t.arrives, t, is_arrival=True)))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]


def _leaders(transfers: Sequence[Transfer], undone: Mapping[int, int]) -> list[int]:
    """Return, for each transfer, the place of the one right behind which it is known to stand."""
    leaders: list[int] = []
    last_paid: dict[tuple[str, datetime], int] = {}
    last_sold: dict[str, int] = {}
    for t in transfers:
        leader = t.place
        if not t.is_proven:
            if t.kind == "fee":
                leader = last_paid.get((t.payer, t.booked), leader)
            elif t.payer.startswith("@fx:"):
                leader = last_sold.get(t.payer, leader)
            elif t.place in undone:
                leader = leaders[undone[t.place]]
        leaders.append(leader)
        last_paid[t.payer, t.booked] = leader
        if t.payee.startswith("@fx:"):
            last_sold[t.payee] = leader
    return leaders
