"""Traders: honest people through whose accounts money passes, put beside an invented case.

They sell to many, pay a supplier out of it, and thieves shop with them too. Whoever takes quick
passing for guilt will hold their money.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Party, Transfer, TransferId

_CURRENCY = "KZT"
_TENGE = 100


def trader(number: int) -> AccountKey:
    """Name an honest account through which money passes."""
    return AccountKey(f"iban:KZ00000TRADER{number:04d}")


def shopping(
    transfers: Iterable[Transfer], layers: Collection[AccountKey], traders: int
) -> Iterator[Transfer]:
    """Let what mules pay by card in small shops go to the traders, one after another."""
    count = 0
    for t in transfers:
        if traders and t.kind == "card_payment" and t.payer.account in layers:
            count += 1
            yield replace(t, payee=Party(trader(count % traders)))
        else:
            yield t


def trade(number: int, starts: datetime, ends: datetime) -> Iterator[Transfer]:
    """Yield a trader's days: buyers, and a supplier who is paid out of it at once or by evening.

    Every other trader pays within minutes of each sale, as sellers of what they do not stock do.
    Traders are of three sizes.
    """
    rng = Random(f"trader {number}")  # noqa: S311 - invented people are random, and seeded
    account, supplier = trader(number), AccountKey(f"acct:?:SUPPLIER{number:04d}")
    most, price_most = ((2, 20), (5, 60), (12, 200))[number % 3]
    day, count = starts, 0
    while (day := day + timedelta(days=1)) < ends - timedelta(days=1):
        taken = 0
        for _ in range(rng.randint(0, most)):
            count += 1
            at = day + timedelta(seconds=rng.randrange(10 * 3600))
            price = rng.randrange(3, price_most) * 1_000 * _TENGE
            buyer = AccountKey(f"acct:?:BUYER{rng.randrange(10**6):06d}")
            yield _paid(f"X{number:04d}/{count:05d}/1", at, buyer, account, price)
            taken += price
            if number % 2:
                soon = at + timedelta(seconds=rng.randrange(120, 1_800))
                cost = price * rng.randrange(85, 97) // 100
                yield _paid(f"X{number:04d}/{count:05d}/2", soon, account, supplier, cost)
        if taken and not number % 2:
            cost = taken * rng.randrange(80, 95) // 100
            evening = day + timedelta(hours=12)
            yield _paid(f"X{number:04d}/{count:05d}/3", evening, account, supplier, cost)


def _paid(name: str, at: datetime, payer: AccountKey, payee: AccountKey, minor: int) -> Transfer:
    """Return one payment of trade."""
    return Transfer(TransferId(name), at, minor, _CURRENCY, Party(payer), Party(payee))
