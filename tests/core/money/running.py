"""Rows that print the balance after them, written from what truly happened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, permutations, product
from random import Random

from hypothesis import strategies as st
from tests.core.money.statements import row

from izdes.core.money.reconcile import effect_minor
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import Precision

OWN = "iban:KZ-A"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Happened:
    """A movement of the account: positive is a credit."""

    day: int
    minor: int
    far: str = "acct:?:Y"


def printed(
    story: Sequence[Happened],
    *,
    opening: int = 0,
    name: str = "f",
    precision: Precision = "day",
    own: str = OWN,
) -> list[StatementRow]:
    """Return the rows in their true order, each with the balance after it."""
    balances = list(accumulate((h.minor for h in story), initial=opening))[1:]
    return [
        replace(
            row(
                name,
                n,
                h.day * DAY,
                direction="credit" if h.minor > 0 else "debit",
                payer=h.far if h.minor > 0 else own,
                payee=own if h.minor > 0 else h.far,
                amount=abs(h.minor),
                precision=precision,
            ),
            balance_minor=balance,
        )
        for n, (h, balance) in enumerate(zip(story, balances, strict=True), start=1)
    ]


def stories(*, most: int = 9, days: int = 3, far: str = "XYZ") -> st.SearchStrategy[list[Happened]]:
    """Movements of few amounts on few days: balances meet again and again."""
    one = st.builds(
        Happened,
        day=st.integers(0, days - 1),
        minor=st.sampled_from((-30, -20, -10, 10, 20, 30)),
        far=st.sampled_from([f"acct:?:{letter}" for letter in far]),
    )
    return st.lists(one, min_size=1, max_size=most).map(lambda s: sorted(s, key=lambda h: h.day))


def mixed_up(rows: Iterable[StatementRow], random: Random) -> list[StatementRow]:
    """Return the rows in time, each day's in any order, placed as they now stand."""
    listed: list[StatementRow] = []
    for _, day in groupby(sorted(rows, key=lambda r: r.booked_at), key=lambda r: r.booked_at):
        shuffled = list(day)
        random.shuffle(shuffled)
        listed += shuffled
    return placed(listed)


def placed(rows: Iterable[StatementRow]) -> list[StatementRow]:
    return [replace(r, position=n) for n, r in enumerate(rows)]


def look(r: StatementRow) -> tuple[object, ...]:
    """Return what a trace sees of a row."""
    return (r.booked_at, r.direction, r.amount_minor, r.payer.account, r.payee.account, r.kind)


def chains(start: int, rows: Sequence[StatementRow]) -> bool:
    """Say whether each balance follows from the one before it."""
    before = [start, *(r.balance_minor for r in rows)]
    return all(
        old is not None and old + effect_minor(r) == r.balance_minor
        for old, r in zip(before, rows, strict=False)
    )


def orders(rows: Iterable[StatementRow]) -> Iterator[list[StatementRow]]:
    """Yield every order of the rows that keeps to time."""
    in_time = sorted(rows, key=lambda r: r.booked_at)
    days = [list(day) for _, day in groupby(in_time, key=lambda r: r.booked_at)]
    for choice in product(*(permutations(day) for day in days)):
        yield [r for day in choice for r in day]
