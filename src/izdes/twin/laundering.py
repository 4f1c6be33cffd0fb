"""Where stolen money goes: mule to mule in layers, split, merged, left to wait, and out of banks.

Every arrival is answered by plans for its parts. A plan may find less on the account than it
wants, because the holder went shopping with it: then it takes what is there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random

from izdes.twin.accounts import abroad, cash_at, purpose, small_shop, wallet
from izdes.twin.bank import Account, Order, Side, Transfer
from izdes.twin.books import Books
from izdes.twin.chance import chosen, happens, parts_of, waiting
from izdes.twin.crews import Crew

_TENGE = 100
_THOUSAND_MINOR = 1_000 * _TENGE
_ATM_MOST_MINOR = 400 * _THOUSAND_MINOR
_SMALLEST_MINOR = 2 * _THOUSAND_MINOR
_ONWARD_PERCENT = 72


@dataclass(slots=True)
class Laundry:
    """Moves what crews have stolen.

    Attributes:
        exchange: The crypto exchange's account at a bank.
        shops: Accounts of big shops.
        shows_card: Whether a payer's bank may print the payee's card instead of the IBAN.
    """

    books: Books
    exchange: Account
    shops: Sequence[Account]
    shows_card: Callable[[Account], bool]

    def on_arrival(self, crew: Crew, layer: int, transfer: Transfer) -> None:
        """Answer money that has reached a mule of one layer."""
        rng, here = crew.rng, transfer.payee
        kept = transfer.amount_minor * rng.randrange(9) // 100
        count = chosen(rng, {1: 5, 2: 4, 3: 2})
        at = transfer.credited_at
        for part in parts_of(
            rng, transfer.amount_minor - kept, count=count, step=5 * _THOUSAND_MINOR
        ):
            at += waiting(rng, median_minutes=crew.haste_minutes)
            for order, delay in self._ways(crew, layer, here, part):
                self.books.ask(order, at + delay)

    def _ways(self, crew: Crew, layer: int, here: Side, part: int) -> list[tuple[Order, timedelta]]:
        """Return what is done with one part: on to the next layer, or out."""
        rng = crew.rng
        if layer + 1 < len(crew.layers) and happens(rng, _ONWARD_PERCENT):
            return [(self._onward(crew, layer, here, part), timedelta())]
        way = chosen(rng, dict(crew.tastes))
        if way == "cash":
            return _withdrawals(rng, here, part)
        out = self._out(crew, way, here, part)
        return [(out, timedelta())] if out else []

    def _onward(self, crew: Crew, layer: int, here: Side, part: int) -> Order:
        """Return a transfer to a mule of the next layer."""
        rng = crew.rng
        mule = rng.choice(crew.layers[layer + 1])
        is_card = happens(rng, 25) and self.shows_card(mule.account)
        fee = rng.choice((0, 0, 100, 250)) * _TENGE if here.bank != mule.account.side.bank else 0
        return Order(
            payer=here,
            payee=mule.account.side,
            amount_minor=part,
            purpose=purpose(rng, "card" if is_card else "transfer"),
            least_minor=_SMALLEST_MINOR,
            fee_minor=fee,
            fee_purpose=purpose(rng, "fee"),
            is_card_shown=is_card,
            then=partial(self.on_arrival, crew, layer + 1),
        )

    def _out(self, crew: Crew, way: str, here: Side, part: int) -> Order | None:
        """Return one payment out of the banks, or None where the money is left to lie."""
        rng = crew.rng
        boss = rng.choice(crew.layers[-1]).person
        if way == "rest":
            return None
        if way == "shop" and part < _ATM_MOST_MINOR // 2:
            shop, why = small_shop(rng), purpose(rng, "shopping")
            return Order(here, shop, part, "card_payment", why, least_minor=_SMALLEST_MINOR)
        if way == "abroad":
            payee, why = abroad(rng, boss), purpose(rng, "abroad")
            return Order(here, payee, part, "abroad", why, least_minor=_SMALLEST_MINOR)
        payee, topic = {
            "shop": (rng.choice(self.shops).side, "big_shopping"),
            "exchange": (self.exchange.side, "exchange"),
            "wallet": (wallet(boss, int(boss.ref[1:]) * 10 + rng.randrange(2)), "wallet"),
        }[way]
        return Order(here, payee, part, purpose=purpose(rng, topic), least_minor=_SMALLEST_MINOR)


def _withdrawals(rng: Random, here: Side, part: int) -> list[tuple[Order, timedelta]]:
    """Return visits to a cash machine, a few minutes apart, whole thousands each."""
    left = part // _THOUSAND_MINOR * _THOUSAND_MINOR
    found: list[tuple[Order, timedelta]] = []
    delay = timedelta()
    while left > 0:
        taken = min(left, rng.randint(100, 400) * _THOUSAND_MINOR)
        order = Order(
            payer=here,
            payee=cash_at(here.bank),
            amount_minor=taken,
            kind="cash_out",
            purpose=purpose(rng, "atm"),
            least_minor=_SMALLEST_MINOR,
            step_minor=_THOUSAND_MINOR,
            fee_minor=rng.choice((0, 0, 200, 350)) * _TENGE,
            fee_purpose=purpose(rng, "fee"),
        )
        found.append((order, delay))
        delay += timedelta(seconds=rng.randint(45, 400))
        left -= taken
    return found
