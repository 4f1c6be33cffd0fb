"""Lowest intermediate balance: the holder's own money goes first; claims are what is left.

Who mixes another's money with his own is taken to spend his own first. What the victims can still
find in the account is never more than the lowest balance since their money came, and money that
comes later does not restore it. What is spent beyond the holder's own goes on to the next account
as the victims', shared among them in proportion at each payment.

The rule is a convention, not a finding, and it is not additive: one more claim changes what is
found for all the others, so claims are always traced together. At the account where it is applied
it is the most that can still be there; claimants first would be the least.

Source: Re Hallett's Estate (1880) 13 Ch D 696; Roscoe v Winder [1915] 1 Ch 62; among several
victims Law Society of Upper Canada v Toronto-Dominion Bank (1998) 42 OR (3d) 257.

>>> from izdes.core.tracing.lots import clean
>>> pool = OwnFirst(100)
>>> [lot.units for lot in pool.pay(30)], [lot.units for lot in pool.rest()]
([30], [70])
"""

from collections.abc import Iterable, Sequence

from izdes.core.tracing.classes import Mixture, shares_of
from izdes.core.tracing.holding import Rule
from izdes.core.tracing.lots import Lot


class OwnFirst:
    """A pool whose clean money leaves first, and then a share of every claimed class."""

    def __init__(self, opening_minor: int) -> None:
        self._mixture = Mixture(opening_minor)

    def receive(self, lots: Sequence[Lot]) -> None:
        """Mix lots in."""
        self._mixture.receive(lots)

    def pay(self, units: int) -> list[Lot]:
        """Take clean money while there is any, then a share of every claimed class."""
        own = min(units, self._mixture.clean_minor)
        sizes = [lot.units for lot in self._mixture.claimed()]
        claimed = shares_of(units - own, sizes) if sizes else []
        return [*self._mixture.take_claimed(claimed), *self._mixture.take_clean(own)]

    def rest(self) -> Iterable[Lot]:
        """Return what is in the pool, by class."""
        return self._mixture.rest()


LOWEST_BALANCE = Rule("lowest-balance", "own_first", "rolling", mixes=True, holding=OwnFirst)
