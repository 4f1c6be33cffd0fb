"""Legitimate life on an account: wages, shopping, rent, friends, interest.

It goes on before, between and after the crimes, so that stolen money mixes with honest money.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from izdes.twin.accounts import cash_at, own_funds_of, purpose, small_shop
from izdes.twin.bank import LOCAL, Account, Order
from izdes.twin.books import Books
from izdes.twin.chance import chosen, happens

_TENGE = 100
_DAILY = 100
_RHYTHMS = {12: 3, 35: 3, 80: 3, 160: 1}  # purchases in a hundred days: likelihood


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Whom people pay and are paid by."""

    employers: Sequence[Account]
    landlords: Sequence[Account]
    friends: Sequence[Account]
    big_shops: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the story, both included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield every day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def live(books: Books, account: Account, *, others: Neighbours, span: Span, rng: Random) -> None:
    """Put an account's whole legitimate life on the agenda."""
    rhythm = chosen(rng, _RHYTHMS)
    _work(books, account, others=others, span=span, rng=rng)
    for day in span.days():
        if happens(rng, min(rhythm, _DAILY)):
            for _ in range(rng.randint(1, 3) if rhythm > _DAILY else 1):
                books.ask(_everyday(account, others, rng), _moment(rng, day))
        if (day + timedelta(days=1)).day == 1:
            books.ask(_interest(account, rng), _moment(rng, day, from_hour=21))


def _work(books: Books, account: Account, *, others: Neighbours, span: Span, rng: Random) -> None:
    """Wages come and rent goes on one day of each month."""
    has_work, has_rent = happens(rng, 70), happens(rng, 35)
    employer, landlord = rng.choice(others.employers), rng.choice(others.landlords)
    wage = rng.randrange(120, 520) * 1_000 * _TENGE
    payday, rent_day = rng.choice((5, 10, 25)), rng.randint(1, 28)
    for day in span.days():
        if has_work and day.day == payday:
            order = Order(employer.side, account.side, wage, purpose=purpose(rng, "salary"))
            books.ask(order, _moment(rng, day))
        if has_rent and day.day == rent_day:
            rent = rng.randrange(70, 160) * 1_000 * _TENGE
            order = Order(account.side, landlord.side, rent, purpose=purpose(rng, "rent"))
            books.ask(order, _moment(rng, day))


def _everyday(account: Account, others: Neighbours, rng: Random) -> Order:
    """Return one small thing of a day."""
    what = chosen(rng, {"shop": 62, "friend": 12, "from_friend": 9, "bills": 7, "atm": 6, "in": 4})
    friend = rng.choice(others.friends)
    minor = rng.randint(6, 250) * 100 * _TENGE + rng.choice((0, 0, 50, 90)) * _TENGE
    if what == "friend":
        return Order(account.side, friend.side, minor, purpose=purpose(rng, "friend"))
    if what == "from_friend":
        return Order(friend.side, account.side, minor, purpose=purpose(rng, "friend"))
    if what == "bills":
        shop = rng.choice(others.big_shops)
        return Order(account.side, shop.side, minor, purpose=purpose(rng, "utilities"))
    return _at_the_counter(account, what, minor, rng)


def _at_the_counter(account: Account, what: str, minor: int, rng: Random) -> Order:
    """Return a purchase, or cash in or out."""
    thousands = -(-minor // (1_000 * _TENGE)) * 1_000 * _TENGE
    till = cash_at(account.side.bank)
    if what == "atm":
        return Order(account.side, till, thousands, kind="cash_out", purpose=purpose(rng, "atm"))
    if what == "in":
        why = purpose(rng, "cash_in")
        return Order(till, account.side, thousands, kind="cash_in", purpose=why)
    why = purpose(rng, "shopping")
    return Order(account.side, small_shop(rng), minor, kind="card_payment", purpose=why)


def _interest(account: Account, rng: Random) -> Order:
    """Return a month's interest."""
    payer = own_funds_of(account.side.bank)
    why = purpose(rng, "interest")
    return Order(payer, account.side, rng.randint(37, 41_000), kind="interest", purpose=why)


def _moment(rng: Random, day: date, *, from_hour: int = 8) -> datetime:
    """Return a second of the waking day."""
    seconds = rng.randrange(from_hour * 3600, 23 * 3600)
    return (datetime.combine(day, time(0), LOCAL) + timedelta(seconds=seconds)).astimezone(UTC)
