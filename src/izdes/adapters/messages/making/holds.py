"""Holds: what can be held of what an order asks, account by account, never more than its cap.

On each account the balance is held, up to what is left of the cap of the order and of the subject.
Protected money is named and left alone. An account in another currency than the cap's is left out:
the order says nothing of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from izdes.adapters.messages.making.books import Books, Holder, Place
from izdes.core.orders.answers import HoldAnswer, HoldStatus
from izdes.core.orders.claims import asks_to_return
from izdes.core.orders.order import Cap, Order
from izdes.core.orders.receipts import Named
from izdes.core.orders.subjects import Subject


def asks_to_hold(order: Order) -> bool:
    """Say whether an order is to hold money: it has a cap, asks for no data, gives nothing back."""
    return order.cap is not None and not order.demanded and not asks_to_return(order)


@dataclass(slots=True)
class Holding:
    """What is being held under one order.

    Attributes:
        until: When it lapses by itself; None where the order sets no days.
        left_minor: What of the order's cap is not held yet.
    """

    books: Books
    cap: Cap
    at: datetime
    until: datetime | None
    left_minor: int = field(init=False)
    held: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.left_minor = self.cap.amount_minor

    def on(self, subject: Subject) -> Iterator[HoldAnswer]:
        """Yield what becomes of the money of one subject."""
        places = self.books.places_of(subject)
        if not places:
            status: HoldStatus = "not_found" if self.books.is_ours(subject) else "not_ours"
            yield self._answer(subject, _named(subject), status)
        left = self.cap.amount_minor if subject.most_minor is None else subject.most_minor
        for place in places:
            if (
                place[1] != self.cap.currency
                or place in self.held
                or not (left and self.left_minor)
            ):
                continue
            self.held.add(place)
            status, minor = self._taken(place, min(left, self.left_minor))
            left -= minor
            self.left_minor -= minor
            yield self._answer(subject, place[0], status, minor)

    def _taken(self, place: Place, most_minor: int) -> tuple[HoldStatus, int]:
        """Return what is held on one account."""
        if self.books.holders.get(place[0], Holder()).is_protected:
            return "protected", 0
        balance = self.books.balance_at(place, self.at) or 0
        return ("held", min(balance, most_minor)) if balance > 0 else ("empty", 0)

    def _answer(
        self, subject: Subject, account: str, status: HoldStatus, minor: int = 0
    ) -> HoldAnswer:
        """Return the line of the answer."""
        is_held = status == "held"
        return HoldAnswer(
            subject=Named(subject.kind, subject.value),
            account=account,
            status=status,
            amount_minor=minor,
            currency=self.cap.currency,
            at=self.at,
            since=self.at if is_held else None,
            until=self.until if is_held else None,
        )


def holding(books: Books, order: Order, cap: Cap, at: datetime) -> Holding:
    """Return an order that is about to be carried out."""
    until = None if order.days is None else at + timedelta(days=order.days)
    return Holding(books, cap, at, until)


def _named(subject: Subject) -> str:
    """Return the key of an account that was named and is not there; empty for persons."""
    return f"iban:{subject.value}" if subject.kind == "iban" else ""
