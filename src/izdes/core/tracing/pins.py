"""Pins: units of a debit that are known to be units of a credit (specific identification).

A person may state one, with evidence: the same reference, the exact sum minutes apart, a message
that says so. A refund states one itself: it brings back what was paid. Pinned units wait apart
and no rule touches them. A pin holds only where the money was still there: at no moment between
did the account's balance fall below it, the test of the lowest intermediate balance.

Source of the test: Roscoe v Winder [1915] 1 Ch 62.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from izdes.core.money.account import is_conversion
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.balances import Book, Books, PoolKey
from izdes.core.tracing.trace import Pinned, PinRefused


class Pins:
    """The pins that hold, and how much of each transfer they take.

    Attributes:
        held: Pins that hold, in the order in which they were taken.
        into, out_of: By place: the numbers of the pins that take units of an arriving transfer,
            and of those that give units to a leaving one.
    """

    def __init__(self, transfers: Sequence[Transfer], books: Books) -> None:
        self._transfers, self._books = transfers, books
        self._place = {t.transfer_id: n for n, t in enumerate(transfers) if n in books.left_at}
        self._waiting: defaultdict[PoolKey, list[tuple[int, int, int]]] = defaultdict(list)
        self._balances: dict[PoolKey, list[int]] = {}
        self.held: list[Pinned] = []
        self.into: defaultdict[int, list[int]] = defaultdict(list)
        self.out_of: defaultdict[int, list[int]] = defaultdict(list)

    def take(self, pin: Pinned) -> bool:
        """Take a pin if it holds, and say whether it does."""
        credit, debit = self._place.get(pin.credit), self._place.get(pin.debit)
        if credit is None or debit is None or not self._fits(pin, credit, debit):
            return False
        pool = self._books.enters[credit]
        span = (self._books.came_at[credit], self._books.left_at[debit], pin.amount_minor)
        if pool is not None and not self._was_still_there(pool, span):
            return False
        if pool is not None:
            self._waiting[pool].append(span)
        self.into[credit].append(len(self.held))
        self.out_of[debit].append(len(self.held))
        self.held.append(pin)
        return True

    def taken(self, numbers: Iterable[int]) -> int:
        """Return the units of some pins together."""
        return sum(self.held[n].amount_minor for n in numbers)

    def _fits(self, pin: Pinned, credit: int, debit: int) -> bool:
        """Say whether the two transfers meet, in time, and have so many units left."""
        into, out = self._transfers[credit], self._transfers[debit]
        books = self._books
        return (
            into.payee.account == out.payer.account
            and into.currency == out.currency
            and not is_conversion(out.payer.account)
            and books.came_at[credit] < books.left_at[debit]
            and books.leaves[debit] in (books.enters[credit], None)
            and 0 < pin.amount_minor <= into.amount_minor - self.taken(self.into[credit])
            and pin.amount_minor <= out.amount_minor - self.taken(self.out_of[debit])
        )

    def _was_still_there(self, pool: PoolKey, span: tuple[int, int, int]) -> bool:
        """Say whether the balance covers the pin and all others that wait with it, throughout."""
        came, left, _ = span
        spans = [*self._waiting[pool], span]
        return all(
            balance >= sum(minor for start, end, minor in spans if start <= moment < end)
            for moment, balance in self._balances_of(pool)
            if came <= moment < left
        )

    def _balances_of(self, pool: PoolKey) -> Iterable[tuple[int, int]]:
        """Return a pool's moments and the signed balance after each."""
        book: Book = self._books.books[pool]
        if pool not in self._balances:
            self._balances[pool] = book.balances()
        moments = (movement.moment for movement in book.movements)
        return zip(moments, self._balances[pool], strict=True)


def pins_of(
    transfers: Sequence[Transfer],
    books: Books,
    *,
    stated: Sequence[Pinned],
    refunds: Mapping[TransferId, TransferId],
    may_fail: bool,
) -> Pins:
    """Return the pins that hold: the stated ones, then refunds of payments.

    Args:
        refunds: Refund -> the payment that it undoes, without annulled pairs.
        may_fail: Leave out a stated pin that does not hold, instead of refusing.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    pins = Pins(transfers, books)
    for pin in stated:
        if not pins.take(pin) and not may_fail:
            raise PinRefused(credit=pin.credit, debit=pin.debit, minor=pin.amount_minor)
    for t in transfers:
        payment = refunds.get(t.transfer_id)
        if payment is not None:
            pins.take(Pinned(payment, t.transfer_id, t.amount_minor, basis="refund"))
    return pins
