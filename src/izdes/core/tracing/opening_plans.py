"""The plans of one ledger while one assumed opening balance is thought larger than the least.

A larger opening changes little that no rule decides. The least opening keeps the balance at zero or
above, so no payment needs the bank's money, and with more there is none either: what comes from the
pool's own money stays as it is. Pins that hold go on holding, but a refund whose money was gone can
come to be pinned to its payment, and may then leave no room for another refund's pin.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from izdes.core.money.transfer import Ledger
from izdes.core.tracing.balances import Books, PoolKey
from izdes.core.tracing.parts import parts_of
from izdes.core.tracing.pins import Pins, pins_of
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.refunds import refunded_payments
from izdes.core.tracing.windows import windows_of


class Wait(NamedTuple):
    """Pinned units that wait in a pool from one step until before another."""

    came: int
    left: int
    minor: int
    is_stated: bool


def with_opening(plan: Plan, pool: int, opening_minor: int) -> Plan:
    """Return the plan with more money in a pool at first; its pins stay as they are."""
    pools = list(plan.pools)
    pools[pool] = replace(pools[pool], opening_minor=opening_minor)
    return replace(plan, pools=tuple(pools))


class OpeningPlans:
    """The plans of a ledger as one assumed opening or another grows from the least.

    Attributes:
        plan: The plan with the least openings.
    """

    def __init__(self, ledger: Ledger, plan: Plan) -> None:
        self._ledger, self.plan = ledger, plan
        self._stated = [pin for pin in plan.pins if pin.basis == "stated"]
        cancelled = {refund for _, refund in plan.annulled}
        self._refunds = {
            refund: payment
            for refund, payment in refunded_payments(plan.transfers).items()
            if refund not in cancelled
        }
        self._books = self._new_books()
        self._keys = [key for key, _ in self._books.in_order()]
        self._waits = self._possible_waits()
        self._known: dict[tuple[int, int], Plan] = {}

    def at(self, pool: int, delta_minor: int) -> Plan:
        """Return the plan with so much more than the least in a pool."""
        start = self.last_change(pool, delta_minor)
        if (pool, start) not in self._known:
            self._known[pool, start] = self._with_pins(pool, start) if start else self.plan
        opening_minor = self.plan.pools[pool].opening_minor + delta_minor
        return with_opening(self._known[pool, start], pool, opening_minor)

    def next_change(self, pool: int, delta_minor: int) -> int | None:
        """Return the next larger opening of a pool at which other pins hold."""
        needs = [need for need in self._needs(pool, delta_minor) if need > delta_minor]
        return min(needs, default=None)

    def last_change(self, pool: int, delta_minor: int) -> int:
        """Return since which opening of a pool the same pins hold."""
        start, following = 0, self.next_change(pool, 0)
        while following is not None and following <= delta_minor:
            start, following = following, self.next_change(pool, following)
        return start

    def _needs(self, pool: int, delta_minor: int) -> Iterator[int]:
        """Yield how much each refund's pin needs, beside the pins before it that hold."""
        key = self._keys[pool]
        held: list[Wait] = []
        for wait in self._waits.get(key, ()):
            need = max(
                (
                    sum(w.minor for w in (*held, wait) if w.came <= moment < w.left) - balance
                    for moment, balance in self._balances(key)
                    if wait.came <= moment < wait.left
                ),
                default=0,
            )
            yield need
            if wait.is_stated or need <= delta_minor:
                held.append(wait)

    def _balances(self, key: PoolKey) -> Iterator[tuple[int, int]]:
        """Yield the moments of a pool and the signed balance after each, at the least opening."""
        book = self._books.books[key]
        for movement, balance in zip(book.movements, book.balances(), strict=True):
            yield movement.moment, balance

    def _possible_waits(self) -> dict[PoolKey, list[Wait]]:
        """Return, by pool, what can be pinned there, were there money enough."""
        enough, books = self._new_books(), self._books
        everything = sum(t.amount_minor for t in self.plan.transfers)
        for book in enough.books.values():
            book.opening_minor += everything
        place = {t.transfer_id: n for n, t in enumerate(self.plan.transfers)}
        found: defaultdict[PoolKey, list[Wait]] = defaultdict(list)
        for pin in self._pins(enough).held:
            credit, debit = place[pin.credit], place[pin.debit]
            pool = books.enters[credit]
            if pool is not None:
                span = (books.came_at[credit], books.left_at[debit])
                found[pool].append(Wait(*span, pin.amount_minor, pin.basis == "stated"))
        return dict(found)

    def _with_pins(self, pool: int, delta_minor: int) -> Plan:
        """Return the plan with the pins that hold at that opening."""
        books = self._new_books()
        books.books[self._keys[pool]].opening_minor += delta_minor
        pins = self._pins(books)
        windows = windows_of(self._ledger)
        pools, parts = parts_of(self._ledger, windows, books, pins, self.plan.steps)
        return replace(self.plan, pools=pools, parts=parts, pins=tuple(pins.held))

    def _new_books(self) -> Books:
        """Return the movements of every pool, with the least openings."""
        books = Books(windows_of(self._ledger))
        for moment, step in enumerate(self.plan.steps):
            note = books.arrive if step.is_arrival else books.leave
            note(step.place, self.plan.transfers[step.place], moment=moment, at=step.at)
        books.open()
        return books

    def _pins(self, books: Books) -> Pins:
        """Return the pins that hold; stated ones held at the least opening and hold on."""
        return pins_of(
            self.plan.transfers, books, stated=self._stated, refunds=self._refunds, may_fail=False
        )
