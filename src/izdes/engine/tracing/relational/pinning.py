"""Pins: which of them hold, decided by the core account by account.

A pin holds or not by the balances of one pool and by the pins taken there before it. What the
question needs, the ends of each pin and the balances in between, is found by queries; the answer
is given by `izdes.core.tracing.pins`, and comes back as a table.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.tracing.balances import Books, Movement, PoolKey
from izdes.core.tracing.pins import pins_of
from izdes.core.tracing.trace import Pinned, PinRefused
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.dialect import EARLIEST


class _End(NamedTuple):
    """A pin to try, and where its credit arrives and its debit leaves."""

    number: int
    credit: int
    debit: int
    minor: int
    is_refund: bool
    name: int
    currency: int
    credit_amount: int
    came: int
    enters: int | None
    paid_by: int
    debit_currency: int
    debit_amount: int
    gone: int
    leaves: int | None
    from_exchange: bool


class _Balance(NamedTuple):
    """A pool's signed balance after one movement."""

    name: int
    currency: int
    pool: int
    moment: int
    balance: int


def find_pins(database: Database, stated: Sequence[Pinned], *, may_fail: bool) -> None:
    """Make the table ``pins``: the stated ones that hold, then refunds of payments.

    Args:
        may_fail: Leave out a stated pin that does not hold, instead of refusing.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    _push_stated(database, stated)
    for step in ("pins.asked", "pins.pin_ends", "pins.pin_balances"):
        database.run(step)
    held = sorted(_held(database))
    kept = {row[0] for row in held}
    for number, pin in enumerate(stated):
        if number not in kept and not may_fail:
            raise PinRefused(credit=pin.credit, debit=pin.debit, minor=pin.amount_minor)
    columns = {"number": "int", "credit": "int", "debit": "int", "minor": "int"}
    database.push("held", columns, held)
    database.run("pins.pins")
    database.drop("asked", "pin_ends", "pin_balances", "held")


def _push_stated(database: Database, stated: Sequence[Pinned]) -> None:
    """Make the table of stated pins, by the places of their transfers."""
    columns = {"number": "int", "credit_id": "text", "debit_id": "text", "minor": "int"}
    rows = [(n, pin.credit, pin.debit, pin.amount_minor) for n, pin in enumerate(stated)]
    database.push("stated_ids", columns, rows)
    database.make(
        "stated",
        """SELECT s.number, c.place AS credit, d.place AS debit, s.minor
        FROM stated_ids AS s
        LEFT JOIN moves AS c ON c.transfer_id = s.credit_id
        LEFT JOIN moves AS d ON d.transfer_id = s.debit_id""",
    )


def _held(database: Database) -> Iterator[tuple[int, int, int, int]]:
    """Yield (number, credit, debit, minor) of the pins that hold."""
    ends = database.read(_End, "pin_ends", order="name, currency, number")
    balances = groupby(
        database.read(_Balance, "pin_balances", order="name, currency, pool, moment"),
        key=lambda b: (b.name, b.currency),
    )
    waiting = next(balances, None)
    for account, group in groupby(ends, key=lambda end: (end.name, end.currency)):
        # Dark accounts have ends and no balances; both rows stand in one order.
        here: list[_Balance] = []
        if waiting is not None and waiting[0] == account:
            here = list(waiting[1])
            waiting = next(balances, None)
        yield from _decided(list(group), here)


def _decided(
    ends: Sequence[_End], balances: Iterable[_Balance]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pins of one account that hold, as the core says."""
    transfers = _transfers(ends)
    place = {int(t.transfer_id): n for n, t in enumerate(transfers)}
    books = _books(ends, balances, place)
    # A refund is tried with its payment's whole amount; so is a stated pin with what it states.
    number = {(TransferId(str(e.credit)), TransferId(str(e.debit)), e.is_refund): e for e in ends}
    pins = pins_of(
        transfers,
        books,
        stated=[
            Pinned(TransferId(str(e.credit)), TransferId(str(e.debit)), e.minor, str(e.number))
            for e in ends
            if not e.is_refund
        ],
        refunds={TransferId(str(e.debit)): TransferId(str(e.credit)) for e in ends if e.is_refund},
        may_fail=True,
    )
    for pin in pins.held:
        if pin.basis == "refund":
            yield number[pin.credit, pin.debit, True][:4]
        else:
            yield int(pin.evidence), int(pin.credit), int(pin.debit), pin.amount_minor


def _transfers(ends: Iterable[_End]) -> list[Transfer]:
    """Return the transfers that the pins name, in the ledger's order, numbers for names."""
    found: dict[int, Transfer] = {}
    for end in ends:
        fx = "@fx:" if end.from_exchange else ""
        for place, payer, payee, currency, amount in (
            (end.credit, "", str(end.name), end.currency, end.credit_amount),
            (end.debit, f"{fx}{end.paid_by}", "", end.debit_currency, end.debit_amount),
        ):
            known = found.get(place)
            found[place] = Transfer(
                transfer_id=TransferId(str(place)),
                booked_at=EARLIEST,
                amount_minor=amount,
                currency=str(currency),
                payer=Party(AccountKey(payer or (known.payer.account if known else ""))),
                payee=Party(AccountKey(payee or (known.payee.account if known else ""))),
            )
    return [found[place] for place in sorted(found)]


def _books(ends: Iterable[_End], balances: Iterable[_Balance], place: dict[int, int]) -> Books:
    """Return the books of one account's pools, between the first credit and the last debit."""
    books = Books({})
    for end in ends:
        books.enters[place[end.credit]] = _key(end.enters)
        books.came_at[place[end.credit]] = end.came
        books.left_at.setdefault(place[end.credit], -1)
        books.leaves[place[end.debit]] = _key(end.leaves)
        books.left_at[place[end.debit]] = end.gone
    before: dict[int, int] = {}
    for b in balances:
        book = books.books[(AccountKey(str(b.pool)), ""), 0]
        change = b.balance - before.get(b.pool, 0)
        book.movements.append(Movement(b.moment, -1, change))
        before[b.pool] = b.balance
    return books


def _key(pool: int | None) -> PoolKey | None:
    """Return a pool's key in the books."""
    return None if pool is None else ((AccountKey(str(pool)), ""), 0)
