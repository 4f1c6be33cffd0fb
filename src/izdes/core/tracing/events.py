"""Events: a ledger's transfers in the one order in which money moves.

A transfer between two banks may be debited first and credited later: between the two it is in
transit, and reaches the payee's account at the later instant. At one instant, money that arrives
from transit comes before payments, then the ledger's own order holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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


def events_of(transfers: Sequence[Transfer], *, ties_reversed: bool = False) -> list[Event]:
    """Return the events in order; ``ties_reversed`` turns round what shares an instant.

    A fee stays behind the payment it is charged for, a refund behind the payment it undoes, and
    the second leg of an exchange of currency behind the first: their order is known.
    """
    turn = -1 if ties_reversed else 1
    leaders = _leaders(transfers)
    keyed = []
    for place, t in enumerate(transfers):
        late = t.credited_at is not None and t.credited_at > t.booked_at
        first = Event(t.booked_at, "debit" if late else "both", t)
        keyed.append(((t.booked_at, turn, turn * leaders[place], place), first))
        if late and t.credited_at is not None:
            credit = Event(t.credited_at, "credit", t)
            keyed.append(((t.credited_at, 0, turn * place, place), credit))
    keyed.sort(key=lambda pair: pair[0])
    return [event for _, event in keyed]


def _leaders(transfers: Sequence[Transfer]) -> list[int]:
    """Return, for each transfer, the place of the one it stays behind: mostly its own."""
    undone = refunded_payments(transfers)
    place_of: dict[TransferId, int] = {}
    leaders: list[int] = []
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
        place_of[t.transfer_id] = place
        leaders.append(leader)
        last_of[t.payer.account, t.booked_at] = leader
        if is_conversion(t.payee.account):
            exchanged[t.payee.account] = leader
    return leaders


def has_ties(events: Iterable[Event]) -> bool:
    """Say whether any account has two movements at one instant."""
    seen: set[tuple[str, datetime]] = set()
    for event in events:
        sides: list[AccountKey] = []
        if event.phase != "credit":
            sides.append(event.transfer.payer.account)
        if event.phase != "debit":
            sides.append(event.transfer.payee.account)
        for side in sides:
            if (side, event.at) in seen:
                return True
            if not is_virtual(side):
                seen.add((side, event.at))
    return False
