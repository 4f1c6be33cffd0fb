"""Tenancy: who has a mule's account when it is rented out for days.

A mule herder keeps a stock of accounts and lets them one after the other; sometimes two crews have
the same account at once. Whoever shares such an account shares a launderer, not a hand.

>>> dice, days = Dice(1), np.array([0, 1, 5, 6])
>>> first, stock = np.zeros(4, int), np.full(4, 2)
>>> rented(dice, "let", begins=days, ends=days + 4, first=first, stock=stock, tries=4).tolist()
[1, 0, 1, 1]
"""

import numpy as np

from izdes.twin.crowd.dice import Dice, Ints, places_of


def rented(
    dice: Dice, name: str, *, begins: Ints, ends: Ints, first: Ints, stock: Ints, tries: int
) -> Ints:
    """Return the account of every tenancy, drawn from its stock.

    Where an account is let at the time, another is drawn, as often as `tries` says: then two share
    the last.

    Args:
        begins: When each tenancy begins, in seconds.
        ends: When it ends, its last second not counted.
        first: The first account of the stock that it is let from.
        stock: How many accounts that stock has.
    """
    places = places_of(len(begins))
    drawings = [first + dice.below(f"{name}/{nth}", stock, places) for nth in range(tries)]
    drawn = np.stack(drawings, axis=1).tolist()
    found = np.empty(len(begins), np.int64)
    free_from: dict[int, int] = {}
    for place in np.argsort(begins, kind="stable").tolist():
        begin, end = int(begins[place]), int(ends[place])
        account = next(
            (a for a in drawn[place] if free_from.get(a, begin) <= begin), drawn[place][-1]
        )
        free_from[account] = max(end, free_from.get(account, end))
        found[place] = account
    return found
