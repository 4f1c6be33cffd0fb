"""Returns: money given back to the victim whom an order names, never more than it is about.

On each account the balance goes back, up to what is left of the sum of the order and of the
subject. Protected money is left alone, as is an account in another currency. An order that names no
account of the victim is not carried out: nobody would know where to.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from izdes.adapters.messages.making.books import Books, Holder, Place
from izdes.core.orders.answers import ReturnAnswer
from izdes.core.orders.claims import claimed_accounts
from izdes.core.orders.order import Order
from izdes.core.orders.receipts import Named
from izdes.core.orders.subjects import Subject


def returning(
    books: Books, order: Order, subjects: Sequence[Subject], *, at: datetime
) -> Iterator[ReturnAnswer]:
    """Yield what is given back of each account; one payment for each subject.

    Args:
        subjects: Those that the decision gives.
        at: Balances are those of this moment.
    """
    claimed = claimed_accounts(order)
    if order.cap is None or not claimed:
        return
    left, emptied = order.cap.amount_minor, set[Place]()
    for number, subject in enumerate(subjects, start=1):
        most = left if subject.most_minor is None else min(left, subject.most_minor)
        minor = 0
        for place in books.places_of(subject):
            if place[1] == order.cap.currency and place not in emptied:
                emptied.add(place)
                minor += min(returnable(books, place, at), most - minor)
        if minor:
            left -= minor
            yield ReturnAnswer(
                subject=Named(subject.kind, subject.value),
                account=claimed[0],
                amount_minor=minor,
                currency=order.cap.currency,
                at=at,
                document=f"{order.number}-{number}",
            )


def returnable(books: Books, place: Place, at: datetime) -> int:
    """Return what may be given back of an account."""
    if books.holders.get(place[0], Holder()).is_protected:
        return 0
    return max(0, books.balance_at(place, at) or 0)
